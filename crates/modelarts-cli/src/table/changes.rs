//! What changed between two tables.

use std::collections::HashMap;

use super::{Cell, Layouts, Row, Table, cell::Datum};

/// Mark of a row that is as it was.
const NONE: &str = " ";

impl Table {
    /// Marks what changed since `before`, in a column of its own: `+` a new row, `~` one with other values, `-` one that
    /// is gone, which is shown once more.
    pub(crate) fn marked(&self, before: &Self) -> Self {
        let mut old: HashMap<_, _> = before.rows.iter().map(|row| (&*row.id, row)).collect();
        let mut marked = self.clone();
        for row in &mut marked.rows {
            let mark = old
                .remove(&*row.id)
                .map_or("+", |old| if mark_cells(row, old) { "~" } else { NONE });
            row.cells.insert(0, Cell::new(mark, Datum::Absent));
        }
        for row in before.rows.iter().filter(|row| old.contains_key(&*row.id)) {
            let mut row = row.clone();
            row.cells
                .iter_mut()
                .for_each(|cell| cell.style = cell.style.dimmed().strikethrough());
            row.cells.insert(0, Cell::new("-", Datum::Absent));
            marked.rows.push(row);
        }
        marked.columns.insert(0, (NONE.to_owned(), Layouts::All));
        marked.key += 1;
        marked
    }

    /// Whether a marked table has a mark.
    pub(crate) fn has_marks(&self) -> bool {
        let mut marks = self.rows.iter().filter_map(|row| row.cells.first());
        marks.any(|mark| mark.shown != NONE)
    }
}

/// Whether a row differs from what it was. The cells that do are inverted.
fn mark_cells(row: &mut Row, old: &Row) -> bool {
    let mut has_changed = row.notes != old.notes;
    for (cell, old) in row.cells.iter_mut().zip(&old.cells) {
        if cell.differs_from(old) {
            cell.style = cell.style.invert();
            has_changed = true;
        }
    }
    has_changed
}
