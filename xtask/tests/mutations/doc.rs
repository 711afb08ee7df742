//! A page as its author laid it out: headings, paragraphs, tables and examples, in no particular markup.

/// Words with or without a mark.
#[derive(Debug, Clone)]
pub(crate) enum Inline {
    Plain(String),
    Bold(String),
    /// The text, and the anchor of a table on the same page.
    Link(String, String),
}

/// A part of a cell.
#[derive(Debug, Clone)]
pub(crate) enum CellBlock {
    Paragraph(Vec<Inline>),
    Bullets(Vec<Vec<Inline>>),
}

pub(crate) type Cell = Vec<CellBlock>;

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) number: usize,
    pub(crate) anchor: Option<String>,
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Block {
    Heading(String),
    Paragraph(String),
    Status(u16),
    Table(Table),
    /// The table of status codes has neither caption nor number.
    StatusCodes(Vec<(u16, String)>),
    /// The request line and the body.
    RequestExample(String, Option<serde_json::Value>),
    ResponseExample(serde_json::Value),
    /// An example that is no JSON.
    Broken(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Doc {
    pub(crate) topic: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// The text of a run of words, without its marks.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Plain(text) | Inline::Bold(text) | Inline::Link(text, _) => text.as_str(),
        })
        .collect()
}

/// The paragraphs of a cell in one line: what is left of it where lists are dropped.
pub(crate) fn without_lists(cell: &Cell) -> String {
    let paragraphs = cell.iter().filter_map(|block| match block {
        CellBlock::Paragraph(inlines) => Some(plain(inlines)),
        CellBlock::Bullets(_) => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
}
