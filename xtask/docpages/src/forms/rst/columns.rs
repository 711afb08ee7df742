//! Columns of the display.

use unicode_width::UnicodeWidthChar;

/// The offsets in a line at which columns begin. A character takes as many columns as on a display, or else one.
pub(crate) fn offsets(line: &str, columns: &[usize], by_display: bool) -> Vec<usize> {
    if line.is_ascii() {
        return columns.iter().map(|column| line.len().min(*column)).collect();
    }
    let mut offsets = Vec::with_capacity(columns.len());
    let mut column = 0;
    for (offset, c) in line.char_indices() {
        while columns.get(offsets.len()).is_some_and(|begin| *begin <= column) {
            offsets.push(offset);
        }
        column += if by_display { c.width().unwrap_or_default() } else { 1 };
    }
    offsets.resize(columns.len(), line.len());
    offsets
}
