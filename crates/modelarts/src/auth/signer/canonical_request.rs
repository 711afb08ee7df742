//! The form of a request that its signature is made over.

use std::{borrow::Cow, ops::Range};

use base16ct::lower::encode_str;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};

use super::SigningError;
use crate::auth::AccessKeys;

const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// What is encoded, in a path's segments and in a query: all but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

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
    pub fn new(mut request: SignableRequest<'_>) -> Result<Self, SigningError> {
        let mut text = String::with_capacity(estimated_length(&request));
        text.push_str(request.method);
        text.push('\n');

        let path = push_path(&mut text, request.path)?;
        // The added slash is signed, but not sent.
        if !text.ends_with('/') {
            text.push('/');
        }
        text.push('\n');

        request.query.sort_unstable();
        let query = push_query(&mut text, &request.query);
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
            push_sha256(&mut text, request.body);
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
        let mut text = String::with_capacity(ALGORITHM.len() + sdk_date.len() + 2 + 64);
        text.push_str(ALGORITHM);
        text.push('\n');
        text.push_str(sdk_date);
        text.push('\n');
        push_sha256(&mut text, self.text.as_bytes());
        text
    }

    /// The value of the `Authorization` header, for the time that `X-Sdk-Date` says.
    pub fn authorization(&self, keys: &AccessKeys, sdk_date: &str) -> String {
        // HMAC takes a key of any length, so this cannot fail; without a panic, a message that the service
        // refuses is the honest way to say that it did.
        let signature = Hmac::<Sha256>::new_from_slice(keys.secret_key().expose().as_bytes())
            .map(|hmac| hmac.chain_update(self.string_to_sign(sdk_date)).finalize().into_bytes())
            .unwrap_or_default();
        let signed_headers = self.signed_headers();
        let mut value = String::with_capacity(128 + keys.access_key().len() + signed_headers.len());
        value.push_str(ALGORITHM);
        value.push_str(" Access=");
        value.push_str(keys.access_key());
        value.push_str(", SignedHeaders=");
        value.push_str(signed_headers);
        value.push_str(", Signature=");
        push_hex(&mut value, &signature);
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
fn estimated_length(request: &SignableRequest<'_>) -> usize {
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
    request.method.len() + 2 * request.path.len() + query + headers + 64 + 16
}

fn push_path(text: &mut String, path: &str) -> Result<Range<usize>, SigningError> {
    let start = text.len();
    for (position, segment) in path.split('/').enumerate() {
        if position > 0 {
            text.push('/');
        }
        let decoded: Cow<'_, [u8]> = percent_decode_str(segment).into();
        if decoded.contains(&b'/') {
            return Err(SigningError::EncodedSlash);
        }
        text.extend(percent_encode(&decoded, ENCODED));
    }
    Ok(start..text.len())
}

fn push_query(text: &mut String, query: &[(Cow<'_, str>, Cow<'_, str>)]) -> Range<usize> {
    let start = text.len();
    for (name, value) in query {
        if text.len() > start {
            text.push('&');
        }
        text.extend(percent_encode(name.as_bytes(), ENCODED));
        text.push('=');
        text.extend(percent_encode(value.as_bytes(), ENCODED));
    }
    start..text.len()
}

fn push_sha256(text: &mut String, bytes: &[u8]) {
    push_hex(text, &Sha256::digest(bytes));
}

/// Adds the hexadecimal form of a digest of SHA-256. The buffer has its exact size.
fn push_hex(text: &mut String, digest: &[u8]) {
    let mut buffer = [0; 64];
    text.push_str(encode_str(digest, &mut buffer).unwrap_or_default());
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
