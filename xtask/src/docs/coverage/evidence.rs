//! Which recorded editions have what.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diff::{Diff, values},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::Place,
};

/// Editions.
pub type Editions = BTreeSet<String>;

/// What the recorded pages prove of the places in the contracts. A place is a JSON pointer; a listed value has `=value`
/// behind that of its schema.
#[derive(Default)]
pub struct Evidence {
    /// Editions that document a place. Those that list a value of an enumeration document it.
    has: BTreeMap<String, Editions>,
    /// Editions that have a field which leads to a place.
    touches: BTreeMap<String, Editions>,
    /// Fields and parameters that some edition lacks. A page that lost a table lacks nothing of it.
    lacked: BTreeSet<String>,
}

impl Evidence {
    /// The recorded editions that have a place: a field, a parameter, a type or a value.
    pub fn editions_at(&self, place: &Place) -> Editions {
        let key = match &place.value {
            Some(value) => listed(&place.pointer, value),
            None => place.pointer.clone(),
        };
        self.has.get(&key).cloned().unwrap_or_default()
    }

    /// Whether an edition says anything of a place.
    pub(super) fn speaks_of(&self, edition: &str, pointer: &str) -> bool {
        let mut editions = [&self.has, &self.touches]
            .into_iter()
            .filter_map(|map| map.get(pointer));
        editions.any(|editions| editions.contains(edition))
    }

    /// Notes that a page has something.
    pub(super) fn has(&mut self, record: &Recorded, place: &str) {
        note(&mut self.has, record, place);
    }

    /// Notes that a page lacks a field or a parameter.
    pub(super) fn lacks(&mut self, pointer: &str) {
        self.lacked.insert(pointer.to_owned());
    }

    /// Notes what a page has.
    pub(super) fn add_matches(&mut self, record: &Recorded, operation: &str, found: &Diff) {
        self.has(record, operation);
        for one in &found.matches {
            self.has(record, &one.contract.pointer);
            if one.table.layer.value.is_object() {
                self.has(record, &one.table.layer.pointer);
            }
            for layer in &one.contract.layers {
                note(&mut self.touches, record, &layer.pointer);
            }
            let schema = one.contract.layers.last().map_or("", |layer| &layer.pointer);
            for value in values(&one.page.layers, false) {
                self.has(record, schema);
                self.has(record, &listed(schema, &value));
            }
        }
    }

    /// Of what no recorded page has, `only_in` says where it is from.
    pub(super) fn check(&self, contracts: &Checked) -> Vec<Finding> {
        let mut findings = Vec::new();
        let only_in = || contracts.provenance.only_in.iter();
        let is_listed = |pointer: &str| {
            let mut places = only_in().flat_map(|entry| &entry.places);
            places.any(|place| place.pointer == pointer && place.value.is_none())
        };
        for pointer in self.lacked.iter().filter(|pointer| !self.has.contains_key(*pointer)) {
            let schema = pointer.rsplit_once("/properties/").map_or("", |(schema, _)| schema);
            if !is_listed(pointer) && !is_listed(schema) {
                let message = "no recorded page has it; say in `only_in` where it is from";
                findings.push(contracts.specs.location(pointer).finding("source-differs", message));
            }
        }
        for entry in only_in().filter(|entry| entry.sources.is_empty()) {
            for place in entry.places.iter().filter(|place| self.editions_at(place).is_empty()) {
                let message = format!("no recorded page has {}; say in `sources` where it is from", place.name);
                findings.push(entry.location.finding("source-differs", message));
            }
        }
        findings
    }
}

fn listed(schema: &str, value: &str) -> String {
    format!("{schema}={value}")
}

fn note(map: &mut BTreeMap<String, Editions>, record: &Recorded, place: &str) {
    map.entry(place.to_owned()).or_default().insert(record.edition.clone());
}
