//! Tables with borders of `=== ===`.

use unicode_width::UnicodeWidthChar;

use super::cell;
use crate::blocks::{RawTable, Row};

/// Whether a line is a border of two or more columns.
pub(crate) fn is_border(line: &str) -> bool {
    line.starts_with('=') && line.contains(' ') && line.bytes().all(|b| matches!(b, b'=' | b' '))
}

/// Reads the table that begins at a line, and gives the line after it.
pub(crate) fn read(lines: &[&str], begin: usize) -> Option<(RawTable, usize)> {
    let top = lines.get(begin)?;
    let indent = indent_of(top);
    let columns = columns(top.get(indent..)?);
    let mut table = RawTable::default();
    let mut pending: Option<Vec<Vec<&str>>> = None;
    let mut borders = 1;
    let mut at = begin + 1;
    let mut closed = false;
    // Neither a blank line nor one that stands further left belongs to the table.
    while let Some(content) = lines
        .get(at)
        .filter(|line| indent_of(line) >= indent)
        .and_then(|line| line.get(indent..))
    {
        if content.trim().is_empty() {
            break;
        }
        if is_border(content) {
            borders += 1;
            table.rows.extend(pending.take().map(row));
            if borders == 2 {
                let header = table.rows.pop();
                table.header = header
                    .iter()
                    .flat_map(|row| &row.cells)
                    .map(|cell| cell.joined().as_str().to_owned())
                    .collect();
            }
            at += 1;
            if borders == 3 {
                closed = true;
                break;
            }
            continue;
        }
        let cells = cut(content, &columns);
        match &mut pending {
            Some(rows) if cells.first().is_none_or(|first| first.trim().is_empty()) => {
                rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
            }
            pending => {
                let cells = cells.into_iter().map(|cell| vec![cell]).collect();
                table.rows.extend(pending.replace(cells).map(row));
            }
        }
        at += 1;
    }
    table.rows.extend(pending.take().map(row));
    if let (false, Some(last)) = (closed, table.rows.last_mut()) {
        last.broken
            .get_or_insert("the table ends without its last border".to_owned());
    }
    Some((table, at))
}

fn row(cells: Vec<Vec<&str>>) -> Row {
    Row {
        cells: cells.iter().map(|lines| cell::read(lines)).collect(),
        broken: None,
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Where the columns of a border begin.
fn columns(border: &str) -> Vec<usize> {
    let bytes = border.as_bytes();
    (0..bytes.len())
        .filter(|at| {
            bytes.get(*at) == Some(&b'=') && at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' '))
        })
        .collect()
}

/// Cuts a line where the columns begin, in columns of the display. The last column has no end.
fn cut<'a>(line: &'a str, columns: &[usize]) -> Vec<&'a str> {
    let mut offsets = Vec::with_capacity(columns.len());
    let mut starts = columns.iter().copied().peekable();
    let mut column = 0;
    for (offset, c) in line.char_indices() {
        while starts.next_if(|start| *start <= column).is_some() {
            offsets.push(offset);
        }
        column += c.width().unwrap_or_default();
    }
    offsets.resize(columns.len(), line.len());
    let ends = offsets.iter().copied().skip(1).chain([line.len()]);
    offsets
        .iter()
        .zip(ends)
        .map(|(from, to)| line.get(*from..to).unwrap_or_default().trim())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_on_where_the_first_cell_is_blank() {
        let lines = [
            "  ==== ======= ====",
            "  Name Type    Text",
            "  ==== ======= ====",
            "  a    String  one",
            "               two",
            "  参数 Integer three | four",
            "  ==== ======= ====",
            "after",
        ];
        let (table, next) = read(&lines, 0).unwrap_or_default();
        assert_eq!(next, 7);
        assert_eq!(table.header, ["Name", "Type", "Text"]);
        let cells: Vec<Vec<_>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.joined().as_str().to_owned()).collect())
            .collect();
        assert_eq!(cells, [["a", "String", "one two"], ["参数", "Integer", "three | four"]]);
        assert!(table.rows.iter().all(|row| row.broken.is_none()));
    }
}
