//! Verification of signatures (`SDK-HMAC-SHA256`), written apart from the client that makes them.

use hmac::{Hmac, KeyInit, Mac};
use httpmock::HttpMockRequest;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::reply::Reply;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A pair of access keys.
pub(crate) struct Keys {
    access: String,
    secret: String,
}

impl Keys {
    pub(crate) fn new(access: String, secret: String) -> Self {
        Self { access, secret }
    }

    /// The answer to a request that these keys did not sign.
    pub(crate) fn refusal(&self, request: &HttpMockRequest) -> Option<Reply> {
        let expected = self.authorization(request);
        if expected.is_some() && expected.as_deref() == header(request, "authorization").as_deref() {
            return None;
        }
        let reason = "Incorrect IAM authentication information: verify aksk signature fail";
        let body = json!({ "error_code": "APIGW.0301", "error_msg": reason });
        Some(Reply::from(body).status(401))
    }

    /// The header that the keys would give the request, over the headers that it says are signed.
    fn authorization(&self, request: &HttpMockRequest) -> Option<String> {
        let sent = header(request, "authorization")?;
        let signed = sent.split(", ").find_map(|part| part.strip_prefix("SignedHeaders="))?;
        let names: Vec<&str> = signed.split(';').collect();
        // A signature without these two would be valid for any host, and for ever.
        if !["host", "x-sdk-date"].iter().all(|name| names.contains(name)) {
            return None;
        }
        let uri = request.uri();
        let segments = uri.path().split('/').map(encoded_again);
        let path = segments.collect::<Vec<_>>().join("/");
        let mut query: Vec<_> = uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .collect();
        query.sort_unstable();
        let query = query.into_iter().map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{}={}", encoded_again(name), encoded_again(value))
        });
        let query = query.collect::<Vec<_>>().join("&");
        let mut canonical = format!(
            "{}\n{}/\n{query}\n",
            request.method_str(),
            path.strip_suffix('/').unwrap_or(&path)
        );
        for name in names {
            let value = header(request, name)?;
            canonical.push_str(&format!("{name}:{}\n", value.trim()));
        }
        canonical.push_str(&format!("\n{signed}\n{}", hex(&Sha256::digest(request.body_ref()))));
        let date = header(request, "x-sdk-date")?;
        let to_sign = format!("SDK-HMAC-SHA256\n{date}\n{}", hex(&Sha256::digest(canonical)));
        let mut hmac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).ok()?;
        hmac.update(to_sign.as_bytes());
        let (access, signature) = (&self.access, hex(&hmac.finalize().into_bytes()));
        let header = format!("SDK-HMAC-SHA256 Access={access}, SignedHeaders={signed}, Signature={signature}");
        Some(header)
    }
}

fn header(request: &HttpMockRequest, name: &str) -> Option<String> {
    let headers = request.headers_vec().iter();
    let mut values = headers.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.clone())
}

/// Encoded text in the one encoding that signatures have.
fn encoded_again(text: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(text).collect();
    percent_encode(&decoded, RESERVED).to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
