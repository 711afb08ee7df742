//! Which bytes are escaped (`%XX`) in the form that is signed: one rule for the segments of a path and for a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// What is escaped: all but the unreserved characters of RFC 3986.
pub(super) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The others, as a table: a signature looks at every byte of a query.
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
