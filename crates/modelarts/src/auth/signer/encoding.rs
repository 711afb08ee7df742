//! Percent-encoding of the canonical form: everything is escaped but the unreserved characters of RFC 3986.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use reqwest::Url;

use super::SigningError;

/// The characters to escape.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The unreserved characters, as a table, since every byte of a query is looked up.
const IS_UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let is_unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        if let Some(entry) = table.split_at_mut(byte as usize).1.first_mut() {
            *entry = is_unreserved;
        }
        byte += 1;
    }
    table
};

fn is_unreserved(byte: u8) -> bool {
    IS_UNRESERVED.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Rewrites the path and the query of `url` into canonical form. Parts in that form, as in almost all requests
/// of the client, are read once and left alone.
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
    let mut last: Option<&[u8]> = None;
    let mut rest = query.as_bytes();
    loop {
        let (name, after) = split_unreserved(rest);
        let [b'=', value @ ..] = after else { return false };
        if last.replace(name).is_some_and(|last| name <= last) {
            return false;
        }
        match after_encoded(value) {
            [] => return true,
            [b'&', next @ ..] => rest = next,
            _ => return false,
        }
    }
}

/// The rest of `bytes` after the encoded text at their beginning.
fn after_encoded(mut bytes: &[u8]) -> &[u8] {
    loop {
        match split_unreserved(bytes).1 {
            [b'%', high, low, rest @ ..] if is_necessary_escape([*high, *low]) => bytes = rest,
            rest => return rest,
        }
    }
}

/// Whether two digits, in capitals, stand for an ASCII character that has to be escaped.
fn is_necessary_escape(digits: [u8; 2]) -> bool {
    let digits = digits.map(|digit| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    });
    matches!(digits, [Some(high @ 0..8), Some(low)] if !is_unreserved(high << 4 | low))
}

/// Splits `bytes` after the unreserved ones that they begin with.
fn split_unreserved(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !is_unreserved(*byte));
    bytes.split_at(end.unwrap_or(bytes.len()))
}
