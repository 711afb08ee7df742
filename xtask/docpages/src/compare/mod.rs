//! What changed between two editions of a page, and what that means for users of the bindings.
//!
//! Only facts are compared. Wording, order and layout never reach a [`Page`](crate::Page), and what the form of a page
//! cannot carry, or what a damaged page lost, counts as not stated: it is not a change of the service.

mod bodies;
mod carried;
mod change;
mod defects;
mod examples;
mod fields;
mod findings;
mod impact;
mod moves;
mod pairing;
mod payloads;
mod responses;
mod tables;
mod types;

use crate::{Form, Page, Place};

pub use change::{Change, ChangeKind, Impact};
use findings::{Findings, Scope};
use impact::{Side, When};

/// A page, and the form in which it reached us: some forms carry less than others.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The form.
    pub form: Form,
    /// What the page states.
    pub page: &'a Page,
}

/// Lists what the newer page states otherwise than the older one, in the order of the page.
#[must_use]
pub fn compare(before: Edition<'_>, after: Edition<'_>) -> Vec<Change> {
    let mut findings = Findings::new(before, after);
    compare_uri(&mut findings);
    for place in [Place::Path, Place::Query, Place::Header] {
        compare_parameters(&mut findings, place);
    }
    moves::fold_renamed_placeholders(&mut findings);
    bodies::compare_request(&mut findings);
    responses::compare(&mut findings);
    moves::fold(&mut findings);
    examples::compare(&mut findings);
    defects::compare(&mut findings);
    findings.into_changes()
}

/// The change that stands for a page whose operation no spec knows.
#[must_use]
pub fn new_operation(page: &Page) -> Change {
    let (impact, why) = impact::of(ChangeKind::OperationNew, Side::Any, When::Always);
    Change {
        kind: ChangeKind::OperationNew,
        location: "uri".to_owned(),
        name: page.operation.clone().unwrap_or_default(),
        before: None,
        after: Some(format!("{} {}", page.method, page.path)),
        impact,
        why: why.to_owned(),
        note: None,
    }
}

/// The change that stands for an example which the spec does not allow.
#[must_use]
pub fn invalid_example(status: Option<u16>, error: &str, payload_path: &str) -> Change {
    let (impact, why) = impact::of(ChangeKind::ExampleInvalid, Side::Response, When::Always);
    Change {
        kind: ChangeKind::ExampleInvalid,
        location: format!("example {}", responses::label(status)),
        name: payload_path.to_owned(),
        before: None,
        after: Some(error.to_owned()),
        impact,
        why: why.to_owned(),
        note: None,
    }
}

fn compare_uri(findings: &mut Findings) {
    let (before, after) = (findings.before.page, findings.after.page);
    let uri = Scope::new(Side::Any, "uri");
    let mut differ = |kind, name: &str, before: &str, after: &str| {
        if before != after {
            findings.add(kind, &uri, name, When::Always, Some(before), Some(after));
        }
    };
    // A form that drops the vendor's name is silent about it.
    if let (Some(before), Some(after)) = (&before.operation, &after.operation) {
        differ(ChangeKind::OperationRenamed, "operation", before, after);
    }
    differ(ChangeKind::MethodChanged, "method", &before.method, &after.method);
    differ(ChangeKind::PathChanged, "path", &before.path, &after.path);
}

fn compare_parameters<'a>(findings: &mut Findings<'a>, place: Place) {
    let rows = |page: &'a Page| {
        let parameters = page.request.parameters.iter();
        let there = parameters.filter(move |parameter| parameter.place == place);
        there.map(|parameter| &parameter.field).collect::<Vec<_>>()
    };
    let scope = Scope::new(Side::Request, place.word());
    let pairing = pairing::pair(&rows(findings.before.page), &rows(findings.after.page));
    for (before, after) in pairing.pairs() {
        fields::compare(findings, &scope, before, after);
        types::compare(findings, &scope, (before, None), (after, None));
    }
    fields::report_unpaired(findings, &scope, &pairing);
}
