//! Which recorded editions have what, and whether `only_in` agrees.

use std::collections::{BTreeMap, BTreeSet};

use super::places::finding_at;
use crate::{
    diff::{Diff, Row},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::OnlyIn,
};

/// Editions.
pub type Editions = BTreeSet<String>;

/// What the recorded pages prove of the places in the contracts, by JSON pointer.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The editions that document a place.
    having: BTreeMap<String, Editions>,
    /// The editions that document what is around a place, and not the place. A page that lost a table is not among
    /// them.
    lacking: BTreeMap<String, Editions>,
    /// The editions that have a field which leads to a place.
    touching: BTreeMap<String, Editions>,
    /// The values that an edition lists for a schema.
    listing: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Evidence {
    /// The recorded editions that have a field, a parameter or a type.
    pub fn editions_of(&self, pointer: &str) -> Editions {
        self.having.get(pointer).cloned().unwrap_or_default()
    }

    /// The recorded editions that list a value of a schema.
    pub fn editions_of_value(&self, pointer: &str, value: &str) -> Editions {
        let lists = self
            .listing
            .iter()
            .filter(|((schema, _), values)| schema == pointer && values.contains(value));
        lists.map(|((_, edition), _)| edition.clone()).collect()
    }

    /// Whether an edition says anything of a place.
    pub(super) fn speaks_of(&self, edition: &str, pointer: &str) -> bool {
        let has = |editions: &BTreeMap<String, Editions>| {
            editions.get(pointer).is_some_and(|editions| editions.contains(edition))
        };
        has(&self.having) || has(&self.touching)
    }

    pub(super) fn add(&mut self, record: &Recorded, pointer: &str) {
        self.having
            .entry(pointer.to_owned())
            .or_default()
            .insert(record.edition.clone());
    }

    /// Notes that a page lacks a field or a parameter: the first of the places.
    pub(super) fn add_lacking(&mut self, record: &Recorded, places: &[String]) {
        if let Some(pointer) = places.first() {
            self.lacking
                .entry(pointer.clone())
                .or_default()
                .insert(record.edition.clone());
        }
    }

    /// Notes what a page has.
    pub(super) fn add_matches(&mut self, record: &Recorded, operation: &str, found: &Diff) {
        self.add(record, operation);
        for one in &found.matches {
            self.add(record, &one.contract.pointer);
            if !one.table.layer.pointer.is_empty() && one.table.layer.schema.is_object() {
                self.add(record, &one.table.layer.pointer);
            }
            for layer in &one.contract.layers {
                self.touching
                    .entry(layer.pointer.clone())
                    .or_default()
                    .insert(record.edition.clone());
            }
            if let Some(last) = one.contract.layers.last() {
                let key = (last.pointer.clone(), record.edition.clone());
                self.listing
                    .entry(key)
                    .or_default()
                    .extend(Row::values(&one.page.layers, false));
            }
        }
    }

    /// Whether `only_in` names the editions that have a thing, and none that lacks it.
    pub(super) fn check(&self, contracts: &Checked) -> Vec<Finding> {
        let mut findings = Vec::new();
        let entries = &contracts.provenance.only_in;
        let places: BTreeSet<&String> = self.having.keys().chain(self.lacking.keys()).collect();
        for pointer in places {
            let (having, lacking) = (
                self.editions_of(pointer),
                self.lacking.get(pointer).cloned().unwrap_or_default(),
            );
            let schema = pointer.rsplit_once("/properties/").map(|(schema, _)| schema);
            let Some((entry, name)) = entry(entries, pointer).or_else(|| entry(entries, schema?)) else {
                if having.is_empty() && !pointer.starts_with("/paths/") {
                    let message = "no recorded page has it; say in `only_in` where it is from".to_owned();
                    findings.push(finding_at(&contracts.specs, pointer, "source-differs", message));
                }
                continue;
            };
            for edition in having.iter().filter(|edition| !entry.sources.contains(edition)) {
                findings.push(differs(
                    entry,
                    format!("`sources` of {name} leaves out {edition}, which has it"),
                ));
            }
            // One operation's page may have what another's of the same edition lacks.
            for edition in lacking
                .difference(&having)
                .filter(|edition| entry.sources.contains(edition))
            {
                findings.push(differs(
                    entry,
                    format!("`sources` of {name} names {edition}, which does not have it"),
                ));
            }
        }
        for entry in entries {
            for place in &entry.places {
                findings.extend(
                    place
                        .value
                        .iter()
                        .flat_map(|value| self.check_value(entry, &place.pointer, &place.name, value)),
                );
            }
        }
        findings
    }

    fn check_value(&self, entry: &OnlyIn, pointer: &str, name: &str, value: &str) -> Vec<Finding> {
        let lists = self.listing.iter().filter(|((schema, _), _)| schema == pointer);
        let findings = lists.filter_map(|((_, edition), values)| {
            let message = match (entry.sources.contains(edition), values.contains(value)) {
                (false, true) => format!("`sources` of {name} leaves out {edition}, which lists the value"),
                // Lists go missing from flattened pages without a trace; such a page does not speak against a source.
                (true, false) if !values.is_empty() => {
                    format!("`sources` of {name} names {edition}, which does not list the value")
                }
                _ => return None,
            };
            Some(differs(entry, message))
        });
        findings.collect()
    }
}

/// The entry about a place itself, and not about one of its values.
fn entry<'a>(entries: &'a [OnlyIn], pointer: &str) -> Option<(&'a OnlyIn, &'a str)> {
    entries.iter().find_map(|entry| {
        let mut places = entry.places.iter();
        let place = places.find(|place| place.pointer == pointer && place.value.is_none())?;
        Some((entry, place.name.as_str()))
    })
}

fn differs(entry: &OnlyIn, message: String) -> Finding {
    Finding {
        file: entry.location.file.clone(),
        line: entry.location.line,
        rule: "source-differs",
        message,
    }
}
