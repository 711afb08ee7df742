//! Comparing recorded pages with the contracts.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::successors,
};

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    difference::{Difference, judge, judge_defect, quotation},
    evidence::Evidence,
};
use crate::{
    diff::{Body, ChangeKind::*, Diff, Operation, Row, Side, View, diff, of_responses, stated, values},
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::{Aspect, SourceKind},
    spec::entries,
};

/// The recorded pages beside the contracts, as far as they were compared.
pub(super) struct Comparison<'a> {
    contracts: &'a Checked,
    /// Every documented payload of the contracts.
    payloads: &'a [Value],
    pub(super) differences: Vec<Difference<'a>>,
    pub(super) evidence: Evidence,
    pub(super) findings: Vec<Finding>,
}

/// Keywords that refuse some values.
const NARROWING: [&str; 5] = ["pattern", "minLength", "maxLength", "minimum", "maximum"];

impl<'a> Comparison<'a> {
    pub(super) fn new(contracts: &'a Checked, payloads: &'a [Value]) -> Self {
        Self {
            contracts,
            payloads,
            differences: Vec::new(),
            evidence: Evidence::default(),
            findings: Vec::new(),
        }
    }

    fn report(&mut self, pointer: &str, message: String) {
        let location = self.contracts.specs.location(pointer);
        self.findings.push(location.finding("recorded-page", message));
    }

    /// Compares a page with its operation.
    pub(super) fn add(&mut self, record: &'a Recorded, contract: &View) {
        let view = record.view();
        let file = record.path();
        let Some(described) = view.operations.first() else {
            let message = format!("recorded page {file} describes no operation; record it again");
            return self.report("", message);
        };
        let Some(operation) = contract.operation((&described.method, described.path)) else {
            let Operation { method, path, .. } = described;
            let message = format!("recorded page {file} has {method} {path}, which no spec has");
            return self.report("", format!("{message}; write the spec, or remove the record"));
        };
        self.check_identity(record, operation);
        let found = diff(&view, contract);
        self.evidence.add_matches(record, &operation.pointer, &found);
        let mut page = Page {
            all: self,
            record,
            described,
            operation,
        };
        page.check_security();
        page.add_changes(&found);
        page.check_limits(&found);
        page.check_names(&found);
        page.check_examples(view.document);
        view.defects.iter().for_each(|defect| page.add_defect(defect));
    }

    fn check_identity(&mut self, record: &Recorded, operation: &Operation) {
        let (id, edition) = (operation.id.unwrap_or_default(), &record.edition);
        let source = self.contracts.provenance.source(edition);
        let is_page = source.is_some_and(|source| source.kind == SourceKind::Page);
        if record.operation != id {
            let message = format!("recorded page {} belongs to {id}; record it again", record.path());
            self.report(&operation.pointer, message);
        }
        if !is_page {
            let message = "is recorded, and provenance/sources.yaml declares no page of that id";
            self.report(&operation.pointer, format!("edition {edition} of {id} {message}"));
        }
    }
}

/// One page beside its operation.
struct Page<'c, 'a> {
    all: &'c mut Comparison<'a>,
    record: &'a Recorded,
    described: &'c Operation<'c>,
    operation: &'c Operation<'c>,
}

impl<'a> Page<'_, 'a> {
    /// Adds a difference that needs a deviation, which quotes nothing.
    fn differ(&mut self, places: Vec<String>, aspect: Aspect, message: impl Into<String>) -> &mut Difference<'a> {
        let differences = &mut self.all.differences;
        differences.push(Difference {
            record: self.record,
            aspect,
            places,
            message: message.into(),
            is_needed: true,
            words: Vec::new(),
        });
        let last = differences.len() - 1;
        &mut differences[last]
    }

    /// One about the operation as a whole.
    fn differ_everywhere(&mut self, aspect: Aspect, message: impl Into<String>) {
        self.differ(vec![self.operation.pointer.clone()], aspect, message);
    }

    /// The contracts ask for credentials in a header; a page that has no such parameter is at odds with that.
    fn check_security(&mut self) {
        let schemes = entries(&self.all.contracts.bundle.value["components"]["securitySchemes"]);
        let names: Vec<&str> = schemes.filter_map(|(_, scheme)| scheme["name"].as_str()).collect();
        let headers = self.described.body("header").and_then(Body::root);
        let mut rows = headers.iter().flat_map(|table| &table.rows);
        let has_one = rows.any(|row| names.iter().any(|name| row.name.eq_ignore_ascii_case(name)));
        if !names.is_empty() && !has_one {
            let message = "the request needs credentials, and the page has no header for them";
            self.differ_everywhere(Aspect::Security, message);
        }
    }

    fn add_changes(&mut self, found: &Diff) {
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
                self.all.evidence.lacks(pointer);
            }
            let Some((aspect, message)) = judge(change) else {
                continue;
            };
            let (mut is_needed, mut words) = quotation(change);
            let list = change.at.iter().find_map(|at| Some((at, listed.get(&**at)?)));
            if let (ValueAdded, Some(value), Some((pointer, on_page))) = (change.kind, &change.after, list)
                && !on_page.is_empty()
            {
                if on_page.contains(value) {
                    continue;
                }
                let only_in = self.all.contracts.provenance.only_in.iter();
                let mut known = only_in.flat_map(|entry| &entry.places);
                is_needed = !known.any(|place| place.pointer == *pointer && place.value.as_ref() == Some(value));
                words = on_page.iter().cloned().collect();
            }
            let difference = self.differ(change.at.clone(), aspect, message);
            (difference.is_needed, difference.words) = (is_needed, words);
        }
    }

    /// A request that the contract refuses and the page allows is at odds with it.
    fn check_limits(&mut self, found: &Diff) {
        for one in found.matches.iter().filter(|one| one.side == Side::Request) {
            let (page, contract) = (&one.page.layers, &one.contract.layers);
            let has = |key: &&str| contract.iter().any(|layer| !layer.value[*key].is_null());
            let is_limited = ["min", "max"].iter().any(|side| stated(page, side, false).is_some());
            let places = places_of(one.contract, &self.operation.pointer);
            if !is_limited && NARROWING.iter().any(has) {
                let message = "the spec limits the value, and the page does not";
                self.differ(places.clone(), Aspect::Limits, message);
            }
            if values(page, false).is_empty() && has(&"enum") {
                let message = "the spec closes the list of values, and the page has none";
                self.differ(places, Aspect::Values, message);
            }
        }
    }

    /// One documented name for two types is a difference at both.
    fn check_names(&mut self, found: &Diff) {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in &found.matches {
            if let (Some(name), Some(component)) = (one.page.kind.refers_to(), one.contract.component()) {
                names.entry(name).or_default().insert(&component.pointer);
            }
        }
        for (name, types) in names.into_iter().filter(|(_, types)| types.len() > 1) {
            for pointer in types {
                let places = vec![pointer.to_owned(), self.operation.pointer.clone()];
                let message = format!("the page has the name {name} for this type and for another");
                self.differ(places, Aspect::TypeName, message);
            }
        }
    }

    /// Every documented payload is stored: it is an example, a snapshot, and what the mock answers.
    fn check_examples(&mut self, document: &Value) {
        for example in of_responses(document, self.described) {
            if !self.all.payloads.contains(example.payload) {
                let status = example.status.map(|status| format!("status {status}"));
                let status = status.unwrap_or("a response".to_owned());
                let message = format!("the page has an example of {status} that no file of `examples/` holds");
                let message = format!("{message}; it stands in {}", self.record.path());
                self.differ_everywhere(Aspect::ResponseExample, message);
            }
        }
    }

    /// What a page lost, or says in two ways, is a difference from contracts that say it once and whole.
    fn add_defect(&mut self, defect: &Defect) {
        let mut places = places_of_defect(defect, self.operation);
        // What an example has is documented, though no table has it.
        if let (DefectKind::ExampleKeyUndocumented, Some(place)) = (defect.kind, places.first()) {
            self.all.evidence.has(self.record, place);
        }
        places.push(self.operation.pointer.clone());
        let (aspect, is_needed) = judge_defect(defect.kind);
        let message = format!("the page is damaged at {}: {}", defect.at, defect.detail);
        self.differ(places, aspect, message).is_needed = is_needed;
    }
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
    let mut around = successors(Some(path), |path| {
        let shorter = path.rsplit_once('.').map_or("", |(shorter, _)| shorter);
        (!path.is_empty()).then_some(shorter)
    });
    let table = around.find_map(|path| body.table_at(path));
    table.map(|table| table.layer.pointer.clone()).into_iter().collect()
}
