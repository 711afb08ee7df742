//! Comparing what comes back: the statuses, and the body of each.

use super::{
    ChangeKind, bodies, fields,
    findings::{Findings, Mode, Scope},
    rules::{Side, When},
    type_changes,
    view::{Body, Operation, Row, Table},
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
    for (kind, own, other) in [
        (ChangeKind::ResponseRemoved, before, after),
        (ChangeKind::ResponseAdded, after, before),
    ] {
        for body in responses(own) {
            let is_paired = pairs
                .iter()
                .any(|pair| std::ptr::eq(pair.0, body) || std::ptr::eq(pair.1, body));
            // One line says that a status came or went; its body goes with it.
            let is_listed = |operation: &Operation, status| operation.statuses.iter().any(|one| *one == status);
            let is_told = status(body).is_some_and(|status| is_listed(own, status) && !is_listed(other, status));
            if is_paired || is_told {
                continue;
            }
            let scope = Scope::new(Side::Response, &body.label);
            let fields = body.tables.first().map(Table::listing);
            let sides = if kind == ChangeKind::ResponseRemoved {
                (fields, None)
            } else {
                (None, fields)
            };
            let finding = findings.add(
                kind,
                &scope,
                "",
                when(status(body)),
                sides.0.as_deref(),
                sides.1.as_deref(),
            );
            finding.subjects = vec![scope.label];
        }
    }
}

/// The oldest pages have one table for a success and a failure: a field that the success lacks may be one of a failure.
fn compare_failures<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    fn root<'a>(operation: &'a Operation<'a>, label: &str) -> Option<(&'a Body<'a>, &'a Table<'a>)> {
        let body = operation.body(label)?;
        Some((body, body.tables.get(body.root?)?))
    }
    let success = root(after, "response 200").map(|(_, table)| table);
    let (Some((_, page)), Some((body, failure))) = (root(before, "response"), root(after, "response 4XX")) else {
        return;
    };
    let scope = Scope::of(body, None, Some(failure));
    let is_called = |row: &&Row, table: &'a Table<'a>| table.rows.iter().find(|other| other.is_called(row.name));
    for row in page
        .rows
        .iter()
        .filter(|row| success.is_none_or(|table| is_called(row, table).is_none()))
    {
        if let Some(field) = is_called(&row, failure) {
            fields::compare(findings, &scope, row, field);
            type_changes::compare(findings, &scope, (row, None, None), (field, None, None));
        }
    }
}

fn responses<'a>(operation: &'a Operation<'a>) -> impl Iterator<Item = &'a Body<'a>> {
    operation.bodies.iter().filter(|body| body.side == Side::Response)
}

/// The status of a response; the oldest pages have one response for all of them.
fn status<'a>(body: &'a Body) -> Option<&'a str> {
    body.label.strip_prefix("response ")
}

/// Responses of the same status. A page that tells no statuses apart has one response, which is that of success; and
/// what a page says of one failure is what a contract may say of all.
fn pairs<'a>(before: &'a Operation<'a>, after: &'a Operation<'a>, mode: Mode) -> Vec<(&'a Body<'a>, &'a Body<'a>)> {
    let pair = |old: &'a Body<'a>| {
        let any_of = |status: &str| format!("response {}XX", status.get(..1).unwrap_or_default());
        let wanted = status(old).filter(|_| mode == Mode::Coverage).map(any_of);
        let is_success = |new: &&Body| match (status(old), status(new)) {
            (None, Some(status)) | (Some(status), None) => !is_failure(status),
            _ => false,
        };
        let is_free = |new: &&Body| before.body(&new.label).is_none();
        let success = || responses(after).filter(is_free).find(is_success);
        let found = after.body(&old.label).or_else(|| after.body(&wanted?)).or_else(success);
        found.map(|new| (old, new))
    };
    responses(before).filter_map(pair).collect()
}

fn compare_statuses<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let (mut old, new) = (before.statuses.clone(), &after.statuses);
    if findings.mode == Mode::Coverage {
        old.extend(responses(before).filter_map(status).map(str::to_owned));
        old.dedup();
    }
    let scope = Scope::new(Side::Response, "status codes");
    // No operation is without a status: a page that lists none has lost the list, or refers to another page for it.
    if findings.mode == Mode::Pages && old.is_empty() != new.is_empty() {
        let list = |statuses: &[String]| (!statuses.is_empty()).then(|| statuses.join(", "));
        let kind = if new.is_empty() {
            ChangeKind::ValuesLost
        } else {
            ChangeKind::ValuesFound
        };
        let finding = findings.add(kind, &scope, "", &[], list(&old).as_deref(), list(new).as_deref());
        finding
            .subjects
            .extend(old.iter().chain(new).map(|status| format!("response {status}")));
        return;
    }
    let gone = old
        .iter()
        .filter(|status| !new.contains(status))
        .map(|status| (status, true));
    let come = new
        .iter()
        .filter(|status| !old.contains(status))
        .map(|status| (status, false));
    for (status, is_gone) in gone.chain(come) {
        let finding = if is_gone {
            findings.add(
                ChangeKind::StatusCodeRemoved,
                &scope,
                status,
                when(Some(status)),
                Some(status),
                None,
            )
        } else {
            findings.add(
                ChangeKind::StatusCodeAdded,
                &scope,
                status,
                when(Some(status)),
                None,
                Some(status),
            )
        };
        finding.subjects.push(format!("response {status}"));
    }
}

fn when(status: Option<&str>) -> &'static [When] {
    if status.is_some_and(is_failure) {
        &[]
    } else {
        &[When::Success]
    }
}

fn is_failure(status: &str) -> bool {
    !status.starts_with('2')
}
