//! The paragraphs and lists within a cell.

use super::inline;
use crate::blocks::{Cell, bullet};

pub(crate) fn read(lines: &[&str]) -> Cell {
    let mut reader = Reader::default();
    for line in lines {
        reader.line(line);
    }
    reader.end_part();
    reader.cell
}

#[derive(Default)]
struct Reader {
    cell: Cell,
    source: String,
    /// The indentation of the bullet of the part that is being read.
    bullet: Option<usize>,
    /// Whether a blank line ended the paragraph; the next line continues the item or ends it.
    paused: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        if content.is_empty() {
            self.paused = true;
            return;
        }
        if content.starts_with(".. ") {
            // The directive of a note, whose content is read.
            self.end_part();
            return;
        }
        if let Some(entry) = bullet(content) {
            self.end_part();
            self.bullet = Some(indent);
            self.source.push_str(entry);
        } else {
            if self.paused && self.bullet.is_none_or(|bullet| indent <= bullet) {
                self.end_part();
            }
            self.source.push('\n');
            self.source.push_str(content);
        }
        self.paused = false;
    }

    fn end_part(&mut self) {
        let text = inline::parse(&std::mem::take(&mut self.source));
        self.cell.push(text, self.bullet.take().is_some());
        self.paused = false;
    }
}
