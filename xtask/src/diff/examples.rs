//! Comparing the examples of two editions of a page, or of two contracts.

use docpages::DefectKind;
use serde_json::Value;

use super::{
    ChangeKind,
    findings::{Findings, Scope},
    payloads::{Difference, differences},
    rules::Side,
    view::{Operation, View},
};
use crate::spec::resolve;

/// More values than this in one example are one line: it is another example, and not a corrected one.
const FEW: usize = 8;

/// An example of a response of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Example<'a> {
    /// The status, where the page gives it.
    pub status: Option<&'a str>,
    /// The payload.
    pub payload: &'a Value,
}

/// The examples of all responses, in the order of the document.
pub fn of_responses<'a>(document: &'a Value, operation: &Operation<'a>) -> Vec<Example<'a>> {
    let responses = operation.value["responses"].as_object().into_iter().flatten();
    let examples = responses.flat_map(|(status, response)| {
        let status = (status != "default").then_some(status.as_str());
        let payloads = payloads(resolve(document, response));
        payloads.map(move |payload| Example { status, payload })
    });
    examples.collect()
}

fn payloads(holder: &Value) -> impl Iterator<Item = &Value> {
    let examples = holder["content"]["application/json"]["examples"].as_object();
    examples.into_iter().flatten().map(|(_, example)| &example["value"])
}

/// Compares the examples of the requests and of the responses of two pages.
pub fn compare<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    compare_requests(findings, before, after);
    compare_responses(findings, before, after);
}

/// An example of a request: method, target and body.
type Request<'a> = (&'a str, &'a str, Option<&'a Value>);

/// The examples of requests. A body stands with that of the operation where there is one.
fn requests<'a>(operation: &Operation<'a>) -> Vec<Request<'a>> {
    let mut bodies = payloads(&operation.value["requestBody"]);
    let examples = operation.value["x-request-examples"].as_array().into_iter().flatten();
    let text = |example: &'a Value, key: &str| example[key].as_str().unwrap_or_default();
    let examples = examples.map(|example| {
        let body = example.get("body").or_else(|| bodies.next());
        (text(example, "method"), text(example, "target"), body)
    });
    examples.collect()
}

fn compare_requests<'a>(findings: &mut Findings<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let (before, after) = (requests(before), requests(after));
    let scope = Scope::new(Side::Any, "example request");
    let gone: Vec<&Request> = before.iter().filter(|example| !after.contains(example)).collect();
    let come: Vec<&Request> = after.iter().filter(|example| !before.contains(example)).collect();
    for (old, new) in gone.iter().zip(&come) {
        let changed = ChangeKind::ExampleChanged;
        findings.add_pair(changed, &scope, "method", (Some(old.0), Some(new.0)));
        findings.add_pair(changed, &scope, "target", (Some(old.1), Some(new.1)));
        if let (Some(old), Some(new)) = (old.2, new.2) {
            report(findings, &scope, differences(old, new));
        } else {
            let (old, new) = (old.2.map(Value::to_string), new.2.map(Value::to_string));
            findings.add_pair(changed, &scope, "body", (old.as_deref(), new.as_deref()));
        }
    }
    let line = |example: &Request| format!("{} {}", example.0, example.1);
    for old in gone.iter().skip(come.len()) {
        findings.add(ChangeKind::ExampleRemoved, &scope, "", &[], Some(&line(old)), None);
    }
    for new in come.iter().skip(gone.len()) {
        findings.add(ChangeKind::ExampleAdded, &scope, "", &[], None, Some(&line(new)));
    }
}

/// Whether two examples are one.
type Test<'t> = dyn Fn(&Example, &Example) -> bool + 't;

fn compare_responses<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let (old_view, new_view) = (findings.before, findings.after);
    let (old, new) = (
        of_responses(old_view.document, before),
        of_responses(new_view.document, after),
    );
    let mut gone: Vec<Example> = old.iter().filter(|one| !new.contains(one)).copied().collect();
    let mut come: Vec<Example> = new.iter().filter(|one| !old.contains(one)).copied().collect();
    // A page without statuses shows the same payload as one with them.
    let is_near =
        |old: &Example, new: &Example| (old.status.is_none() || new.status.is_none()) && shares_keys(old, new);
    let tests: [&Test; 2] = [&|old, new| old.status == new.status, &is_near];
    for is_partner in tests {
        gone.retain(|old| {
            let Some(index) = come.iter().position(|new| is_partner(old, new)) else {
                return true;
            };
            let new = come.remove(index);
            let scope = scope(old.status.or(new.status));
            report(findings, &scope, differences(old.payload, new.payload));
            false
        });
    }
    let gone = gone.into_iter().map(|example| (example, true));
    let come = come.into_iter().map(|example| (example, false));
    for (example, is_gone) in gone.chain(come) {
        let (own, other) = if is_gone { (before, after) } else { (after, before) };
        let other_view = if is_gone { new_view } else { old_view };
        let scope = scope(example.status);
        if is_told(own, other, example.status) || is_broken(other_view, &scope.label) {
            continue;
        }
        let payload = example.payload.to_string();
        if is_gone {
            findings.add(ChangeKind::ExampleRemoved, &scope, "", &[], Some(&payload), None);
        } else {
            findings.add(ChangeKind::ExampleAdded, &scope, "", &[], None, Some(&payload));
        }
    }
}

fn scope(status: Option<&str>) -> Scope<'static> {
    let status = status.map(|status| format!(" {status}")).unwrap_or_default();
    Scope::new(Side::Any, &format!("example response{status}"))
}

fn shares_keys(old: &Example, new: &Example) -> bool {
    let keys = |example: &Example| {
        example
            .payload
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.clone())
            .collect()
    };
    let (old, new): (Vec<_>, Vec<_>) = (keys(old), keys(new));
    old.iter().any(|key| new.contains(key))
}

/// Whether the status itself came or went, which is told already.
fn is_told(own: &Operation, other: &Operation, status: Option<&str>) -> bool {
    status.is_some_and(|status| {
        let knows = |operation: &Operation| {
            let is_listed = operation.statuses.iter().any(|one| *one == status);
            is_listed || operation.body(&format!("response {status}")).is_some()
        };
        knows(own) && !knows(other)
    })
}

/// Whether the other page has the example too, in a state that cannot be read.
fn is_broken(view: &View, location: &str) -> bool {
    let mut defects = view.defects.iter();
    defects.any(|defect| defect.kind == DefectKind::ExampleBroken && defect.at == location)
}

fn report<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, differences: Vec<Difference>) {
    let is_value = |difference: &&Difference| difference.before.is_some() && difference.after.is_some();
    let values = differences.iter().filter(is_value).count();
    if values > FEW {
        let after = format!("{values} other values");
        findings.add(ChangeKind::ExampleChanged, scope, "", &[], None, Some(&after));
    }
    for difference in differences
        .iter()
        .filter(|difference| values <= FEW || !is_value(difference))
    {
        let Difference { path, before, after } = difference;
        let finding = findings.add(
            ChangeKind::ExampleChanged,
            scope,
            path,
            &[],
            before.as_deref(),
            after.as_deref(),
        );
        // Defects speak of the place in the body.
        let body = match scope.label.as_str() {
            "example request" => "request body",
            label => label.trim_start_matches("example "),
        };
        finding.subjects.push(format!("{body} {path}"));
    }
}
