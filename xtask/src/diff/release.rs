//! What contracts have beside their operations: addresses, credentials, words, and types that nothing leads to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    ChangeKind, bodies,
    findings::{Findings, Scope},
    keywords::{compare_beside, keys},
    rules::{Side, When},
    view::{Body, Operation, View},
};
use crate::spec::resolve;

/// Compares what documents say of all operations.
pub fn compare_documents(findings: &mut Findings) {
    let (old, new) = (findings.before.document, findings.after.document);
    let scope = Scope::new(Side::Request, "servers");
    report_sets(
        findings,
        &scope,
        (ChangeKind::ServerRemoved, ChangeKind::ServerAdded),
        (servers(old), servers(new)),
    );
    compare_security(findings, "security", &old["security"], &new["security"]);
    let (was, is) = (
        &old["components"]["securitySchemes"],
        &new["components"]["securitySchemes"],
    );
    // A scheme that came or went is told with what requests may carry.
    for name in keys(was, is)
        .into_iter()
        .filter(|name| [was, is].iter().all(|schemes| schemes.get(name).is_some()))
    {
        let scope = Scope::new(Side::Request, &format!("security {name}"));
        compare_beside(
            findings,
            &scope,
            "",
            (&was[name], &is[name]),
            &[],
            &["type", "in", "name", "scheme"],
        );
    }
    for key in keys(old, new)
        .into_iter()
        .filter(|key| !["paths", "components", "security"].contains(key))
    {
        // A new version says nothing by itself, and is judged apart.
        let skipped: &[&str] = if key == "info" { &["version"] } else { &[] };
        let without = |document: &Value| {
            let mut value = document[key].clone();
            if let Some(object) = value.as_object_mut() {
                object.retain(|key, _| !skipped.contains(&key.as_str()));
            }
            json!({ key: value })
        };
        let scope = Scope::new(Side::Any, key);
        compare_beside(findings, &scope, "", (&without(old), &without(new)), &[], &[]);
    }
}

/// The addresses, with and without the values of their variables.
fn servers(document: &Value) -> BTreeSet<String> {
    let mut urls = BTreeSet::new();
    for server in document["servers"].as_array().into_iter().flatten() {
        let url = server["url"].as_str().unwrap_or_default();
        urls.insert(url.to_owned());
        for (name, variable) in server["variables"].as_object().into_iter().flatten() {
            let values = variable["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            urls.extend(values.map(|value| url.replace(&format!("{{{name}}}"), value)));
        }
    }
    urls
}

fn compare_security(findings: &mut Findings, label: &str, old: &Value, new: &Value) {
    let alternatives = |value: &Value| value.as_array().into_iter().flatten().map(Value::to_string).collect();
    let kinds = (ChangeKind::SecurityRemoved, ChangeKind::SecurityAdded);
    report_sets(
        findings,
        &Scope::new(Side::Request, label),
        kinds,
        (alternatives(old), alternatives(new)),
    );
}

fn report_sets(
    findings: &mut Findings,
    scope: &Scope<'static>,
    (removed, added): (ChangeKind, ChangeKind),
    (old, new): (BTreeSet<String>, BTreeSet<String>),
) {
    for gone in old.difference(&new) {
        findings.add_pair(removed, scope, "", (Some(gone), None));
    }
    for come in new.difference(&old) {
        findings.add_pair(added, scope, "", (None, Some(come)));
    }
}

/// Compares what stands beside the fields of an operation.
pub fn compare_operations<'a>(findings: &mut Findings<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let (old, new) = (before.value, after.value);
    compare_security(findings, "", &old["security"], &new["security"]);
    let told = ["parameters", "requestBody", "responses", "security", "operationId"];
    compare_beside(findings, &Scope::new(Side::Any, ""), "", (old, new), &told, &[]);
    compare_bodies(findings, &old["requestBody"], &new["requestBody"]);
    let (was, is) = (&old["responses"], &new["responses"]);
    // A status that came or went is told with the statuses.
    for status in keys(was, is)
        .into_iter()
        .filter(|status| [was, is].iter().all(|all| all.get(status).is_some()))
    {
        let scope = Scope::new(Side::Response, &format!("response {status}"));
        let (was, is) = (
            resolve(findings.before.document, &was[status]),
            resolve(findings.after.document, &is[status]),
        );
        compare_beside(findings, &scope, "", (was, is), &["content"], &[]);
        compare_content(findings, &scope, &was["content"], &is["content"]);
    }
}

fn compare_bodies(findings: &mut Findings, old: &Value, new: &Value) {
    let scope = Scope::new(Side::Request, "request body");
    let (old, new) = (
        resolve(findings.before.document, old),
        resolve(findings.after.document, new),
    );
    let is_mandatory = new["required"] == true;
    let when: &[When] = if is_mandatory { &[When::Mandatory] } else { &[] };
    match (old.is_null(), new.is_null()) {
        (true, true) => {}
        (true, false) => drop(findings.add(ChangeKind::BodyAdded, &scope, "", when, None, None)),
        (false, true) => drop(findings.add(ChangeKind::BodyRemoved, &scope, "", &[], None, None)),
        (false, false) => {
            if (old["required"] == true) != is_mandatory {
                findings.add(ChangeKind::MandatoryChanged, &scope, "", when, None, None);
            }
            compare_beside(findings, &scope, "", (old, new), &["content", "required"], &[]);
            compare_content(findings, &scope, &old["content"], &new["content"]);
        }
    }
}

fn compare_content(findings: &mut Findings, scope: &Scope<'static>, old: &Value, new: &Value) {
    for media in keys(old, new) {
        match (old.get(media), new.get(media)) {
            (Some(_), None) => findings.add_pair(ChangeKind::MediaTypeRemoved, scope, media, (Some(media), None)),
            (None, Some(_)) => findings.add_pair(ChangeKind::MediaTypeAdded, scope, media, (None, Some(media))),
            (Some(old), Some(new)) => {
                compare_examples(findings, scope, &old["examples"], &new["examples"]);
                // Bodies of objects are compared as tables.
                let is_table = media == "application/json";
                let skipped: &[&str] = if is_table {
                    &["examples", "schema"]
                } else {
                    &["examples"]
                };
                compare_beside(findings, scope, "", (old, new), skipped, &["schema", "encoding"]);
            }
            (None, None) => {}
        }
    }
}

fn compare_examples(findings: &mut Findings, scope: &Scope<'static>, old: &Value, new: &Value) {
    let scope = Scope::new(scope.side, &format!("example {}", scope.label));
    for name in keys(old, new) {
        match (old.get(name), new.get(name)) {
            (Some(_), None) => findings.add_pair(ChangeKind::ExampleRemoved, &scope, name, (Some(name), None)),
            (None, Some(_)) => findings.add_pair(ChangeKind::ExampleAdded, &scope, name, (None, Some(name))),
            (Some(old), Some(new)) => {
                let payload = |example: &Value| example["value"].to_string();
                let payloads = (payload(old), payload(new));
                let sides = (Some(payloads.0.as_str()), Some(payloads.1.as_str()));
                findings.add_pair(ChangeKind::ExampleChanged, &scope, name, sides);
                compare_beside(findings, &scope, name, (old, new), &["value"], &[]);
            }
            (None, None) => {}
        }
    }
}

/// Compares the types that only one document has, or that no operation leads to: they are generated too, as if the
/// service sent them.
pub fn compare_components<'a>(findings: &mut Findings<'a>, before: &'a Body<'a>, after: &'a Body<'a>) {
    let first = findings.found.len();
    bodies::compare(findings, before, after);
    let (told, rest) = findings.found.split_at_mut(first);
    for finding in rest.iter_mut().filter(|finding| finding.change.component.is_none()) {
        finding.change.component = Some(std::mem::take(&mut finding.change.name));
    }
    let renamed: BTreeSet<_> = told
        .iter()
        .filter(|finding| finding.change.kind == ChangeKind::TypeRenamed)
        .flat_map(|finding| [finding.change.before.clone(), finding.change.after.clone()])
        .collect();
    let mut index = 0;
    findings.found.retain(|finding| {
        index += 1;
        let is_told = matches!(finding.change.kind, ChangeKind::TypeAdded | ChangeKind::TypeRemoved)
            && renamed.contains(&finding.change.component);
        index <= first || !is_told
    });
}

/// The names of the components that any operation leads to.
fn led_to<'a>(view: &View<'a>) -> BTreeSet<&'a str> {
    let tables = view
        .operations
        .iter()
        .flat_map(|operation| &operation.bodies)
        .flat_map(|body| &body.tables);
    let layers = tables.flat_map(|table| {
        [&table.layer]
            .into_iter()
            .chain(table.rows.iter().flat_map(|row| &row.layers))
    });
    layers.filter_map(|layer| layer.component).collect()
}

/// The names of the components that are not compared with the operations.
pub fn rest(before: &View, after: &View) -> Vec<String> {
    let schemas = |view: &View| view.document["components"]["schemas"].clone();
    let (old, new) = (schemas(before), schemas(after));
    let (old_uses, new_uses) = (led_to(before), led_to(after));
    let is_compared = |name: &&str| old_uses.contains(name) && new_uses.contains(name);
    keys(&old, &new)
        .into_iter()
        .filter(|name| !is_compared(name))
        .map(str::to_owned)
        .collect()
}
