//! Escapes (`%XX`) in paths and queries, brought into the one form that is signed.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// What is escaped, in a path's segments and in a query: all but the unreserved characters of RFC 3986.
pub(super) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

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
        let plain = rest.bytes().take_while(|byte| is_unreserved(*byte)).count();
        // All of these are ASCII, so both halves are whole characters.
        let (before, after) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        text.push_str(before);
        let mut bytes = after.bytes();
        let Some(first) = bytes.next() else {
            return Ok(());
        };
        if let (b'%', Some(byte)) = (first, escaped(&mut bytes.clone())) {
            if is_unreserved(byte) {
                text.push(byte.into());
            } else {
                check(byte)?;
                push_escape(text, byte);
            }
            rest = after.get(3..).unwrap_or_default();
            continue;
        }
        let length = after.chars().next().map_or(1, char::len_utf8);
        let (character, after) = after.split_at_checked(length).unwrap_or((after, ""));
        for byte in character.bytes() {
            let byte = if is_query && byte == b'+' { b' ' } else { byte };
            check(byte)?;
            push_escape(text, byte);
        }
        rest = after;
    }
}

pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// The byte of an escape, of which the `%` has been read.
fn escaped(digits: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || char::from(digits.next()?).to_digit(16);
    u8::try_from(digit()? * 16 + digit()?).ok()
}

fn push_escape(text: &mut String, byte: u8) {
    text.push_str(percent_encoding::percent_encode_byte(byte));
}
