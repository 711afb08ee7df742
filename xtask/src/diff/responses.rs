//! Comparing what comes back: the statuses, and the body of each.

use super::{
    ChangeKind::*,
    bodies,
    document::{Body, Operation, Row, Table},
    findings::{Findings, Mode, Spot, alone},
    rows,
    rules::{
        Side,
        When::{self, Success},
    },
};

/// Compares the statuses and the bodies.
pub fn compare<'a>(findings: &mut Findings<'a>, operations: [&'a Operation<'a>; 2]) {
    let [before, after] = operations;
    let partner = |old| Some([old, partner(operations, old, findings.mode)?]);
    let pairs: Vec<[&Body; 2]> = before.responses().filter_map(partner).collect();
    for pair in &pairs {
        bodies::compare(findings, *pair);
    }
    compare_statuses(findings, operations);
    if findings.mode == Mode::Coverage {
        compare_failures(findings, [before, after]);
        return;
    }
    for (edition, kind) in [ResponseRemoved, ResponseAdded].into_iter().enumerate() {
        for body in operations[edition].responses() {
            let is_paired = pairs.iter().any(|pair| std::ptr::eq(pair[edition], body));
            // One line says that a status came or went; its body goes with it.
            let lists = |edition: usize| {
                let mut statuses = operations[edition].statuses.iter();
                statuses.any(|one| Some(&**one) == body.status())
            };
            let is_told = lists(edition) && !lists(1 - edition);
            if !is_paired && !is_told {
                let listing = body.tables.first().map(Table::listing).unwrap_or_default();
                let spot = Spot::new(Side::Response, &body.label, "");
                findings.add(kind, &spot, when(body.status()), alone(edition, listing));
            }
        }
    }
}

/// The oldest pages have one table for a success and a failure: a field that the success lacks may be one of a failure.
fn compare_failures<'a>(findings: &mut Findings<'a>, [page, contract]: [&'a Operation<'a>; 2]) {
    let Some(failure) = contract.body("response 4XX") else {
        return;
    };
    let spot = Spot::of(failure, [None, failure.root()]);
    let field = |body: &'a Body<'a>, row: &Row| body.root()?.rows.iter().find(|other| other.is_called(row.name));
    let page = page.body("response").and_then(Body::root);
    for row in page.iter().flat_map(|table| &table.rows) {
        let of_success = contract.body("response 200").and_then(|body| field(body, row));
        if let (None, Some(of_failure)) = (of_success, field(failure, row)) {
            let spot = spot.at([Some(row), Some(of_failure)]);
            rows::compare(findings, &spot);
            rows::compare_types(findings, &spot, || true);
        }
    }
}

/// The response of the same status. A page that tells no statuses apart has one response, which is that of success; and
/// what a page says of one failure is what a contract may say of all.
fn partner<'a>([before, after]: [&'a Operation<'a>; 2], old: &Body, mode: Mode) -> Option<&'a Body<'a>> {
    let is_success = |new: &&Body| match (old.status(), new.status()) {
        (None, Some(status)) | (Some(status), None) => !is_failure(status),
        _ => false,
    };
    let mut others = after.responses().filter(|new| before.body(&new.label).is_none());
    let range = || {
        let status = old.status().filter(|_| mode == Mode::Coverage)?;
        after.body(&format!("response {}XX", status.get(..1).unwrap_or_default()))
    };
    let same = after.body(&old.label).or_else(range);
    same.or_else(|| others.find(is_success))
}

fn compare_statuses<'a>(findings: &mut Findings<'a>, operations: [&'a Operation<'a>; 2]) {
    let mut lists = operations.map(|operation| operation.statuses.clone());
    if findings.mode == Mode::Coverage {
        let described = operations[0].responses().filter_map(Body::status);
        lists[0].extend(described.map(str::to_owned));
        lists[0].dedup();
    }
    let spot = |status: &str| Spot::new(Side::Response, "status codes", status);
    let body = |status: &String| format!("response {status}");
    let kinds = [[StatusCodeRemoved, ValuesLost], [StatusCodeAdded, ValuesFound]];
    for (edition, [kind, list]) in kinds.into_iter().enumerate() {
        let [own, other] = [&lists[edition], &lists[1 - edition]];
        // No operation is without a status: a page that lists none has lost the list, or refers to another page for it.
        if findings.mode == Mode::Pages && other.is_empty() && !own.is_empty() {
            let finding = findings.add(list, &spot(""), None, alone(edition, own.join(", ")));
            finding.subjects.extend(own.iter().map(body));
        } else {
            for status in own.iter().filter(|status| !other.contains(status)) {
                let finding = findings.add(kind, &spot(status), when(Some(status)), alone(edition, status));
                finding.subjects.push(body(status));
            }
        }
    }
}

fn when(status: Option<&str>) -> Option<When> {
    (!status.is_some_and(is_failure)).then_some(Success)
}

fn is_failure(status: &str) -> bool {
    !status.starts_with('2')
}
