//! Text without markup, in which headings are known by their words and examples by their first character.

use super::{
    line::{Line, heading, lines},
    table::table,
};
use crate::{
    blocks::{Block, Document, bullet},
    text::Text,
    vocabulary::{Section, method, status_line},
};

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
