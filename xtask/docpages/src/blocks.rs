//! Blocks of a page, whatever its form: headings, paragraphs, tables and code in page order.

use crate::text::Text;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    Heading(String),
    /// A paragraph, or a list item outside of tables.
    Paragraph(Text),
    Table(RawTable),
    Code(String),
}

/// A table as printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RawTable {
    /// The caption with its number, where the form keeps it.
    pub(crate) caption: Option<Text>,
    /// The ids by which the table can be linked to.
    pub(crate) anchors: Vec<String>,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl RawTable {
    /// The words in the first column.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let first = self.rows.iter().filter_map(|row| row.cells.first());
        first.map(|cell| cell.joined().as_str().to_owned())
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    /// The cells: fewer or more than the header has, where the page is damaged.
    pub(crate) cells: Vec<Cell>,
    /// Why the row could not be read properly.
    pub(crate) broken: Option<String>,
}

impl Row {
    pub(crate) fn words(&self) -> Vec<String> {
        self.cells
            .iter()
            .map(|cell| cell.joined().as_str().to_owned())
            .collect()
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// Paragraphs and list items in order.
    pub(crate) parts: Vec<Part>,
}

/// A paragraph or a list item of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub(crate) text: Text,
    pub(crate) is_item: bool,
}

impl Cell {
    /// A cell of several lines without markup.
    pub(crate) fn of_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut cell = Self::default();
        for line in lines.map(str::trim) {
            match (bullet(line), cell.parts.last_mut()) {
                (None, Some(part)) => part.text.append(&Text::plain(line)),
                (entry, _) => cell.push(Text::plain(entry.unwrap_or(line)), entry.is_some()),
            }
        }
        cell
    }

    /// Adds a part, unless it is empty. Reserves no spare capacity: a large page has many cells, most of one part.
    pub(crate) fn push(&mut self, text: Text, is_item: bool) {
        if !text.is_empty() {
            self.parts.reserve_exact(usize::from(self.parts.is_empty()));
            self.parts.push(Part { text, is_item });
        }
    }

    /// All parts joined by spaces.
    pub(crate) fn joined(&self) -> Text {
        let mut parts = self.parts.iter().map(|part| &part.text);
        let mut joined = parts.next().cloned().unwrap_or_default();
        for part in parts {
            joined.append(part);
        }
        joined
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// Topic id, such as `ListPools`.
    pub(crate) topic: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

/// The rest of a line after its bullet.
pub(crate) fn bullet(line: &str) -> Option<&str> {
    ["• ", "- ", "* ", "▪ ", "+ ", "·"]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
        .map(str::trim_start)
}
