//! Comparing recorded pages with the contracts.

use std::collections::{BTreeMap, BTreeSet};

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    difference::{Difference, Weight},
    evidence::Evidence,
    place::finding_at,
};
use crate::{
    diff::{Body, Change, ChangeKind::*, Diff, Operation, Row, Side, View, diff, of_responses, stated, values},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::{Aspect, SourceKind},
};

/// The recorded pages beside the contracts, as far as they were compared.
pub(super) struct Comparison<'a> {
    contracts: &'a Checked,
    /// Every documented payload of the contracts.
    payloads: Vec<Value>,
    pub(super) differences: Vec<Difference<'a>>,
    pub(super) evidence: Evidence,
    pub(super) findings: Vec<Finding>,
}

/// Keywords that refuse some values.
const NARROWING: [&str; 5] = ["pattern", "minLength", "maxLength", "minimum", "maximum"];

impl<'a> Comparison<'a> {
    pub(super) fn new(contracts: &'a Checked, payloads: Vec<Value>) -> Self {
        Self {
            contracts,
            payloads,
            differences: Vec::new(),
            evidence: Evidence::default(),
            findings: Vec::new(),
        }
    }

    fn report(&mut self, pointer: &str, message: String) {
        let finding = finding_at(&self.contracts.specs, pointer, "recorded-page", message);
        self.findings.push(finding);
    }

    fn differ(&mut self, record: &'a Recorded, places: Vec<String>, (aspect, weight, message): Judgement) {
        self.differences.push(Difference {
            record,
            aspect,
            places,
            message,
            weight,
        });
    }

    /// Compares a page with its operation.
    pub(super) fn add(&mut self, record: &'a Recorded, contract: &View) {
        let page = record.view();
        let file = record.path();
        let Some(described) = page.operations.first() else {
            return self.report(
                "",
                format!("recorded page {file} describes no operation; record it again"),
            );
        };
        let Some(operation) = contract.operation((&described.method, described.path)) else {
            let Operation { method, path, .. } = described;
            let message = format!("recorded page {file} has {method} {path}, which no spec has");
            return self.report("", format!("{message}; write the spec, or remove the record"));
        };
        self.check_identity(record, operation);
        self.check_security(record, described, operation);
        let found = diff(&page, contract);
        self.evidence.add_matches(record, &operation.pointer, &found);
        self.changes(record, &found);
        self.check_limits(record, operation, &found);
        self.check_names(record, operation, &found);
        self.check_examples(record, &page, described, operation);
        for defect in &page.defects {
            self.check_defect(record, operation, defect);
        }
    }

    fn check_identity(&mut self, record: &Recorded, operation: &Operation) {
        let provenance = &self.contracts.provenance;
        let (id, edition) = (operation.id.unwrap_or_default(), &record.edition);
        let is_page = provenance
            .source(edition)
            .is_some_and(|source| source.kind == SourceKind::Page);
        if record.operation != id {
            let message = format!("recorded page {} belongs to {id}; record it again", record.path());
            self.report(&operation.pointer, message);
        }
        if !is_page {
            let message = "is recorded, and provenance/sources.yaml declares no page of that id";
            self.report(&operation.pointer, format!("edition {edition} of {id} {message}"));
        }
    }

    /// The contracts ask for credentials in a header; a page that has no such parameter is at odds with that.
    fn check_security(&mut self, record: &'a Recorded, described: &Operation, operation: &Operation) {
        let schemes = self.contracts.bundle.value["components"]["securitySchemes"].as_object();
        let names = schemes
            .into_iter()
            .flatten()
            .filter_map(|(_, scheme)| scheme["name"].as_str());
        let headers = described.body("header").and_then(Body::root);
        let has =
            |name: &str| headers.is_some_and(|table| table.rows.iter().any(|row| row.name.eq_ignore_ascii_case(name)));
        let names: Vec<&str> = names.collect();
        if !names.is_empty() && !names.iter().any(|name| has(name)) {
            let message = "the request needs credentials, and the page has no header for them";
            self.differ(record, vec![operation.pointer.clone()], lost(Aspect::Security, message));
        }
    }

    fn changes(&mut self, record: &'a Recorded, found: &Diff) {
        // The values that the page lists for each schema of the contract: several fields may share one.
        let mut listed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for one in &found.matches {
            let schema = one.contract.layers.last().map_or("", |layer| &layer.pointer);
            listed
                .entry(schema)
                .or_default()
                .extend(values(&one.page.layers, false));
        }
        // What credentials a page asks for is the business of the security schemes.
        for change in found.changes.iter().filter(|change| change.location != "header") {
            if let (FieldAdded | ParameterAdded, Some(pointer)) = (change.kind, change.at.first()) {
                self.evidence.lacks(pointer);
            }
            let Some((aspect, mut weight, message)) = judge(change) else {
                continue;
            };
            let list = change.at.iter().find_map(|at| Some((at, listed.get(&**at)?)));
            if let (ValueAdded, Some(value), Some((pointer, on_page))) = (change.kind, &change.after, list)
                && !on_page.is_empty()
            {
                if on_page.contains(value) {
                    continue;
                }
                let mut known = self.contracts.provenance.only_in.iter().flat_map(|entry| &entry.places);
                let is_known = known.any(|place| place.pointer == *pointer && place.value.as_ref() == Some(value));
                let as_weight = if is_known { Weight::Allowed } else { Weight::Needed };
                weight = as_weight(on_page.iter().cloned().collect());
            }
            self.differ(record, change.at.clone(), (aspect, weight, message));
        }
    }

    /// A request that the contract refuses and the page allows is at odds with it.
    fn check_limits(&mut self, record: &'a Recorded, operation: &Operation, found: &Diff) {
        for one in found.matches.iter().filter(|one| one.side == Side::Request) {
            let (page, contract) = (&one.page.layers, &one.contract.layers);
            let has = |key: &&str| contract.iter().any(|layer| !layer.value[*key].is_null());
            let is_limited = ["min", "max"].iter().any(|side| stated(page, side, false).is_some());
            let is_open = values(page, false).is_empty();
            let limits = "the spec limits the value, and the page does not";
            let closes = "the spec closes the list of values, and the page has none";
            for (differs, aspect, message) in [
                (!is_limited && NARROWING.iter().any(has), Aspect::Limits, limits),
                (is_open && has(&"enum"), Aspect::Values, closes),
            ] {
                if differs {
                    self.differ(
                        record,
                        places_of(one.contract, &operation.pointer),
                        lost(aspect, message),
                    );
                }
            }
        }
    }

    /// One documented name for two types is a difference at both.
    fn check_names(&mut self, record: &'a Recorded, operation: &Operation, found: &Diff) {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in &found.matches {
            if let (Some(name), Some(component)) = (one.page.kind.refers_to(), one.contract.component()) {
                names.entry(name).or_default().insert(&component.pointer);
            }
        }
        for (name, types) in names.into_iter().filter(|(_, types)| types.len() > 1) {
            for pointer in types {
                let places = vec![pointer.to_owned(), operation.pointer.clone()];
                let message = format!("the page has the name {name} for this type and for another");
                self.differ(record, places, lost(Aspect::TypeName, message));
            }
        }
    }

    /// Every documented payload is stored: it is an example, a snapshot, and what the mock answers.
    fn check_examples(&mut self, record: &'a Recorded, page: &View, described: &Operation, operation: &Operation) {
        for example in of_responses(page.document, described) {
            if !self.payloads.contains(example.payload) {
                let status = example
                    .status
                    .map_or("a response".to_owned(), |status| format!("status {status}"));
                let message = format!("the page has an example of {status} that no file of `examples/` holds");
                let message = format!("{message}; it stands in {}", record.path());
                self.differ(
                    record,
                    vec![operation.pointer.clone()],
                    lost(Aspect::ResponseExample, message),
                );
            }
        }
    }

    /// What a page lost, or says in two ways, is a difference from contracts that say it once and whole.
    fn check_defect(&mut self, record: &'a Recorded, operation: &Operation, defect: &Defect) {
        let mut places = places_of_defect(defect, operation);
        places.push(operation.pointer.clone());
        // What an example has is documented, though no table has it.
        if let (DefectKind::ExampleKeyUndocumented, Some(place)) = (defect.kind, places.first()) {
            self.evidence.has(record, place);
        }
        let aspect = match defect.kind {
            DefectKind::TableAbsent | DefectKind::TableUnplaced | DefectKind::RowBroken => Aspect::Table,
            DefectKind::TableNameRepeated => Aspect::TypeName,
            DefectKind::ListLost => Aspect::Values,
            DefectKind::DefinitionLost => Aspect::Definition,
            DefectKind::MarkupLeaked => Aspect::Markup,
            DefectKind::TypeUnknown | DefectKind::ExampleContradictsTable => Aspect::Type,
            DefectKind::ExampleBroken => Aspect::ResponseExample,
            DefectKind::ExampleKeyUndocumented => Aspect::Presence,
            DefectKind::ExampleUrlDiffers | DefectKind::ExampleBodyUnexpected | DefectKind::ExampleAbsent => {
                Aspect::RequestExample
            }
            DefectKind::SectionAbsent => Aspect::Status,
        };
        let weight = match defect.kind {
            // Where the name stands for two types of the contract, the comparison of names demands the reason.
            DefectKind::TableNameRepeated | DefectKind::SectionAbsent | DefectKind::ExampleAbsent => {
                Weight::Allowed(Vec::new())
            }
            _ => Weight::Needed(Vec::new()),
        };
        let message = format!("the page is damaged at {}: {}", defect.at, defect.detail);
        self.differ(record, places, (aspect, weight, message));
    }
}

/// In what respect a page differs, what that asks for, and how to say it.
type Judgement = (Aspect, Weight, String);

fn lost(aspect: Aspect, message: impl Into<String>) -> Judgement {
    (aspect, Weight::Needed(Vec::new()), message.into())
}

fn judge(change: &Change) -> Option<Judgement> {
    let Change {
        kind, name, location, ..
    } = change;
    let or_none = |side: &Option<String>| side.clone().unwrap_or_else(|| "none".to_owned());
    let (before, after) = (or_none(&change.before), or_none(&change.after));
    let limit = if *kind == MinimumChanged { "minimum" } else { "maximum" };
    let (aspect, message) = match kind {
        ParameterRemoved => (
            Aspect::Presence,
            format!("the page has a {location} parameter `{name}`, and the spec does not"),
        ),
        FieldRemoved => (
            Aspect::Presence,
            format!("the page has a field `{name}`, and the spec does not"),
        ),
        FieldAdded => (Aspect::Presence, "the page does not have the field".to_owned()),
        ParameterAdded => (Aspect::Presence, "the page does not have the parameter".to_owned()),
        TypeChanged => (Aspect::Type, format!("the page has type {before}, the spec {after}")),
        TypeRenamed => (
            Aspect::TypeName,
            format!("the page calls the type {before}, and `x-documented-names` does not have that"),
        ),
        MandatoryChanged if change.side == Side::Response => (
            Aspect::Required,
            format!("the spec requires `{name}`, and the page does not say what is always there"),
        ),
        MandatoryChanged => (
            Aspect::Mandatory,
            format!("mandatory is {before} on the page and {after} in the spec"),
        ),
        DefaultChanged => (
            Aspect::Default,
            format!("the page has the default {before}, the spec {after}"),
        ),
        MinimumChanged | MaximumChanged => (
            Aspect::Limits,
            format!("the page has {limit} {before}, the spec {after}"),
        ),
        ValueRemoved => (
            Aspect::Values,
            format!("the page lists the value {before:?}, and the spec does not"),
        ),
        ValueAdded => (
            Aspect::Values,
            format!("the spec lists the value {after:?}, and the page does not"),
        ),
        StatusCodeRemoved => (
            Aspect::Status,
            format!("the page documents status {name}, and the spec has no response of its own for it"),
        ),
        StatusCodeAdded => (
            Aspect::Status,
            format!("the spec has a response {name}, and the page does not"),
        ),
        _ => return None,
    };
    let weight = match (kind, &change.before) {
        (MandatoryChanged | StatusCodeAdded, _) => Weight::Needed(Vec::new()),
        (_, None) => Weight::Allowed(Vec::new()),
        (MinimumChanged | MaximumChanged, Some(words)) => Weight::Needed(vec![format!("{limit} {words}")]),
        (ParameterRemoved | FieldRemoved, _) => Weight::Needed(vec![name.clone()]),
        (_, Some(words)) => Weight::Needed(vec![words.clone()]),
    };
    Some((aspect, weight, message))
}

/// A row and whatever it refers to, and what is around it.
fn places_of(row: &Row, around: &str) -> Vec<String> {
    let layers = row.layers.iter().map(|layer| &*layer.pointer);
    let places = [&*row.pointer].into_iter().chain(layers).chain([around]);
    places.map(str::to_owned).collect()
}

/// Where a deviation may stand that explains a defect, nearest first.
fn places_of_defect(defect: &Defect, operation: &Operation) -> Vec<String> {
    let at = defect.at.strip_prefix("example ").unwrap_or(&defect.at);
    let Some((body, path)) = operation.locate(at) else {
        return Vec::new();
    };
    if let Some((table, row)) = body.field_at(path) {
        return places_of(row, &table.layer.pointer);
    }
    // What the contract lacks is added to the closest object around it.
    let around = std::iter::successors(Some(path), |path| {
        let shorter = path.rsplit_once('.').map_or("", |(shorter, _)| shorter);
        (!path.is_empty()).then_some(shorter)
    });
    let tables = around.filter_map(|path| body.table_at(path)).take(1);
    tables.map(|table| table.layer.pointer.clone()).collect()
}
