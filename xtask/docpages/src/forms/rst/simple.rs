//! Tables with borders of `=== ===`.

use super::{cell, columns::offsets};
use crate::blocks::{RawTable, Row};

/// Whether a line is a border of two or more columns.
pub(crate) fn is_border(line: &str) -> bool {
    line.starts_with('=') && line.contains(' ') && line.bytes().all(|b| matches!(b, b'=' | b' '))
}

/// Reads the table that begins at a line, and returns the line after it.
pub(crate) fn read(lines: &[&str], begin: usize) -> (RawTable, usize) {
    let top = lines.get(begin).copied().unwrap_or_default();
    let indent = top.len() - top.trim_start().len();
    let border = top.trim_start().as_bytes();
    let is_begin = |at: &usize| border.get(*at) == Some(&b'=') && (*at == 0 || border.get(at - 1) == Some(&b' '));
    let columns: Vec<usize> = (0..border.len()).filter(is_begin).collect();

    let mut table = RawTable::default();
    let mut row: Vec<Vec<&str>> = Vec::new();
    let mut borders = 1;
    let mut at = begin + 1;
    // Neither a blank line nor one that is indented less belongs to the table.
    let belongs = |line: &&&str| !line.is_empty() && line.len() - line.trim_start().len() >= indent;
    while let Some(line) = lines
        .get(at)
        .filter(belongs)
        .and_then(|line| line.get(indent..))
        .filter(|_| borders < 3)
    {
        at += 1;
        let cells = cut(line, &columns);
        if is_border(line) {
            borders += 1;
            table.rows.extend(read_row(&mut row));
            if borders == 2 {
                table.header = table.rows.pop().map(|row| row.words()).unwrap_or_default();
            }
        } else if !row.is_empty() && cells.first().is_none_or(|first| first.is_empty()) {
            row.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
        } else {
            table.rows.extend(read_row(&mut row));
            row = cells.into_iter().map(|cell| vec![cell]).collect();
        }
    }
    table.rows.extend(read_row(&mut row));
    if let Some(last) = table.rows.last_mut().filter(|_| borders < 3) {
        last.broken = Some("the table lacks its last border".to_owned());
    }
    (table, at)
}

fn read_row(lines: &mut Vec<Vec<&str>>) -> Option<Row> {
    let cells: Vec<_> = lines.drain(..).map(|lines| cell::read(&lines)).collect();
    (!cells.is_empty()).then_some(Row { cells, broken: None })
}

/// Cuts a line where the columns begin. The last column has no end.
fn cut<'a>(line: &'a str, columns: &[usize]) -> Vec<&'a str> {
    let offsets = offsets(line, columns, true);
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
        let (table, next) = read(&lines, 0);
        assert_eq!(next, 7);
        assert_eq!(table.header, ["Name", "Type", "Text"]);
        let cells: Vec<_> = table.rows.iter().map(Row::words).collect();
        assert_eq!(cells, [["a", "String", "one two"], ["参数", "Integer", "three | four"]]);
        assert!(table.rows.iter().all(|row| row.broken.is_none()));
    }
}
