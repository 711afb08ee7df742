//! Rules about a document as a whole.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lint;
use crate::spec::{COMMON, operations};

/// The one version that progenitor and the readers of the specs agree on.
const OPENAPI: &str = "3.0.3";

pub(super) fn check(lint: &mut Lint) {
    for document in &lint.specs.documents {
        let value = &document.value;
        if value["openapi"] != OPENAPI {
            let found = &value["openapi"];
            let message = format!("`openapi` is {found}, must be \"{OPENAPI}\"");
            lint.report(document, "/openapi", "openapi-version", message);
        }
        if let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(value.clone()) {
            lint.report(
                document,
                "",
                "openapi-structure",
                format!("not a valid OpenAPI document: {error}"),
            );
        }
        let version = value["info"]["version"].as_str().unwrap_or_default();
        if version.is_empty() || !version.is_ascii() {
            // The generated client sends it as a header value and panics on anything else.
            lint.report(
                document,
                "/info/version",
                "info-version",
                "`info.version` must be non-empty ASCII",
            );
        }
        if document.name == COMMON {
            continue;
        }
        for key in ["servers", "security", "tags"] {
            if value.get(key).is_some() {
                let message = format!("`{key}` belongs in {COMMON}; the bundle takes it from there");
                lint.report(document, &format!("/{key}"), "shared-part", message);
            }
        }
        for (pointer, path, _) in operations(value) {
            let first = path.split('/').nth(1).unwrap_or_default();
            if first != version {
                let message = format!("`info.version` is {version}, but the path starts with {first}");
                lint.report(document, &pointer, "info-version", message);
            }
        }
    }
    check_unique(lint);
    check_security(lint);
}

/// One name, one component; one path and method, one operation.
fn check_unique(lint: &mut Lint) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for document in &lint.specs.documents {
        let components = document.value["components"].as_object();
        for (kind, entries) in components.into_iter().flatten() {
            for name in entries.as_object().into_iter().flatten().map(|(name, _)| name) {
                let id = format!("{kind}/{name}");
                if let Some(owner) = owners.insert(id.clone(), &document.name) {
                    let pointer = format!("/components/{id}");
                    let message = format!("component {id} is declared in {owner} too");
                    lint.report(document, &pointer, "duplicate-component", message);
                }
            }
        }
        for (path, _) in document.value["paths"].as_object().into_iter().flatten() {
            if let Some(owner) = owners.insert(path.clone(), &document.name) {
                let message = format!("path {path} is declared in {owner} too");
                lint.report(document, &crate::spec::child("/paths", path), "duplicate-path", message);
            }
        }
    }
}

/// Every scheme that `security` asks for exists.
fn check_security(lint: &mut Lint) {
    let common = lint.specs.common();
    let schemes = &common.value["components"]["securitySchemes"];
    let security = common.value["security"].as_array();
    if security.is_none_or(Vec::is_empty) {
        lint.report(
            common,
            "/security",
            "security",
            "`security` must name at least one scheme",
        );
    }
    for (index, alternative) in security.into_iter().flatten().enumerate() {
        for name in alternative.as_object().into_iter().flatten().map(|(name, _)| name) {
            if schemes.get(name).is_none_or(Value::is_null) {
                let message = format!("no security scheme is called {name}");
                lint.report(common, &format!("/security/{index}"), "security", message);
            }
        }
    }
}
