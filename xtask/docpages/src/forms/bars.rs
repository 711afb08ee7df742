//! Tables of which each cell is a line that ends in a bar, of the forms [`Compact`](crate::Form::Compact) and
//! [`PadPipe`](crate::Form::PadPipe): the latter has a bar of its own before each row.

use super::flat::{Line, cell, ends_table};
use crate::{
    blocks::{Cell, RawTable, Row},
    vocabulary::Columns,
};

/// Reads the table that begins at a line.
pub(crate) fn table(lines: &[Line<'_>], begin: usize) -> Option<(RawTable, usize)> {
    let (header, mut at) = header(lines, begin)?;
    let columns = header.len();
    let mut table = RawTable {
        line: lines.get(begin)?.number,
        header,
        ..RawTable::default()
    };
    while let Some(first) = next_cell(lines, at) {
        let mut row = Row {
            line: lines.get(first)?.number,
            ..Row::default()
        };
        at = first;
        while row.cells.len() < columns {
            match self::row_cell(lines, at, &row) {
                Ok((cell, next)) => {
                    row.cells.push(cell);
                    at = next;
                }
                Err(next) => {
                    row.broken = Some("the row ends before its last cell".to_owned());
                    at = next;
                    break;
                }
            }
        }
        table.rows.push(row);
    }
    Some((table, at))
}

/// The words of a header, and the line after it.
fn header(lines: &[Line<'_>], begin: usize) -> Option<(Vec<String>, usize)> {
    let mut words: Vec<String> = Vec::new();
    let mut at = begin;
    while words.len() < 4 {
        let text = lines.get(at)?.text;
        match text.strip_suffix('|').map(str::trim_end) {
            Some("") if words.is_empty() && at == begin => {}
            Some(word) if !word.is_empty() && !word.contains('|') => words.push(word.to_owned()),
            None if text.is_empty() && at > begin => {}
            _ => break,
        }
        at += 1;
        if words.len() == 4 || is_separator(lines, at) {
            break;
        }
    }
    Columns::of(&words)?;
    while lines.get(at).is_some_and(|line| line.text.is_empty()) || is_separator(lines, at) {
        at += 1;
    }
    Some((words, at))
}

fn is_separator(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| {
        line.text.contains("---") && line.text.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
    })
}

/// The line of the first cell of the next row, where another row follows.
fn next_cell(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let mut at = at;
    loop {
        let line = lines.get(at)?;
        if line.text.is_empty() {
            at += 1;
        } else if header(lines, at).is_some() {
            return None;
        } else if line.text == "|" {
            at += 1;
        } else {
            return (line.text.ends_with('|') && !ends_table(line.text)).then_some(at);
        }
    }
}

/// A cell and the line after it, or, where the row ends before it, the line where something else begins.
fn row_cell(lines: &[Line<'_>], begin: usize, row: &Row) -> Result<(Cell, usize), usize> {
    let mut at = begin;
    let mut is_indented = begin
        .checked_sub(1)
        .and_then(|before| lines.get(before))
        .is_some_and(|line| line.is_indented);
    while let Some(line) = lines.get(at) {
        let begins_row = line.text == "|" && !line.is_indented && is_indented;
        if begins_row || ends_table(line.text) || (!row.cells.is_empty() && header(lines, at).is_some()) {
            return Err(at);
        }
        is_indented = line.is_indented;
        at += 1;
        if let Some(last) = line.text.strip_suffix('|') {
            let texts = lines
                .get(begin..at - 1)
                .unwrap_or_default()
                .iter()
                .map(|line| line.text);
            return Ok((cell(texts.chain([last.trim_end()])), at));
        }
    }
    Err(at)
}
