//! What differs between two OpenAPI documents, and what that means for users of the bindings.
//!
//! Documents are pages or contracts, and one comparison serves them all: two editions of a page (`docs check`), a page
//! and the contract (`docs coverage`), the contract of a release and that of the tree (`compat`). Only facts are
//! compared. Wording, order and layout never reach the document of a page, and what the form of a page cannot carry, or
//! what a damaged page lost, counts as not stated: it is not a change of the service.
//!
//! `reader` makes tables of a document, as `document` has them. `bodies` walks those of two documents, `pairing` says which
//! table or row is which, and `rows` compares what is stated of a row. `responses`, `examples`, `defects` and `release` go
//! over the rest. `findings` collects the changes, and `rules` judge each.
//!
//! Libraries that compare OpenAPI documents look at the wire alone, and do not name a field that came or went; here the
//! generated Rust types change with keywords that they ignore.

mod bodies;
mod change;
mod defects;
mod document;
mod examples;
mod findings;
mod keywords;
mod moves;
mod pairing;
mod reader;
mod release;
mod responses;
mod rows;
mod rules;
mod source;
mod stated;
#[cfg(test)]
mod tests;
mod types;

pub use change::{Change, counts};
pub use document::{Body, Operation, Row, Table, View, is_parameters, join};
pub use examples::{Example, of_responses};
use findings::{Findings, Mode, Spot, UNSAID, both};
pub use rules::{ChangeKind, Severity, Side};
pub use source::Source;
pub use stated::{stated, values};
pub use types::Type;

/// What differs between two documents, and what is in both.
pub struct Diff<'a> {
    /// The changes, in the order of the documents.
    pub changes: Vec<Change>,
    /// The fields and parameters of a page that the contract has.
    pub matches: Vec<Match<'a>>,
}

/// A field or parameter of a page, and what it is in the contract.
pub struct Match<'a> {
    pub side: Side,
    pub page: &'a Row<'a>,
    pub contract: &'a Row<'a>,
    /// The table of the contract.
    pub table: &'a Table<'a>,
}

/// Lists what the newer document states differently from the older one.
pub fn diff<'a>(before: &'a View<'a>, after: &'a View<'a>) -> Diff<'a> {
    let mut findings = Findings::new([before, after]);
    let is_release = findings.mode == Mode::Release;
    if is_release {
        release::compare_documents(&mut findings);
    }
    let uri = Spot::new(Side::Request, "uri", "");
    let of_name = |view: &'a View<'a>, name: String| view.operations.iter().find(|one| one.name() == name);
    for old in &before.operations {
        // A page has one operation, which may have another name or URI now.
        let of_uri = || after.operation((&old.method, old.path)).or(after.operations.first());
        let of_name = is_release.then(|| of_name(after, old.name()));
        let new = of_name.unwrap_or_else(of_uri);
        findings.enter(new.unwrap_or(old));
        match new {
            Some(new) => compare_operations(&mut findings, [old, new]),
            None => drop(findings.add(ChangeKind::OperationRemoved, &uri, None, UNSAID)),
        }
    }
    let is_new = |new: &&Operation| is_release && of_name(before, new.name()).is_none();
    for new in after.operations.iter().filter(is_new) {
        findings.enter(new);
        findings.add(ChangeKind::OperationNew, &uri, None, UNSAID);
    }
    if is_release {
        release::compare_components(&mut findings);
    }
    let matched = |spot: &Spot<'a>| {
        Some(Match {
            side: spot.side,
            page: spot.rows[0]?,
            contract: spot.rows[1]?,
            table: spot.tables[1]?,
        })
    };
    Diff {
        matches: findings.rows.iter().filter_map(matched).collect(),
        changes: findings.found.into_iter().map(|finding| finding.change).collect(),
    }
}

fn compare_operations<'a>(findings: &mut Findings<'a>, operations: [&'a Operation<'a>; 2]) {
    let [before, after] = operations;
    let uri = |name| Spot::new(Side::Request, "uri", name);
    // A form that drops the vendor's name is silent about it.
    if let (Some(before), Some(after)) = (before.id, after.id) {
        findings.compare(ChangeKind::OperationRenamed, &uri("operation"), both(before, after));
    }
    let methods = both(&before.method, &after.method);
    findings.compare(ChangeKind::MethodChanged, &uri("method"), methods);
    findings.compare(ChangeKind::PathChanged, &uri("path"), both(before.path, after.path));
    for label in ["path", "query", "header", "cookie", "request body"] {
        if let [Some(old), Some(new)] = operations.map(|operation| operation.body(label)) {
            bodies::compare(findings, [old, new]);
        }
    }
    responses::compare(findings, operations);
    match findings.mode {
        Mode::Pages => {
            moves::fold(findings);
            examples::compare(findings, operations);
            defects::compare(findings);
        }
        Mode::Release => release::compare_operations(findings, operations),
        Mode::Coverage => {}
    }
}
