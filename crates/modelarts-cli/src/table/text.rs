//! Tables as aligned text.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Cell, Row, Table, cell::Datum};
use crate::output::{Format, wrap};

/// Distance between columns.
const GAP: usize = 2;
/// Width below which no column is cut.
const LEAST: usize = 4;

/// How a column is laid out.
struct Column {
    width: usize,
    is_right: bool,
    may_be_cut: bool,
}

impl Table {
    /// Aligned columns, each row on a line. If they are wider than `width`, the widest are cut, but no number, nothing in
    /// colour and not the key: broken, they would mislead.
    ///
    /// It is always styled; printing removes styles that are not wanted.
    pub(crate) fn text(&self, format: Format, width: Option<usize>, has_headers: bool) -> String {
        let (names, mut rows) = self.layout(format);
        let header = |name: &&str| Cell::new(name, Datum::Absent).styled(Style::new().bold());
        let headers: Vec<_> = names.iter().map(header).collect();
        if has_headers {
            rows.insert(0, headers.iter().collect());
        }
        let mut columns: Vec<_> = (0..names.len()).map(|index| self.column(&rows, index)).collect();
        if let Some(width) = width.filter(|_| format == Format::Table && !self.is_whole) {
            fit(&mut columns, width);
        }
        let mut out = String::new();
        for row in &rows {
            // Written before the next text, so that no line ends in spaces.
            let mut pending = 0;
            for (cell, column) in row.iter().zip(&columns) {
                let text = cut(&cell.shown, column.width);
                let rest = column.width.saturating_sub(text.width());
                let (before, after) = if column.is_right { (rest, 0) } else { (0, rest) };
                pending += before;
                if !text.is_empty() {
                    let style = cell.style;
                    out.push_str(&format!("{:pending$}{style}{text}{style:#}", ""));
                    pending = 0;
                }
                pending += after + GAP;
            }
            out.push('\n');
        }
        out
    }

    fn column(&self, rows: &[Vec<&Cell>], index: usize) -> Column {
        let cells = || rows.iter().filter_map(move |row| row.get(index));
        let is_number = cells().any(|cell| cell.is_number());
        let is_coloured = cells().any(|cell| cell.style.get_fg_color().is_some());
        Column {
            width: cells().map(|cell| cell.shown.width()).max().unwrap_or_default(),
            is_right: is_number && !self.is_whole,
            // All layouts have the columns up to the key.
            may_be_cut: index > self.key && !is_number && !is_coloured,
        }
    }

    /// What stands below the table on a terminal: notes with the rows they are about, and the footer.
    pub(crate) fn below(&self, format: Format, width: Option<usize>) -> String {
        let mut out = String::new();
        let has_notes = |row: &&Row| format == Format::Table && !row.notes.is_empty();
        for row in self.rows.iter().filter(has_notes) {
            out.push_str(&format!("{}\n", row.id));
            for note in &row.notes {
                out.push_str(&wrap(&format!("  {note}"), width, "  "));
            }
        }
        for line in &self.footer {
            out.push_str(&wrap(line, width, ""));
        }
        if out.is_empty() { out } else { format!("\n{out}") }
    }
}

/// Makes columns narrower, the widest first, until they fit or none can give more.
fn fit(columns: &mut [Column], width: usize) {
    let widths = columns.iter().map(|column| column.width).sum::<usize>();
    let excess = (widths + GAP * columns.len().saturating_sub(1)).saturating_sub(width);
    for _ in 0..excess {
        let columns = columns
            .iter_mut()
            .filter(|column| column.may_be_cut && column.width > LEAST);
        let Some(widest) = columns.max_by_key(|column| column.width) else {
            return;
        };
        widest.width -= 1;
    }
}

/// A text cut to `width`, with an ellipsis at its end.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |character: &char| {
        used += character.width().unwrap_or_default();
        used <= width
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn wide_characters_are_cut_by_their_width() {
        assert_eq!(cut("资源池一", 8), "资源池一");
        assert_eq!(cut("资源池一", 7), "资源池…");
        assert_eq!(cut("资源池一", 6), "资源…");
        assert_eq!(cut("abcdef", 3), "ab…");
    }
}
