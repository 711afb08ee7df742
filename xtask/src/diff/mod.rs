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
mod examples;
mod facts;
mod fields;
mod findings;
mod keywords;
mod kind;
mod moves;
mod pairing;
mod payloads;
mod reader;
mod references;
mod release;
mod responses;
mod rules;
mod source;
mod tables;
mod type_changes;
mod types;
mod view;

pub use change::Change;
pub use examples::{Example, of_responses};
pub use findings::Match;
use findings::{Findings, Mode, Scope};
pub use kind::{ChangeKind, Severity};
pub use rules::Side;
pub use source::Source;
pub use types::Type;
pub use view::{Body, Layer, Operation, Row, Table, View, join};

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
    if let (Some(old), Some(new)) = (before.operations.first(), after.operations.first()) {
        compare_operations(&mut findings, old, new);
    }
    Diff {
        changes: findings.found.into_iter().map(|finding| finding.change).collect(),
        matches: findings.matches,
    }
}

fn compare_releases<'a>(mut findings: Findings<'a>) -> Vec<Change> {
    let (before, after) = (findings.before, findings.after);
    release::compare_documents(&mut findings);
    let id = |operation: &Operation| {
        operation
            .id
            .map_or_else(|| format!("{} {}", operation.method, operation.path), str::to_owned)
    };
    let find =
        |view: &'a View<'a>, wanted: &Operation| view.operations.iter().find(|operation| id(operation) == id(wanted));
    let uri = Scope::new(Side::Request, "uri");
    for old in &before.operations {
        findings.operation = Some(id(old));
        match find(after, old) {
            Some(new) => compare_operations(&mut findings, old, new),
            None => drop(findings.add(ChangeKind::OperationRemoved, &uri, "", &[], None, None)),
        }
    }
    for new in after.operations.iter().filter(|new| find(before, new).is_none()) {
        findings.operation = Some(id(new));
        findings.add(ChangeKind::OperationNew, &uri, "", &[], None, None);
    }
    findings.operation = None;
    let names = release::rest(before, after);
    let (old, new) = (
        reader::components(before.document, &names),
        reader::components(after.document, &names),
    );
    let mut findings = findings;
    release::compare_components(&mut findings, &old, &new);
    merge(findings.found.into_iter().map(|finding| finding.change).collect())
}

/// One change for what several operations, or both sides of one, share; the most severe judgement stands.
fn merge(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let is_same = |other: &&mut Change| {
            let facts = |one: &Change| (one.kind, one.component.clone(), one.name.clone(), one.keyword.clone());
            let is_shared = other.component.is_some() || other.operations == change.operations;
            let is_there = other.component.is_some() || other.location == change.location;
            facts(other) == facts(&change)
                && (&other.before, &other.after) == (&change.before, &change.after)
                && is_shared
                && is_there
        };
        match merged.iter_mut().find(is_same) {
            None => merged.push(change),
            Some(other) => {
                let mut operations = std::mem::take(&mut other.operations);
                operations.extend(change.operations.clone());
                operations.sort();
                operations.dedup();
                if other.severity < change.severity {
                    *other = change;
                }
                other.operations = operations;
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

fn compare_uri<'a>(findings: &mut Findings<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let scope = Scope::new(Side::Request, "uri");
    // A form that drops the vendor's name is silent about it.
    if let (Some(before), Some(after)) = (before.id, after.id) {
        findings.add_pair(
            ChangeKind::OperationRenamed,
            &scope,
            "operation",
            (Some(before), Some(after)),
        );
    }
    findings.add_pair(
        ChangeKind::MethodChanged,
        &scope,
        "method",
        (Some(&before.method), Some(&after.method)),
    );
    findings.add_pair(
        ChangeKind::PathChanged,
        &scope,
        "path",
        (Some(before.path), Some(after.path)),
    );
}
