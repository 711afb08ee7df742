//! Tables whose cells are paragraphs, below a caption.
//!
//! Nothing marks the end of a cell or a row. A row begins with a name followed by a valid next cell; everything up to
//! there belongs to the previous description.

use super::flat::{Line, ends_table};
use crate::{
    blocks::{Cell, RawTable, Row},
    text::Text,
    types,
    vocabulary::{Column, column, columns, is_caption, mandatory, status},
};

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn table(lines: &[Line<'_>], begin: usize) -> Option<(RawTable, usize)> {
    let (caption, header, mut at) = head(lines, begin)?;
    let columns = columns(&header)?;
    let mut paragraphs = Vec::new();
    while let Some(line) = lines.get(at) {
        if line.text.is_empty() {
            at += 1;
            continue;
        }
        if ends_table(line.text) || head(lines, at).is_some() {
            break;
        }
        let texts = || {
            lines
                .iter()
                .skip(at)
                .map(|line| line.text)
                .take_while(|text| !text.is_empty())
        };
        paragraphs.push(Cell::of_lines(texts()));
        at += texts().count();
    }
    let table = RawTable {
        caption: caption.map(Text::plain),
        header,
        rows: rows(&paragraphs, &columns),
        ..RawTable::default()
    };
    Some((table, at))
}

/// Whether a table with a caption begins at a line.
pub(crate) fn begins(lines: &[Line<'_>], at: usize) -> bool {
    head(lines, at).is_some_and(|(caption, ..)| caption.is_some())
}

/// The caption and the words of the header that begin at a line, and the line after them.
fn head<'a>(lines: &[Line<'a>], begin: usize) -> Option<(Option<&'a str>, Vec<String>, usize)> {
    let caption = Some(lines.get(begin)?.text).filter(|line| is_caption(line));
    let mut words = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(begin + usize::from(caption.is_some())) {
        if !line.text.is_empty() {
            column(line.text)?;
            words.push(line.text.to_owned());
        }
        if columns(&words).is_some() {
            return Some((caption, words, at + 1));
        }
        if words.len() > 4 {
            break;
        }
    }
    None
}

/// The text of a paragraph of one line.
fn word(paragraph: &Cell) -> Option<&str> {
    match paragraph.parts.as_slice() {
        [part] if !part.is_item => Some(part.text.as_str()),
        _ => None,
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '$'))
        && !word.ends_with('.')
        && !matches!(word, "N/A" | "None")
}

/// How many paragraphs before the description a row that begins here has, where one does.
fn begins_row(paragraphs: &[Cell], at: usize, columns: &[Column]) -> Option<usize> {
    let name = word(paragraphs.get(at)?)?;
    if columns.contains(&Column::Status) {
        return status(name.get(..3)?).map(|_| 1);
    }
    let next = word(paragraphs.get(at + 1).filter(|_| is_name(name))?)?;
    if columns.contains(&Column::Mandatory) && mandatory(next).is_some() {
        return Some(3);
    }
    // Chinese pages lose the mandatory cell.
    (!types::is_unknown(&types::read(next))).then_some(2)
}

fn rows(paragraphs: &[Cell], columns: &[Column]) -> Vec<Row> {
    let whole = columns.len() - 1;
    let mut rows = Vec::new();
    let mut at = 0;
    while at < paragraphs.len() {
        let before = begins_row(paragraphs, at, columns).unwrap_or(whole);
        let mut row = Row::default();
        row.cells.extend(paragraphs.iter().skip(at).take(before).cloned());
        at += row.cells.len();
        let mut description = Cell::default();
        while let Some(paragraph) = paragraphs
            .get(at)
            .filter(|_| begins_row(paragraphs, at, columns).is_none())
        {
            let may_be_name = word(paragraph).filter(|word| is_name(word) && !description.parts.is_empty());
            let next = paragraphs.get(at + 1).and_then(word);
            if let Some(name) = may_be_name
                && next.is_some_and(|next| next.split(' ').count() <= 3 && !next.ends_with('.'))
            {
                let detail = format!("cannot tell whether {name} belongs to the description or begins another row");
                row.broken.get_or_insert(detail);
            }
            description.parts.extend(paragraph.parts.iter().cloned());
            at += 1;
        }
        if before != whole {
            row.cells
                .insert(1.min(row.cells.len()), Cell::of_lines(["?"].into_iter()));
            row.broken = Some("the mandatory cell is missing".to_owned());
        }
        row.cells.push(description);
        rows.push(row);
    }
    rows
}
