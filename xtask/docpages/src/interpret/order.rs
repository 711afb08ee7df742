//! The order in which a page prints its tables.

use super::{evidence::Evidence, placement::RowAt};

impl Evidence<'_> {
    /// The tables between which the table of a type that is used once must stand.
    pub(super) fn bounds(&self, wanted: usize) -> Option<(usize, usize)> {
        if self.has_captions || !self.is_in_order() {
            return None;
        }
        let rows = &self.wanted.get(wanted)?.rows;
        let [row] = rows.as_slice() else {
            return Some((rows.iter().map(|(table, _)| *table).min()?, usize::MAX));
        };
        Some((self.before(*row), self.after(*row)))
    }

    fn before(&self, (table, row): RowAt) -> usize {
        (0..row)
            .filter_map(|row| self.settled_once((table, row)))
            .max()
            .unwrap_or(table)
            .max(table)
    }

    fn after(&self, row: RowAt) -> usize {
        let mut row = row;
        // The next field of the table, or else of the table that uses it, and so on.
        for _ in 0..self.tables.len() {
            let rows = self.tables.get(row.0).map_or(0, |table| table.rows.len());
            if let Some(next) = (row.1 + 1..rows).filter_map(|at| self.settled_once((row.0, at))).min() {
                return next;
            }
            let user = self.settled.iter().position(|settled| *settled == Some(row.0));
            match user
                .and_then(|user| self.wanted.get(user))
                .map(|user| user.rows.as_slice())
            {
                Some([only]) => row = *only,
                _ => break,
            }
        }
        usize::MAX
    }

    /// The table of a row, where it is settled and nothing else uses the type.
    fn settled_once(&self, row: RowAt) -> Option<usize> {
        let wanted = *self.of_row.get(&row)?;
        let is_once = self.wanted.get(wanted)?.rows.len() == 1;
        (*self.settled.get(wanted)?).filter(|_| is_once)
    }

    fn is_in_order(&self) -> bool {
        let once = |table: usize| {
            let rows = self.tables.get(table).map_or(0, |table| table.rows.len());
            (0..rows).filter_map(move |row| self.settled_once((table, row)))
        };
        (0..self.tables.len()).all(|table| {
            let settled: Vec<usize> = once(table).collect();
            settled.first().is_none_or(|first| *first > table) && settled.is_sorted()
        })
    }
}
