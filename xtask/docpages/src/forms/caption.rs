//! Text in which each cell is a paragraph, and captions begin the tables.

/// Whether a line begins like the caption of a table.
pub(crate) fn is_caption(line: &str) -> bool {
    crate::vocabulary::Caption::read(line).number.is_some()
}
