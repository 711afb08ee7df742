//! Comparing what comes back: the statuses, and the body of each.

use super::{
    ChangeKind::*,
    bodies,
    document::{Body, Operation, Row, Table},
    findings::{Findings, Mode, Scope, alone, come, gone},
    row_types, rows,
    rules::{
        Side,
        When::{self, Success},
    },
};

/// Compares the statuses and the bodies.
pub fn compare<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let pairs = pairs(before, after, findings.mode);
    for (old, new) in &pairs {
        bodies::compare(findings, old, new);
    }
    compare_statuses(findings, before, after);
    if findings.mode == Mode::Coverage {
        compare_failures(findings, before, after);
        return;
    }
    for (kind, own, other) in [(ResponseRemoved, before, after), (ResponseAdded, after, before)] {
        for body in own.responses() {
            let is_body = |one: &&Body| std::ptr::eq(*one, body);
            let is_paired = pairs.iter().any(|(old, new)| is_body(old) || is_body(new));
            // One line says that a status came or went; its body goes with it.
            let is_listed = |operation: &Operation, status| operation.statuses.iter().any(|one| *one == status);
            let is_told = body
                .status()
                .is_some_and(|status| is_listed(own, status) && !is_listed(other, status));
            if is_paired || is_told {
                continue;
            }
            let sides = alone(kind == ResponseRemoved, body.tables.first().map(Table::listing));
            let scope = Scope::new(Side::Response, &body.label);
            findings.add(kind, &scope, "", when(body.status()), sides).subjects = vec![scope.label.clone()];
        }
    }
}

/// The oldest pages have one table for a success and a failure: a field that the success lacks may be one of a failure.
fn compare_failures<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let (Some(page), Some(body)) = (before.body("response").and_then(Body::root), after.body("response 4XX")) else {
        return;
    };
    let Some(failure) = body.root() else { return };
    let success = after.body("response 200").and_then(Body::root);
    let find = |table: &'a Table<'a>, row: &Row| table.rows.iter().find(|other| other.is_called(row.name));
    let scope = Scope::of(body, None, Some(failure));
    for row in page
        .rows
        .iter()
        .filter(|row| success.is_none_or(|table| find(table, row).is_none()))
    {
        if let Some(field) = find(failure, row) {
            rows::compare(findings, &scope, row, field);
            row_types::compare(findings, &scope, (row, None, &[]), (field, None, &[]));
        }
    }
}

/// Responses of the same status. A page that tells no statuses apart has one response, which is that of success; and
/// what a page says of one failure is what a contract may say of all.
fn pairs<'a>(before: &'a Operation<'a>, after: &'a Operation<'a>, mode: Mode) -> Vec<(&'a Body<'a>, &'a Body<'a>)> {
    let pair = |old: &'a Body<'a>| {
        let any_of = |status: &str| after.body(&format!("response {}XX", status.get(..1).unwrap_or_default()));
        let is_success = |new: &&Body| match (old.status(), new.status()) {
            (None, Some(status)) | (Some(status), None) => !is_failure(status),
            _ => false,
        };
        let success = || {
            after
                .responses()
                .filter(|new| before.body(&new.label).is_none())
                .find(is_success)
        };
        let range = || any_of(old.status().filter(|_| mode == Mode::Coverage)?);
        let new = after.body(&old.label).or_else(range).or_else(success)?;
        Some((old, new))
    };
    before.responses().filter_map(pair).collect()
}

fn compare_statuses<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let (mut old, new) = (before.statuses.clone(), &after.statuses);
    if findings.mode == Mode::Coverage {
        old.extend(before.responses().filter_map(Body::status).map(str::to_owned));
        old.dedup();
    }
    let scope = Scope::new(Side::Response, "status codes");
    let body = |status: &String| format!("response {status}");
    // No operation is without a status: a page that lists none has lost the list, or refers to another page for it.
    if findings.mode == Mode::Pages && old.is_empty() != new.is_empty() {
        let is_lost = new.is_empty();
        let (kind, sides) = if is_lost {
            (ValuesLost, gone(old.join(", ")))
        } else {
            (ValuesFound, come(new.join(", ")))
        };
        findings
            .add(kind, &scope, "", &[], sides)
            .subjects
            .extend(old.iter().chain(new).map(body));
        return;
    }
    let removed = old
        .iter()
        .filter(|status| !new.contains(status))
        .map(|status| (StatusCodeRemoved, status, gone(status)));
    let added = new
        .iter()
        .filter(|status| !old.contains(status))
        .map(|status| (StatusCodeAdded, status, come(status)));
    for (kind, status, sides) in removed.chain(added) {
        findings
            .add(kind, &scope, status, when(Some(status)), sides)
            .subjects
            .push(body(status));
    }
}

fn when(status: Option<&str>) -> &'static [When] {
    if status.is_some_and(is_failure) {
        &[]
    } else {
        &[Success]
    }
}

fn is_failure(status: &str) -> bool {
    !status.starts_with('2')
}
