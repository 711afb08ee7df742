//! Rules about a document as a whole.

use std::collections::BTreeMap;

use super::{context::Lint, node::Node};
use crate::{
    provenance,
    spec::{COMMON, operations},
};

/// The one version that progenitor and the readers of the specs agree on.
const OPENAPI: &str = "3.0.3";

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        let root = Node::root(document);
        let openapi = root.child("openapi");
        let message = format!("`openapi` is {}, must be \"{OPENAPI}\"", openapi.value);
        lint.require(openapi.value == OPENAPI, &openapi, "openapi-version", message);
        if let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(document.value.clone()) {
            lint.report(
                &root,
                "openapi-structure",
                format!("not a valid OpenAPI document: {error}"),
            );
        }
        let version = root.child("info").text("version");
        let is_header = !version.is_empty() && version.is_ascii();
        let at = root.child("info").child("version");
        // The generated client sends it as a header value and panics on anything else.
        lint.require(is_header, &at, "info-version", "`info.version` must be non-empty ASCII");
        check_keywords(lint, &root);
        if document.name == COMMON {
            continue;
        }
        for key in ["servers", "security", "tags"] {
            let message = format!("`{key}` belongs in {COMMON}; the bundle takes it from there");
            lint.require(!root.has(key), &root.child(key), "shared-part", message);
        }
        for (pointer, path, operation) in operations(&document.value) {
            let first = path.split('/').nth(1).unwrap_or_default();
            let message = format!("`info.version` is {version}, but the path starts with {first}");
            let operation = Node::new(document, pointer, operation);
            lint.require(first == version, &operation, "info-version", message);
        }
    }
    check_unique(lint);
    check_security(lint);
}

/// What provenance adds to the published document is in no contract: it would be written over.
fn check_keywords(lint: &mut Lint, node: &Node<'_>) {
    for (key, child) in node.entries() {
        if provenance::KEYWORDS.contains(&key) {
            let message = format!("`{key}` belongs in {}/", provenance::FOLDER);
            lint.report(&child, "provenance", message);
        }
        check_keywords(lint, &child);
    }
    node.items().for_each(|item| check_keywords(lint, &item));
}

/// One name, one component; one path and method, one operation.
fn check_unique(lint: &mut Lint) {
    let specs = lint.specs;
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for document in &specs.documents {
        let root = Node::root(document);
        for (kind, entries) in root.child("components").entries() {
            for (name, component) in entries.entries() {
                let id = format!("{kind}/{name}");
                if let Some(owner) = owners.insert(id.clone(), &document.name) {
                    let message = format!("component {id} is declared in {owner} too");
                    lint.report(&component, "duplicate-component", message);
                }
            }
        }
        for (path, item) in root.child("paths").entries() {
            if let Some(owner) = owners.insert(path.to_owned(), &document.name) {
                let message = format!("path {path} is declared in {owner} too");
                lint.report(&item, "duplicate-path", message);
            }
        }
    }
}

/// Every scheme that `security` asks for exists.
fn check_security(lint: &mut Lint) {
    let common = Node::root(lint.specs.common());
    let schemes = common.child("components").child("securitySchemes");
    let security = common.child("security");
    let is_asked_for = security.items().next().is_some();
    let message = "`security` must name at least one scheme";
    lint.require(is_asked_for, &security, "security", message);
    for alternative in security.items() {
        for name in alternative.keys() {
            let message = format!("no security scheme is called {name}");
            lint.require(schemes.has(name), &alternative, "security", message);
        }
    }
}
