//! Tables of lists, built column by column.

use super::{Cell, Layouts, Row, Table};

/// A table of items, each on a row, that grows by one column at a time.
pub(crate) struct List<'a, T> {
    items: Vec<&'a T>,
    table: Table,
}

impl<'a, T> List<'a, T> {
    /// A list without columns; `empty` is said instead of one without items.
    pub(crate) fn new(items: impl IntoIterator<Item = &'a T>, empty: &str) -> Self {
        let items: Vec<_> = items.into_iter().collect();
        let table = Table {
            rows: items.iter().map(|_| Row::default()).collect(),
            empty: empty.to_owned(),
            ..Table::default()
        };
        Self { items, table }
    }

    /// Adds a column to all layouts. The first one identifies a row.
    pub(crate) fn all<C: Into<Cell>>(self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        self.column(name, Layouts::All, cell)
    }

    /// Adds a column to all layouts but the narrow one.
    pub(crate) fn wide<C: Into<Cell>>(self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        self.column(name, Layouts::Wide, cell)
    }

    /// Adds a column to the layouts for people.
    pub(crate) fn people<C: Into<Cell>>(self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        self.column(name, Layouts::People, cell)
    }

    /// Adds a column to the layouts for programs.
    pub(crate) fn programs<C: Into<Cell>>(self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        self.column(name, Layouts::Programs, cell)
    }

    fn column<C: Into<Cell>>(mut self, name: &str, layouts: Layouts, cell: impl Fn(&'a T) -> C) -> Self {
        self.table.columns.push((name.to_owned(), layouts));
        for (row, item) in self.table.rows.iter_mut().zip(&self.items) {
            row.push(cell(item).into());
        }
        self
    }

    /// Ends the table with details of each item, which a narrow table has below it on a terminal.
    pub(crate) fn noted(mut self, notes: impl Fn(&'a T) -> Vec<String>) -> Table {
        for (row, item) in self.table.rows.iter_mut().zip(&self.items) {
            row.notes = notes(item);
        }
        self.table
    }

    /// Ends the table.
    pub(crate) fn table(self) -> Table {
        self.table
    }
}
