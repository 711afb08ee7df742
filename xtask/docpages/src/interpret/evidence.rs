//! Which table describes which type, where the page does not say it.
//!
//! The arguments, from the strongest to the weakest, each tried again as soon as another has settled something:
//!
//! 1. the object of the example at the place of the type has a key that one table alone has;
//! 2. every table was printed because a type uses it, so a table that one type alone can have belongs to this type;
//! 3. most descriptions of one table alone speak of the type by its name.
//!
//! Where captions are lost, pages print the table of a type that is used once after the table that uses it and before
//! the table of the next field; types that are used twice may stand later. This order only ever excludes candidates,
//! and it excludes nothing on a page whose settled tables break it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{
    placement::{Placement, RowAt, Wanted},
    rows::FieldTable,
};

/// Keys of the objects of the examples, by their place without the marks of lists.
type Objects = BTreeMap<String, BTreeSet<String>>;

/// Objects of the examples that are weighed.
const OBJECTS: usize = 4_000;

pub(crate) struct Evidence<'a> {
    tables: &'a [FieldTable],
    names: Vec<BTreeSet<&'a str>>,
    objects: Objects,
    wanted: Vec<Wanted>,
    settled: Vec<Option<usize>>,
    /// Which wanted type a row is of.
    of_row: HashMap<RowAt, usize>,
    has_captions: bool,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(tables: &'a [FieldTable], examples: &[&Value], wanted: Vec<Wanted>) -> Self {
        let mut objects = Objects::new();
        for example in examples {
            collect(example, &mut objects);
        }
        let of_row = wanted
            .iter()
            .enumerate()
            .flat_map(|(at, wanted)| wanted.rows.iter().map(move |row| (*row, at)))
            .collect();
        Self {
            names: tables
                .iter()
                .map(|table| table.rows.iter().map(|row| row.field.name.as_str()).collect())
                .collect(),
            has_captions: tables.iter().any(|table| table.caption.is_some()),
            settled: vec![None; wanted.len()],
            tables,
            objects,
            wanted,
            of_row,
        }
    }

    /// Settles what can be settled.
    pub(crate) fn settle(mut self, placement: &mut Placement) {
        while let Some((wanted, table)) = self
            .by_example(placement)
            .or_else(|| self.by_exclusion(placement))
            .or_else(|| self.by_words(placement))
        {
            if let Some(settled) = self.settled.get_mut(wanted) {
                *settled = Some(table);
            }
            for row in self.wanted.get(wanted).into_iter().flat_map(|wanted| &wanted.rows) {
                placement.described_by.insert(*row, table);
            }
            placement.place(self.tables);
        }
    }

    fn open(&self) -> impl Iterator<Item = usize> {
        self.settled
            .iter()
            .enumerate()
            .filter(|(_, settled)| settled.is_none())
            .map(|(wanted, _)| wanted)
    }

    fn by_example(&self, placement: &Placement) -> Option<(usize, usize)> {
        [false, true].into_iter().find_map(|use_order| {
            let claims: Vec<(usize, usize)> = self
                .open()
                .filter_map(|wanted| {
                    let keys = self.keys(wanted, placement)?;
                    let candidates = self.candidates(wanted, placement, use_order);
                    let [only] = candidates.as_slice() else { return None };
                    (self.is_proof(*only, &keys, wanted) && !self.fits_elsewhere(*only, &keys, wanted, placement))
                        .then_some((wanted, *only))
                })
                .collect();
            let is_disputed = |table: usize| claims.iter().filter(|(_, other)| *other == table).count() > 1;
            claims.iter().copied().find(|(_, table)| !is_disputed(*table))
        })
    }

    fn by_exclusion(&self, placement: &Placement) -> Option<(usize, usize)> {
        let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for wanted in self.open() {
            for table in self.candidates(wanted, placement, true) {
                users.entry(table).or_default().push(wanted);
            }
        }
        // A type that two tables claim as their only user proves that the page lost something.
        let only_user = |users: &Vec<usize>| match users.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (table, users) in &users {
            if let Some(wanted) = only_user(users) {
                claims.entry(wanted).or_default().push(*table);
            }
        }
        claims.iter().find_map(|(wanted, tables)| match tables.as_slice() {
            [only] => Some((*wanted, *only)),
            _ => None,
        })
    }

    fn by_words(&self, placement: &Placement) -> Option<(usize, usize)> {
        self.open().find_map(|wanted| {
            let word = last_word(&self.wanted.get(wanted)?.name);
            let mut speaking = self.candidates(wanted, placement, true).into_iter().filter(|table| {
                self.tables.get(*table).is_some_and(|table| {
                    let speaks = table.rows.iter().filter(|row| row.speaks_of(&word)).count();
                    speaks > 0 && speaks * 2 >= table.rows.len()
                })
            });
            let only = speaking.next()?;
            speaking.next().is_none().then_some((wanted, only))
        })
    }

    /// The tables that may still describe a type.
    fn candidates(&self, wanted: usize, placement: &Placement, use_order: bool) -> Vec<usize> {
        let Some(group) = self.wanted.get(wanted) else {
            return Vec::new();
        };
        let taken: BTreeSet<usize> = self.settled.iter().flatten().copied().collect();
        let bounds = if use_order { self.bounds(wanted) } else { None };
        let mut candidates: Vec<usize> = group
            .candidates
            .iter()
            .copied()
            .filter(|table| !taken.contains(table) && Some(*table) != placement.root)
            .filter(|table| !group.rows.iter().any(|(own, _)| own == table))
            .filter(|table| bounds.is_none_or(|(low, high)| low < *table && *table < high))
            .collect();
        if let Some(keys) = self.keys(wanted, placement) {
            let covered = |table: &usize| {
                self.names.get(*table).map_or(0, |names| {
                    keys.iter().filter(|key| names.contains(key.as_str())).count()
                })
            };
            let best = candidates.iter().map(covered).max().unwrap_or_default();
            candidates.retain(|table| covered(table) == best && best * 2 >= keys.len() && best > 0);
        }
        candidates
    }

    /// The keys of the objects of the examples at the places of a type, where there are any.
    fn keys(&self, wanted: usize, placement: &Placement) -> Option<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        for place in self.places(wanted, placement) {
            keys.extend(self.objects.get(&place).into_iter().flatten().cloned());
        }
        (!keys.is_empty()).then_some(keys)
    }

    fn places(&self, wanted: usize, placement: &Placement) -> Vec<String> {
        let rows = self.wanted.get(wanted).map_or(&[][..], |wanted| &wanted.rows);
        let mut places = Vec::new();
        for (table, row) in rows {
            let name = self
                .tables
                .get(*table)
                .and_then(|table| table.rows.get(*row))
                .map_or("", |row| row.field.name.as_str());
            for place in placement.at.get(*table).into_iter().flatten() {
                places.push(join(&place.replace("[]", ""), name));
            }
        }
        places
    }

    /// Whether keys of an object show that a table describes it: all its fields are there, or one that no other has.
    fn is_proof(&self, table: usize, keys: &BTreeSet<String>, wanted: usize) -> bool {
        let Some(names) = self.names.get(table) else {
            return false;
        };
        if names.len() == keys.len() && keys.iter().all(|key| names.contains(key.as_str())) {
            return true;
        }
        let rivals = self.wanted.get(wanted).map_or(&[][..], |wanted| &wanted.candidates);
        keys.iter().filter(|key| names.contains(key.as_str())).any(|key| {
            rivals
                .iter()
                .filter(|rival| **rival != table)
                .all(|rival| self.names.get(*rival).is_none_or(|names| !names.contains(key.as_str())))
        })
    }

    /// Whether an object elsewhere, whose table is not known yet, fits the table as well or better.
    fn fits_elsewhere(&self, table: usize, keys: &BTreeSet<String>, wanted: usize, placement: &Placement) -> bool {
        let Some(names) = self.names.get(table) else {
            return false;
        };
        let own = self.places(wanted, placement);
        let known: BTreeSet<String> = placement
            .at
            .iter()
            .flatten()
            .map(|place| place.replace("[]", ""))
            .collect();
        self.objects.iter().any(|(place, other)| {
            other.len() >= keys.len()
                && !own.contains(place)
                && !known.contains(place)
                && other.iter().all(|key| names.contains(key.as_str()))
        })
    }

    /// The tables between which the table of a type that is used once must stand.
    fn bounds(&self, wanted: usize) -> Option<(usize, usize)> {
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

fn collect(example: &Value, objects: &mut Objects) {
    let mut open = vec![(String::new(), example)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Array(elements) => open.extend(elements.iter().map(|element| (place.clone(), element))),
            Value::Object(object) => {
                if objects.len() >= OBJECTS {
                    return;
                }
                open.extend(object.iter().map(|(key, value)| (join(&place, key), value)));
                objects.entry(place).or_default().extend(object.keys().cloned());
            }
            _ => {}
        }
    }
}

fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

/// The last word of a name such as `PoolDriver`, small.
fn last_word(name: &str) -> String {
    let start = name
        .rfind(char::is_uppercase)
        .filter(|start| name.len() - start > 1)
        .unwrap_or(0);
    name.get(start..).unwrap_or(name).to_lowercase()
}
