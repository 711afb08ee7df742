//! A result as a table, in whatever format it is printed.

mod cell;
mod changes;
mod from_json;
mod text;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use self::{
    cell::{ATTENTION, Cell, bad, good, warn},
    from_json::from_json,
};
use crate::{error::CommandError, output::Format};

/// Rows with a key each, and what is said below them.
#[derive(Clone, Default)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Index of the column that identifies a row, the first but for the region.
    key: usize,
    /// Columns after the key that are never cut either.
    pub(crate) whole: &'static [&'static str],
    /// Whether no cell is ever cut.
    pub(crate) is_whole: bool,
    /// Said instead of a table without rows.
    pub(crate) empty: String,
    /// Lines below the table on a terminal.
    pub(crate) footer: Vec<String>,
}

#[derive(Clone)]
struct Column {
    name: Cow<'static, str>,
    layouts: Layouts,
}

#[derive(Clone)]
struct Row {
    /// What stays the same while other cells change.
    id: String,
    cells: Vec<Cell>,
    /// Details without a column: below a table on a terminal, a column of their own elsewhere.
    notes: Vec<String>,
}

/// Layouts that have a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layouts {
    All,
    /// All but the narrow one.
    Wide,
    /// Those for people.
    People,
    /// Those for programs.
    Programs,
}

impl Layouts {
    fn include(self, format: Format) -> bool {
        match self {
            Self::All => true,
            Self::Wide => format != Format::Table,
            Self::People => format != Format::Csv,
            Self::Programs => format == Format::Csv,
        }
    }
}

impl Table {
    /// An empty table with these columns, of which the first identifies a row.
    pub(crate) fn new(columns: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Layouts)>) -> Self {
        let column = |(name, layouts): (_, _)| Column {
            name: Into::into(name),
            layouts,
        };
        Self {
            columns: columns.into_iter().map(column).collect(),
            ..Self::default()
        }
    }

    /// An empty table of names and values.
    pub(crate) fn of_fields() -> Self {
        Self {
            is_whole: true,
            ..Self::new([("FIELD", Layouts::All), ("VALUE", Layouts::All)])
        }
    }

    /// Adds a row with one cell for each column.
    pub(crate) fn add(&mut self, cells: impl Into<Vec<Cell>>, notes: Vec<String>) {
        let cells = cells.into();
        let id = cells.first().map_or_else(String::new, |cell| cell.shown.clone());
        self.rows.push(Row { id, cells, notes });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The tables of several regions as one.
    pub(crate) fn join(tables: Vec<(String, Self)>) -> Self {
        let mut joined = Self::default();
        for (region, table) in tables {
            let mut rows = table.rows;
            for row in &mut rows {
                row.id = format!("{region} {}", row.id);
                row.cells.insert(0, Cell::text(&region));
            }
            joined.rows.append(&mut rows);
            joined
                .footer
                .extend(table.footer.iter().map(|line| format!("{region}: {line}")));
            (joined.columns, joined.key, joined.whole) = (table.columns, table.key + 1, table.whole);
            joined.empty = table.empty;
        }
        let region = Column {
            name: "REGION".into(),
            layouts: Layouts::All,
        };
        joined.columns.insert(0, region);
        joined
    }

    /// Sorts by a column, downwards after a minus sign. What has no value comes last.
    pub(crate) fn sort(&mut self, by: &str) -> Result<(), CommandError> {
        let (name, is_descending) = by.strip_prefix('-').map_or((by, false), |name| (name, true));
        let found = self
            .columns
            .iter()
            .position(|column| column.name.eq_ignore_ascii_case(name));
        let Some(index) = found else {
            let names: Vec<_> = self.columns.iter().map(|column| column.name.to_lowercase()).collect();
            let hint = format!("the columns are {}", names.join(", "));
            return Err(CommandError::misuse(
                format!("there is no column \"{name}\" to sort by"),
                &hint,
            ));
        };
        let value = |row: &Row| row.cells.get(index).map_or(Value::Null, |cell| cell.value.clone());
        self.rows.sort_by(|one, other| {
            let (one, other) = (value(one), value(other));
            let order = cell::compare(&one, &other);
            let order = if is_descending { order.reverse() } else { order };
            one.is_null().cmp(&other.is_null()).then(order)
        });
        Ok(())
    }

    /// The columns of a layout, with the cells of each row; notes have the last column, if there are any.
    fn layout(&self, format: Format) -> (Vec<&str>, Vec<Vec<Cell>>) {
        let is_in = |index: &usize| {
            self.columns
                .get(*index)
                .is_some_and(|column| column.layouts.include(format))
        };
        let chosen: Vec<_> = (0..self.columns.len()).filter(is_in).collect();
        let names = chosen.iter().filter_map(|index| Some(&*self.columns.get(*index)?.name));
        let mut names: Vec<_> = names.collect();
        let has_notes = format != Format::Table && self.rows.iter().any(|row| !row.notes.is_empty());
        names.extend(has_notes.then_some("NOTES"));
        let cells = self.rows.iter().map(|row| {
            let cells = chosen.iter().filter_map(|index| row.cells.get(*index).cloned());
            cells
                .chain(has_notes.then(|| Cell::text(row.notes.join("; "))))
                .collect()
        });
        (names, cells.collect())
    }

    /// The keys of the rows, one on a line.
    pub(crate) fn names(&self) -> String {
        let keys = self.rows.iter().filter_map(|row| row.cells.get(self.key));
        let keys = keys.filter(|key| !key.is_absent());
        keys.map(|key| format!("{}\n", key.data())).collect()
    }

    /// Comma-separated values as of RFC 4180, but with the line breaks of Unix.
    pub(crate) fn csv(&self, has_headers: bool) -> csv::Result<Vec<u8>> {
        let (names, rows) = self.layout(Format::Csv);
        let mut writer = csv::Writer::from_writer(Vec::new());
        if has_headers {
            writer.write_record(names)?;
        }
        for row in rows {
            writer.write_record(row.iter().map(Cell::data))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }
}
