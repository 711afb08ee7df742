//! The form of a request that its signature is made over.

use std::{borrow::Cow, ops::Range};

use base16ct::lower::encode_str;
use hmac::Mac;
use percent_encoding::{percent_decode_str, percent_encode_byte};
use reqwest::Url;
use sha2::{Digest, Sha256};

use super::{SigningError, escapes, query};
use crate::auth::AccessKeys;

/// How long a digest is in hexadecimal form.
const HEX: usize = 64;

/// SHA-256 of nothing, which is the body of every `GET`.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Room for what is in every canonical request besides the path and the headers, and for a query.
const ROOM: usize = 256;

/// A request, as its signature sees it.
#[derive(Clone, Debug)]
pub struct SignableRequest<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path. Escapes (`%XX`) are understood as such; anything else that has to be encoded may be so
    /// already, or not.
    pub path: &'a str,
    /// The decoded names and values of the query, in any order.
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The headers to sign, in any order and case. `Host` and `X-Sdk-Date` should be among them.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The body.
    pub body: &'a [u8],
}

/// The canonical form of a request: six parts, a line each (the headers one line each).
///
/// `Debug` leaves the text out, since the value of `X-Security-Token` is part of it.
#[derive(Clone)]
pub struct CanonicalRequest {
    text: String,
    path: Range<usize>,
    query: Range<usize>,
    signed_headers: Range<usize>,
}

impl CanonicalRequest {
    /// Puts the request into canonical form.
    ///
    /// # Errors
    ///
    /// [`SigningError::EncodedSlash`] for a path with `%2F` in it.
    pub fn new(request: SignableRequest<'_>) -> Result<Self, SigningError> {
        let headers = request.headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .collect();
        headers.sort_by(|(left, _), (right, _)| left.cmp(right));
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let query = |text: &mut String| query::push(text, request.query);
        Self::write(request.method, request.path, query, &headers, request.body)
    }

    /// The same for a request to `url`. The names of `headers` are in small letters and sorted, and there is no white space
    /// around a value.
    pub(super) fn of(method: &str, url: &Url, headers: &[(&str, &str)], body: &[u8]) -> Result<Self, SigningError> {
        let query = |text: &mut String| query::push_of(text, url);
        Self::write(method, url.path(), query, headers, body)
    }

    fn write(
        method: &str,
        path: &str,
        push_query: impl FnOnce(&mut String),
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Self, SigningError> {
        let lines: usize = headers
            .iter()
            .map(|(name, value)| 2 * name.len() + value.len() + 3)
            .sum();
        let mut text = String::with_capacity(method.len() + path.len() + lines + ROOM);
        text.push_str(method);
        text.push('\n');

        let path = push_path(&mut text, path)?;
        // The added slash is signed, but not sent.
        if !text.ends_with('/') {
            text.push('/');
        }
        text.push('\n');

        let start = text.len();
        push_query(&mut text);
        let query = start..text.len();
        text.push('\n');

        for (name, value) in headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
        }
        text.push('\n');

        let start = text.len();
        for (position, (name, _)) in headers.iter().enumerate() {
            if position > 0 {
                text.push(';');
            }
            text.push_str(name);
        }
        let signed_headers = start..text.len();
        text.push('\n');

        if body.is_empty() {
            text.push_str(EMPTY_BODY);
        } else {
            text.push_str(sha256(body, &mut [0; HEX]));
        }
        Ok(Self {
            text,
            path,
            query,
            signed_headers,
        })
    }

    /// The canonical request. It holds the value of `X-Security-Token`, if that header is signed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path to send, encoded.
    pub fn path(&self) -> &str {
        self.part(&self.path)
    }

    /// The query to send, encoded and sorted, without a question mark. Empty when there is none.
    pub fn query(&self) -> &str {
        self.part(&self.query)
    }

    /// The names of the signed headers: in small letters, sorted, joined by semicolons.
    pub fn signed_headers(&self) -> &str {
        self.part(&self.signed_headers)
    }

    /// The text that is signed, for the time that `X-Sdk-Date` says.
    pub fn string_to_sign(&self, sdk_date: &str) -> String {
        self.parts_to_sign(sdk_date, &mut [0; HEX]).concat()
    }

    /// The same in parts, of which the last stands in `hex`.
    fn parts_to_sign<'a>(&self, sdk_date: &'a str, hex: &'a mut [u8; HEX]) -> [&'a str; 4] {
        ["SDK-HMAC-SHA256\n", sdk_date, "\n", sha256(self.text.as_bytes(), hex)]
    }

    /// The value of the `Authorization` header, for the time that `X-Sdk-Date` says.
    pub fn authorization(&self, keys: &AccessKeys, sdk_date: &str) -> String {
        // There is always a key to begin with; without a panic, a message that the service refuses is the honest way to
        // say that there was none.
        let signature = keys
            .prepared()
            .map(|mut hmac| {
                for part in self.parts_to_sign(sdk_date, &mut [0; HEX]) {
                    hmac.update(part.as_bytes());
                }
                hmac.finalize().into_bytes()
            })
            .unwrap_or_default();
        // In one piece of the very size that it needs: as the value of a header it is then taken over as it is.
        [
            "SDK-HMAC-SHA256 Access=",
            keys.access_key(),
            ", SignedHeaders=",
            self.signed_headers(),
            ", Signature=",
            hexadecimal(&signature, &mut [0; HEX]),
        ]
        .concat()
    }

    fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

impl std::fmt::Debug for CanonicalRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field("signed_headers", &self.signed_headers())
            .finish_non_exhaustive()
    }
}

fn push_path(text: &mut String, path: &str) -> Result<Range<usize>, SigningError> {
    let start = text.len();
    if is_plain(path) {
        text.push_str(path);
        return Ok(start..text.len());
    }
    for (position, segment) in path.split('/').enumerate() {
        if position > 0 {
            text.push('/');
        }
        for byte in percent_decode_str(segment) {
            match byte {
                b'/' => return Err(SigningError::EncodedSlash),
                byte if escapes::is_unreserved(byte) => text.push(byte.into()),
                byte => text.push_str(percent_encode_byte(byte)),
            }
        }
    }
    Ok(start..text.len())
}

/// Whether a path has nothing to decode or to encode. It does not stop at the first byte that has, so that the compiler
/// can look at many at once.
fn is_plain(path: &str) -> bool {
    path.bytes().fold(true, |plain, byte| {
        // The range is the digits and what stands before them in ASCII: hyphen, full stop and slash.
        plain & (byte.is_ascii_alphabetic() | matches!(byte, b'-'..=b'9') | (byte == b'_') | (byte == b'~'))
    })
}

fn sha256<'a>(bytes: &[u8], hex: &'a mut [u8; HEX]) -> &'a str {
    hexadecimal(&Sha256::digest(bytes), hex)
}

/// The hexadecimal form of a digest of SHA-256, for which the buffer has the exact size.
fn hexadecimal<'a>(digest: &[u8], hex: &'a mut [u8; HEX]) -> &'a str {
    encode_str(digest, hex).unwrap_or_default()
}
