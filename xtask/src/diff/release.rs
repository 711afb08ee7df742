//! What contracts have beside the fields of their operations: addresses, credentials, words and payloads.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ChangeKind::{self, *},
    bodies,
    document::Operation,
    findings::{Findings, Spot, UNSAID, alone, both},
    keywords::{Values, common, compare_beside, compare_keyword, keys, within},
    rules::{Side, When::Mandatory},
};
use crate::spec::{entries, items, resolve, word};

/// Compares what documents say of all operations.
pub fn compare_documents(findings: &mut Findings) {
    let documents = findings.views.map(|view| view.document);
    let urls = documents.map(servers);
    let spot = Spot::new(Side::Request, "servers", "");
    findings.compare_lists([ServerRemoved, ServerAdded], &spot, None, &urls);
    compare_security(findings, "security", documents);
    // A scheme that came or went is told with what requests may carry.
    let schemes = within(within(documents, "components"), "securitySchemes");
    for name in common(schemes) {
        let spot = Spot::new(Side::Request, format!("security {name}"), "");
        compare_beside(findings, &spot, within(schemes, name), &[]);
    }
    let told = ["paths", "components", "security"];
    for key in keys(documents).into_iter().filter(|key| !told.contains(key)) {
        // A new version says nothing by itself, and is judged apart.
        let parts = documents.map(|document| {
            let mut part = document[key].clone();
            part.get_mut("version").map(Value::take);
            part
        });
        let spot = Spot::new(Side::Any, key, "");
        compare_keyword(findings, &spot, key, WordsChanged, parts.each_ref());
    }
}

/// The addresses, with and without the values of their variables.
fn servers(document: &Value) -> Vec<String> {
    let mut urls = BTreeSet::new();
    for server in items(&document["servers"]) {
        let url = word(&server["url"]);
        urls.insert(url.to_owned());
        for (name, variable) in entries(&server["variables"]) {
            let values = items(&variable["enum"]).filter_map(Value::as_str);
            urls.extend(values.map(|value| url.replace(&format!("{{{name}}}"), value)));
        }
    }
    urls.into_iter().collect()
}

fn compare_security(findings: &mut Findings, label: &str, holders: Values) {
    let lists = holders.map(|holder| items(&holder["security"]).map(Value::to_string).collect());
    let spot = Spot::new(Side::Request, label, "");
    findings.compare_lists([SecurityRemoved, SecurityAdded], &spot, None, &lists);
}

/// Compares what stands beside the fields of an operation.
pub fn compare_operations(findings: &mut Findings, operations: [&Operation; 2]) {
    let values = operations.map(|operation| operation.value);
    compare_security(findings, "", values);
    let told = ["parameters", "requestBody", "responses", "security", "operationId"];
    compare_beside(findings, &Spot::new(Side::Any, "", ""), values, &told);
    let spot = Spot::new(Side::Request, "request body", "");
    let bodies = resolved(findings, within(values, "requestBody"));
    let [_, is_mandatory] = bodies.map(|body| body["required"] == true);
    let when = is_mandatory.then_some(Mandatory);
    match bodies.map(Value::is_null) {
        [true, false] => drop(findings.add(BodyAdded, &spot, when, UNSAID)),
        [false, true] => drop(findings.add(BodyRemoved, &spot, None, UNSAID)),
        _ => {
            if (bodies[0]["required"] == true) != is_mandatory {
                findings.add(MandatoryChanged, &spot, when, UNSAID);
            }
            compare_holders(findings, &spot, bodies);
        }
    }
    // A status that came or went is told with the statuses.
    let responses = within(values, "responses");
    for status in common(responses) {
        let spot = Spot::new(Side::Response, format!("response {status}"), "");
        let holders = resolved(findings, within(responses, status));
        compare_holders(findings, &spot, holders);
    }
}

fn resolved<'v>(findings: &Findings<'v>, [old, new]: Values<'v>) -> Values<'v> {
    let [before, after] = findings.views;
    [resolve(before.document, old), resolve(after.document, new)]
}

/// Compares the words, the media types and the payloads of a request or a response. Bodies of objects are tables.
fn compare_holders(findings: &mut Findings, spot: &Spot<'static>, holders: Values) {
    compare_beside(findings, spot, holders, &["content", "required"]);
    let contents = within(holders, "content");
    compare_keys(findings, [MediaTypeRemoved, MediaTypeAdded], spot, contents);
    for media in common(contents) {
        let content = within(contents, media);
        let is_json = media == "application/json";
        let schema = if is_json { "schema" } else { "" };
        compare_beside(findings, spot, content, &["examples", schema]);
        let spot = Spot::new(spot.side, format!("example {}", spot.label), "");
        let examples = within(content, "examples");
        compare_keys(findings, [ExampleRemoved, ExampleAdded], &spot, examples);
        for name in common(examples) {
            let spot = Spot::new(spot.side, &spot.label, name);
            let [old, new] = within(within(examples, name), "value").map(Value::to_string);
            findings.compare(ExampleChanged, &spot, both(old, new));
            compare_beside(findings, &spot, within(examples, name), &["value"]);
        }
    }
}

/// Tells of the keys that only one object has.
fn compare_keys(findings: &mut Findings, kinds: [ChangeKind; 2], spot: &Spot<'static>, values: Values) {
    for (edition, kind) in kinds.into_iter().enumerate() {
        for (key, _) in entries(values[edition]).filter(|(key, _)| values[1 - edition].get(key).is_none()) {
            findings.add(kind, &Spot::new(spot.side, &spot.label, key), None, alone(edition, key));
        }
    }
}

/// Compares the components: types are generated of all, and what no operation uses is judged as if the service sent it.
pub fn compare_components(findings: &mut Findings) {
    findings.operation = None;
    bodies::compare(findings, findings.views.map(|view| &view.components));
    let changes = findings.found.iter().map(|finding| &finding.change);
    let renames = changes.filter(|change| change.kind == TypeRenamed);
    let names = renames.flat_map(|change| [change.before.clone(), change.after.clone()]);
    let renamed = BTreeSet::from_iter(names);
    findings.found.retain(|finding| {
        let is_type = matches!(finding.change.kind, TypeAdded | TypeRemoved);
        !(is_type && renamed.contains(&finding.change.component))
    });
}
