//! Text without markup, in which headings are known by their words and examples by their first character.

use super::table::table;
use crate::{
    blocks::{Block, Document, bullet},
    text::Text,
    vocabulary::{Section, method, section, status_line},
};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_indented: bool,
}

/// Reads a page whose tables have bars or not.
pub(crate) fn read(text: &str, has_bars: bool) -> Document {
    let lines = lines(text);
    let mut document = Document::default();
    let mut is_example = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let text = line.text;
        if text.is_empty() {
            at += 1;
        } else if let Some((table, next)) = table(&lines, at, has_bars) {
            document.blocks.push(Block::Table(table));
            at = next.max(at + 1);
        } else if let Some(section) = heading(text) {
            use Section::{ExampleRequest, ExampleResponse, Samples};
            is_example = matches!(section, ExampleRequest | ExampleResponse | Samples);
            document.blocks.push(Block::Heading(text.to_owned()));
            at += 1;
        } else if is_example && text.starts_with(['{', '[']) {
            at = json(&lines, at, &mut document);
        } else if is_example && method(text).is_some_and(|(_, target)| target.starts_with("http")) {
            document.blocks.push(Block::Code(text.to_owned()));
            at += 1;
        } else {
            document
                .blocks
                .push(Block::Paragraph(Text::plain(bullet(text).unwrap_or(text))));
            at += 1;
        }
    }
    document
}

pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for raw in text.lines() {
        let mut line = Line {
            text: raw.trim().trim_end_matches('¶').trim_end(),
            is_indented: raw.starts_with(char::is_whitespace),
        };
        if let Some((code, glued)) = glued_heading(line.text) {
            lines.push(Line { text: code, ..line });
            line.text = glued;
        }
        lines.push(line);
    }
    lines
}

/// Code and the heading after it, if the line break between them was lost.
fn glued_heading(line: &str) -> Option<(&str, &str)> {
    let is_heading = |rest: &str| section(rest).is_some() || status_line(rest).is_some();
    let end = line.rfind(['}', ']']).map(|at| at + 1);
    let end = end.filter(|end| line.get(*end..).is_some_and(is_heading)).or_else(|| {
        let (_, target) = method(line)?;
        Some(line.len() - target.len() + target.find(' ')?)
    })?;
    let (code, heading) = line.split_at_checked(end)?;
    is_heading(heading).then_some((code, heading.trim_start()))
}

/// The section that a line begins. A line that ends with a colon is no heading.
pub(crate) fn heading(line: &str) -> Option<Section> {
    if line.ends_with([':', '：']) {
        None
    } else {
        section(line)
    }
}

/// Whether a line ends a table. Sections of prose, other than the last ones, never follow a table, and cells may contain
/// their names.
pub(crate) fn ends_table(line: &str) -> bool {
    let is_last = || {
        matches!(
            line.to_lowercase().as_str(),
            "error codes" | "error code" | "feedback" | "错误码"
        )
    };
    status_line(line).is_some() || heading(line).is_some_and(|section| section != Section::Prose || is_last())
}

/// Reads JSON up to its closing bracket, or to a line that cannot belong to it.
fn json(lines: &[Line<'_>], begin: usize, document: &mut Document) -> usize {
    let mut code = String::new();
    let mut depth = 0_usize;
    let mut at = begin;
    while let Some(line) = lines.get(at) {
        let text = line.text;
        if at > begin && (heading(text).is_some() || status_line(text).is_some() || text.starts_with('•')) {
            break;
        }
        at += 1;
        // JSON strings end with their line, so a lost quotation mark affects one line only.
        let (mut in_text, mut is_escaped) = (false, false);
        for (offset, byte) in text.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = in_text,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let (end, rest) = text.split_at_checked(offset + 1).unwrap_or((text, ""));
                        code.push_str(end);
                        document.blocks.push(Block::Code(code));
                        if !rest.trim().is_empty() {
                            document.blocks.push(Block::Paragraph(Text::plain(rest)));
                        }
                        return at;
                    }
                }
                _ => {}
            }
        }
        code.push_str(text);
        code.push('\n');
    }
    document.blocks.push(Block::Code(code));
    at
}
