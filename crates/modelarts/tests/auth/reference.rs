//! An independent signer, written from the vendor's description to be obvious, with the hashes of `ring`. It reads a
//! request as a gateway does: from the bytes on the wire.

use ring::{digest, hmac};

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
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let (_, value) = values.next()?;
        assert!(values.next().is_none(), "{name} is sent twice");
        Some(value)
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub(crate) fn raw_query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The decoded query. A plus stands for itself, unlike in a form.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let pairs = self.raw_query().split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (text(decode(name)), text(decode(value)))
            })
            .collect()
    }

    /// The names of the signed headers, as `Authorization` lists them.
    pub(crate) fn signed_headers(&self) -> &str {
        let sent = self.header("Authorization").expect("the request is not signed");
        // The last, since an access key may hold anything.
        let (_, signed) = sent.rsplit_once(", SignedHeaders=").unwrap();
        signed.split(',').next().unwrap()
    }

    /// The `Authorization` that this request should have if its sender holds `secret`.
    pub(crate) fn expected_authorization(&self, access: &str, secret: &str) -> String {
        let signed = self.signed_headers();
        let header = |name| (name, self.header(name).expect("a signed header is not sent"));
        let headers: Vec<(&str, &str)> = signed.split(';').map(header).collect();
        let canonical = canonical_request(&self.method, self.path(), &self.query(), &headers, &self.body);
        let to_sign = string_to_sign(self.header("X-Sdk-Date").unwrap(), &canonical);
        authorization(access, secret, signed, &to_sign)
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
    let mut uri: String = path
        .split('/')
        .map(|segment| encode(&decode(segment)))
        .collect::<Vec<_>>()
        .join("/");
    if !uri.ends_with('/') {
        uri += "/";
    }
    let mut query = query.to_vec();
    query.sort();
    let query: Vec<String> = query
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name.as_bytes()), encode(value.as_bytes())))
        .collect();
    let mut headers: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    headers.sort();
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names: Vec<String> = headers.into_iter().map(|(name, _)| name).collect();
    [method, &uri, &query.join("&"), &lines, &names.join(";"), &sha256(body)].join("\n")
}

pub(crate) fn string_to_sign(date: &str, canonical: &str) -> String {
    format!("SDK-HMAC-SHA256\n{date}\n{}", sha256(canonical.as_bytes()))
}

pub(crate) fn authorization(access: &str, secret: &str, signed: &str, to_sign: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = hex(hmac::sign(&key, to_sign.as_bytes()).as_ref());
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
        let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(digits) if *first == b'%' => {
                bytes.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
