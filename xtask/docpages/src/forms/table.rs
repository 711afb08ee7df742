//! Tables of text, below a header that is known by its words.
//!
//! - Compact: a bar at the end of a line ends a cell, and in the padded form a bar on its own line may begin a row.
//! - Row: a bar at the end of a line ends a row.
//! - Caption: each paragraph is a cell, and nothing marks the end of a row. A row begins with a name followed by a valid
//!   next cell; everything up to there belongs to the description before it.

use super::line::{Line, ends_table};
use crate::{
    blocks::{Cell, RawTable, Row},
    form::Form,
    text::Text,
    types,
    vocabulary::{Column, column, columns, is_caption, mandatory, status},
};

/// The head of a table.
pub(crate) struct Head<'a> {
    pub(crate) form: Form,
    pub(crate) caption: Option<&'a str>,
    words: Vec<String>,
    columns: Vec<Column>,
    /// The line after it.
    end: usize,
}

/// The head that begins at a line, with bars between its words or without.
pub(crate) fn head<'a>(lines: &[Line<'a>], begin: usize, has_bars: bool) -> Option<Head<'a>> {
    let first = Some(lines.get(begin)?.text).filter(|text| !text.is_empty())?;
    let caption = Some(first).filter(|line| !has_bars && is_caption(line));
    let form = || match first {
        _ if !has_bars => Form::Caption,
        "|" => Form::PadPipe,
        line if cells(line).count() > 1 => Form::Row,
        _ => Form::Compact,
    };
    let before_words = usize::from(caption.is_some() || has_bars && first == "|");
    let mut words = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(begin + before_words) {
        for word in cells(line.text).filter(|_| !line.text.is_empty()) {
            column(word).filter(|_| line.text.contains('|') == has_bars)?;
            words.push(word.to_owned());
        }
        if let Some(columns) = columns(&words) {
            let is_below = |line: &&Line<'_>| line.text.is_empty() || is_separator(line.text);
            let end = at + 1 + lines.iter().skip(at + 1).take_while(is_below).count();
            return Some(Head {
                form: form(),
                caption,
                words,
                columns,
                end,
            });
        }
        if words.len() > 4 {
            break;
        }
    }
    None
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').unwrap_or(line).split('|').map(str::trim)
}

fn is_separator(line: &str) -> bool {
    line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
}

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn table(lines: &[Line<'_>], begin: usize, has_bars: bool) -> Option<(RawTable, usize)> {
    let head = head(lines, begin, has_bars)?;
    let mut at = head.end;
    let mut rows = Vec::new();
    if has_bars {
        while let Some(first) = next_row(lines, at) {
            let (row, next) = row(lines, first, head.form, head.words.len());
            rows.push(row);
            at = next;
        }
    } else {
        let mut paragraphs = Vec::new();
        while lines.get(at).is_some_and(|line| !ends_table(line.text)) && self::head(lines, at, false).is_none() {
            let texts = lines
                .iter()
                .skip(at)
                .map(|line| line.text)
                .take_while(|text| !text.is_empty());
            let count = texts.clone().count();
            paragraphs.extend((count > 0).then(|| Cell::of_lines(texts)));
            at += count.max(1);
        }
        rows = rows_of(&paragraphs, &head.columns);
    }
    let table = RawTable {
        caption: head.caption.map(Text::plain),
        header: head.words,
        rows,
        ..RawTable::default()
    };
    Some((table, at))
}

/// The line where the next row begins, where another row follows.
fn next_row(lines: &[Line<'_>], begin: usize) -> Option<usize> {
    let is_head = |at: usize| head(lines, at, true).is_some();
    let begins = |(at, line): &(usize, &Line<'_>)| !matches!(line.text, "" | "|") || is_head(*at);
    let (at, line) = lines.iter().enumerate().skip(begin).find(begins)?;
    (line.text.contains('|') && !ends_table(line.text) && !is_head(at)).then_some(at)
}

/// Reads the row that begins at a line, and returns the line after it.
fn row(lines: &[Line<'_>], begin: usize, form: Form, columns: usize) -> (Row, usize) {
    let is_line = form == Form::Row;
    // The bars at the ends of lines that a row has, what is between two cells, and what it lacks where it is damaged. A
    // bar within the last cell, the description, is text.
    let (whole, between, damage) = if is_line {
        (1, "|", "the row does not end with a bar")
    } else {
        (columns, "|\n", "the row ends before its last cell")
    };
    let mut bars = 0;
    let mut texts: Vec<&str> = Vec::new();
    let mut was_indented = false;
    for (at, line) in lines.iter().enumerate().skip(begin) {
        let begins_row = line.text == "|" && !line.is_indented && was_indented;
        let is_end = begins_row || line.text.is_empty() && is_line || ends_table(line.text);
        if bars == whole || at > begin && (is_end || head(lines, at, true).is_some()) {
            break;
        }
        bars += usize::from(line.text.ends_with('|'));
        texts.push(line.text);
        was_indented = line.is_indented;
    }
    let text = texts.join("\n");
    let text = text.strip_prefix('|').unwrap_or(&text);
    let cells = text.strip_suffix('|').unwrap_or(text).splitn(columns, between);
    let is_damaged = bars < whole && (texts.len() > 1 || !is_line);
    let row = Row {
        cells: cells.map(|text| Cell::of_lines(text.lines())).collect(),
        broken: is_damaged.then(|| damage.to_owned()),
    };
    (row, begin + texts.len())
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

/// The rows of cells that nothing separates.
fn rows_of(paragraphs: &[Cell], columns: &[Column]) -> Vec<Row> {
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
