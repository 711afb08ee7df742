//! Escapes (`%XX`) in paths and queries, brought into the one form that is signed.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode_byte};

/// What is escaped, in a path's segments and in a query: all but the unreserved characters of RFC 3986.
pub(super) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The same as a table, since a signature looks at every byte of a path and a query.
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

pub(super) fn is_unreserved(byte: u8) -> bool {
    IS_UNRESERVED.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Parts `text` after the unreserved characters that it begins with.
pub(super) fn split_plain(text: &str) -> (&str, &str) {
    let plain = text.bytes().position(|byte| !is_unreserved(byte));
    // All of them are ASCII, so both parts are whole characters.
    plain
        .and_then(|plain| text.split_at_checked(plain))
        .unwrap_or((text, ""))
}

/// Adds `part`, of a path or a query, in the form that is signed: an escape for every byte that needs one, in capitals,
/// and for no other. Escapes in `part` are understood as such; a `%` that begins none stands for itself. In a query `+`
/// means a space. `check` is told every byte that is escaped, and may refuse it.
///
/// This decodes and encodes in one pass, with no text between.
pub(super) fn push<E>(
    text: &mut String,
    part: &str,
    is_query: bool,
    mut check: impl FnMut(u8) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = part;
    loop {
        let (plain, after) = split_plain(rest);
        text.push_str(plain);
        let mut bytes = after.bytes();
        let Some(first) = bytes.next() else {
            return Ok(());
        };
        let escaped = if first == b'%' { escaped(&mut bytes) } else { None };
        if let Some(byte) = escaped {
            if is_unreserved(byte) {
                text.push(byte.into());
            } else {
                check(byte)?;
                text.push_str(percent_encode_byte(byte));
            }
            rest = after.get(3..).unwrap_or_default();
            continue;
        }
        let length = after.chars().next().map_or(1, char::len_utf8);
        let (character, after) = after.split_at_checked(length).unwrap_or((after, ""));
        for byte in character.bytes() {
            let byte = if is_query && byte == b'+' { b' ' } else { byte };
            check(byte)?;
            text.push_str(percent_encode_byte(byte));
        }
        rest = after;
    }
}

/// The byte of an escape, of which the `%` has been read.
fn escaped(digits: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || char::from(digits.next()?).to_digit(16);
    u8::try_from(digit()? * 16 + digit()?).ok()
}
