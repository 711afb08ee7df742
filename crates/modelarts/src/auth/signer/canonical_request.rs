//! The form of a request that its signature is made over.

use std::{borrow::Cow, ops::Range};

use base16ct::lower::encode_str;
use hmac::Mac;
use percent_encoding::percent_encode;
use reqwest::Url;
use sha2::{Digest, Sha256};

use super::{SigningError, escapes};
use crate::auth::AccessKeys;

const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// How long a digest is in hexadecimal form.
const HEX: usize = 64;

/// SHA-256 of nothing, which is the body of every `GET`.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

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
        Self::with_query_of(request, None)
    }

    /// The same for a request whose query is that of a URL.
    pub(super) fn with_query_of<'a>(
        mut request: SignableRequest<'a>,
        url: Option<&'a Url>,
    ) -> Result<Self, SigningError> {
        let encoded = url.and_then(Url::query);
        let mut text = String::with_capacity(estimated_length(&request, encoded));
        text.push_str(request.method);
        text.push('\n');

        let path = push_path(&mut text, request.path)?;
        // The added slash is signed, but not sent.
        if !text.ends_with('/') {
            text.push('/');
        }
        text.push('\n');

        let start = text.len();
        let is_done = encoded.is_some_and(|encoded| push_sorted_query(&mut text, encoded));
        if let Some(url) = url.filter(|_| !is_done) {
            request.query.extend(url.query_pairs());
        }
        request.query.sort_unstable();
        push_query(&mut text, &request.query);
        let query = start..text.len();
        text.push('\n');

        request
            .headers
            .sort_by(|(left, _), (right, _)| lowercase(left).cmp(lowercase(right)));
        for (name, value) in &request.headers {
            push_lowercase(&mut text, name);
            text.push(':');
            text.push_str(value.trim());
            text.push('\n');
        }
        text.push('\n');

        let start = text.len();
        for (name, _) in &request.headers {
            if text.len() > start {
                text.push(';');
            }
            push_lowercase(&mut text, name);
        }
        let signed_headers = start..text.len();
        text.push('\n');

        if request.body.is_empty() {
            text.push_str(EMPTY_BODY);
        } else {
            text.push_str(sha256(request.body, &mut [0; HEX]));
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
    fn parts_to_sign<'a>(&self, sdk_date: &'a str, hex: &'a mut [u8; HEX]) -> [&'a str; 5] {
        [ALGORITHM, "\n", sdk_date, "\n", sha256(self.text.as_bytes(), hex)]
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
        let signed_headers = self.signed_headers();
        let mut value = String::with_capacity(128 + keys.access_key().len() + signed_headers.len());
        value.push_str(ALGORITHM);
        value.push_str(" Access=");
        value.push_str(keys.access_key());
        value.push_str(", SignedHeaders=");
        value.push_str(signed_headers);
        value.push_str(", Signature=");
        value.push_str(hexadecimal(&signature, &mut [0; HEX]));
        value
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

/// Room for the text, so that it seldom grows: encoding rarely doubles what has to be encoded.
fn estimated_length(request: &SignableRequest<'_>, encoded: Option<&str>) -> usize {
    let query: usize = request
        .query
        .iter()
        .map(|(name, value)| 2 * (name.len() + value.len() + 1))
        .sum();
    let headers: usize = request
        .headers
        .iter()
        .map(|(name, value)| 2 * name.len() + value.len() + 3)
        .sum();
    request.method.len() + 2 * request.path.len() + query + 2 * encoded.map_or(0, str::len) + headers + 64 + 16
}

fn push_path(text: &mut String, path: &str) -> Result<Range<usize>, SigningError> {
    let start = text.len();
    if path.bytes().all(|byte| byte == b'/' || escapes::is_unreserved(byte)) {
        text.push_str(path);
        return Ok(start..text.len());
    }
    for (position, segment) in path.split('/').enumerate() {
        if position > 0 {
            text.push('/');
        }
        escapes::push(text, segment, false, |byte| match byte {
            b'/' => Err(SigningError::EncodedSlash),
            _ => Ok(()),
        })?;
    }
    Ok(start..text.len())
}

fn push_query(text: &mut String, query: &[(Cow<'_, str>, Cow<'_, str>)]) {
    let start = text.len();
    for (name, value) in query {
        if text.len() > start {
            text.push('&');
        }
        text.extend(percent_encode(name.as_bytes(), escapes::ESCAPED));
        text.push('=');
        text.extend(percent_encode(value.as_bytes(), escapes::ESCAPED));
    }
}

/// Adds a query that is sorted as it is, and says whether it was: each name after the one before, and all of it plain
/// enough to tell without decoding it. The client's own queries are.
fn push_sorted_query(text: &mut String, query: &str) -> bool {
    let start = text.len();
    let (mut rest, mut last) = (query, "");
    loop {
        let (name, after) = escapes::split_plain(rest);
        let Some(after) = after.strip_prefix('=').filter(|_| name > last) else {
            break;
        };
        let end = after.bytes().position(|byte| byte == b'&');
        let (value, next) = end.and_then(|end| after.split_at_checked(end)).unwrap_or((after, ""));
        if text.len() > start {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        // What is no UTF-8 is replaced in decoding, so it is left to that.
        let is_ascii = |byte: u8| if byte.is_ascii() { Ok(()) } else { Err(()) };
        if escapes::push(text, value, true, is_ascii).is_err() {
            break;
        }
        match next.strip_prefix('&') {
            Some(next) => (rest, last) = (next, name),
            None => return true,
        }
    }
    text.truncate(start);
    false
}

fn sha256<'a>(bytes: &[u8], hex: &'a mut [u8; HEX]) -> &'a str {
    hexadecimal(&Sha256::digest(bytes), hex)
}

/// The hexadecimal form of a digest of SHA-256, for which the buffer has the exact size.
fn hexadecimal<'a>(digest: &[u8], hex: &'a mut [u8; HEX]) -> &'a str {
    encode_str(digest, hex).unwrap_or_default()
}

fn push_lowercase(text: &mut String, name: &str) {
    let start = text.len();
    text.push_str(name);
    if let Some(added) = text.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

fn lowercase(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}
