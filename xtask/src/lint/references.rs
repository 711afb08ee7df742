//! Rules about `$ref`s: all resolve, all are local or to `common.yaml`, and every component is used.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Lint;
use crate::spec::{COMMON, child, component_name, references};

/// Components of these kinds must be referred to; security schemes are used by name.
const COUNTED: [&str; 6] = [
    "schemas",
    "parameters",
    "responses",
    "examples",
    "requestBodies",
    "headers",
];

/// The rule whose findings make it unsafe to follow references.
pub const LOOP: &str = "ref-loop";

pub(super) fn check(lint: &mut Lint) {
    check_loops(lint);
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for document in &lint.specs.documents {
        for reference in references(document) {
            if reference.has_siblings {
                let message = "OpenAPI 3.0 ignores what stands beside a `$ref`; wrap it in a one-element `allOf`";
                lint.report(document, &reference.pointer, "ref-siblings", message);
            }
            let target = &reference.target;
            if reference.pointer.starts_with("/paths/") && reference.pointer.matches('/').count() == 3 {
                lint.report(document, &reference.pointer, "ref-form", "a path may not be a `$ref`");
            } else if reference.resolve(document).is_none() {
                let message = format!("`{target}` must be `#/components/..` or `{COMMON}#/components/..`");
                lint.report(document, &reference.pointer, "ref-form", message);
            } else if reference.lookup(lint.specs, document).is_none() {
                let message = format!("`{target}` refers to nothing that exists");
                lint.report(document, &reference.pointer, "ref-target", message);
            }
            if let Some((file, pointer)) = reference.resolve(document) {
                // A component that only refers to itself is not used by anybody.
                if !reference.pointer.starts_with(&format!("{pointer}/")) || file != document.name {
                    used.insert((file.to_owned(), pointer.to_owned()));
                }
            }
        }
    }
    for document in &lint.specs.documents {
        for kind in COUNTED {
            let entries = document.value["components"][kind].as_object();
            for name in entries.into_iter().flatten().map(|(name, _)| name) {
                let pointer = child(&format!("/components/{kind}"), name);
                if !used.contains(&(document.name.clone(), pointer.clone())) {
                    let message = format!("component {kind}/{name} is used nowhere; remove it");
                    lint.report(document, &pointer, "unused-component", message);
                }
            }
        }
    }
}

/// A type may hold itself, but one that is nothing but a reference back to itself is no type.
fn check_loops(lint: &mut Lint) {
    for document in &lint.specs.documents {
        let schemas = document.value["components"]["schemas"].as_object();
        for (name, schema) in schemas.into_iter().flatten() {
            let mut seen = BTreeSet::from([name.as_str()]);
            let mut next = alias(schema);
            while let Some(target) = next {
                if !seen.insert(target) {
                    let message = format!("`{name}` is a reference that leads back to `{target}` and to no schema");
                    lint.report(document, &child("/components/schemas", name), LOOP, message);
                    break;
                }
                let found = lint.specs.at(&child("/components/schemas", target));
                next = found.and_then(alias);
            }
        }
    }
}

/// The component that a schema stands for, where it is nothing but a reference.
fn alias(schema: &Value) -> Option<&str> {
    let target = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"));
    component_name(target?.as_str()?)
}
