//! One recorded page beside its operation.

use std::collections::{BTreeMap, BTreeSet};

use docpages::DefectKind;
use serde_json::Value;

use super::{
    Difference, Evidence, Weight,
    defects::{self, Damage},
    places::{finding_at, places_of},
};
use crate::{
    diff::{Change, ChangeKind, Diff, Operation, Row, Side, View, diff, of_responses},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::{Aspect, SourceKind},
    spec::child,
};

/// The recorded pages beside the contracts, as far as they were compared.
pub(super) struct Survey<'a> {
    pub(super) contracts: &'a Checked,
    /// Every documented payload of the contracts.
    pub(super) payloads: Vec<&'a Value>,
    pub(super) differences: Vec<Difference<'a>>,
    pub(super) evidence: Evidence,
    pub(super) findings: Vec<Finding>,
}

/// Keywords that refuse some values.
const NARROWING: [&str; 5] = ["pattern", "minLength", "maxLength", "minimum", "maximum"];

impl<'a> Survey<'a> {
    pub(super) fn differ(
        &mut self,
        record: &'a Recorded,
        aspect: Aspect,
        places: Vec<String>,
        weight: Weight,
        message: impl Into<String>,
    ) {
        self.differences.push(Difference {
            record,
            aspect,
            places,
            message: message.into(),
            weight,
        });
    }

    /// Compares a page with its operation.
    pub(super) fn compare(&mut self, record: &'a Recorded) {
        let page = record.view();
        let described = page.operations.first();
        let pointer = described.map(|one| child(&child("/paths", one.path), &one.method.to_lowercase()));
        let contract = View::of_operation(&self.contracts.bundle.value, &pointer.unwrap_or_default());
        let (Some(described), Some(operation)) = (described, contract.operations.first()) else {
            let uri = described
                .map(|one| format!("{} {}", one.method, one.path))
                .unwrap_or_default();
            let message = format!(
                "recorded page {} has {uri}, which no spec has; write the spec, or remove the record",
                record.path().display()
            );
            self.findings
                .push(finding_at(&self.contracts.specs, "", "recorded-page", message));
            return;
        };
        self.check_identity(record, operation);
        self.check_security(record, described, operation);
        let found = diff(&page, &contract);
        self.evidence.add_matches(record, &operation.pointer, &found);
        self.changes(record, &found);
        self.check_limits(record, operation, &found);
        self.check_names(record, operation, &found);
        self.check_examples(record, &page, described, operation);
        for Damage {
            aspect,
            weight,
            places,
            defect,
        } in defects::of(&page, operation)
        {
            // What an example has is documented, though no table has it.
            if let (DefectKind::ExampleKeyUndocumented, Some(place)) = (defect.kind, places.first()) {
                self.evidence.add(record, place);
            }
            let message = format!("the page is damaged at {}: {}", defect.at, defect.detail);
            self.differ(record, aspect, places, weight, message);
        }
    }

    fn check_identity(&mut self, record: &Recorded, operation: &Operation) {
        let Checked { specs, provenance, .. } = self.contracts;
        let id = operation.id.unwrap_or_default();
        let edition = &record.edition;
        let mut report = |message: String| {
            self.findings
                .push(finding_at(specs, &operation.pointer, "recorded-page", message));
        };
        if record.operation != id {
            report(format!(
                "recorded page {} belongs to {id}; record it again",
                record.path().display()
            ));
        }
        if provenance
            .source(edition)
            .is_none_or(|source| source.kind != SourceKind::Page)
        {
            report(format!(
                "edition {edition} of {id} is recorded, and provenance/sources.yaml declares no page of that id"
            ));
        }
        let names_it = |(place, pages): &(crate::provenance::Place, Vec<String>)| {
            place.pointer == operation.pointer && pages.contains(edition)
        };
        if !provenance.written_from.iter().any(names_it) {
            report(format!(
                "edition {edition} is recorded, and `written_from` of {id} does not name it"
            ));
        }
    }

    /// The contracts ask for credentials in a header; a page that has no such parameter is at odds with that.
    fn check_security(&mut self, record: &'a Recorded, described: &Operation, operation: &Operation) {
        let schemes = self.contracts.bundle.value["components"]["securitySchemes"].as_object();
        let names = || {
            schemes
                .into_iter()
                .flatten()
                .filter_map(|(_, scheme)| scheme["name"].as_str())
        };
        let headers = described
            .body("header")
            .into_iter()
            .flat_map(|body| &body.tables)
            .flat_map(|table| &table.rows);
        let mut headers = headers.map(|row| row.name);
        if names().next().is_some() && !headers.any(|header| names().any(|name| name.eq_ignore_ascii_case(header))) {
            let places = vec![operation.pointer.clone()];
            let message = "the request needs credentials, and the page has no header for them";
            self.differ(record, Aspect::Security, places, Weight::Lost, message);
        }
    }

    fn changes(&mut self, record: &'a Recorded, found: &Diff) {
        let listed = listed_values(found);
        for change in &found.changes {
            // What credentials a page asks for is the business of the security schemes.
            if change.location == "header" {
                continue;
            }
            if matches!(change.kind, ChangeKind::FieldAdded | ChangeKind::ParameterAdded) {
                self.evidence.add_lacking(record, &change.at);
            }
            let value = change
                .after
                .as_deref()
                .filter(|_| change.kind == ChangeKind::ValueAdded);
            if let Some(value) = value {
                let (pointer, on_page) = listed_at(&listed, change);
                if on_page.contains(value) {
                    continue;
                }
                if !on_page.is_empty() {
                    let is_known = self.contracts.provenance.only_in.iter().any(|entry| {
                        let mut places = entry.places.iter();
                        places.any(|place| place.pointer == pointer && place.value.as_deref() == Some(value))
                    });
                    let message = format!("the spec lists the value {value:?}, and the page does not");
                    let weight = if is_known { Weight::Silent } else { Weight::Lost };
                    self.differ(record, Aspect::Values, change.at.clone(), weight, message);
                    continue;
                }
            }
            if let Some((aspect, weight, message)) = difference(change) {
                self.differ(record, aspect, change.at.clone(), weight, message);
            }
        }
    }

    /// A request that the contract refuses and the page allows is at odds with it.
    fn check_limits(&mut self, record: &'a Recorded, operation: &Operation, found: &Diff) {
        let parameters = found.matches.iter().filter(|one| one.side == Side::Request);
        for one in parameters {
            let (page, contract) = (&one.page.layers, &one.contract.layers);
            let has = |keys: &[&str]| {
                contract
                    .iter()
                    .any(|layer| keys.iter().any(|key| !layer.schema[*key].is_null()))
            };
            let places = || places_of(one.contract, &operation.pointer);
            let is_limited = ["min", "max"]
                .iter()
                .any(|side| Row::limit(page, side, false).is_some());
            if !is_limited && has(&NARROWING) {
                let message = "the spec limits the value, and the page does not";
                self.differ(record, Aspect::Limits, places(), Weight::Lost, message);
            }
            if Row::values(page, false).is_empty() && has(&["enum"]) {
                let message = "the spec closes the list of values, and the page has none";
                self.differ(record, Aspect::Values, places(), Weight::Lost, message);
            }
        }
    }

    /// One documented name for two types is a difference at both.
    fn check_names(&mut self, record: &'a Recorded, operation: &Operation, found: &Diff) {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in &found.matches {
            let component = one.contract.layers.last().filter(|layer| layer.component.is_some());
            if let (Some(name), Some(component)) = (one.page.kind.refers_to(), component) {
                names.entry(name).or_default().insert(&component.pointer);
            }
        }
        for (name, types) in names.into_iter().filter(|(_, types)| types.len() > 1) {
            for pointer in types {
                let places = vec![pointer.to_owned(), operation.pointer.clone()];
                let message = format!("the page has the name {name} for this type and for another");
                self.differ(record, Aspect::TypeName, places, Weight::Lost, message);
            }
        }
    }

    /// Every documented payload is stored: it is an example, a snapshot, and what the mock answers.
    fn check_examples(&mut self, record: &'a Recorded, page: &View, described: &Operation, operation: &Operation) {
        for example in of_responses(page.document, described) {
            if !self.payloads.contains(&example.payload) {
                let status = example
                    .status
                    .map_or("a response".to_owned(), |status| format!("status {status}"));
                let message = format!(
                    "the page has an example of {status} that no file of `examples/` holds; it stands in {}",
                    record.path().display()
                );
                let places = vec![operation.pointer.clone()];
                self.differ(record, Aspect::ResponseExample, places, Weight::Lost, message);
            }
        }
    }
}

/// The values that a page lists for each schema of the contract: several fields may share one.
fn listed_values<'a>(found: &'a Diff) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut listed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for one in &found.matches {
        let schema = one.contract.layers.last().map_or("", |layer| &layer.pointer);
        listed
            .entry(schema)
            .or_default()
            .extend(Row::values(&one.page.layers, false));
    }
    listed
}

/// The schema that a change of values is about, and what the page lists for it.
fn listed_at<'l>(listed: &'l BTreeMap<&str, BTreeSet<String>>, change: &Change) -> (String, &'l BTreeSet<String>) {
    static NONE: BTreeSet<String> = BTreeSet::new();
    let mut known = change
        .at
        .iter()
        .filter_map(|pointer| Some((pointer.clone(), listed.get(pointer.as_str())?)));
    known.next().unwrap_or((String::new(), &NONE))
}

/// In what respect a change makes a page differ from the contract, what that asks for, and how to say it.
fn difference(change: &Change) -> Option<(Aspect, Weight, String)> {
    use ChangeKind::{
        DefaultChanged, FieldAdded, FieldRemoved, MandatoryChanged, MaximumChanged, MinimumChanged, ParameterAdded,
        ParameterRemoved, StatusCodeAdded, StatusCodeRemoved, TypeChanged, TypeRenamed, ValueAdded, ValueRemoved,
    };
    let name = &change.name;
    let or = |side: &Option<String>, none: &str| side.clone().unwrap_or_else(|| none.to_owned());
    let (before, after) = (or(&change.before, "none"), or(&change.after, "none"));
    let stated = || change.before.clone().map_or(Weight::Silent, Weight::Stated);
    let limit = |side: &str| {
        let weight = change
            .before
            .as_ref()
            .map_or(Weight::Silent, |limit| Weight::Stated(format!("{side} {limit}")));
        (
            Aspect::Limits,
            weight,
            format!("the page has {side} {before}, the spec {after}"),
        )
    };
    Some(match change.kind {
        ParameterRemoved | FieldRemoved => {
            let what = if change.kind == ParameterRemoved {
                format!("{} parameter", change.location)
            } else {
                "field".to_owned()
            };
            let message = format!("the page has a {what} `{name}`, and the spec does not");
            (Aspect::Presence, Weight::Stated(name.clone()), message)
        }
        FieldAdded => (
            Aspect::Presence,
            Weight::Silent,
            "the page does not have the field".to_owned(),
        ),
        ParameterAdded => (
            Aspect::Presence,
            Weight::Silent,
            "the page does not have the parameter".to_owned(),
        ),
        TypeChanged => (
            Aspect::Type,
            stated(),
            format!("the page has type {before}, the spec {after}"),
        ),
        TypeRenamed => {
            let message = format!("the page calls the type {before}, and `x-documented-names` does not have that");
            (Aspect::TypeName, stated(), message)
        }
        MandatoryChanged if change.side == Side::Response => {
            let message = format!("the spec requires `{name}`, and the page does not say what is always there");
            (Aspect::Required, Weight::Lost, message)
        }
        MandatoryChanged => {
            let message = format!("mandatory is {before} on the page and {after} in the spec");
            (Aspect::Mandatory, Weight::Lost, message)
        }
        DefaultChanged => {
            let message = format!("the page has the default {before}, the spec {after}");
            (Aspect::Default, stated(), message)
        }
        MinimumChanged => limit("minimum"),
        MaximumChanged => limit("maximum"),
        ValueRemoved => (
            Aspect::Values,
            stated(),
            format!("the page lists the value {before:?}, and the spec does not"),
        ),
        ValueAdded => (
            Aspect::Values,
            Weight::Silent,
            format!("the spec lists the value {after:?}, and the page does not"),
        ),
        StatusCodeRemoved => {
            let message = format!("the page documents status {name}, and the spec has no response of its own for it");
            (Aspect::Status, stated(), message)
        }
        StatusCodeAdded => (
            Aspect::Status,
            Weight::Lost,
            format!("the spec has a response {name}, and the page does not"),
        ),
        _ => return None,
    })
}
