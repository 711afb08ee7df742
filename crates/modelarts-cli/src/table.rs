//! A result as a table, in whatever format it is printed.

mod cell;
mod changes;
mod from_json;
mod list;
mod text;

use std::{cmp::Ordering, io};

pub(crate) use self::{
    cell::{ATTENTION, Cell, bad, good, warn},
    from_json::from_json,
    list::List,
};
use crate::{error::CommandError, output::Format};

/// Rows with a key each, and what is said below them.
#[derive(Clone, Default)]
pub(crate) struct Table {
    columns: Vec<(String, Layouts)>,
    rows: Vec<Row>,
    /// Index of the column that identifies a row, the first but for the region.
    key: usize,
    /// Whether no cell is ever cut.
    is_whole: bool,
    /// Said instead of a table without rows.
    pub(crate) empty: String,
    /// Lines below the table on a terminal.
    pub(crate) footer: Vec<String>,
}

#[derive(Clone, Default)]
struct Row {
    /// What stays the same while other cells change.
    id: String,
    cells: Vec<Cell>,
    /// Details that stand below a narrow table on a terminal.
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

impl Row {
    fn push(&mut self, cell: Cell) {
        if self.cells.is_empty() {
            self.id.clone_from(&cell.shown);
        }
        self.cells.push(cell);
    }
}

impl Table {
    /// An empty table with these columns, of which the first identifies a row.
    pub(crate) fn new(columns: impl IntoIterator<Item = (impl Into<String>, Layouts)>) -> Self {
        let columns = columns.into_iter().map(|(name, layouts)| (name.into(), layouts));
        Self {
            columns: columns.collect(),
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
    pub(crate) fn add(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row = Row::default();
        cells.into_iter().for_each(|cell| row.push(cell));
        self.rows.push(row);
    }

    /// Adds a field, unless its value is missing.
    pub(crate) fn field(&mut self, name: &str, value: impl Into<Cell>) {
        let value = value.into();
        if !value.is_absent() {
            self.add([name.into(), value]);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table with its region in the first column.
    pub(crate) fn of_region(mut self, region: &str) -> Self {
        for row in &mut self.rows {
            row.id = format!("{region} {}", row.id);
            row.cells.insert(0, region.into());
        }
        self.columns.insert(0, ("REGION".to_owned(), Layouts::All));
        self.key += 1;
        self.footer
            .iter_mut()
            .for_each(|line| line.insert_str(0, &format!("{region}: ")));
        self
    }

    /// The table with the rows of another one that has the same columns.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self.footer.extend(other.footer);
        self
    }

    /// Sorts by a column, downwards after a minus sign. What has no value comes last.
    pub(crate) fn sort(&mut self, by: &str) -> Result<(), CommandError> {
        let (name, is_descending) = by.strip_prefix('-').map_or((by, false), |name| (name, true));
        let mut names = self.columns.iter().map(|(name, _)| name.to_lowercase());
        let Some(index) = names.position(|known| known == name.to_lowercase()) else {
            let names: Vec<_> = self.columns.iter().map(|(name, _)| name.to_lowercase()).collect();
            let text = format!("there is no column \"{name}\" to sort by");
            return Err(CommandError::misuse(
                text,
                &format!("the columns are {}", names.join(", ")),
            ));
        };
        self.rows.sort_by(|one, other| {
            let (Some(one), Some(other)) = (one.cells.get(index), other.cells.get(index)) else {
                return Ordering::Equal;
            };
            let order = one.compare(other);
            let order = if is_descending { order.reverse() } else { order };
            one.is_absent().cmp(&other.is_absent()).then(order)
        });
        Ok(())
    }

    /// The columns of a layout, with the cells of each row.
    fn layout(&self, format: Format) -> (Vec<&str>, Vec<Vec<&Cell>>) {
        let columns = self.columns.iter().filter(|(_, layouts)| layouts.include(format));
        let rows = self.rows.iter().map(|row| {
            let cells = row.cells.iter().zip(&self.columns);
            let cells = cells.filter(|(_, (_, layouts))| layouts.include(format));
            cells.map(|(cell, _)| cell).collect()
        });
        (columns.map(|(name, _)| &**name).collect(), rows.collect())
    }

    /// The keys of the rows, one on a line.
    pub(crate) fn names(&self) -> String {
        let keys = self.rows.iter().filter_map(|row| row.cells.get(self.key));
        let keys = keys.filter(|key| !key.is_absent());
        keys.map(|key| format!("{}\n", key.data())).collect()
    }

    /// Comma-separated values as of RFC 4180, but with the line breaks of Unix.
    pub(crate) fn csv(&self, has_headers: bool) -> io::Result<Vec<u8>> {
        let (names, rows) = self.layout(Format::Csv);
        let mut writer = csv::Writer::from_writer(Vec::new());
        if has_headers {
            writer.write_record(names)?;
        }
        for row in rows {
            writer.write_record(row.iter().map(|cell| cell.data().into_owned()))?;
        }
        writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
