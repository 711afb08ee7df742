//! Text in which each cell is a paragraph, and captions begin the tables.
//!
//! Nothing marks the end of a cell or of a row. A row begins at a name that is followed by what must follow a name;
//! everything up to there belongs to the description before it.

use super::flat::{Line, bullet, ends_table};
use crate::{
    Type,
    blocks::{Cell, Part, RawTable, Row},
    text::Text,
    vocabulary::{Caption, Columns, column, mandatory, status},
};

/// Whether a line begins like the caption of a table.
pub(crate) fn is_caption(line: &str) -> bool {
    Caption::read(line).number.is_some()
}

/// Reads the table that begins at a line.
pub(crate) fn table(lines: &[Line<'_>], begin: usize) -> Option<(RawTable, usize)> {
    let first = lines.get(begin)?;
    let (caption, (header, mut at)) = if is_caption(first.text) {
        (Some(Text::plain(first.text)), header(lines, begin + 1)?)
    } else {
        (None, header(lines, begin)?)
    };
    let columns = Columns::of(&header)?;
    let mut paragraphs = Vec::new();
    loop {
        while lines.get(at).is_some_and(|line| line.text.is_empty()) {
            at += 1;
        }
        match lines.get(at) {
            Some(line) if !ends_table(line.text) && !begins_table(lines, at) => {
                let (paragraph, next) = paragraph(lines, at);
                paragraphs.push(paragraph);
                at = next;
            }
            _ => break,
        }
    }
    let rows = rows(&paragraphs, columns);
    Some((
        RawTable {
            line: first.number,
            caption,
            header,
            rows,
            ..RawTable::default()
        },
        at,
    ))
}

fn begins_table(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    if is_caption(line.text) {
        header(lines, at + 1).is_some()
    } else {
        column(line.text).is_some() && header(lines, at).is_some()
    }
}

/// The words of the header that begins at a line or after the blank lines there, and the line after it.
fn header(lines: &[Line<'_>], begin: usize) -> Option<(Vec<String>, usize)> {
    let mut words = Vec::new();
    let mut at = begin;
    while let Some(line) = lines.get(at) {
        if !line.text.is_empty() {
            column(line.text)?;
            words.push(line.text.to_owned());
        }
        at += 1;
        if Columns::of(&words).is_some() {
            return Some((words, at));
        }
        if words.len() > 4 {
            break;
        }
    }
    None
}

/// Lines without a blank one between them.
struct Paragraph<'a> {
    line: Line<'a>,
    cell: Cell,
}

impl Paragraph<'_> {
    /// Its text, where it is one line.
    fn word(&self) -> Option<&str> {
        match self.cell.parts.as_slice() {
            [Part::Paragraph(text)] => Some(text.as_str()),
            _ => None,
        }
    }

    fn is_name(&self) -> bool {
        self.word().is_some_and(|word| {
            word.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
                && word
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '$'))
                && !word.ends_with('.')
                && !matches!(word, "N/A" | "None")
        })
    }

    fn is_type(&self) -> bool {
        self.word().is_some_and(|word| {
            let Ok(kind) = word.parse::<Type>();
            !kind.is_unknown()
        })
    }

    fn is_mandatory(&self) -> bool {
        self.word().is_some_and(|word| mandatory(word).is_some())
    }
}

fn paragraph<'a>(lines: &[Line<'a>], begin: usize) -> (Paragraph<'a>, usize) {
    let mut cell = Cell::default();
    let mut at = begin;
    while let Some(line) = lines.get(at).filter(|line| !line.text.is_empty()) {
        match (bullet(line.text), cell.parts.last_mut()) {
            (Some(entry), _) => cell.push(Part::Item(Text::plain(entry))),
            (None, Some(Part::Item(text) | Part::Paragraph(text))) => text.append(&Text::plain(line.text)),
            (None, None) => cell.push(Part::Paragraph(Text::plain(line.text))),
        }
        at += 1;
    }
    let line = lines.get(begin).copied().unwrap_or(Line {
        number: 0,
        text: "",
        is_indented: false,
    });
    (Paragraph { line, cell }, at)
}

/// How many paragraphs before the description a row that begins here has, where one does.
fn begins_row(paragraphs: &[Paragraph<'_>], at: usize, columns: Columns) -> Option<usize> {
    let name = paragraphs.get(at)?;
    let next = paragraphs.get(at + 1);
    let is_type = || next.is_some_and(Paragraph::is_type);
    match columns {
        Columns::Status => name.word().and_then(|word| status(word.get(..3)?)).map(|_| 1),
        _ if !name.is_name() => None,
        Columns::Request if next.is_some_and(Paragraph::is_mandatory) => Some(3),
        // Chinese pages lose the cell of what is mandatory.
        Columns::Request => is_type().then_some(2),
        Columns::Response => is_type().then_some(2),
    }
}

fn rows(paragraphs: &[Paragraph<'_>], columns: Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(first) = paragraphs.get(at) {
        let whole = columns.count() - 1;
        let before = begins_row(paragraphs, at, columns)
            .unwrap_or(whole)
            .min(paragraphs.len() - at);
        let mut row = Row {
            line: first.line.number,
            ..Row::default()
        };
        row.cells = paragraphs
            .iter()
            .skip(at)
            .take(before)
            .map(|paragraph| paragraph.cell.clone())
            .collect();
        at += before;
        let mut description = Cell::default();
        let mut is_first = true;
        while let Some(paragraph) = paragraphs
            .get(at)
            .filter(|_| begins_row(paragraphs, at, columns).is_none())
        {
            let next = paragraphs.get(at + 1).and_then(Paragraph::word);
            if !is_first
                && paragraph.is_name()
                && next.is_some_and(|next| next.split(' ').count() <= 3 && !next.ends_with('.'))
            {
                row.broken.get_or_insert_with(|| {
                    format!(
                        "{} may be a word of the description, or the name of another row",
                        paragraph.line.text
                    )
                });
            }
            paragraph
                .cell
                .parts
                .iter()
                .for_each(|part| description.push(part.clone()));
            is_first = false;
            at += 1;
        }
        if before == whole {
            row.cells.push(description);
        } else {
            row.cells.insert(1.min(row.cells.len()), Cell::plain("?"));
            row.broken = Some("the cell of what is mandatory is not there".to_owned());
            row.cells.push(description);
        }
        rows.push(row);
    }
    rows
}
