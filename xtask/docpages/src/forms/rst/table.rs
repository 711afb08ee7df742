//! Tables with a frame of `+---+`, and tables with borders of `=== ===`.
//!
//! Columns are those of the display, where a Chinese character takes two. Frames that count characters instead exist too.

use unicode_width::UnicodeWidthChar;

use crate::blocks::{RawTable, Row};

/// Whether a line is a border of a frame, or of a table without one that has two or more columns.
pub(crate) fn is_border(line: &str) -> bool {
    let is_mark = |b: u8| matches!(b, b'+' | b'-' | b'=');
    let is_frame = line.len() > 2 && line.starts_with('+') && line.ends_with('+') && line.bytes().all(is_mark);
    let is_rule = line.starts_with('=') && line.contains(' ') && line.bytes().all(|b| matches!(b, b'=' | b' '));
    is_frame && line.contains(['-', '=']) || is_rule
}

/// Reads the table that begins at a line, and returns the line after it. Without a frame it ends at the third border, or
/// before a line that is blank or stands further left.
pub(crate) fn read(lines: &[&str], begin: usize) -> (RawTable, usize) {
    let top = lines.get(begin).copied().unwrap_or_default();
    let border = top.trim_start();
    let indent = top.len() - border.len();
    let is_framed = border.starts_with('+');
    let mark = if is_framed { "+" } else { "=" };
    let begins = |at: &usize| is_framed || border.get(..*at).is_some_and(|before| !before.ends_with('='));
    let mut reader = Reader {
        is_framed,
        columns: border.match_indices(mark).map(|(at, _)| at).filter(begins).collect(),
        ..Reader::default()
    };
    let mut borders = 1;
    let mut at = begin + 1;
    while is_framed || borders < 3 {
        let belongs = |line: &&str| match is_framed {
            true => line.trim_start().starts_with(['|', '+']),
            false => !line.is_empty() && line.len() - line.trim_start().len() >= indent,
        };
        let Some(line) = lines.get(at).copied().filter(belongs) else {
            break;
        };
        if is_border(line.trim()) && line.contains('+') == is_framed {
            borders += 1;
            reader.end_row(line.contains('=') && (is_framed || borders == 2));
        } else {
            reader.line(if is_framed {
                line.trim()
            } else {
                line.get(indent..).unwrap_or_default()
            });
        }
        at += 1;
    }
    let (is_cut_off, damage) = if is_framed {
        let is_open = reader.cells.iter().flatten().any(|line| !line.trim().is_empty());
        (is_open, "the table ends within the row")
    } else {
        (borders < 3, "the table lacks its last border")
    };
    reader.end_row(false);
    if let Some(last) = reader.table.rows.last_mut().filter(|_| is_cut_off) {
        last.broken.get_or_insert(damage.to_owned());
    }
    (reader.table, at)
}

#[derive(Default)]
struct Reader<'a> {
    is_framed: bool,
    /// Where the columns begin: at their bars, if there is a frame.
    columns: Vec<usize>,
    table: RawTable,
    /// The lines of the cells of the row that is being read.
    cells: Vec<Vec<&'a str>>,
    broken: Option<String>,
}

impl<'a> Reader<'a> {
    /// Reads a line. Without a frame a row goes on where the first cell is blank, and the last column has no end.
    fn line(&mut self, line: &'a str) {
        let is_bar = |at: &usize| matches!(line.as_bytes().get(*at), Some(b'|' | b'+'));
        let mut offsets = [true, false]
            .into_iter()
            .map(|by_display| offsets(line, &self.columns, by_display));
        let aligned = offsets.find(|offsets| !self.is_framed || offsets.iter().all(is_bar));
        let bar = usize::from(self.is_framed);
        let cells = aligned.map_or_else(Vec::new, |offsets| {
            let ends = offsets.iter().copied().skip(1).chain([line.len()]);
            let cut = |(from, to): (&usize, usize)| line.get(from + bar..to).unwrap_or_default();
            offsets.iter().zip(ends).map(cut).collect()
        });
        if !self.is_framed && cells.first().is_some_and(|first| !first.trim().is_empty()) {
            self.end_row(false);
        }
        if cells.is_empty() {
            self.broken
                .get_or_insert("its bars are not aligned with the frame".to_owned());
        }
        self.cells.resize(self.columns.len() - bar, Vec::new());
        for (lines, line) in self.cells.iter_mut().zip(cells) {
            lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end());
        }
    }

    fn end_row(&mut self, is_header: bool) {
        let (lines, broken) = (std::mem::take(&mut self.cells), self.broken.take());
        if lines.iter().flatten().all(|line| line.trim().is_empty()) {
            return;
        }
        let cells = lines.iter().map(|lines| super::cell(lines)).collect();
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
