//! Tables whose cells end with bars.
//!
//! If the header is on one line, so is each row, and a bar at the end of a line ends a row. If each column of the header
//! has its own line, a bar at the end of a line ends a cell, and a single bar may precede a row.

use super::flat::{Line, ends_table};
use crate::{
    blocks::{Cell, RawTable, Row},
    form::Form,
    vocabulary::columns,
};

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn table(lines: &[Line<'_>], begin: usize) -> Option<(RawTable, usize)> {
    let (header, mut at) = header(lines, begin)?;
    let rows_are_lines = cells_of(lines.get(begin)?.text).len() > 1;
    let count = header.len();
    let mut table = RawTable {
        header,
        ..RawTable::default()
    };
    while let Some(first) = next_row(lines, at) {
        let (row, next) = if rows_are_lines {
            row_of_line(lines, first, count)
        } else {
            row_of_lines(lines, first, count)
        };
        table.rows.push(row);
        at = next;
    }
    Some((table, at))
}

/// The form of the table that begins at a line.
pub(crate) fn form(lines: &[Line<'_>], begin: usize) -> Option<Form> {
    header(lines, begin)?;
    match lines.get(begin)?.text {
        "|" => Some(Form::PadPipe),
        text if cells_of(text).len() > 1 => Some(Form::Row),
        _ => Some(Form::Compact),
    }
}

/// The words of a header, and the line after it and its separator.
fn header(lines: &[Line<'_>], begin: usize) -> Option<(Vec<String>, usize)> {
    if !lines.get(begin)?.text.contains('|') {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    let mut at = begin;
    while words.len() < 4 {
        let text = lines.get(at)?.text;
        let cells = cells_of(text);
        if words.is_empty() && columns(&cells).is_some() {
            words = cells;
        } else if text.ends_with('|') && cells.len() == 1 && cells != [""] {
            words.extend(cells);
        } else if at == begin && text != "|" || !text.is_empty() && at > begin {
            break;
        }
        at += 1;
        if is_separator(lines, at) {
            break;
        }
    }
    columns(&words)?;
    while lines.get(at).is_some_and(|line| line.text.is_empty()) || is_separator(lines, at) {
        at += 1;
    }
    Some((words, at))
}

fn cells_of(line: &str) -> Vec<String> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let cells = line.strip_suffix('|').unwrap_or(line).split('|').take(5);
    cells.map(|cell| cell.trim().to_owned()).collect()
}

fn is_separator(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| {
        line.text.contains("---") && line.text.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
    })
}

/// The line where the next row begins, where another row follows.
fn next_row(lines: &[Line<'_>], mut at: usize) -> Option<usize> {
    while matches!(lines.get(at)?.text, "" | "|") && header(lines, at).is_none() {
        at += 1;
    }
    let text = lines.get(at)?.text;
    (text.contains('|') && !ends_table(text) && header(lines, at).is_none()).then_some(at)
}

/// A row on one line, whose last cell may go on in the next lines up to the bar that ends the row.
fn row_of_line(lines: &[Line<'_>], begin: usize, count: usize) -> (Row, usize) {
    let goes_on = |at: usize| {
        lines
            .get(at)
            .is_some_and(|line| !line.text.is_empty() && !ends_table(line.text))
            && header(lines, at).is_none()
    };
    let mut at = begin + 1;
    while lines.get(at - 1).is_some_and(|line| !line.text.ends_with('|')) && goes_on(at) {
        at += 1;
    }
    let texts: Vec<&str> = lines
        .get(begin..at)
        .unwrap_or_default()
        .iter()
        .map(|line| line.text)
        .collect();
    let text = texts.join("\n");
    let text = text.strip_prefix('|').unwrap_or(&text);
    let closed = text.strip_suffix('|');
    let row = Row {
        // Only the last cell, the description, can contain a bar.
        cells: closed
            .unwrap_or(text)
            .splitn(count, '|')
            .map(|text| Cell::of_lines(text.lines()))
            .collect(),
        broken: (closed.is_none() && texts.len() > 1).then(|| "the row does not end with a bar".to_owned()),
    };
    (row, at)
}

/// A row whose cells each end with a bar at the end of a line.
fn row_of_lines(lines: &[Line<'_>], begin: usize, count: usize) -> (Row, usize) {
    let mut row = Row::default();
    let mut at = begin;
    let mut texts = Vec::new();
    let mut is_indented = begin
        .checked_sub(1)
        .and_then(|before| lines.get(before))
        .is_some_and(|line| line.is_indented);
    while row.cells.len() < count {
        let begins_row = |line: &Line<'_>| line.text == "|" && !line.is_indented && is_indented;
        let is_next = |line: &Line<'_>| begins_row(line) || ends_table(line.text);
        let Some(line) = lines
            .get(at)
            .filter(|line| !is_next(line) && (row.cells.is_empty() || header(lines, at).is_none()))
        else {
            row.broken = Some("the row ends before its last cell".to_owned());
            break;
        };
        is_indented = line.is_indented;
        at += 1;
        texts.push(line.text.trim_end_matches('|'));
        if line.text.ends_with('|') {
            row.cells.push(Cell::of_lines(texts.drain(..)));
        }
    }
    (row, at)
}
