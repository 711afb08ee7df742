//! An independent signer, written from the vendor's description to be obvious, with hashes of its own. It reads a
//! request as a gateway does: from the bytes on the wire.

use hmac_sha256::{HMAC, Hash};

/// A request as it came over the wire.
#[derive(Clone, Debug, Default)]
pub(crate) struct WireRequest {
    pub(crate) method: String,
    /// The path and the query, exactly as sent.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl WireRequest {
    /// A request as it would be on the wire, from one that has been authorized.
    pub(crate) fn of(request: &reqwest::Request) -> Self {
        let url = request.url();
        let host = url.authority().rsplit('@').next().unwrap();
        let query = url.query().map(|query| format!("?{query}"));
        let headers = request.headers().iter();
        // Values that are not text are not signed.
        let headers = headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let body = request.body().and_then(|body| body.as_bytes());
        Self {
            method: request.method().to_string(),
            target: [url.path(), &query.unwrap_or_default()].concat(),
            headers: headers.chain([("Host".to_owned(), host.to_owned())]).collect(),
            body: body.unwrap_or_default().to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let (_, value) = values.next()?;
        assert!(values.next().is_none(), "{name} is sent twice");
        Some(value)
    }

    /// The method and the target.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// The decoded query. A plus stands for itself, unlike in a form.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let (_, query) = self.target.split_once('?').unwrap_or_default();
        let text = |encoded| String::from_utf8(decode(encoded)).unwrap();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.map(|(name, value)| (text(name), text(value))).collect()
    }

    /// The names of the signed headers, as `Authorization` lists them.
    pub(crate) fn signed_headers(&self) -> &str {
        let sent = self.header("Authorization").expect("the request is not signed");
        // The last, since an access key may hold anything.
        let (_, signed) = sent.rsplit_once(", SignedHeaders=").unwrap();
        signed.split(',').next().unwrap()
    }

    /// Whether this request is signed as its sender should sign it with these keys.
    pub(crate) fn is_signed_with(&self, access: &str, secret: &str) -> bool {
        let signed = self.signed_headers();
        let header = |name| (name, self.header(name).expect("a signed header is not sent"));
        let headers: Vec<(&str, &str)> = signed.split(';').map(header).collect();
        let canonical = canonical_request(&self.method, self.path(), &self.query(), &headers, &self.body);
        let to_sign = string_to_sign(self.header("X-Sdk-Date").unwrap(), &canonical);
        self.header("Authorization") == Some(&authorization(access, secret, signed, &to_sign))
    }

    #[track_caller]
    pub(crate) fn assert_signed(&self, access: &str, secret: &str) {
        assert!(self.is_signed_with(access, secret), "{self:?}");
    }
}

/// `path` is percent-encoded, `query` is decoded.
pub(crate) fn canonical_request(
    method: &str,
    path: &str,
    query: &[(String, String)],
    headers: &[(&str, &str)],
    body: &[u8],
) -> String {
    let segments = path.split('/').map(|segment| encode(&decode(segment)));
    let mut uri = segments.collect::<Vec<_>>().join("/");
    if !uri.ends_with('/') {
        uri += "/";
    }
    let mut query = query.to_vec();
    query.sort();
    let query = query.iter();
    let query = query.map(|(name, value)| format!("{}={}", encode(name.as_bytes()), encode(value.as_bytes())));
    let headers = headers.iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_lowercase(), value.trim()))
        .collect();
    headers.sort();
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names: Vec<String> = headers.into_iter().map(|(name, _)| name).collect();
    let query = query.collect::<Vec<_>>().join("&");
    [method, &uri, &query, &lines, &names.join(";"), &sha256(body)].join("\n")
}

pub(crate) fn string_to_sign(date: &str, canonical: &str) -> String {
    format!("SDK-HMAC-SHA256\n{date}\n{}", sha256(canonical.as_bytes()))
}

pub(crate) fn authorization(access: &str, secret: &str, signed: &str, to_sign: &str) -> String {
    let signature = hex(&HMAC::mac(to_sign.as_bytes(), secret.as_bytes()));
    format!("SDK-HMAC-SHA256 Access={access}, SignedHeaders={signed}, Signature={signature}")
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(*byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
        bytes.push(byte.unwrap_or(*first));
        rest = &after[digits.map_or(0, <[u8]>::len)..];
    }
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Hash::hash(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
