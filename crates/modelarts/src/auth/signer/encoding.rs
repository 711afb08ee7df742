//! Percent-encoding of the canonical form: everything is escaped but the unreserved characters of RFC 3986.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use reqwest::Url;

use super::SigningError;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

pub(super) fn canonicalize(url: &mut Url) -> Result<(), SigningError> {
    if let Cow::Owned(path) = path(url.path())? {
        url.set_path(&path);
        // `Url` resolves segments such as `..`, and then the path would not match its signature.
        if url.path() != path {
            return Err(SigningError::Path);
        }
    }
    if url.query().is_some() {
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
