//! What contracts have beside their operations: addresses, credentials, words, and types that nothing leads to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    ChangeKind::{self, *},
    bodies,
    document::{Body, Operation, View, entries, items},
    findings::{Findings, Scope, UNSAID, both, come, gone},
    rows::{compare_beside, keys},
    rules::{
        Side,
        When::{self, Mandatory},
    },
};
use crate::spec::resolve;

/// Compares what documents say of all operations.
pub fn compare_documents<'a>(findings: &mut Findings<'a>) {
    let (old, new) = (findings.before.document, findings.after.document);
    let scope = Scope::new(Side::Request, "servers");
    findings.compare_sets((ServerRemoved, ServerAdded), &scope, servers(old), servers(new));
    compare_security(findings, "security", old, new);
    let schemes = |document: &'a Value| &document["components"]["securitySchemes"];
    // A scheme that came or went is told with what requests may carry.
    for (name, was, is) in common(schemes(old), schemes(new)) {
        let scope = Scope::new(Side::Request, format!("security {name}"));
        compare_beside(findings, &scope, "", (was, is), &[]);
    }
    let mut keys = keys(old, new);
    keys.retain(|key| !["paths", "components", "security"].contains(key));
    for key in keys {
        let part = |document: &Value| {
            let mut part = document[key].clone();
            // A new version says nothing by itself, and is judged apart.
            if key == "info" {
                part["version"] = Value::Null;
            }
            json!({ key: part })
        };
        compare_beside(findings, &Scope::new(Side::Any, key), "", (&part(old), &part(new)), &[]);
    }
}

/// What two objects have under one key each.
type Common<'a> = Vec<(&'a str, &'a Value, &'a Value)>;

fn common<'a>(old: &'a Value, new: &'a Value) -> Common<'a> {
    let keys = keys(old, new).into_iter();
    keys.filter_map(|key| Some((key, old.get(key)?, new.get(key)?)))
        .collect()
}

/// Tells of the keys that only one object has, and gives the others.
fn compare_keys<'a>(
    findings: &mut Findings,
    (removed, added): (ChangeKind, ChangeKind),
    scope: &Scope<'static>,
    (old, new): (&'a Value, &'a Value),
) -> Common<'a> {
    for key in keys(old, new) {
        match (old.get(key), new.get(key)) {
            (Some(_), None) => drop(findings.add(removed, scope, key, &[], gone(key))),
            (None, Some(_)) => drop(findings.add(added, scope, key, &[], come(key))),
            _ => {}
        }
    }
    common(old, new)
}

/// The addresses, with and without the values of their variables.
fn servers(document: &Value) -> BTreeSet<String> {
    let mut urls = BTreeSet::new();
    for server in items(&document["servers"]) {
        let url = server["url"].as_str().unwrap_or_default();
        urls.insert(url.to_owned());
        for (name, variable) in entries(&server["variables"]) {
            let values = items(&variable["enum"]).filter_map(Value::as_str);
            urls.extend(values.map(|value| url.replace(&format!("{{{name}}}"), value)));
        }
    }
    urls
}

fn compare_security(findings: &mut Findings, label: &str, old: &Value, new: &Value) {
    let alternatives = |holder: &Value| items(&holder["security"]).map(Value::to_string).collect();
    let scope = Scope::new(Side::Request, label);
    findings.compare_sets(
        (SecurityRemoved, SecurityAdded),
        &scope,
        alternatives(old),
        alternatives(new),
    );
}

/// Compares what stands beside the fields of an operation.
pub fn compare_operations<'a>(findings: &mut Findings<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let (old, new) = (before.value, after.value);
    compare_security(findings, "", old, new);
    let told = ["parameters", "requestBody", "responses", "security", "operationId"];
    compare_beside(findings, &Scope::new(Side::Any, ""), "", (old, new), &told);
    compare_bodies(findings, &old["requestBody"], &new["requestBody"]);
    // A status that came or went is told with the statuses.
    for (status, was, is) in common(&old["responses"], &new["responses"]) {
        let scope = Scope::new(Side::Response, format!("response {status}"));
        let (was, is) = resolved(findings, was, is);
        compare_beside(findings, &scope, "", (was, is), &["content"]);
        compare_content(findings, &scope, &was["content"], &is["content"]);
    }
}

fn resolved<'a>(findings: &Findings<'a>, old: &'a Value, new: &'a Value) -> (&'a Value, &'a Value) {
    let (before, after) = (findings.before.document, findings.after.document);
    (resolve(before, old), resolve(after, new))
}

fn compare_bodies<'a>(findings: &mut Findings<'a>, old: &'a Value, new: &'a Value) {
    let scope = Scope::new(Side::Request, "request body");
    let (old, new) = resolved(findings, old, new);
    let is_mandatory = new["required"] == true;
    let when: &[When] = if is_mandatory { &[Mandatory] } else { &[] };
    match (old.is_null(), new.is_null()) {
        (true, true) => {}
        (true, false) => drop(findings.add(BodyAdded, &scope, "", when, UNSAID)),
        (false, true) => drop(findings.add(BodyRemoved, &scope, "", &[], UNSAID)),
        (false, false) => {
            if (old["required"] == true) != is_mandatory {
                findings.add(MandatoryChanged, &scope, "", when, UNSAID);
            }
            compare_beside(findings, &scope, "", (old, new), &["content", "required"]);
            compare_content(findings, &scope, &old["content"], &new["content"]);
        }
    }
}

fn compare_content(findings: &mut Findings, scope: &Scope<'static>, old: &Value, new: &Value) {
    for (media, old, new) in compare_keys(findings, (MediaTypeRemoved, MediaTypeAdded), scope, (old, new)) {
        // Bodies of objects are compared as tables.
        let told: &[&str] = if media == "application/json" {
            &["examples", "schema"]
        } else {
            &["examples"]
        };
        compare_beside(findings, scope, "", (old, new), told);
        let scope = Scope::new(scope.side, format!("example {}", scope.label));
        let examples = (&old["examples"], &new["examples"]);
        for (name, old, new) in compare_keys(findings, (ExampleRemoved, ExampleAdded), &scope, examples) {
            let payloads = both(old["value"].to_string(), new["value"].to_string());
            findings.compare(ExampleChanged, &scope, name, payloads);
            compare_beside(findings, &scope, name, (old, new), &["value"]);
        }
    }
}

/// Compares the types that only one document has, or that no operation leads to: they are generated too, as if the
/// service sent them.
pub fn compare_components<'a>(findings: &mut Findings<'a>, before: &'a Body<'a>, after: &'a Body<'a>) {
    let first = findings.found.len();
    bodies::compare(findings, before, after);
    let mut renamed = BTreeSet::new();
    for finding in &findings.found[..first] {
        let sides = [&finding.change.before, &finding.change.after];
        renamed.extend(
            sides
                .into_iter()
                .filter(|_| finding.change.kind == TypeRenamed)
                .flatten()
                .cloned(),
        );
    }
    let mut told = Vec::new();
    for (index, finding) in findings.found.iter_mut().enumerate().skip(first) {
        let change = &mut finding.change;
        let component = change.component.get_or_insert_with(|| std::mem::take(&mut change.name));
        told.extend((matches!(change.kind, TypeAdded | TypeRemoved) && renamed.contains(component)).then_some(index));
    }
    findings.drop_all(&told);
}

/// The names of the components that are not compared with the operations, since those of one document or of either do
/// not lead to them.
pub fn rest(before: &View, after: &View) -> Vec<String> {
    let led_to = |view: &View| -> BTreeSet<String> {
        let bodies = view.operations.iter().flat_map(|operation| &operation.bodies);
        let tables = bodies.flat_map(|body| &body.tables);
        let layers = tables.flat_map(|table| table.rows.iter().flat_map(|row| &row.layers).chain([&table.layer]));
        layers.filter_map(|layer| layer.component).map(str::to_owned).collect()
    };
    let (old_uses, new_uses) = (led_to(before), led_to(after));
    let schemas = |view: &View| view.document["components"]["schemas"].clone();
    let (old, new) = (schemas(before), schemas(after));
    let names = keys(&old, &new).into_iter().map(str::to_owned);
    names
        .filter(|name| !(old_uses.contains(name) && new_uses.contains(name)))
        .collect()
}
