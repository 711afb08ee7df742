//! What every form of page consists of: headings, paragraphs, tables and code, in their order.

use crate::text::Text;

/// One block of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// The heading of a section.
    Heading(String),
    /// A paragraph, or an entry of a list outside of tables.
    Paragraph(Text),
    /// A table.
    Table(RawTable),
    /// Text in which line breaks count.
    Code(String),
}

/// A table as it is printed.
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
    /// The cells, fewer or more than the header has where the page is damaged.
    pub(crate) cells: Vec<Cell>,
    /// What the reader could not make out, in its own words.
    pub(crate) broken: Option<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// Its paragraphs and the entries of its lists, in order.
    pub(crate) parts: Vec<Part>,
}

/// A part of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// A paragraph.
    Paragraph(Text),
    /// An entry of a list.
    Item(Text),
}

impl Part {
    /// What it says.
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

    /// Adds a part. Most cells have one, and a large page has many cells, so that no room is kept for more.
    pub(crate) fn push(&mut self, part: Part) {
        if self.parts.is_empty() {
            self.parts.reserve_exact(1);
        }
        self.parts.push(part);
    }

    /// All of its text in one run.
    pub(crate) fn joined(&self) -> Text {
        let mut parts = self.parts.iter().map(Part::text);
        let mut joined = parts.next().cloned().unwrap_or_default();
        for part in parts {
            joined.append(part);
        }
        joined
    }
}

/// A page in blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// The id that the page gives its topic, such as `ListPools`.
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
