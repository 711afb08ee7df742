//! Evidence for the table of a type, if neither captions nor links identify it.
//!
//! The rules, from the strongest to the weakest; each is tried again whenever another has assigned a table:
//!
//! 1. the fields of one table alone overlap best with the object of the example at the place of the type, and a key
//!    proves that this is no coincidence;
//! 2. every table has a user, so a table that only one type can have belongs to that type;
//! 3. most descriptions of one table alone mention the name of the type.
//!
//! The second and third do not apply to a page that lost a table, which may have used any other.
//!
//! Where captions are lost, pages print the table of a type that is used once after the table that uses it and before
//! the table of the next field; types that are used twice may stand later. This order only ever excludes candidates,
//! and it excludes nothing on a page whose settled tables break it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    body::{Body, ExampleObjects, bare, join},
    rows::RowAt,
};

/// A type whose table is not known.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) rows: Vec<RowAt>,
    pub(crate) candidates: Vec<usize>,
    pub(crate) name: String,
}

/// Assigns tables as far as the evidence goes.
pub(crate) fn settle(body: &mut Body, objects: &ExampleObjects, mut wanted: Vec<Wanted>) {
    loop {
        let evidence = Evidence {
            body,
            objects,
            wanted: &wanted,
            is_in_order: !body.has_captions() && is_in_order(body),
        };
        let weaker = || evidence.by_exclusion().or_else(|| evidence.by_words());
        let found = evidence
            .by_example(false)
            .or_else(|| evidence.by_example(true))
            .or_else(|| (!evidence.shows_loss()).then(weaker).flatten());
        let Some((index, table)) = found else {
            return;
        };
        let settled = wanted.remove(index);
        body.describe(&settled.rows, Some(table));
        body.place();
    }
}

struct Evidence<'a> {
    body: &'a Body,
    objects: &'a ExampleObjects,
    wanted: &'a [Wanted],
    is_in_order: bool,
}

impl Evidence<'_> {
    fn by_example(&self, use_order: bool) -> Option<(usize, usize)> {
        self.wanted.iter().enumerate().find_map(|(index, wanted)| {
            let keys = self.keys(wanted)?;
            let table = only(self.candidates(wanted, use_order))?;
            let is_proven = self.is_proof(table, &keys, wanted) && !self.fits_elsewhere(table, wanted, use_order);
            is_proven.then_some((index, table))
        })
    }

    /// Whether keys of an object prove that a table describes it: they are its fields, or one of them is rare among the
    /// candidates. A single key may be as common as `name`, so it must also hold an object in both.
    fn is_proof(&self, table: usize, keys: &BTreeSet<String>, wanted: &Wanted) -> bool {
        let Some(fields) = self.body.tables.get(table) else {
            return false;
        };
        let covered = fields.covered(keys);
        let is_half = keys.len() > 1 && covered * 2 >= fields.rows.len();
        let proves = |key: &String| {
            let Some(row) = fields.row(key) else { return false };
            let is_object = |place: String| self.objects.contains_key(&join(&place, key));
            let has_key = |rival: &usize| self.body.tables.get(*rival).is_some_and(|rival| rival.has(key));
            let is_common = wanted.candidates.iter().any(|rival| *rival != table && has_key(rival));
            let holds_object = || row.refers_to().is_some() && self.places(wanted).any(is_object);
            !is_common && (covered > 1 || is_half || holds_object())
        };
        let is_whole = fields.rows.len() == keys.len() && covered == keys.len();
        is_whole || keys.iter().any(proves)
    }

    fn by_exclusion(&self) -> Option<(usize, usize)> {
        let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, wanted) in self.wanted.iter().enumerate() {
            for table in self.left(wanted, true) {
                users.entry(table).or_default().push(index);
            }
        }
        // If a type is the only possible user of two tables, the page lost something.
        let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (table, users) in users {
            if let [only] = users.as_slice() {
                claims.entry(*only).or_default().push(table);
            }
        }
        claims
            .into_iter()
            .find_map(|(wanted, tables)| Some((wanted, only(tables)?)))
    }

    fn by_words(&self) -> Option<(usize, usize)> {
        self.wanted.iter().enumerate().find_map(|(index, wanted)| {
            let word = last_word(&wanted.name);
            let keys = self.keys(wanted);
            // A field of the example may have another name by now, so a table may have no key of the object, unless it
            // has all keys of an object elsewhere.
            let is_plausible = |table: usize| {
                keys.as_ref().is_none_or(|keys| self.covered(table, keys) > 0)
                    || !self.fits_elsewhere(table, wanted, true)
            };
            let speaks = |table: &usize| self.body.tables.get(*table).is_some_and(|table| table.speaks_of(&word));
            let speaking = self
                .left(wanted, true)
                .filter(speaks)
                .filter(|table| is_plausible(*table));
            Some((index, only(speaking)?))
        })
    }

    /// The tables that may still describe a type and fit the example best.
    fn candidates(&self, wanted: &Wanted, use_order: bool) -> Vec<usize> {
        let left = self.left(wanted, use_order);
        let Some(keys) = self.keys(wanted) else {
            return left.collect();
        };
        let fits: Vec<_> = left.map(|table| (self.covered(table, &keys), table)).collect();
        let best = fits.iter().map(|(covered, _)| *covered).max().unwrap_or_default();
        let is_enough = best > 0 && best * 2 >= keys.len();
        let fits = fits.into_iter().filter(|(covered, _)| is_enough && *covered == best);
        fits.map(|(_, table)| table).collect()
    }

    /// The tables that may still describe a type, whatever the example says.
    fn left(&self, wanted: &Wanted, use_order: bool) -> impl Iterator<Item = usize> {
        let bounds = self.bounds(wanted).filter(|_| use_order && self.is_in_order);
        wanted.candidates.iter().copied().filter(move |table| {
            Some(*table) != self.body.root
                && self.body.tables.get(*table).is_some_and(|table| table.users.is_empty())
                && !wanted.rows.iter().all(|(own, _)| own == table)
                && bounds.is_none_or(|(low, high)| low < *table && *table < high)
        })
    }

    fn covered(&self, table: usize, keys: &BTreeSet<String>) -> usize {
        self.body.tables.get(table).map_or(0, |table| table.covered(keys))
    }

    /// The keys of the objects of the examples at the places of a type, where there are any.
    fn keys(&self, wanted: &Wanted) -> Option<BTreeSet<String>> {
        let shown: Vec<_> = self
            .places(wanted)
            .filter_map(|place| self.objects.get(&place))
            .collect();
        (!shown.is_empty()).then(|| shown.into_iter().flatten().cloned().collect())
    }

    /// The places of a type in the example.
    fn places(&self, wanted: &Wanted) -> impl Iterator<Item = String> {
        wanted.rows.iter().flat_map(|at| self.body.in_examples(*at))
    }

    /// Whether an object elsewhere, whose table is not known yet, fits the table too.
    fn fits_elsewhere(&self, table: usize, wanted: &Wanted, use_order: bool) -> bool {
        let missing = |wanted: &Wanted| Some(self.keys(wanted)?).map(|keys| keys.len() - self.covered(table, &keys));
        let own = missing(wanted);
        let fits_as_well = |other: &&Wanted| {
            !std::ptr::eq(*other, wanted)
                && missing(other).is_some_and(|other| own.is_none_or(|own| other <= own))
                && self.candidates(other, use_order).contains(&table)
        };
        let places = self.body.tables.iter().flat_map(|table| &table.places);
        let open = self.wanted.iter().flat_map(|other| self.places(other));
        let known: BTreeSet<String> = places.map(|place| bare(place)).chain(open).collect();
        let mut unknown = self.objects.iter().filter(|(place, _)| !known.contains(*place));
        self.wanted.iter().any(|other| fits_as_well(&other))
            || unknown.any(|(_, keys)| self.covered(table, keys) == keys.len())
    }

    /// Whether an object of the example has lost its table.
    fn shows_loss(&self) -> bool {
        let has_lost_table = |wanted: &Wanted| self.keys(wanted).is_some() && self.candidates(wanted, false).is_empty();
        self.wanted.iter().any(has_lost_table)
    }

    /// The tables between which the table of a type that is used once must stand.
    fn bounds(&self, wanted: &Wanted) -> Option<(usize, usize)> {
        let [row] = wanted.rows.as_slice() else {
            return Some((wanted.rows.iter().map(|(table, _)| *table).min()?, usize::MAX));
        };
        let before = (0..row.1).filter_map(|at| self.body.used_once((row.0, at))).max();
        Some((before.unwrap_or(row.0).max(row.0), self.after(*row)))
    }

    /// The table of the next field of a table, or else of the table that uses it, and so on.
    fn after(&self, mut row: RowAt) -> usize {
        for _ in 0..self.body.tables.len() {
            let rows = self.body.tables.get(row.0).map_or(0, |table| table.rows.len());
            if let Some(next) = (row.1 + 1..rows)
                .filter_map(|at| self.body.used_once((row.0, at)))
                .min()
            {
                return next;
            }
            match self.body.tables.get(row.0).map(|table| table.users.as_slice()) {
                Some([only]) => row = *only,
                _ => break,
            }
        }
        usize::MAX
    }
}

/// The one item, if there is but one.
fn only<T>(items: impl IntoIterator<Item = T>) -> Option<T> {
    let mut items = items.into_iter();
    items.next().filter(|_| items.next().is_none())
}

fn is_in_order(body: &Body) -> bool {
    body.tables.iter().enumerate().all(|(index, table)| {
        let settled: Vec<usize> = (0..table.rows.len())
            .filter_map(|row| body.used_once((index, row)))
            .collect();
        settled.first().is_none_or(|first| *first > index) && settled.is_sorted()
    })
}

/// The last word of a name such as `PoolDriver`, in lower case.
fn last_word(name: &str) -> String {
    let start = name
        .rfind(char::is_uppercase)
        .filter(|start| name.len() - start > 1)
        .unwrap_or(0);
    name.get(start..).unwrap_or(name).to_lowercase()
}
