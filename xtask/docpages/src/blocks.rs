//! Blocks of a page, whatever its form: headings, paragraphs, tables and code in page order.

use crate::text::Text;

/// A block of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A section heading.
    Heading(String),
    /// A paragraph, or a list item outside of tables.
    Paragraph(Text),
    /// A table.
    Table(RawTable),
    /// Preformatted text.
    Code(String),
}

/// A table as printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RawTable {
    /// The caption with its number, where the form keeps it.
    pub(crate) caption: Option<Text>,
    /// The ids by which the table can be linked to.
    pub(crate) anchors: Vec<String>,
    /// The words of the header.
    pub(crate) header: Vec<String>,
    /// The rows below the header.
    pub(crate) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    /// The cells: fewer or more than the header has, where the page is damaged.
    pub(crate) cells: Vec<Cell>,
    /// Why the row could not be read properly.
    pub(crate) broken: Option<String>,
}

impl Row {
    /// The texts of the cells.
    pub(crate) fn words(&self) -> Vec<String> {
        self.cells
            .iter()
            .map(|cell| cell.joined().as_str().to_owned())
            .collect()
    }
}

/// The content of a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// Paragraphs and list items in order.
    pub(crate) parts: Vec<Part>,
}

/// A part of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// A paragraph.
    Paragraph(Text),
    /// A list item.
    Item(Text),
}

impl Part {
    /// Text of the part.
    pub(crate) fn text(&self) -> &Text {
        match self {
            Self::Paragraph(text) | Self::Item(text) => text,
        }
    }
}

impl Cell {
    /// A cell of one paragraph without markup.
    pub(crate) fn plain(text: &str) -> Self {
        let text = Text::plain(text);
        Self {
            parts: if text.is_empty() {
                Vec::new()
            } else {
                vec![Part::Paragraph(text)]
            },
        }
    }

    /// A cell of several lines without markup.
    pub(crate) fn of_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut cell = Self::default();
        for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
            match (bullet(line), cell.parts.last_mut()) {
                (Some(entry), _) => cell.push(Part::Item(Text::plain(entry))),
                (None, Some(Part::Paragraph(text) | Part::Item(text))) => text.append(&Text::plain(line)),
                (None, None) => cell.push(Part::Paragraph(Text::plain(line))),
            }
        }
        cell
    }

    /// Adds a part. Reserves no spare capacity: a large page has many cells, most of one part.
    pub(crate) fn push(&mut self, part: Part) {
        if self.parts.is_empty() {
            self.parts.reserve_exact(1);
        }
        self.parts.push(part);
    }

    /// All parts joined by spaces.
    pub(crate) fn joined(&self) -> Text {
        let mut parts = self.parts.iter().map(Part::text);
        let mut joined = parts.next().cloned().unwrap_or_default();
        for part in parts {
            joined.append(part);
        }
        joined
    }
}

/// A page as blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// Topic id, such as `ListPools`.
    pub(crate) topic: Option<String>,
    /// The blocks.
    pub(crate) blocks: Vec<Block>,
}

/// The rest of a line after its bullet.
pub(crate) fn bullet(line: &str) -> Option<&str> {
    ["• ", "- ", "* ", "▪ ", "+ ", "·"]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
        .map(str::trim_start)
}
