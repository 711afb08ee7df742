//! Tables of which each row is a line, with bars between its cells.

use super::flat::{Line, cell, ends_table};
use crate::{
    blocks::{RawTable, Row},
    vocabulary::Columns,
};

/// Reads the table that begins at a line.
pub(crate) fn table(lines: &[Line<'_>], begin: usize) -> Option<(RawTable, usize)> {
    let header = header(lines.get(begin)?.text)?;
    let columns = header.len();
    let mut table = RawTable {
        line: lines.get(begin)?.number,
        header,
        ..RawTable::default()
    };
    let mut at = begin + 1;
    if lines.get(at).is_some_and(|line| is_separator(line.text)) {
        at += 1;
    }
    while let Some(line) = lines.get(at) {
        if line.text == "|" {
            at += 1;
            continue;
        }
        if !line.text.contains('|') || self::header(line.text).is_some() {
            break;
        }
        let number = line.number;
        // A cell may go on in the next lines, up to the bar that ends the row.
        let begin = at;
        at += 1;
        while lines.get(at - 1).is_some_and(|line| !line.text.ends_with('|')) {
            let goes_on =
                |line: &&Line<'_>| !line.text.is_empty() && !ends_table(line.text) && self::header(line.text).is_none();
            if lines.get(at).filter(goes_on).is_none() {
                break;
            }
            at += 1;
        }
        table
            .rows
            .push(row(number, lines.get(begin..at).unwrap_or_default(), columns));
    }
    Some((table, at))
}

fn row(number: usize, lines: &[Line<'_>], columns: usize) -> Row {
    let text: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let text = text.join("\n");
    let text = text.strip_prefix('|').unwrap_or(&text);
    let closed = text.strip_suffix('|');
    // Only a description can have a bar in it, and it is the last cell.
    let cells: Vec<_> = closed
        .unwrap_or(text)
        .splitn(columns, '|')
        .map(|text| cell(text.lines().map(str::trim)))
        .collect();
    let broken = (closed.is_none() && lines.len() > 1).then(|| "the row does not end in a bar".to_owned());
    Row {
        line: number,
        cells,
        broken,
    }
}

fn header(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let words: Vec<String> = line
        .strip_suffix('|')
        .unwrap_or(line)
        .split('|')
        .take(5)
        .map(|word| word.trim().to_owned())
        .collect();
    Columns::of(&words).map(|_| words)
}

fn is_separator(line: &str) -> bool {
    line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' '))
}
