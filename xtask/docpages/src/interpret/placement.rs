//! Where in the body each table stands.
//!
//! The type of a field leads to the table that describes it: by the link and by the caption where the page has them.
//! Where it has none, or where two tables have one caption, the evidence is the example: the object that stands at the
//! place of the field has the fields of the table. What the example leaves open is settled only where nothing else is
//! possible (see [`super::evidence`]). What stays open is reported and not guessed.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{
    evidence::Evidence,
    example_objects::{ExampleObjects, join},
    rows::FieldTable,
    sections::names_type,
};
use crate::{Scalar, Type, vocabulary::CaptionOf};

/// Objects deeper than this are not followed: types that refer to themselves would have no end.
const DEPTH: usize = 24;
/// Places of one table that are recorded. A type that refers twice to a type that refers twice, and so on, has more
/// places than a page has letters.
const PLACES: usize = 32;
/// Candidates that are weighed. Pages have dozens; only a page made to exhaust us has more.
const CANDIDATES: usize = 20_000;

/// A place of a row: the table and the row in it.
pub(crate) type RowAt = (usize, usize);

/// The tables of a body and where they stand.
#[derive(Debug, Default)]
pub(crate) struct Placement {
    /// The table of the body itself.
    pub(crate) root: Option<usize>,
    /// Which table describes the type of a row.
    pub(crate) described_by: HashMap<RowAt, usize>,
    /// The places of each table, in the order in which they were found.
    pub(crate) at: Vec<Vec<String>>,
}

/// A type whose table is looked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The rows that are of this type.
    pub(crate) rows: Vec<RowAt>,
    /// The tables that may describe it.
    pub(crate) candidates: Vec<usize>,
    /// Its name.
    pub(crate) name: String,
}

impl Placement {
    /// Places the tables of a body, of which examples are at hand.
    pub(crate) fn of(tables: &[FieldTable], examples: &[&Value]) -> Self {
        let root = root(tables, examples);
        let mut placement = Self {
            root,
            described_by: HashMap::new(),
            at: vec![Vec::new(); tables.len()],
        };
        let wanted = placement.by_name(tables);
        placement.place(tables);
        let objects = ExampleObjects::of(examples);
        placement.refute(tables, &objects);
        if !wanted.is_empty() {
            Evidence::new(tables, objects, wanted).settle(&mut placement);
        }
        for places in &mut placement.at {
            places.sort();
        }
        placement
    }

    /// Settles what captions and links settle, and gives what they leave open.
    fn by_name(&mut self, tables: &[FieldTable]) -> Vec<Wanted> {
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut anchored: HashMap<&str, usize> = HashMap::new();
        let mut numbered: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, table) in tables.iter().enumerate() {
            if let Some(name) = names_type(table.caption.as_ref()) {
                named.entry(name).or_default().push(index);
            }
            if let Some(number) = table.caption.as_ref().and_then(|caption| caption.number) {
                numbered.entry(number).or_default().push(index);
            }
            for anchor in &table.anchors {
                anchored.entry(anchor).or_insert(index);
            }
        }
        let has_captions = tables.iter().any(|table| table.caption.is_some());
        let mut weighed = 0;
        let mut open: HashMap<(String, Option<RowAt>), Wanted> = HashMap::new();
        for (table_at, table) in tables.iter().enumerate() {
            for (row_at, row) in table.rows.iter().enumerate() {
                let here = (table_at, row_at);
                let linked = row.link.as_deref().and_then(|link| anchored.get(link)).copied();
                let Some(name) = row
                    .field
                    .kind
                    .refers_to()
                    .or_else(|| linked.and(Some("")).filter(|_| is_object(&row.field.kind)))
                else {
                    continue;
                };
                let candidates = if has_captions {
                    // Of two tables with one name only the first keeps its anchor, so a link to it proves nothing.
                    let name = linked
                        .and_then(|table| names_type(tables.get(table)?.caption.as_ref()))
                        .unwrap_or(name);
                    let namesakes = named.get(name).map_or(&[][..], Vec::as_slice);
                    let seen = row.see.iter().find_map(|link| anchored.get(link.as_str()));
                    let numbered = || {
                        row.table_number
                            .and_then(|number| numbered.get(&number))
                            .filter(|tables| tables.len() == 1)
                    };
                    match (namesakes, linked, seen.or_else(|| numbered()?.first())) {
                        ([], Some(table), _) | ([], None, Some(&table)) => vec![table],
                        (namesakes, ..) => namesakes.to_vec(),
                    }
                } else {
                    (0..tables.len())
                        .filter(|other| *other != table_at && Some(*other) != self.root)
                        .collect()
                };
                match candidates.as_slice() {
                    [] => {}
                    [only] if has_captions => {
                        self.described_by.insert(here, *only);
                    }
                    _ => {
                        weighed += candidates.len();
                        if weighed > CANDIDATES {
                            return Vec::new();
                        }
                        // A name in small letters is that of the field, and two fields of one name may differ.
                        let is_shared = name.starts_with(char::is_uppercase);
                        let wanted = open
                            .entry((name.to_owned(), (!is_shared).then_some(here)))
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
        }
        let mut open: Vec<Wanted> = open.into_values().collect();
        open.sort_by(|a, b| a.rows.cmp(&b.rows));
        open
    }

    /// Takes a table from a field that it cannot describe. A name in small letters is that of a field, and two fields of
    /// one name may have two tables, of which the page may have lost one: where the example shows that the table that
    /// is left describes one of them and has no key of the other, it is not that of the other.
    fn refute(&mut self, tables: &[FieldTable], objects: &ExampleObjects) {
        let mut users: HashMap<usize, Vec<RowAt>> = HashMap::new();
        for (row, table) in &self.described_by {
            users.entry(*table).or_default().push(*row);
        }
        for (table, rows) in users.into_iter().filter(|(_, rows)| rows.len() > 1) {
            let Some(described) = tables.get(table) else { continue };
            let names: BTreeSet<&str> = described.rows.iter().map(|row| row.field.name.as_str()).collect();
            // None where the example shows nothing, else whether a key of the object there is one of the table.
            let fits = |(user, row): &RowAt| {
                let field = &tables.get(*user)?.rows.get(*row)?.field;
                let keys = self
                    .at
                    .get(*user)?
                    .iter()
                    .flat_map(|place| objects.keys(&join(&place.replace("[]", ""), &field.name)));
                keys.map(|key| names.contains(key.as_str()))
                    .reduce(|fits, another| fits || another)
            };
            let refuted: Vec<RowAt> = rows.iter().filter(|row| fits(row) == Some(false)).copied().collect();
            let is_inline =
                names_type(described.caption.as_ref()).is_some_and(|name| name.starts_with(char::is_lowercase));
            if is_inline && rows.iter().any(|row| fits(row) == Some(true)) {
                self.described_by.retain(|row, _| !refuted.contains(row));
            }
        }
        self.place(tables);
    }

    /// Finds the places of all tables that can be reached from the body.
    pub(crate) fn place(&mut self, tables: &[FieldTable]) {
        for places in &mut self.at {
            places.clear();
        }
        let mut reached: Vec<(usize, String, Vec<usize>)> = self
            .root
            .map(|root| (root, String::new(), Vec::new()))
            .into_iter()
            .collect();
        let mut next = Vec::new();
        while !reached.is_empty() {
            for (table_at, place, above) in reached.drain(..) {
                let Some(places) = self.at.get_mut(table_at).filter(|places| places.len() < PLACES) else {
                    continue;
                };
                places.push(place.clone());
                if above.len() >= DEPTH {
                    continue;
                }
                let Some(table) = tables.get(table_at) else { continue };
                for (row_at, row) in table.rows.iter().enumerate() {
                    let Some(below) = self.described_by.get(&(table_at, row_at)).copied() else {
                        continue;
                    };
                    if below == table_at || above.contains(&below) {
                        continue;
                    }
                    let mut chain = above.clone();
                    chain.push(table_at);
                    next.push((below, extend(&place, &row.field.name, &row.field.kind), chain));
                }
            }
            std::mem::swap(&mut reached, &mut next);
        }
    }
}

fn is_object(kind: &Type) -> bool {
    match kind {
        Type::Scalar(scalar) => *scalar == Scalar::Object,
        Type::Array(inner) | Type::Map(inner) => is_object(inner),
        Type::Named(_) | Type::Unknown(_) => false,
    }
}

/// The place of what a field holds: `items[]` of a list, `labels{}` of an object with any keys.
pub(crate) fn extend(place: &str, name: &str, kind: &Type) -> String {
    let mut extended = String::with_capacity(place.len() + name.len() + 3);
    extended.push_str(place);
    if !place.is_empty() {
        extended.push('.');
    }
    extended.push_str(name);
    let mut kind = kind;
    loop {
        kind = match kind {
            Type::Array(inner) => {
                extended.push_str("[]");
                inner
            }
            Type::Map(inner) => {
                extended.push_str("{}");
                inner
            }
            _ => return extended,
        };
    }
}

/// The table of the body: the one that says so, or the first, unless the page shows that the table of the body was lost.
fn root(tables: &[FieldTable], examples: &[&Value]) -> Option<usize> {
    let captions = || {
        tables
            .iter()
            .enumerate()
            .filter_map(|(index, table)| Some((index, &table.caption.as_ref()?.of)))
    };
    if let Some((index, _)) = captions().find(|(_, of)| **of == CaptionOf::Body) {
        return Some(index);
    }
    let first = tables.first()?;
    if names_type(first.caption.as_ref()).is_some() {
        let is_used = tables.iter().flat_map(|table| &table.rows).any(|row| {
            row.field
                .kind
                .refers_to()
                .is_some_and(|name| Some(name) == names_type(first.caption.as_ref()))
                || row.link.as_ref().is_some_and(|link| first.anchors.contains(link))
        });
        // A body whose caption is the name of its type: nothing refers to it, and what refers to others is there.
        return (!is_used && !examples.is_empty() && covers_half(first, examples)).then_some(0);
    }
    if first.caption.is_none() && !examples.is_empty() && fits_better_below(first, examples) {
        return None;
    }
    Some(0)
}

fn top_keys<'a>(examples: &[&'a Value]) -> BTreeSet<&'a str> {
    let mut keys = BTreeSet::new();
    for example in examples {
        let objects = match example {
            Value::Array(elements) => elements.as_slice(),
            other => std::slice::from_ref(*other),
        };
        keys.extend(
            objects
                .iter()
                .filter_map(Value::as_object)
                .flatten()
                .map(|(key, _)| key.as_str()),
        );
    }
    keys
}

fn covers_half(table: &FieldTable, examples: &[&Value]) -> bool {
    let keys = top_keys(examples);
    covered(table, &keys) * 2 >= keys.len()
}

fn covered(table: &FieldTable, keys: &BTreeSet<&str>) -> usize {
    let names: BTreeSet<&str> = table.rows.iter().map(|row| row.field.name.as_str()).collect();
    keys.intersection(&names).count()
}

/// Whether the table has not all keys of the body of the example, and all keys of an object within it.
fn fits_better_below(table: &FieldTable, examples: &[&Value]) -> bool {
    let keys = top_keys(examples);
    let covered_above = covered(table, &keys);
    if keys.is_empty() || covered_above == keys.len() {
        return false;
    }
    let mut objects: Vec<(&Value, bool)> = examples.iter().map(|example| (*example, true)).collect();
    while let Some((value, is_top)) = objects.pop() {
        match value {
            Value::Array(elements) => objects.extend(elements.iter().map(|element| (element, is_top))),
            Value::Object(object) => {
                let keys: BTreeSet<&str> = object.keys().map(String::as_str).collect();
                if !is_top && keys.len() > covered_above && covered(table, &keys) == keys.len() {
                    return true;
                }
                objects.extend(object.values().map(|value| (value, false)));
            }
            _ => {}
        }
    }
    covered_above == 0
}
