//! Tables with a frame of `+---+`.
//!
//! The frame gives the columns in columns of the display, where a Chinese character takes two. Pages that count
//! characters instead exist too, so a line is cut where its bars are.

use unicode_width::UnicodeWidthChar;

use super::cell;
use crate::blocks::{RawTable, Row};

/// Whether a line is a border of a frame.
pub(crate) fn is_border(line: &str) -> bool {
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
        && line.bytes().any(|b| b != b'+')
}

/// Reads the table that begins at a line, and gives the line after it.
pub(crate) fn read(lines: &[&str], begin: usize) -> Option<(RawTable, usize)> {
    let top = lines.get(begin)?.trim_start();
    let bars: Vec<usize> = top.match_indices('+').map(|(at, _)| at).collect();
    let mut table = RawTable::default();
    let mut row = PendingRow::new(bars.len().saturating_sub(1));
    let mut at = begin + 1;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        if is_border(line) {
            let read = std::mem::replace(&mut row, PendingRow::new(bars.len().saturating_sub(1)));
            if line.contains('=') && table.header.is_empty() && table.rows.is_empty() {
                table.header = read
                    .row()
                    .cells
                    .iter()
                    .map(|cell| cell.joined().as_str().to_owned())
                    .collect();
            } else if !read.is_empty() {
                table.rows.push(read.row());
            }
        } else if line.starts_with('|') || line.starts_with('+') {
            row.line(line, &bars);
        } else {
            break;
        }
        at += 1;
    }
    if !row.is_empty() {
        row.broken
            .get_or_insert("the frame of the table ends within the row".to_owned());
        table.rows.push(row.row());
    }
    Some((table, at))
}

struct PendingRow<'a> {
    cells: Vec<Vec<&'a str>>,
    broken: Option<String>,
}

impl<'a> PendingRow<'a> {
    fn new(columns: usize) -> Self {
        Self {
            cells: vec![Vec::new(); columns],
            broken: None,
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().flatten().all(|line| line.trim().is_empty())
    }

    fn line(&mut self, line: &'a str, bars: &[usize]) {
        let Some(cuts) = cut(line, bars) else {
            self.broken
                .get_or_insert("its bars do not stand below those of the frame".to_owned());
            return;
        };
        for (cell, content) in self.cells.iter_mut().zip(cuts) {
            let content = content.strip_prefix(' ').unwrap_or(content);
            cell.push(content.trim_end());
        }
    }

    fn row(self) -> Row {
        let cells = self.cells.iter().map(|lines| cell::read(lines)).collect();
        Row {
            cells,
            broken: self.broken,
        }
    }
}

/// The contents of a line between the bars, which stand at columns of the display or at characters.
fn cut<'a>(line: &'a str, bars: &[usize]) -> Option<Vec<&'a str>> {
    if line.is_ascii() {
        return between(line, bars.iter().copied());
    }
    let by_width = |wide: bool| {
        let mut bars = bars.iter().copied().peekable();
        let mut offsets = Vec::new();
        let mut column = 0;
        for (offset, c) in line.char_indices() {
            while bars.next_if(|bar| *bar < column).is_some() {
                offsets.push(usize::MAX);
            }
            if bars.next_if_eq(&column).is_some() {
                offsets.push(offset);
            }
            column += if wide { c.width().unwrap_or_default() } else { 1 };
        }
        between(line, offsets.into_iter())
    };
    let cuts = by_width(true).or_else(|| by_width(false))?;
    (cuts.len() + 1 == bars.len()).then_some(cuts)
}

fn between(line: &str, offsets: impl Iterator<Item = usize>) -> Option<Vec<&str>> {
    let mut cuts = Vec::new();
    let mut from: Option<usize> = None;
    for offset in offsets {
        if !matches!(line.as_bytes().get(offset), Some(b'|' | b'+')) {
            return None;
        }
        if let Some(from) = from {
            cuts.push(line.get(from + 1..offset)?);
        }
        from = Some(offset);
    }
    Some(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(source: &str) -> RawTable {
        read(&source.lines().collect::<Vec<_>>(), 0)
            .map(|(table, _)| table)
            .unwrap_or_default()
    }

    fn cells(source: &str) -> Vec<Vec<String>> {
        let text = |row: &Row| row.cells.iter().map(|cell| cell.joined().as_str().to_owned()).collect();
        table(source).rows.iter().map(text).collect()
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
