//! Rules about `$ref`s: all resolve, all are local or to `common.yaml`, and every component is used.

use std::collections::BTreeSet;

use super::{context::Lint, node::Node};
use crate::spec::{COMMON, Schema, references};

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
pub(super) const LOOP: &str = "ref-loop";

pub(super) fn check(lint: &mut Lint) {
    check_loops(lint);
    let specs = lint.specs;
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for document in &specs.documents {
        for reference in references(document) {
            let at = Node::new(document, reference.pointer.clone(), &document.value);
            let message = "OpenAPI 3.0 ignores what stands beside a `$ref`; wrap it in a one-element `allOf`";
            lint.require(!reference.has_siblings, &at, "ref-siblings", message);
            let target = &reference.target;
            if reference.pointer.starts_with("/paths/") && reference.pointer.matches('/').count() == 3 {
                lint.report(&at, "ref-form", "a path may not be a `$ref`");
            } else if reference.resolve(document).is_none() {
                let message = format!("`{target}` must be `#/components/..` or `{COMMON}#/components/..`");
                lint.report(&at, "ref-form", message);
            } else if reference.lookup(&specs.documents, document).is_none() {
                lint.report(&at, "ref-target", format!("`{target}` does not exist"));
            }
            if let Some((file, pointer)) = reference.resolve(document) {
                // A component that only refers to itself is not used.
                if !reference.pointer.starts_with(&format!("{pointer}/")) || file != document.name {
                    used.insert((file.to_owned(), pointer.to_owned()));
                }
            }
        }
    }
    for kind in COUNTED {
        for (name, component) in lint.components(kind) {
            let is_used = used.contains(&(component.document.name.clone(), component.pointer.clone()));
            let message = format!("component {kind}/{name} is not used; remove it");
            lint.require(is_used, &component, "unused-component", message);
        }
    }
}

/// A type may hold itself, but one that is nothing but a reference back to itself is no type.
fn check_loops(lint: &mut Lint) {
    let specs = lint.specs;
    for (name, schema) in lint.components("schemas") {
        let end = Schema::new(specs, schema.pointer.clone(), schema.value).resolved();
        // References are followed to their end, or to where they begin again.
        let next = end.reference().and_then(|target| Schema::component(specs, target));
        let message = format!("`{name}` is a reference that leads in a circle, and to no schema");
        lint.require(next.is_none(), &schema, LOOP, message);
    }
}
