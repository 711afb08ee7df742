//! Comparing the examples of two editions of a page.

use docpages::DefectKind;
use serde_json::Value;

use super::{
    ChangeKind::*,
    document::{Operation, View, entries, items, join},
    findings::{Findings, Scope, Sides, both, come, gone},
    rules::Side,
};
use crate::spec::resolve;

/// More values than this in one example are one line: it is another example, and not a corrected one.
const FEW: usize = 8;

/// An example of a response of a page.
#[derive(Clone, Copy, PartialEq)]
pub struct Example<'a> {
    /// The status, where the page gives it.
    pub status: Option<&'a str>,
    pub payload: &'a Value,
}

/// The examples of all responses, in the order of the document.
pub fn of_responses<'a>(document: &'a Value, operation: &Operation<'a>) -> Vec<Example<'a>> {
    let examples = entries(&operation.value["responses"]).flat_map(|(status, response)| {
        let status = (status != "default").then_some(status);
        payloads(resolve(document, response)).map(move |payload| Example { status, payload })
    });
    examples.collect()
}

fn payloads(holder: &Value) -> impl Iterator<Item = &Value> {
    let examples = entries(&holder["content"]["application/json"]["examples"]);
    examples.map(|(_, example)| &example["value"])
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
    let examples = items(&operation.value["x-request-examples"]);
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
    let removed: Vec<&Request> = before.iter().filter(|example| !after.contains(example)).collect();
    let added: Vec<&Request> = after.iter().filter(|example| !before.contains(example)).collect();
    for (old, new) in removed.iter().zip(&added) {
        findings.compare(ExampleChanged, &scope, "method", both(old.0, new.0));
        findings.compare(ExampleChanged, &scope, "target", both(old.1, new.1));
        match (old.2, new.2) {
            (Some(old), Some(new)) => report(findings, &scope, &differences(old, new)),
            (old, new) => {
                let sides = (old.map(Value::to_string), new.map(Value::to_string));
                findings.compare(ExampleChanged, &scope, "body", sides);
            }
        }
    }
    let line = |example: &Request| format!("{} {}", example.0, example.1);
    for old in removed.iter().skip(added.len()) {
        findings.add(ExampleRemoved, &scope, "", &[], gone(line(old)));
    }
    for new in added.iter().skip(removed.len()) {
        findings.add(ExampleAdded, &scope, "", &[], come(line(new)));
    }
}

/// Whether two examples are one.
type Test<'t> = dyn Fn(&Example, &Example) -> bool + 't;

fn compare_responses<'a>(findings: &mut Findings<'a>, before: &'a Operation<'a>, after: &'a Operation<'a>) {
    let (old_view, new_view) = (findings.before, findings.after);
    let old = of_responses(old_view.document, before);
    let new = of_responses(new_view.document, after);
    let mut removed: Vec<Example> = old.iter().filter(|one| !new.contains(one)).copied().collect();
    let mut added: Vec<Example> = new.iter().filter(|one| !old.contains(one)).copied().collect();
    let is_same = |old: &Example, new: &Example| old.status == new.status;
    // A page without statuses shows the same payload as one with them.
    let is_near =
        |old: &Example, new: &Example| (old.status.is_none() || new.status.is_none()) && shares_keys(old, new);
    let tests: [&Test; 2] = [&is_same, &is_near];
    for is_partner in tests {
        removed.retain(|old| {
            let Some(index) = added.iter().position(|new| is_partner(old, new)) else {
                return true;
            };
            let new = added.remove(index);
            report(
                findings,
                &scope(old.status.or(new.status)),
                &differences(old.payload, new.payload),
            );
            false
        });
    }
    for old in removed
        .iter()
        .filter(|old| !is_told(before, (new_view, after), old.status))
    {
        findings.add(
            ExampleRemoved,
            &scope(old.status),
            "",
            &[],
            gone(old.payload.to_string()),
        );
    }
    for new in added
        .iter()
        .filter(|new| !is_told(after, (old_view, before), new.status))
    {
        findings.add(ExampleAdded, &scope(new.status), "", &[], come(new.payload.to_string()));
    }
}

fn scope(status: Option<&str>) -> Scope<'static> {
    let status = status.map(|status| format!(" {status}")).unwrap_or_default();
    Scope::new(Side::Any, format!("example response{status}"))
}

fn shares_keys(old: &Example, new: &Example) -> bool {
    entries(old.payload).any(|(key, _)| new.payload.get(key).is_some())
}

/// Whether the other page has the example too, in a state that cannot be read, or lacks the very status, which is told
/// already.
fn is_told(own: &Operation, (view, other): (&View, &Operation), status: Option<&str>) -> bool {
    let location = scope(status).label;
    let mut defects = view.defects.iter();
    let is_broken = defects.any(|defect| defect.kind == DefectKind::ExampleBroken && defect.at == location);
    is_broken
        || status.is_some_and(|status| {
            let knows = |operation: &Operation| {
                let is_listed = operation.statuses.iter().any(|one| *one == status);
                is_listed || operation.body(&format!("response {status}")).is_some()
            };
            knows(own) && !knows(other)
        })
}

fn report<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, differences: &[Difference]) {
    let is_value = |(_, (before, after)): &&Difference| before.is_some() && after.is_some();
    let values = differences.iter().filter(is_value).count();
    if values > FEW {
        findings.add(ExampleChanged, scope, "", &[], come(format!("{values} other values")));
    }
    let few = differences
        .iter()
        .filter(|difference| values <= FEW || !is_value(difference));
    for (path, sides) in few {
        let finding = findings.add(ExampleChanged, scope, path, &[], sides.clone());
        // Defects speak of the place in the body.
        let body = match scope.label.as_str() {
            "example request" => "request body",
            label => label.trim_start_matches("example "),
        };
        finding.subjects.push(format!("{body} {path}"));
    }
}

/// A place in a payload and what either payload has there. Elements of a list have one place, since their number means
/// nothing.
type Difference = (String, Sides);

/// Lists the differences of two payloads; several at one path are one.
fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(Some(before), Some(after), String::new(), &mut found);
    let mut merged: Vec<Difference> = Vec::new();
    let sides = |(path, (before, after)): &Difference| (path.clone(), before.is_some(), after.is_some());
    for difference in found {
        if !merged.iter().any(|told| sides(told) == sides(&difference)) {
            merged.push(difference);
        }
    }
    merged
}

fn collect(before: Option<&Value>, after: Option<&Value>, path: String, found: &mut Vec<Difference>) {
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
                collect(old.get(key), new.get(key), join(&path, key), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                collect(old.get(index), new.get(index), format!("{path}[]"), found);
            }
        }
        _ if before == after => {}
        _ => found.push((path, (before.map(Value::to_string), after.map(Value::to_string)))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn each_path_is_told_once() {
        let before = json!({ "a": { "x": 1, "gone": true }, "list": [{ "n": 1 }, { "n": 2 }], "same": [1] });
        let after =
            json!({ "list": [{ "n": 3 }, { "n": 4 }, { "n": 5 }], "a": { "new": null, "x": "1" }, "same": [1] });
        let found: Vec<_> = differences(&before, &after)
            .into_iter()
            .map(|one| format!("{}: {:?} {:?}", one.0, one.1.0, one.1.1))
            .collect();
        assert_eq!(
            found,
            [
                r#"a.x: Some("1") Some("\"1\"")"#,
                r#"a.gone: Some("true") None"#,
                r#"a.new: None Some("null")"#,
                r#"list[].n: Some("1") Some("3")"#,
                r#"list[]: None Some("{\"n\":5}")"#,
            ]
        );
    }
}
