//! Which recorded editions have what, and whether `only_in` agrees.

use std::collections::BTreeSet;

use super::{finding_at, finding_of};
use crate::{
    diff::{Diff, values},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::OnlyIn,
};

/// Editions.
pub type Editions = BTreeSet<String>;

/// What an edition says of a place in the contracts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// It documents the place.
    Has,
    /// It documents what is around the place, and not the place. A page that lost a table lacks nothing of it.
    Lacks,
    /// It has a field which leads to the place.
    Touches,
}

/// What the recorded pages prove of the places in the contracts, by JSON pointer.
#[derive(Default)]
pub struct Evidence {
    /// Relation, place and edition.
    relations: BTreeSet<(Relation, String, String)>,
    /// The schema, the edition and the value that it lists for it.
    values: BTreeSet<(String, String, String)>,
}

impl Evidence {
    /// The recorded editions that have a field, a parameter or a type.
    pub fn editions_of(&self, pointer: &str) -> Editions {
        self.editions(Relation::Has, pointer)
    }

    fn editions(&self, relation: Relation, pointer: &str) -> Editions {
        let from = self.relations.range((relation, pointer.to_owned(), String::new())..);
        let found = from.take_while(|(other, place, _)| (*other, place.as_str()) == (relation, pointer));
        found.map(|(.., edition)| edition.clone()).collect()
    }

    /// The recorded editions that list a value of a schema.
    pub fn editions_of_value(&self, pointer: &str, value: &str) -> Editions {
        let lists = self.values.iter().filter(|one| one.0 == pointer && one.2 == value);
        lists.map(|(_, edition, _)| edition.clone()).collect()
    }

    /// Whether an edition says anything of a place.
    pub(super) fn speaks_of(&self, edition: &str, pointer: &str) -> bool {
        let relations = [Relation::Has, Relation::Touches];
        relations
            .iter()
            .any(|relation| self.editions(*relation, pointer).contains(edition))
    }

    /// Notes that a page has something.
    pub(super) fn has(&mut self, record: &Recorded, pointer: &str) {
        self.relate(Relation::Has, record, pointer);
    }

    /// Notes that a page lacks a field or a parameter.
    pub(super) fn lacks(&mut self, record: &Recorded, pointer: &str) {
        self.relate(Relation::Lacks, record, pointer);
    }

    fn relate(&mut self, relation: Relation, record: &Recorded, pointer: &str) {
        self.relations
            .insert((relation, pointer.to_owned(), record.edition.clone()));
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
                self.relate(Relation::Touches, record, &layer.pointer);
            }
            let schema = one.contract.layers.last().map_or("", |layer| &layer.pointer);
            let listed = values(&one.page.layers, false).into_iter();
            self.values
                .extend(listed.map(|value| (schema.to_owned(), record.edition.clone(), value)));
        }
    }

    /// Whether `only_in` names the editions that have a thing, and none that lacks it.
    pub(super) fn check(&self, contracts: &Checked) -> Vec<Finding> {
        let mut findings = Vec::new();
        let entries = &contracts.provenance.only_in;
        let related = self.relations.iter().filter(|one| one.0 != Relation::Touches);
        for pointer in related.map(|(_, pointer, _)| pointer).collect::<BTreeSet<_>>() {
            let (having, lacking) = (self.editions_of(pointer), self.editions(Relation::Lacks, pointer));
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
        let listing = self.editions_of_value(pointer, value);
        // Lists go missing from flattened pages without a trace; such a page does not speak against a source.
        let of_schema = self.values.iter().filter(|(schema, ..)| schema == pointer);
        let editions: Editions = of_schema.map(|(_, edition, _)| edition.clone()).collect();
        let findings = editions.iter().filter_map(|edition| {
            let message = match (entry.sources.contains(edition), listing.contains(edition)) {
                (false, true) => format!("`sources` of {name} leaves out {edition}, which lists the value"),
                (true, false) => format!("`sources` of {name} names {edition}, which does not list the value"),
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
    finding_of(&entry.location, "source-differs", message)
}
