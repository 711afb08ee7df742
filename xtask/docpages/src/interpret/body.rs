//! The tables of a body and their places in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::rows::{FieldRow, FieldTable};

/// Limits of depth and of places of one table: types that refer to themselves, or twice to types that refer twice, would
/// have no end.
const DEPTH: usize = 24;
const PLACES: usize = 32;
/// Number of example objects kept. Only a malicious page has more.
const OBJECTS: usize = 4_000;

/// A row: the number of its table, and its own.
pub(crate) type RowAt = (usize, usize);

/// The tables of one body.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) tables: Vec<FieldTable>,
    /// The table of the body itself.
    pub(crate) root: Option<usize>,
    /// The rows whose type each table describes.
    pub(crate) users: Vec<Vec<RowAt>>,
    /// The places of each table: `items[].metadata`.
    pub(crate) places: Vec<Vec<String>>,
}

impl Body {
    /// The row at a place.
    pub(crate) fn row(&self, at: RowAt) -> Option<&FieldRow> {
        self.tables.get(at.0)?.rows.get(at.1)
    }

    /// All rows with their places.
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

    /// Finds the users of all tables, and the places of those that can be reached from the body.
    pub(crate) fn place(&mut self) {
        let mut users = vec![Vec::new(); self.tables.len()];
        for (at, row) in self.rows() {
            if let Some(users) = row.table.and_then(|table| users.get_mut(table)) {
                users.push(at);
            }
        }
        self.users = users;
        self.places = vec![Vec::new(); self.tables.len()];
        let mut reached: Vec<(usize, String, Vec<usize>)> = self
            .root
            .map(|root| (root, String::new(), Vec::new()))
            .into_iter()
            .collect();
        while !reached.is_empty() {
            let mut next = Vec::new();
            for (table_at, place, mut above) in reached {
                let (Some(table), Some(places)) = (self.tables.get(table_at), self.places.get_mut(table_at)) else {
                    continue;
                };
                if places.len() == PLACES {
                    continue;
                }
                places.push(place.clone());
                above.push(table_at);
                if above.len() > DEPTH {
                    continue;
                }
                for row in &table.rows {
                    if let Some(below) = row.table.filter(|below| !above.contains(below)) {
                        next.push((
                            below,
                            join(&place, &row.field.name) + &row.field.kind.marks(),
                            above.clone(),
                        ));
                    }
                }
            }
            reached = next;
        }
    }
}

/// Keys of the objects in examples, by place without list marks: the elements of a list are merged.
#[derive(Debug, Default)]
pub(crate) struct ExampleObjects(BTreeMap<String, BTreeSet<String>>);

impl ExampleObjects {
    /// Collects the objects of examples.
    pub(crate) fn of(examples: &[&Value]) -> Self {
        let mut objects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
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
        Self(objects)
    }

    /// The keys of the object at a place.
    pub(crate) fn keys(&self, place: &str) -> Option<&BTreeSet<String>> {
        self.0.get(place)
    }

    /// The objects with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        self.0.iter()
    }
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
