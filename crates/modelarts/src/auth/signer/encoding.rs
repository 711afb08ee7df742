//! Percent-encoding of the canonical form: everything is escaped but the unreserved characters of RFC 3986.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use reqwest::Url;

use super::SigningError;

/// What is escaped, as a set for the encoder.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// Rewrites the path and the query of `url` into canonical form. What has the form, as in almost all requests of the
/// client, is looked at once and left alone.
pub(super) fn canonicalize(url: &mut Url) -> Result<(), SigningError> {
    if let Cow::Owned(path) = path(url.path())? {
        url.set_path(&path);
        // `Url` resolves segments such as `..`, and then the path would not match its signature.
        if url.path() != path {
            return Err(SigningError::Path);
        }
    }
    if url.query().is_some_and(|query| !is_canonical(query)) {
        let query = query(url.query_pairs().collect());
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    }
    Ok(())
}

/// The path in canonical form: each segment decoded and encoded again.
pub(super) fn path(path: &str) -> Result<Cow<'_, str>, SigningError> {
    if path.bytes().all(|byte| byte == b'/' || is_unreserved(byte)) {
        return Ok(path.into());
    }
    let segments = path.split('/').map(|segment| {
        let decoded: Cow<'_, [u8]> = percent_decode_str(segment).into();
        if decoded.contains(&b'/') {
            return Err(SigningError::EncodedSlash);
        }
        Ok(percent_encode(&decoded, RESERVED).to_string())
    });
    Ok(segments.collect::<Result<Vec<_>, _>>()?.join("/").into())
}

/// The query of these decoded names and values in canonical form: sorted and encoded.
pub(super) fn query(mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)>) -> String {
    pairs.sort_unstable();
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(percent_encode(name.as_bytes(), RESERVED));
        query.push('=');
        query.extend(percent_encode(value.as_bytes(), RESERVED));
    }
    query
}

/// Whether `query` has the canonical form. Names that repeat or have escapes, and escapes outside ASCII, take more to
/// tell and are rewritten.
fn is_canonical(query: &str) -> bool {
    let mut last = None;
    query.split('&').all(|pair| {
        pair.split_once('=').is_some_and(|(name, value)| {
            let follows = last.replace(name).is_none_or(|last| last < name);
            follows && name.bytes().all(is_unreserved) && is_encoded(value)
        })
    })
}

fn is_encoded(value: &str) -> bool {
    let mut parts = value.split('%');
    let is_plain = |text: &str| text.bytes().all(is_unreserved);
    let is_escape = |part: &str| {
        let digits_and_rest = part.split_at_checked(2);
        digits_and_rest.is_some_and(|(digits, rest)| is_necessary_escape(digits) && is_plain(rest))
    };
    parts.next().is_none_or(is_plain) && parts.all(is_escape)
}

/// Whether two digits, in capitals, stand for an ASCII character that has to be escaped.
fn is_necessary_escape(digits: &str) -> bool {
    let are_capitals = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
    let byte = u8::from_str_radix(digits, 16);
    are_capitals && byte.is_ok_and(|byte| byte.is_ascii() && !is_unreserved(byte))
}
