//! Which table describes which type, where the page does not say it.
//!
//! The arguments, from the strongest to the weakest, each tried again as soon as another has settled something:
//!
//! 1. the object of the example at the place of the type has a key that one table alone has;
//! 2. every table was printed because a type uses it, so a table that one type alone can have belongs to this type;
//! 3. most descriptions of one table alone speak of the type by its name.
//!
//! The second and the third say nothing on a page that shows the loss of a table, which may have used any other.
//!
//! Where captions are lost, pages print the table of a type that is used once after the table that uses it and before
//! the table of the next field; types that are used twice may stand later. This order only ever excludes candidates,
//! and it excludes nothing on a page whose settled tables break it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    example_objects::{ExampleObjects, join},
    placement::{Placement, RowAt, Wanted},
    rows::FieldTable,
};
use crate::Field;

pub(crate) struct Evidence<'a> {
    pub(super) tables: &'a [FieldTable],
    names: Vec<BTreeSet<&'a str>>,
    objects: ExampleObjects,
    pub(super) wanted: Vec<Wanted>,
    pub(super) settled: Vec<Option<usize>>,
    /// Which wanted type a row is of.
    pub(super) of_row: HashMap<RowAt, usize>,
    pub(super) has_captions: bool,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(tables: &'a [FieldTable], objects: ExampleObjects, wanted: Vec<Wanted>) -> Self {
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
                    (self.is_proof(*only, &keys, wanted, placement)
                        && !self.fits_elsewhere(*only, wanted, placement, use_order))
                    .then_some((wanted, *only))
                })
                .collect();
            let is_disputed = |table: usize| claims.iter().filter(|(_, other)| *other == table).count() > 1;
            claims.iter().copied().find(|(_, table)| !is_disputed(*table))
        })
    }

    fn by_exclusion(&self, placement: &Placement) -> Option<(usize, usize)> {
        if self.shows_loss(placement) {
            return None;
        }
        let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for wanted in self.open() {
            for table in self.left(wanted, placement, true) {
                users.entry(table).or_default().push(wanted);
            }
        }
        // A type that two tables claim as their only user proves that the page lost something.
        let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (table, users) in &users {
            let [only] = users.as_slice() else { continue };
            if self
                .keys(*only, placement)
                .is_none_or(|keys| self.covered(*table, &keys) > 0)
            {
                claims.entry(*only).or_default().push(*table);
            }
        }
        claims.iter().find_map(|(wanted, tables)| match tables.as_slice() {
            [only] => Some((*wanted, *only)),
            _ => None,
        })
    }

    fn by_words(&self, placement: &Placement) -> Option<(usize, usize)> {
        if self.shows_loss(placement) {
            return None;
        }
        self.open().find_map(|wanted| {
            let word = last_word(&self.wanted.get(wanted)?.name);
            let mut speaking = self.plausible(wanted, placement).into_iter().filter(|table| {
                self.tables.get(*table).is_some_and(|table| {
                    let speaks = table.rows.iter().filter(|row| row.speaks_of(&word)).count();
                    speaks > 0 && speaks * 2 >= table.rows.len()
                })
            });
            let only = speaking.next()?;
            speaking.next().is_none().then_some((wanted, only))
        })
    }

    /// The tables that may still describe a type and fit the example best.
    fn candidates(&self, wanted: usize, placement: &Placement, use_order: bool) -> Vec<usize> {
        let mut candidates = self.left(wanted, placement, use_order);
        if let Some(keys) = self.keys(wanted, placement) {
            let best = candidates
                .iter()
                .map(|table| self.covered(*table, &keys))
                .max()
                .unwrap_or_default();
            candidates.retain(|table| self.covered(*table, &keys) == best && best * 2 >= keys.len() && best > 0);
        }
        candidates
    }

    /// The tables that may still describe a type, though a field of the example may have another name by now: all but
    /// those that have no key of the object at the place and all keys of an object elsewhere.
    fn plausible(&self, wanted: usize, placement: &Placement) -> Vec<usize> {
        let mut plausible = self.left(wanted, placement, true);
        if let Some(keys) = self.keys(wanted, placement) {
            plausible.retain(|table| {
                self.covered(*table, &keys) > 0 || !self.fits_elsewhere(*table, wanted, placement, true)
            });
        }
        plausible
    }

    /// The tables that may still describe a type, whatever the example says.
    fn left(&self, wanted: usize, placement: &Placement, use_order: bool) -> Vec<usize> {
        let Some(group) = self.wanted.get(wanted) else {
            return Vec::new();
        };
        let bounds = if use_order { self.bounds(wanted) } else { None };
        let left = self.untaken(group, placement);
        left.filter(|table| bounds.is_none_or(|(low, high)| low < *table && *table < high))
            .collect()
    }

    fn untaken<'g>(&'g self, group: &'g Wanted, placement: &'g Placement) -> impl Iterator<Item = usize> + 'g {
        group.candidates.iter().copied().filter(|table| {
            Some(*table) != placement.root
                && !self.settled.contains(&Some(*table))
                && !group.rows.iter().any(|(own, _)| own == table)
        })
    }

    fn covered(&self, table: usize, keys: &BTreeSet<String>) -> usize {
        self.names.get(table).map_or(0, |names| {
            keys.iter().filter(|key| names.contains(key.as_str())).count()
        })
    }

    /// The keys of the objects of the examples at the places of a type, where there are any.
    fn keys(&self, wanted: usize, placement: &Placement) -> Option<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        for place in self.places(wanted, placement) {
            keys.extend(self.objects.keys(&place).cloned());
        }
        (!keys.is_empty()).then_some(keys)
    }

    /// The places of a type in the example, without the marks of lists.
    fn places(&self, wanted: usize, placement: &Placement) -> Vec<String> {
        let rows = self.wanted.get(wanted).map_or(&[][..], |wanted| &wanted.rows);
        let mut found = Vec::new();
        for (table, row) in rows {
            let Some(row) = self.tables.get(*table).and_then(|table| table.rows.get(*row)) else {
                continue;
            };
            for place in placement.at.get(*table).into_iter().flatten() {
                let place = place.replace("[]", "");
                let own = join(&place, &row.field.name);
                let other = || Some(join(&place, self.older_name(*table, &row.field, &place)?));
                found.push(if self.objects.contains(&own) {
                    own
                } else {
                    other().unwrap_or(own)
                });
            }
        }
        found
    }

    /// The key of the example that a field must have had before it was renamed: no field has this name, and the name of
    /// the type of the field speaks of it.
    fn older_name(&self, table: usize, field: &Field, place: &str) -> Option<&str> {
        let kind = field.kind.refers_to()?.to_lowercase();
        let names = self.names.get(table)?;
        let mut keys = self.objects.keys(place).map(String::as_str).filter(|key| {
            let speaks = kind.contains(key.trim_end_matches('s').to_lowercase().as_str());
            speaks && !names.contains(key) && self.objects.contains(&join(place, key))
        });
        keys.next().filter(|_| keys.next().is_none())
    }

    /// Whether keys of an object show that a table describes it: all its fields are there, or one that no other table
    /// has. Where the object has a single key, which may be as common as `name`, it must hold an object on both sides.
    fn is_proof(&self, table: usize, keys: &BTreeSet<String>, wanted: usize, placement: &Placement) -> bool {
        let Some(names) = self.names.get(table) else {
            return false;
        };
        let covered = self.covered(table, keys);
        if names.len() == keys.len() && covered == keys.len() {
            return true;
        }
        let is_half = keys.len() > 1 && covered * 2 >= names.len();
        let holds_object = |key: &str| {
            let rows = self.tables.get(table).map_or(&[][..], |table| table.rows.as_slice());
            rows.iter()
                .any(|row| row.field.name == key && row.field.kind.refers_to().is_some())
                && self
                    .places(wanted, placement)
                    .iter()
                    .any(|place| self.objects.contains(&join(place, key)))
        };
        let rivals = self.wanted.get(wanted).map_or(&[][..], |wanted| &wanted.candidates);
        let is_rare = |key: &str| {
            let has_key = |rival: usize| self.names.get(rival).is_some_and(|names| names.contains(key));
            rivals.iter().all(|rival| *rival == table || !has_key(*rival))
        };
        keys.iter()
            .any(|key| names.contains(key.as_str()) && is_rare(key) && (covered > 1 || is_half || holds_object(key)))
    }

    /// Whether an object elsewhere, whose table is not known yet, fits the table too.
    fn fits_elsewhere(&self, table: usize, wanted: usize, placement: &Placement, use_order: bool) -> bool {
        let mut known: BTreeSet<String> = placement
            .at
            .iter()
            .flatten()
            .map(|place| place.replace("[]", ""))
            .collect();
        let missing =
            |wanted: usize| Some(self.keys(wanted, placement)?).map(|keys| keys.len() - self.covered(table, &keys));
        let own = missing(wanted);
        for other in self.open() {
            let fits_as_well =
                other != wanted && missing(other).is_some_and(|other| own.is_none_or(|own| other <= own));
            if fits_as_well && self.candidates(other, placement, use_order).contains(&table) {
                return true;
            }
            known.extend(self.places(other, placement));
        }
        let Some(names) = self.names.get(table) else {
            return false;
        };
        self.objects
            .iter()
            .any(|(place, keys)| !known.contains(place) && keys.iter().all(|key| names.contains(key.as_str())))
    }

    /// Whether an object of the example has no table or no field any more. What is lost may have used any table.
    fn shows_loss(&self, placement: &Placement) -> bool {
        let has_lost_table = |wanted: usize| {
            self.keys(wanted, placement).is_some() && self.candidates(wanted, placement, false).is_empty()
        };
        self.open().any(has_lost_table) || self.has_lost_field(placement)
    }

    fn has_lost_field(&self, placement: &Placement) -> bool {
        let tables = self.tables.iter().zip(&self.names).zip(&placement.at).enumerate();
        let mut lost = BTreeMap::new();
        for (index, ((table, names), places)) in tables {
            for place in places.iter().map(|place| place.replace("[]", "")) {
                let older: BTreeSet<&str> = table
                    .rows
                    .iter()
                    .filter_map(|row| self.older_name(index, &row.field, &place))
                    .collect();
                let keys = self.objects.keys(&place);
                for key in keys.filter(|key| self.objects.contains(&join(&place, key))) {
                    let has_field = names.contains(key.as_str()) || older.contains(key.as_str());
                    *lost.entry(join(&place, key)).or_insert(true) &= !has_field;
                }
            }
        }
        lost.values().any(|lost| *lost)
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
