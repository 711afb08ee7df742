//! Comparing the examples of two editions of a page.

use docpages::DefectKind;
use serde_json::{Value, json};

use super::{
    ChangeKind::*,
    document::{Operation, join},
    findings::{Findings, Spot, alone},
    rules::Side,
};
use crate::spec::{entries, items, media, resolve, text};

/// More values than this in one example are one line: it is another example, and not a corrected one.
const FEW: usize = 8;

/// What changes call the example of a request.
const REQUEST: &str = "example request";

/// What changes call that of a response, before its status.
const RESPONSE: &str = "example response";

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
    let examples = entries(&media(holder)["examples"]);
    examples.map(|(_, example)| &example["value"])
}

/// What an example is of, `example request` or `example response 200`, and what it shows: a payload, or the method, the
/// target and the body of a request.
type Shown = (String, Value);

fn all(document: &Value, operation: &Operation) -> Vec<Shown> {
    // A body stands with that of the operation where there is one.
    let mut bodies = payloads(&operation.value["requestBody"]);
    let requests = items(&operation.value["x-request-examples"]).map(|example| {
        let mut shown = json!({ "method": example["method"], "target": example["target"] });
        if let Some(body) = example.get("body").or_else(|| bodies.next()) {
            shown["body"] = body.clone();
        }
        (REQUEST.to_owned(), shown)
    });
    let responses = of_responses(document, operation).into_iter().map(|example| {
        let label = format!("{RESPONSE} {}", example.status.unwrap_or_default());
        (label.trim_end().to_owned(), example.payload.clone())
    });
    requests.chain(responses).collect()
}

/// Compares the examples of the requests and of the responses of two pages.
pub fn compare<'a>(findings: &mut Findings<'a>, operations: [&'a Operation<'a>; 2]) {
    let lists = [0, 1].map(|edition| all(findings.views[edition].document, operations[edition]));
    let only = |own: usize, other: usize| -> Vec<&Shown> {
        let examples = lists[own].iter().filter(|one| !lists[other].contains(one));
        examples.collect()
    };
    let (mut removed, mut added) = (only(0, 1), only(1, 0));
    let is_same = |old: &Shown, new: &Shown| old.0 == new.0;
    // A page without statuses shows the same payload as one with them.
    let is_near = |old: &Shown, new: &Shown| {
        let labels = [&old.0, &new.0];
        let are_responses = labels.iter().all(|label| label.starts_with(RESPONSE));
        let shares_keys = || entries(&old.1).any(|(key, _)| new.1.get(key).is_some());
        are_responses && labels.iter().any(|label| *label == RESPONSE) && shares_keys()
    };
    for is_partner in [&is_same as &dyn Fn(&Shown, &Shown) -> bool, &is_near] {
        removed.retain(|old| {
            let partner = added.iter().position(|new| is_partner(old, new));
            if let Some(new) = partner.map(|index| added.remove(index)) {
                let label = if old.0 == RESPONSE { &new.0 } else { &old.0 };
                report(findings, label, differences(&old.1, &new.1));
            }
            partner.is_none()
        });
    }
    let rest = [(ExampleRemoved, removed), (ExampleAdded, added)];
    for (edition, (kind, rest)) in rest.into_iter().enumerate() {
        for (label, shown) in rest {
            if !is_told(findings, operations, edition, label) {
                let line = || ["method", "target"].map(|key| text(&shown[key])).join(" ");
                let text = if label == REQUEST { line() } else { shown.to_string() };
                findings.add(kind, &Spot::new(Side::Any, label, ""), None, alone(edition, text));
            }
        }
    }
}

/// Whether the other page has the example too, in a state that cannot be read, or lacks the very status, which is told
/// already.
fn is_told(findings: &Findings, operations: [&Operation; 2], edition: usize, label: &str) -> bool {
    let mut defects = findings.views[1 - edition].defects.iter();
    let is_broken = defects.any(|defect| defect.kind == DefectKind::ExampleBroken && defect.at == label);
    let knows = |edition: usize, status: &str| {
        let operation: &Operation = operations[edition];
        let is_listed = operation.statuses.iter().any(|one| one == status);
        is_listed || operation.body(&format!("response {status}")).is_some()
    };
    let status = label.strip_prefix(RESPONSE).unwrap_or_default().trim_start();
    is_broken || (!status.is_empty() && knows(edition, status) && !knows(1 - edition, status))
}

fn report(findings: &mut Findings, label: &str, mut differences: Vec<Difference>) {
    let is_value = |sides: &[Option<&Value>; 2]| sides.iter().all(Option::is_some);
    let values = differences.iter().filter(|(_, sides)| is_value(sides)).count();
    if values > FEW {
        let count = alone(1, format!("{values} other values"));
        findings.add(ExampleChanged, &Spot::new(Side::Any, label, ""), None, count);
    }
    differences.retain(|(_, sides)| values <= FEW || !is_value(sides));
    for (path, sides) in differences {
        let is_request = label == REQUEST;
        let is_line = is_request && !path.starts_with("body");
        let sides = sides.map(|side| side.map(if is_line { text } else { Value::to_string }));
        let in_body = path.strip_prefix("body").filter(|path| is_request && !path.is_empty());
        let path = in_body.map_or(&*path, |path| path.trim_start_matches('.'));
        findings.add(ExampleChanged, &Spot::new(Side::Any, label, path), None, sides);
    }
}

/// A path in a payload and what either payload has there. Elements of a list have one path, since their number means
/// nothing.
type Difference<'v> = (String, [Option<&'v Value>; 2]);

/// Lists the differences of two payloads; several at one path are one.
pub fn differences<'v>(before: &'v Value, after: &'v Value) -> Vec<Difference<'v>> {
    let mut found = Vec::new();
    collect([Some(before), Some(after)], String::new(), &mut found);
    found
}

fn collect<'v>(sides: [Option<&'v Value>; 2], path: String, found: &mut Vec<Difference<'v>>) {
    match sides {
        [Some(Value::Object(old)), Some(Value::Object(new))] => {
            for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
                collect([old.get(key), new.get(key)], join(&path, key), found);
            }
        }
        [Some(Value::Array(old)), Some(Value::Array(new))] => {
            for index in 0..old.len().max(new.len()) {
                collect([old.get(index), new.get(index)], format!("{path}[]"), found);
            }
        }
        [before, after] if before == after => {}
        sides => {
            let has = |sides: &[Option<&Value>; 2]| sides.map(|side| side.is_some());
            let is_known = |(other, known): &Difference| *other == path && has(known) == has(&sides);
            if !found.iter().any(is_known) {
                found.push((path, sides));
            }
        }
    }
}
