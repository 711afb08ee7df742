//! The tables of a body and their places in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::rows::{FieldRow, FieldTable, RowAt};
use crate::types;

/// Limits of depth and of places of one table: types that refer to themselves, or twice to types that refer twice, would
/// have no end.
const DEPTH: usize = 24;
const PLACES: usize = 32;
/// Number of example objects kept. Only a malicious page has more.
const OBJECTS: usize = 4_000;

#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) tables: Vec<FieldTable>,
    /// The table of the body itself.
    pub(crate) root: Option<usize>,
}

impl Body {
    pub(crate) fn row(&self, at: RowAt) -> Option<&FieldRow> {
        self.tables.get(at.0)?.rows.get(at.1)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (RowAt, &FieldRow)> {
        let tables = self.tables.iter().enumerate();
        tables.flat_map(|(table_at, table)| {
            table
                .rows
                .iter()
                .enumerate()
                .map(move |(row_at, row)| ((table_at, row_at), row))
        })
    }

    /// Sets the table that describes the type of some rows.
    pub(crate) fn describe(&mut self, rows: &[RowAt], table: Option<usize>) {
        for at in rows {
            if let Some(row) = self.tables.get_mut(at.0).and_then(|table| table.rows.get_mut(at.1)) {
                row.table = table;
            }
        }
    }

    /// Whether tables have captions, which name their types.
    pub(crate) fn has_captions(&self) -> bool {
        self.tables.iter().any(|table| table.caption.is_some())
    }

    /// The places in examples of what a row holds.
    pub(crate) fn in_examples(&self, at: RowAt) -> impl Iterator<Item = String> {
        let table = self.tables.get(at.0).zip(self.row(at));
        let places = table
            .into_iter()
            .flat_map(|(table, row)| table.places.iter().map(move |place| (place, row)));
        places.map(|(place, row)| join(&bare(place), &row.name))
    }

    /// The table of the type of a row, where it is settled and nothing else uses it.
    pub(crate) fn used_once(&self, row: RowAt) -> Option<usize> {
        let table = self.row(row)?.table?;
        (self.tables.get(table)?.users.len() == 1).then_some(table)
    }

    /// Finds the users of all tables, and the places of those that can be reached from the body.
    pub(crate) fn place(&mut self) {
        for table in &mut self.tables {
            table.users.clear();
            table.places.clear();
        }
        let used: Vec<(RowAt, usize)> = self.rows().filter_map(|(at, row)| Some((at, row.table?))).collect();
        for (at, table) in used {
            self.tables
                .get_mut(table)
                .into_iter()
                .for_each(|table| table.users.push(at));
        }
        let mut reached: VecDeque<(usize, String, Vec<usize>)> = VecDeque::new();
        reached.extend(self.root.map(|root| (root, String::new(), Vec::new())));
        while let Some((at, place, mut above)) = reached.pop_front() {
            let Some(table) = self.tables.get_mut(at).filter(|table| table.places.len() < PLACES) else {
                continue;
            };
            table.places.push(place.clone());
            above.push(at);
            if above.len() > DEPTH {
                continue;
            }
            for row in &table.rows {
                if let Some(below) = row.table.filter(|below| !above.contains(below)) {
                    let place = join(&place, &row.name) + &types::marks(&row.schema);
                    reached.push_back((below, place, above.clone()));
                }
            }
        }
    }
}

/// Keys of the objects in examples, by place without list marks: the elements of a list are merged.
pub(crate) type ExampleObjects = BTreeMap<String, BTreeSet<String>>;

pub(crate) fn example_objects(examples: &[&Value]) -> ExampleObjects {
    let mut objects = ExampleObjects::new();
    let mut open: Vec<(String, &Value)> = examples.iter().map(|example| (String::new(), *example)).collect();
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Array(elements) => open.extend(elements.iter().map(|element| (place.clone(), element))),
            Value::Object(object) if objects.len() < OBJECTS => {
                open.extend(object.iter().map(|(key, value)| (join(&place, key), value)));
                objects.entry(place).or_default().extend(object.keys().cloned());
            }
            _ => {}
        }
    }
    objects
}

/// Place of the value of a key.
pub(crate) fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

/// Strips the list marks from a place.
pub(crate) fn bare(place: &str) -> String {
    place.replace("[]", "")
}
