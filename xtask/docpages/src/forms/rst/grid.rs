//! Tables with a frame of `+---+`.
//!
//! Bars are at columns of the display, where a Chinese character takes two. Pages that count characters instead exist
//! too.

use super::{cell, columns::offsets};
use crate::blocks::{RawTable, Row};

/// Whether a line is a border of a frame.
pub(crate) fn is_border(line: &str) -> bool {
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
        && line.bytes().any(|b| b != b'+')
}

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn read(lines: &[&str], begin: usize) -> (RawTable, usize) {
    let top = lines.get(begin).map_or("", |line| line.trim_start());
    let bars: Vec<usize> = top.match_indices('+').map(|(at, _)| at).collect();
    let mut table = RawTable::default();
    let mut row = PendingRow::default();
    let mut at = begin + 1;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        if is_border(line) {
            let row = std::mem::take(&mut row).read();
            if line.contains('=') && table.header.is_empty() && table.rows.is_empty() {
                table.header = row.map(|row| row.words()).unwrap_or_default();
            } else {
                table.rows.extend(row);
            }
        } else if line.starts_with(['|', '+']) {
            row.line(line, &bars);
        } else {
            break;
        }
        at += 1;
    }
    if let Some(mut row) = row.read() {
        row.broken.get_or_insert("the table ends within the row".to_owned());
        table.rows.push(row);
    }
    (table, at)
}

/// The lines of the cells of a row.
#[derive(Default)]
struct PendingRow<'a> {
    cells: Vec<Vec<&'a str>>,
    broken: Option<String>,
}

impl<'a> PendingRow<'a> {
    fn line(&mut self, line: &'a str, bars: &[usize]) {
        self.cells.resize(bars.len().saturating_sub(1), Vec::new());
        let Some(cuts) = cut(line, bars, true).or_else(|| cut(line, bars, false)) else {
            self.broken
                .get_or_insert("its bars are not aligned with the frame".to_owned());
            return;
        };
        for (cell, content) in self.cells.iter_mut().zip(cuts) {
            cell.push(content.strip_prefix(' ').unwrap_or(content).trim_end());
        }
    }

    fn read(self) -> Option<Row> {
        let is_empty = self.cells.iter().flatten().all(|line| line.trim().is_empty());
        (!is_empty).then(|| Row {
            cells: self.cells.iter().map(|lines| cell::read(lines)).collect(),
            broken: self.broken,
        })
    }
}

/// The contents of a line between its bars.
fn cut<'a>(line: &'a str, bars: &[usize], by_display: bool) -> Option<Vec<&'a str>> {
    let offsets = offsets(line, bars, by_display);
    let are_bars = offsets
        .iter()
        .all(|offset| matches!(line.as_bytes().get(*offset), Some(b'|' | b'+')));
    let pairs = offsets.iter().zip(offsets.iter().skip(1));
    are_bars.then(|| pairs.filter_map(|(from, to)| line.get(from + 1..*to)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(source: &str) -> RawTable {
        read(&source.lines().collect::<Vec<_>>(), 0).0
    }

    fn cells(source: &str) -> Vec<Vec<String>> {
        table(source).rows.iter().map(Row::words).collect()
    }

    #[test]
    fn wide_characters_take_two_columns_or_one() {
        let by_display =
            "+------+----+\n| 参数 | b  |\n+======+====+\n| 名称 | x  |\n|      |    |\n|      | y  |\n+------+----+";
        assert_eq!(cells(by_display), [["名称", "x y"]]);
        let by_character = "+----+----+\n| 参数 | b  |\n+====+====+\n| 名称 | x  |\n+----+----+";
        assert_eq!(cells(by_character), [["名称", "x"]]);
    }

    #[test]
    fn a_bar_within_a_cell_is_text() {
        assert_eq!(cells("+-------+---+\n| a | b | c |\n+-------+---+"), [["a | b", "c"]]);
    }

    #[test]
    fn rows_that_leave_the_frame_are_broken() {
        let table = table("+---+---+\n| a | b |\n+---+---+\n| a b   |\n| c | d |\n+---+---+\n| c | d |");
        let broken: Vec<bool> = table.rows.iter().map(|row| row.broken.is_some()).collect();
        assert_eq!(broken, [false, true, true]);
    }
}
