//! Rules about a document as a whole: its head, its references, its components, and what documents have in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    provenance,
    spec::{COMMON, Inspection, Node},
};

/// The one version that progenitor and the readers of the specs agree on.
const OPENAPI: &str = "3.0.3";

pub(super) fn check<'a>(inspection: &'a Inspection<'a>) {
    let mut used = BTreeSet::new();
    for root in inspection.documents() {
        check_head(&root);
        check_keys(&root, &mut used);
    }
    check_components(inspection, &used);
    check_security(inspection);
}

fn check_head(root: &Node<'_>) {
    let openapi = root.child("openapi");
    let message = format!("`openapi` is {}, must be \"{OPENAPI}\"", openapi.value);
    openapi.require(openapi.value == OPENAPI, "openapi-version", message);
    if let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(root.value.clone()) {
        root.report("openapi-structure", format!("not a valid OpenAPI document: {error}"));
    }
    let version = root.child("info").text("version");
    let is_header = !version.is_empty() && version.is_ascii();
    let at = root.child("info").child("version");
    // The generated client sends it as a header value and panics on anything else.
    at.require(is_header, "info-version", "`info.version` must be non-empty ASCII");
    if root.document.name != COMMON {
        for key in ["servers", "security", "tags"] {
            let message = format!("`{key}` belongs in {COMMON}; the bundle takes it from there");
            root.refuse(key, "shared-part", message);
        }
    }
}

/// Goes over every key but those in payloads, and collects what references lead to: file and pointer.
fn check_keys(node: &Node<'_>, used: &mut BTreeSet<(String, String)>) {
    if node.value["$ref"].is_string() {
        check_reference(node, used);
    }
    for (key, child) in node.entries() {
        // What provenance adds to the published document would be written over.
        let is_contract = !provenance::KEYWORDS.contains(&key);
        let message = format!("`{key}` belongs in {}/", provenance::FOLDER);
        child.require(is_contract, "provenance", message);
        let is_data = matches!(key, "example" | "value") || (key == "default" && !node.pointer.ends_with("/responses"));
        if !is_data || node.pointer.ends_with("/properties") {
            check_keys(&child, used);
        }
    }
    node.items().for_each(|item| check_keys(&item, used));
}

fn check_reference(node: &Node<'_>, used: &mut BTreeSet<(String, String)>) {
    let target = node.text("$ref");
    let at = node.child("$ref");
    let message = "OpenAPI 3.0 ignores what stands beside a `$ref`; wrap it in a one-element `allOf`";
    at.require(node.keys().len() == 1, "ref-siblings", message);
    if node.pointer.starts_with("/paths/") && node.pointer.matches('/').count() == 2 {
        return at.report("ref-form", "a path may not be a `$ref`");
    }
    let Some((file, pointer)) = parse(target, node) else {
        let message =
            format!("`{target}` must be `#/components/..` or `{COMMON}#/components/..`, or that of another contract");
        return at.report("ref-form", message);
    };
    let document = node.inspection.specs.document(file);
    let exists = document.is_some_and(|document| document.value.pointer(pointer).is_some());
    at.require(exists, "ref-target", format!("`{target}` does not exist"));
    // A component that only refers to itself is not used.
    if !at.pointer.starts_with(&format!("{pointer}/")) || file != node.document.name {
        used.insert((file.to_owned(), pointer.to_owned()));
    }
}

/// File and pointer that a reference means; `None` where the bundler does not know the form.
fn parse<'a>(target: &'a str, node: &Node<'a>) -> Option<(&'a str, &'a str)> {
    let (file, pointer) = target.split_once('#')?;
    let file = match file {
        "" => &node.document.name,
        file => &node.inspection.specs.document(file)?.name,
    };
    pointer.starts_with("/components/").then_some((file, pointer))
}

/// One name, one component, which is used; one method of a path, one operation.
fn check_components<'a>(inspection: &'a Inspection<'a>, used: &BTreeSet<(String, String)>) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for root in inspection.documents() {
        let file = &root.document.name;
        for (kind, components) in root.child("components").entries() {
            for (name, component) in components.entries() {
                let id = format!("{kind}/{name}");
                // Security schemes are used by name.
                let is_used = kind == "securitySchemes" || used.contains(&(file.clone(), component.pointer.clone()));
                let message = format!("component {id} is not used; remove it");
                component.require(is_used, "unused-component", message);
                if let Some(owner) = owners.insert(id.clone(), file) {
                    let message = format!("component {id} is declared in {owner} too");
                    component.report("duplicate-component", message);
                }
            }
        }
        for (path, item) in root.child("paths").entries() {
            for (method, operation) in item.entries() {
                if let Some(owner) = owners.insert(format!("{method} {path}"), file) {
                    operation.report("duplicate-path", format!("{method} {path} is declared in {owner} too"));
                }
            }
        }
    }
}

/// Every scheme that `security` asks for exists.
fn check_security<'a>(inspection: &'a Inspection<'a>) {
    let common = inspection.common();
    let schemes = common.child("components").child("securitySchemes");
    let security = common.child("security");
    let is_asked_for = security.items().next().is_some();
    security.require(is_asked_for, "security", "`security` must name at least one scheme");
    for alternative in security.items() {
        for name in alternative.keys() {
            let message = format!("no security scheme is called {name}");
            alternative.require(schemes.has(name), "security", message);
        }
    }
}
