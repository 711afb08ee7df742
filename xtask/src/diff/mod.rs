//! What differs between two OpenAPI documents, and what that means for users of the bindings.
//!
//! Documents are pages or contracts, and one comparison serves them all: two editions of a page (`docs check`), a page
//! and the contract (`docs coverage`), the contract of a release and that of the tree (`compat`). Only facts are
//! compared. Wording, order and layout never reach the document of a page, and what the form of a page cannot carry, or
//! what a damaged page lost, counts as not stated: it is not a change of the service.
//!
//! Libraries that compare OpenAPI documents look at the wire alone, and do not name a field that came or went; here the
//! generated Rust types change with keywords that they ignore.

mod bodies;
mod change;
mod defects;
mod document;
mod examples;
mod findings;
mod moves;
mod pairing;
mod reader;
mod release;
mod responses;
mod row_types;
mod rows;
mod rules;
mod source;
mod types;

use std::collections::BTreeSet;

pub use change::{Change, ChangeKind, Severity};
pub use document::{Body, Layer, Operation, Row, Table, View, is_parameters, join, stated, values};
pub use examples::{Example, of_responses};
pub use findings::Match;
use findings::{Findings, Mode, Scope, UNSAID, both};
pub use rules::Side;
pub use source::Source;
pub use types::Type;

/// What differs between two documents, and what is in both.
pub struct Diff<'a> {
    /// The changes, in the order of the documents.
    pub changes: Vec<Change>,
    /// The fields and parameters of a page that the contract has.
    pub matches: Vec<Match<'a>>,
}

/// Lists what the newer document states differently from the older one.
pub fn diff<'a>(before: &'a View<'a>, after: &'a View<'a>) -> Diff<'a> {
    let mut findings = Findings::new(before, after);
    if findings.mode == Mode::Release {
        return Diff {
            changes: compare_releases(findings),
            matches: Vec::new(),
        };
    }
    // A page has one operation, and a contract many.
    if let Some(old) = before.operations.first()
        && let Some(new) = after.operation((&old.method, old.path)).or(after.operations.first())
    {
        compare_operations(&mut findings, old, new);
    }
    Diff {
        changes: findings.found.into_iter().map(|finding| finding.change).collect(),
        matches: findings.matches,
    }
}

fn compare_releases(mut findings: Findings) -> Vec<Change> {
    let (before, after) = (findings.before, findings.after);
    release::compare_documents(&mut findings);
    let uri = Scope::new(Side::Request, "uri");
    for old in &before.operations {
        findings.operation = Some(old.name());
        match after.operations.iter().find(|new| new.name() == old.name()) {
            Some(new) => compare_operations(&mut findings, old, new),
            None => drop(findings.add(ChangeKind::OperationRemoved, &uri, "", &[], UNSAID)),
        }
    }
    for new in &after.operations {
        if !before.operations.iter().any(|old| old.name() == new.name()) {
            findings.operation = Some(new.name());
            findings.add(ChangeKind::OperationNew, &uri, "", &[], UNSAID);
        }
    }
    findings.operation = None;
    let names = release::rest(before, after);
    let old = reader::components(before.document, &names);
    let new = reader::components(after.document, &names);
    let mut findings = findings;
    release::compare_components(&mut findings, &old, &new);
    merge(findings.found.into_iter().map(|finding| finding.change).collect())
}

/// One change for what several operations, or both sides of one, share; the most severe judgement stands.
fn merge(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let is_same = |other: &&mut Change| {
            let names = |one: &Change| (one.kind, one.component.clone(), one.name.clone(), one.keyword.clone());
            let sides = |one: &Change| (one.before.clone(), one.after.clone());
            let place = |one: &Change| (one.operations.clone(), one.location.clone());
            names(other) == names(&change)
                && sides(other) == sides(&change)
                && (other.component.is_some() || place(other) == place(&change))
        };
        match merged.iter_mut().find(is_same) {
            None => merged.push(change),
            Some(other) => {
                let operations: BTreeSet<_> = other.operations.iter().chain(&change.operations).cloned().collect();
                if other.severity < change.severity {
                    *other = change;
                }
                other.operations = Vec::from_iter(operations);
            }
        }
    }
    merged
}

fn compare_operations<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    findings.operation = after.id.or(before.id).map(str::to_owned);
    findings.operation_at = Some(after.pointer.clone());
    compare_uri(findings, before, after);
    for label in ["path", "query", "header", "cookie", "request body"] {
        if label == "request body" && findings.mode == Mode::Pages {
            moves::fold_renamed_placeholders(findings, after.path);
        }
        if let (Some(old), Some(new)) = (before.body(label), after.body(label)) {
            bodies::compare(findings, old, new);
        }
    }
    responses::compare(findings, before, after);
    match findings.mode {
        Mode::Pages => {
            moves::fold(findings);
            examples::compare(findings, before, after);
            defects::compare(findings);
        }
        Mode::Release => release::compare_operations(findings, before, after),
        Mode::Coverage => {}
    }
}

fn compare_uri(findings: &mut Findings, before: &Operation, after: &Operation) {
    let scope = Scope::new(Side::Request, "uri");
    // A form that drops the vendor's name is silent about it.
    if let (Some(before), Some(after)) = (before.id, after.id) {
        findings.compare(ChangeKind::OperationRenamed, &scope, "operation", both(before, after));
    }
    findings.compare(
        ChangeKind::MethodChanged,
        &scope,
        "method",
        both(&before.method, &after.method),
    );
    findings.compare(ChangeKind::PathChanged, &scope, "path", both(before.path, after.path));
}
