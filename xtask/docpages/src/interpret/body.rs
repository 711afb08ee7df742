//! The tables of a body and where they stand in it.
//!
//! The type of a field leads to the table that describes it: by the caption and by links where the page has them. Where
//! it has none, or where two tables have one caption, the [`evidence`](super::evidence) decides. What stays open is
//! reported and not guessed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::{
    evidence::{self, Wanted},
    rows::{FieldRow, FieldTable, brief},
};
use crate::{DefectKind, defect::Defects, vocabulary::CaptionOf};

/// Objects deeper than this are not followed, and neither are more places of one table: types that refer to themselves,
/// or twice to types that refer twice, would have no end.
const DEPTH: usize = 24;
const PLACES: usize = 32;
/// Candidates that are weighed, and objects of examples that are kept. Only a page made to exhaust us has more.
const CANDIDATES: usize = 20_000;
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

/// The words for a body in defects.
pub(crate) fn label(what: &str, status: Option<u16>) -> String {
    status.map_or_else(|| what.to_owned(), |status| format!("{what} {status}"))
}

impl Body {
    /// Places the tables of a body with the help of examples.
    pub(crate) fn read(tables: Vec<FieldTable>, label: &str, examples: &[&Value], defects: &mut Defects) -> Self {
        let objects = ExampleObjects::of(examples);
        let mut body = Self {
            root: root(&tables, &objects),
            tables,
            ..Self::default()
        };
        let wanted = body.resolve_names();
        body.place();
        body.refute(&objects);
        evidence::settle(&mut body, &objects, wanted);
        for places in &mut body.places {
            places.sort();
        }
        body.report(label, defects);
        body
    }

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

    /// Makes a table that of the type of some rows.
    pub(crate) fn describe(&mut self, rows: &[RowAt], table: Option<usize>) {
        for at in rows {
            if let Some(row) = self.tables.get_mut(at.0).and_then(|table| table.rows.get_mut(at.1)) {
                row.table = table;
            }
        }
    }

    /// Settles what captions and links settle, and returns what they leave open.
    fn resolve_names(&mut self) -> Vec<Wanted> {
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut anchored: HashMap<&str, usize> = HashMap::new();
        let mut numbered: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, table) in self.tables.iter().enumerate() {
            if let Some(name) = table.type_name() {
                named.entry(name).or_default().push(index);
            }
            if let Some(number) = table.caption.as_ref().and_then(|caption| caption.number) {
                numbered.entry(number).or_default().push(index);
            }
            for anchor in &table.anchors {
                anchored.entry(anchor).or_insert(index);
            }
        }
        let has_captions = self.has_captions();
        let mut weighed = 0;
        let mut settled: Vec<(RowAt, usize)> = Vec::new();
        // By the name of the type: one in lower case is that of the field, and two fields of one name may differ.
        let mut open: BTreeMap<(&str, Option<RowAt>), Wanted> = BTreeMap::new();
        for (here, row) in self.rows() {
            let linked = row.link.as_deref().and_then(|link| anchored.get(link)).copied();
            let linked_object = linked.filter(|_| row.field.kind.is_object());
            let Some(name) = row.field.kind.refers_to().or(linked_object.map(|_| "")) else {
                continue;
            };
            let candidates: Vec<usize> = if has_captions {
                // Of two tables with one name only the first keeps its anchor, so a link to it proves nothing.
                let linked_name = linked.and_then(|table| self.tables.get(table)?.type_name());
                let seen = || row.see.iter().find_map(|link| anchored.get(link.as_str()));
                let by_number = || match numbered.get(&row.table_number?)?.as_slice() {
                    [only] => Some(*only),
                    _ => None,
                };
                match named.get(linked_name.unwrap_or(name)) {
                    Some(namesakes) => namesakes.clone(),
                    None => linked
                        .or_else(|| seen().copied())
                        .or_else(by_number)
                        .into_iter()
                        .collect(),
                }
            } else {
                (0..self.tables.len())
                    .filter(|other| *other != here.0 && Some(*other) != self.root)
                    .collect()
            };
            match candidates.as_slice() {
                [] => {}
                [only] if has_captions => settled.push((here, *only)),
                _ => {
                    weighed += candidates.len();
                    if weighed > CANDIDATES {
                        open.clear();
                        break;
                    }
                    let is_shared = name.starts_with(char::is_uppercase);
                    let wanted = open
                        .entry((name, (!is_shared).then_some(here)))
                        .or_insert_with(|| Wanted {
                            rows: Vec::new(),
                            candidates: candidates.clone(),
                            name: name.to_owned(),
                        });
                    wanted.rows.push(here);
                    wanted.candidates.retain(|table| candidates.contains(table));
                }
            }
        }
        let mut open: Vec<Wanted> = open.into_values().collect();
        open.sort_by(|a, b| a.rows.cmp(&b.rows));
        for (row, table) in settled {
            self.describe(&[row], Some(table));
        }
        open
    }

    /// Whether tables have captions, which name their types.
    pub(crate) fn has_captions(&self) -> bool {
        self.tables.iter().any(|table| table.caption.is_some())
    }

    /// Takes a table from fields that it cannot describe. A name in lower case is that of a field, and two fields of one
    /// name may have two tables, of which the page may have lost one: where the example shows that the table that is
    /// left describes one of them and has no key of the other, it is not that of the other.
    fn refute(&mut self, objects: &ExampleObjects) {
        let mut refuted = Vec::new();
        for (table, users) in self.tables.iter().zip(&self.users) {
            let is_inline = table
                .type_name()
                .is_some_and(|name| name.starts_with(char::is_lowercase));
            if users.len() < 2 || !is_inline {
                continue;
            }
            // None where the example shows nothing.
            let fits = |at: &RowAt| {
                let name = &self.row(*at)?.field.name;
                let objects = self
                    .places
                    .get(at.0)?
                    .iter()
                    .filter_map(|place| objects.keys(&join(&bare(place), name)));
                objects
                    .map(|keys| table.covered(keys) > 0)
                    .reduce(|fits, another| fits || another)
            };
            if users.iter().any(|row| fits(row) == Some(true)) {
                refuted.extend(users.iter().filter(|row| fits(row) == Some(false)).copied());
            }
        }
        self.describe(&refuted, None);
        self.place();
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

    fn report(&self, label: &str, defects: &mut Defects) {
        if self.root.is_none() && !self.tables.is_empty() {
            defects.add(
                DefectKind::TableAbsent,
                label,
                "the table of the body itself is not there",
            );
        }
        let mut seen = HashSet::new();
        for (table, places) in self.tables.iter().zip(&self.places) {
            let name = table.type_name();
            if let Some(name) = name.filter(|name| !seen.insert(*name)) {
                defects.add(
                    DefectKind::TableNameRepeated,
                    label,
                    format!("two tables are named {name}"),
                );
            }
            if places.is_empty() {
                let fields: Vec<String> = table.rows.iter().take(3).map(|row| brief(&row.field.name)).collect();
                let name = name.map(|name| format!("{} ", brief(name))).unwrap_or_default();
                let fields = fields.join(", ");
                let detail = format!("the page does not tell where the table {name}({fields}, …) belongs");
                defects.add(DefectKind::TableUnplaced, label, detail);
            }
            // A table without a place may be anywhere, so its rows are named by the table.
            let place = places
                .first()
                .cloned()
                .unwrap_or_else(|| name.map_or("?".to_owned(), brief));
            for row in &table.rows {
                let at = format!("{label} {}", join(&place, &row.field.name));
                row.report(&at, defects);
                if let (Some(name), None) = (row.field.kind.refers_to(), row.table) {
                    defects.add(
                        DefectKind::TableAbsent,
                        &at,
                        format!("no table can be told to describe {name}"),
                    );
                }
            }
        }
    }
}

/// The table of the body: the one that says so, or the first, unless the page shows that the table of the body was lost.
fn root(tables: &[FieldTable], objects: &ExampleObjects) -> Option<usize> {
    let is_body = |table: &FieldTable| {
        table
            .caption
            .as_ref()
            .is_some_and(|caption| caption.of == CaptionOf::Body)
    };
    if let Some(body) = tables.iter().position(is_body) {
        return Some(body);
    }
    let first = tables.first()?;
    let none = BTreeSet::new();
    let keys = objects.keys("").unwrap_or(&none);
    let covered = first.covered(keys);
    let is_root = if let Some(name) = first.type_name() {
        let is_user = |row: &FieldRow| {
            row.field.kind.refers_to() == Some(name)
                || row.link.as_ref().is_some_and(|link| first.anchors.contains(link))
        };
        // A body whose caption is the name of its type: nothing refers to it, and the example shows it.
        !tables.iter().flat_map(|table| &table.rows).any(is_user) && !keys.is_empty() && covered * 2 >= keys.len()
    } else {
        let is_below = |keys: &BTreeSet<String>| keys.len() > covered && first.covered(keys) == keys.len();
        first.caption.is_some() || covered == keys.len() || covered > 0 && !objects.0.values().any(is_below)
    };
    is_root.then_some(0)
}

/// The keys of the objects of examples, by their place without the marks of lists: those of all elements of a list are
/// taken together.
#[derive(Debug, Default)]
pub(crate) struct ExampleObjects(BTreeMap<String, BTreeSet<String>>);

impl ExampleObjects {
    fn of(examples: &[&Value]) -> Self {
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

/// The place of what a key holds.
pub(crate) fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

/// A place without the marks of lists.
pub(crate) fn bare(place: &str) -> String {
    place.replace("[]", "")
}
