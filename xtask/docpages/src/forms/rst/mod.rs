//! reStructuredText, as far as pages use it.
//!
//! The first line identifies a block, and nesting is ignored: a table or an example means the same within a list item.
//! Without recursion no page can exhaust the stack.

mod inline;
mod table;

use crate::{
    blocks::{Block, Cell, Document, Part, bullet},
    text::{Text, anchor_id},
};

pub(crate) fn read(text: &str) -> Document {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut reader = Reader {
        lines: &lines,
        at: 0,
        document: Document::default(),
        anchors: Vec::new(),
        caption: None,
    };
    while reader.at < lines.len() {
        reader.block();
    }
    reader.document
}

struct Reader<'a> {
    lines: &'a [&'a str],
    at: usize,
    document: Document,
    /// Targets of the next block.
    anchors: Vec<String>,
    /// Caption of the next table.
    caption: Option<Text>,
}

impl<'a> Reader<'a> {
    fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or_default()
    }

    fn block(&mut self) {
        let line = self.line(self.at);
        let content = line.trim_start();
        if content.is_empty() {
            self.at += 1;
        } else if let Some(directive) = content.strip_prefix(".. ") {
            self.explicit(directive.trim_start());
        } else if let Some(topic) = content.strip_prefix(":original_name:") {
            let topic = topic.trim();
            self.document.topic = Some(topic.strip_suffix(".html").unwrap_or(topic).to_owned());
            self.at += 1;
        } else if table::is_border(content) {
            self.table();
        } else if self.is_heading(self.at) {
            self.document
                .blocks
                .push(Block::Heading(inline::parse(content).as_str().to_owned()));
            self.forget();
            self.at += 2;
        } else if is_underline(content) {
            // The line above a title that is framed on both sides, or a transition.
            self.at += 1;
        } else {
            self.paragraph();
        }
    }

    /// Whether a title is underlined. A few characters suffice, since the page may be cut off.
    fn is_heading(&self, at: usize) -> bool {
        let (title, below) = (self.line(at), self.line(at + 1));
        !title.is_empty() && !title.starts_with(' ') && below.len() >= 3 && is_underline(below) && !is_underline(title)
    }

    fn explicit(&mut self, directive: &str) {
        if let Some(target) = directive.strip_prefix('_') {
            self.anchors
                .push(anchor_id(target.trim_end_matches(':').trim_matches('`')));
            self.at += 1;
            return;
        }
        let argument = |name: &str| directive.strip_prefix(name).map(str::trim);
        if let Some(caption) = argument("table::") {
            self.caption = Some(inline::parse(caption));
            self.at += 1;
        } else if directive.starts_with("code-block::") || directive.starts_with("code::") {
            self.code();
        } else {
            // The content of notes and the like is read as if it were outside of them.
            self.at += 1;
        }
    }

    /// The lines that are indented more than the directive, without their common indentation and options.
    fn code(&mut self) {
        let indent = indent_of(self.line(self.at));
        let rest = self.lines.get(self.at + 1..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|line| !line.is_empty() && indent_of(line) <= indent)
            .unwrap_or(rest.len());
        let body = rest.get(..end).unwrap_or_default();
        let begin = body.iter().position(|line| !is_option(line)).unwrap_or(end);
        let body = body.get(begin..).unwrap_or_default();
        let common = body
            .iter()
            .filter(|line| !line.is_empty())
            .map(|line| indent_of(line))
            .min();
        let lines = body
            .iter()
            .map(|line| line.get(common.unwrap_or_default()..).unwrap_or_default());
        let code = lines.collect::<Vec<_>>().join("\n");
        self.document
            .blocks
            .push(Block::Code(code.trim_matches('\n').to_owned() + "\n"));
        self.at += 1 + end;
    }

    fn table(&mut self) {
        let (mut table, next) = table::read(self.lines, self.at);
        table.caption = self.caption.take();
        table.anchors = std::mem::take(&mut self.anchors);
        self.document.blocks.push(Block::Table(table));
        self.at = next;
    }

    fn paragraph(&mut self) {
        let (part, next) = paragraph(self.lines, self.at, false);
        self.document.blocks.push(Block::Paragraph(part.text));
        self.forget();
        self.at = next;
    }

    /// Targets and captions belong to the block that follows them, and to no other.
    fn forget(&mut self) {
        self.anchors.clear();
        self.caption = None;
    }
}

/// The paragraph or the item of a list that begins at a line, and the line after it. In a cell an item has all paragraphs
/// that are indented more than its bullet.
fn paragraph(lines: &[&str], begin: usize, is_in_cell: bool) -> (Part, usize) {
    let first = lines.get(begin).copied().unwrap_or_default();
    let item = bullet(first.trim());
    let mut source = item.unwrap_or(first.trim()).to_owned();
    let mut is_interrupted = false;
    let mut at = begin + 1;
    while let Some(line) = lines.get(at) {
        let content = line.trim();
        let is_below = is_in_cell && item.is_some() && indent_of(line) > indent_of(first);
        if content.starts_with(".. ") || bullet(content).is_some() || !content.is_empty() && is_interrupted && !is_below
        {
            break;
        }
        is_interrupted = content.is_empty();
        source.push('\n');
        source.push_str(content);
        at += 1;
    }
    let text = inline::parse(&source);
    (
        Part {
            text,
            is_item: item.is_some(),
        },
        at,
    )
}

/// The paragraphs and items of a cell. The content of notes is read as if it were outside of them.
fn cell(lines: &[&str]) -> Cell {
    let mut cell = Cell::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.trim().is_empty() || line.trim().starts_with(".. ") {
            at += 1;
        } else {
            let (part, next) = paragraph(lines, at, true);
            cell.push(part.text, part.is_item);
            at = next;
        }
    }
    cell
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

fn is_option(line: &str) -> bool {
    let line = line.trim_start();
    line.strip_prefix(':')
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-'))
}

fn is_underline(line: &str) -> bool {
    let mut bytes = line.bytes();
    bytes.next().is_some_and(|first| {
        matches!(
            first,
            b'=' | b'-' | b'~' | b'^' | b'"' | b'\'' | b'*' | b'+' | b'#' | b'.'
        ) && bytes.all(|b| b == first)
    })
}
