//! Tables as aligned text.

use anstyle::Style;
use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Cell, Table};
use crate::output::{Format, wrap};

/// Distance between columns.
const GAP: usize = 2;
/// Width below which no column is cut.
const LEAST: usize = 4;

impl Table {
    /// Aligned columns, each row on a line. If they are wider than `width`, the widest are cut, but no
    /// number, nothing in colour and not the key: broken, they would mislead.
    ///
    /// It is always styled; printing removes styles that are not wanted.
    pub(crate) fn text(&self, format: Format, width: Option<usize>, has_headers: bool) -> String {
        let (names, mut rows) = self.layout(format);
        if has_headers {
            let header = |name: &&str| Cell::new(name, Value::Null).styled(Style::new().bold());
            rows.insert(0, names.iter().map(header).collect());
        }
        let widest = |index: usize| rows.iter().filter_map(|row| Some(row.get(index)?.shown.width())).max();
        let mut widths: Vec<_> = (0..names.len())
            .map(|index| widest(index).unwrap_or_default())
            .collect();
        let any = |is: fn(&Cell) -> bool| -> Vec<_> {
            let column = |index: usize| rows.iter().filter_map(|row| row.get(index)).any(is);
            (0..names.len()).map(column).collect()
        };
        let are_numbers = any(|cell| cell.value.is_number());
        if let Some(width) = width.filter(|_| format == Format::Table && !self.is_whole) {
            let mut whole = any(|cell| cell.value.is_number() || cell.style.get_fg_color().is_some());
            // All layouts have the columns up to the key.
            whole
                .iter_mut()
                .take(self.key + 1)
                .for_each(|is_whole| *is_whole = true);
            fit(&mut widths, &whole, width);
        }
        let mut out = String::new();
        for row in &rows {
            // Written before the next text, so that no line ends in spaces.
            let mut pending = 0;
            for ((cell, width), is_number) in row.iter().zip(&widths).zip(&are_numbers) {
                let text = cut(&cell.shown, *width);
                let rest = width.saturating_sub(text.width());
                let (before, after) = if *is_number && !self.is_whole {
                    (rest, 0)
                } else {
                    (0, rest)
                };
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

    /// What stands below the table on a terminal: notes with the rows they are about, and the footer.
    pub(crate) fn below(&self, format: Format, width: Option<usize>) -> String {
        let mut out = String::new();
        for row in self
            .rows
            .iter()
            .filter(|row| format == Format::Table && !row.notes.is_empty())
        {
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

/// Makes columns narrower, the widest first, but for those that stay whole, until they fit or none can give more.
fn fit(widths: &mut [usize], whole: &[bool], width: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
    while excess > 0 {
        let columns = widths
            .iter_mut()
            .zip(whole)
            .filter(|(width, is_whole)| !**is_whole && **width > LEAST);
        let Some((widest, _)) = columns.max_by_key(|(width, _)| **width) else {
            return;
        };
        *widest -= 1;
        excess -= 1;
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
