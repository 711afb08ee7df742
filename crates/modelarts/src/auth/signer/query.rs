//! The query in the form that is signed: decoded, sorted, and encoded again.

use std::borrow::Cow;

use percent_encoding::{percent_decode_str, percent_encode};
use reqwest::Url;

use super::escapes::{ESCAPED, is_unreserved};

/// Decoded names and values.
pub(super) type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Adds the query of `url`. One that has the form already, as those of the client have, is taken as it is.
pub(super) fn push_of(text: &mut String, url: &Url) {
    match url.query() {
        None => {}
        Some(query) if is_canonical(query) => text.push_str(query),
        Some(_) => push(text, url.query_pairs().collect()),
    }
}

/// Adds a query of these names and values.
pub(super) fn push(text: &mut String, mut pairs: Pairs<'_>) {
    pairs.sort_unstable();
    for (position, (name, value)) in pairs.iter().enumerate() {
        if position > 0 {
            text.push('&');
        }
        text.extend(percent_encode(name.as_bytes(), ESCAPED));
        text.push('=');
        text.extend(percent_encode(value.as_bytes(), ESCAPED));
    }
}

/// Whether decoding and encoding would leave `query` as it is. It looks at each byte once, and gives up on what would need
/// more to tell: names that are repeated, or have escapes.
fn is_canonical(query: &str) -> bool {
    // No name is compared with nothing: some implementations of `memcmp` take many times as long for that.
    let (mut rest, mut last) = (query.as_bytes(), None);
    let mut all_ascii = true;
    loop {
        let (name, after) = split_unreserved(rest);
        let [b'=', value @ ..] = after else { return false };
        if last.is_some_and(|last| name <= last) {
            return false;
        }
        last = Some(name);
        rest = value;
        loop {
            rest = split_unreserved(rest).1;
            let [b'%', high, low, after @ ..] = rest else { break };
            let Some(byte) = escaped(*high, *low) else { return false };
            all_ascii &= byte.is_ascii();
            rest = after;
        }
        match rest {
            [] => break,
            [b'&', next @ ..] => rest = next,
            _ => return false,
        }
    }
    // Escapes that are no text are replaced in decoding.
    all_ascii || percent_decode_str(query).decode_utf8().is_ok()
}

/// Parts `bytes` after the unreserved ones that they begin with.
fn split_unreserved(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !is_unreserved(*byte));
    bytes.split_at(end.unwrap_or(bytes.len()))
}

/// The byte of an escape, if it is written in capitals and has to be an escape.
fn escaped(high: u8, low: u8) -> Option<u8> {
    let byte = capital_digit(high)? << 4 | capital_digit(low)?;
    (!is_unreserved(byte)).then_some(byte)
}

fn capital_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
