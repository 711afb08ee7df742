//! Tables with a frame of `+---+`, and tables with borders of `=== ===`.
//!
//! Columns are those of the display, where a Chinese character takes two. Frames that count characters instead exist too.

use unicode_width::UnicodeWidthChar;

use super::cell;
use crate::blocks::{RawTable, Row};

/// Whether a line is a border of a frame, or of a table without one that has two or more columns.
pub(crate) fn is_border(line: &str) -> bool {
    is_frame(line) || is_rule(line)
}

fn is_frame(line: &str) -> bool {
    let is_mark = |b: u8| matches!(b, b'+' | b'-' | b'=');
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(is_mark)
        && line.bytes().any(|b| b != b'+')
}

fn is_rule(line: &str) -> bool {
    line.starts_with('=') && line.contains(' ') && line.bytes().all(|b| matches!(b, b'=' | b' '))
}

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn read(lines: &[&str], begin: usize) -> (RawTable, usize) {
    let top = lines.get(begin).copied().unwrap_or_default();
    let border = top.trim_start();
    let indent = top.len() - border.len();
    let mut reader = Reader::default();
    let end = if is_frame(border) {
        let bars: Vec<usize> = border.match_indices('+').map(|(at, _)| at).collect();
        reader.framed(lines, begin + 1, &bars)
    } else {
        let is_begin = |at: &usize| {
            border.get(*at..).is_some_and(|tail| tail.starts_with('='))
                && border
                    .get(..*at)
                    .is_some_and(|head| head.is_empty() || head.ends_with(' '))
        };
        let columns: Vec<usize> = (0..border.len()).filter(is_begin).collect();
        reader.ruled(lines, begin + 1, indent, &columns)
    };
    (reader.table, end)
}

#[derive(Default)]
struct Reader<'a> {
    table: RawTable,
    /// The lines of the cells of the row that is being read.
    cells: Vec<Vec<&'a str>>,
    broken: Option<String>,
}

impl<'a> Reader<'a> {
    fn framed(&mut self, lines: &[&'a str], mut at: usize, bars: &[usize]) -> usize {
        while let Some(line) = lines.get(at).map(|line| line.trim()) {
            if is_frame(line) {
                self.end_row(line.contains('='));
            } else if line.starts_with(['|', '+']) {
                self.framed_line(line, bars);
            } else {
                break;
            }
            at += 1;
        }
        if self.cells.iter().flatten().any(|line| !line.trim().is_empty()) {
            self.broken.get_or_insert("the table ends within the row".to_owned());
        }
        self.end_row(false);
        at
    }

    fn framed_line(&mut self, line: &'a str, bars: &[usize]) {
        self.cells.resize(bars.len().saturating_sub(1), Vec::new());
        let bars = [true, false].map(|by_display| offsets(line, bars, by_display));
        let is_bar = |at: &usize| matches!(line.as_bytes().get(*at), Some(b'|' | b'+'));
        let Some(bars) = bars.iter().find(|bars| bars.iter().all(is_bar)) else {
            self.broken
                .get_or_insert("its bars are not aligned with the frame".to_owned());
            return;
        };
        for ((cell, from), to) in self.cells.iter_mut().zip(bars).zip(bars.iter().skip(1)) {
            let content = line.get(from + 1..*to).unwrap_or_default();
            cell.push(content.strip_prefix(' ').unwrap_or(content).trim_end());
        }
    }

    /// Reads up to the third border, or to a line that cannot belong to the table: one that is blank or stands further
    /// left. A row goes on where the first cell is blank, and the last column has no end.
    fn ruled(&mut self, lines: &[&'a str], mut at: usize, indent: usize, columns: &[usize]) -> usize {
        let mut borders = 1;
        let belongs = |line: &&&str| !line.is_empty() && line.len() - line.trim_start().len() >= indent;
        while borders < 3
            && let Some(line) = lines.get(at).filter(belongs).and_then(|line| line.get(indent..))
        {
            at += 1;
            if is_rule(line) {
                borders += 1;
                self.end_row(borders == 2);
                continue;
            }
            let offsets = offsets(line, columns, true);
            let ends = offsets.iter().copied().skip(1).chain([line.len()]);
            let cut = |(from, to): (&usize, usize)| line.get(*from..to).unwrap_or_default().trim();
            let cells: Vec<&str> = offsets.iter().zip(ends).map(cut).collect();
            if cells.first().is_some_and(|first| !first.is_empty()) {
                self.end_row(false);
            }
            self.cells.resize(cells.len(), Vec::new());
            self.cells
                .iter_mut()
                .zip(cells)
                .for_each(|(lines, line)| lines.push(line));
        }
        self.end_row(false);
        if let Some(last) = self.table.rows.last_mut().filter(|_| borders < 3) {
            last.broken = Some("the table lacks its last border".to_owned());
        }
        at
    }

    fn end_row(&mut self, is_header: bool) {
        let (lines, broken) = (std::mem::take(&mut self.cells), self.broken.take());
        if lines.iter().flatten().all(|line| line.trim().is_empty()) {
            return;
        }
        let cells = lines.iter().map(|lines| cell::read(lines)).collect();
        let row = Row { cells, broken };
        if is_header && self.table.header.is_empty() && self.table.rows.is_empty() {
            self.table.header = row.words();
        } else {
            self.table.rows.push(row);
        }
    }
}

/// The offsets in a line at which columns begin. A character takes as many columns as on a display, or else one.
fn offsets(line: &str, columns: &[usize], by_display: bool) -> Vec<usize> {
    let mut offsets = Vec::with_capacity(columns.len());
    let mut column = 0;
    for (offset, c) in line.char_indices() {
        while columns.get(offsets.len()).is_some_and(|begin| *begin <= column) {
            offsets.push(offset);
        }
        column += if by_display { c.width().unwrap_or_default() } else { 1 };
    }
    offsets.resize(columns.len(), line.len());
    offsets
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

    #[test]
    fn rows_go_on_where_the_first_cell_is_blank() {
        let source = "  ==== ======= ====\n  Name Type    Text\n  ==== ======= ====\n  a    String  one\n               two\n  \
                      参数 Integer three | four\n  ==== ======= ====\nafter";
        let (table, next) = read(&source.lines().collect::<Vec<_>>(), 0);
        assert_eq!(next, 7);
        assert_eq!(table.header, ["Name", "Type", "Text"]);
        let cells: Vec<_> = table.rows.iter().map(Row::words).collect();
        assert_eq!(cells, [["a", "String", "one two"], ["参数", "Integer", "three | four"]]);
        assert!(table.rows.iter().all(|row| row.broken.is_none()));
    }
}
