//! Rules about examples: each stands in its place, is valid against its schema, and names only what the schema names.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{context::Lint, node::Node, references};
use crate::spec::{Bundle, Schema, child, examples, json_schema, media_types, parameters, self_contained};

/// Without a bundle, the specs have findings of other rules; their examples wait until those are corrected.
pub(super) fn check(lint: &mut Lint, bundle: Option<&Bundle>) {
    let specs = lint.specs;
    let bundle = bundle.filter(|_| !lint.found(references::LOOP));
    let mut used = BTreeSet::new();
    for example in examples(specs) {
        let at = Node::new(example.document, example.pointer.clone(), &example.document.value);
        used.extend(example.file());
        let payload = match example.payload(specs) {
            Ok(payload) => payload,
            Err(error) => {
                lint.report(&at, "example-file", format!("{error:#}"));
                continue;
            }
        };
        let has_status = example.status.is_some_and(|status| (100..600).contains(&status));
        let has_status = has_status || at.pointer.contains("requestBody");
        let message = "an example of a shared response says in `x-status` which HTTP status it comes with";
        lint.require(has_status, &at, "example-status", message);
        if let (Some(bundle), Some(name)) = (bundle, example.schema) {
            check_valid(lint, &at, &json_schema(&bundle.value, name), &payload);
            let mut surprises = Vec::new();
            if let Some(schema) = Schema::component(&bundle.value, name) {
                find_surprises(&schema, &payload, "", &mut surprises);
            }
            for (rule, message) in surprises {
                lint.report(&at, rule, message);
            }
        }
    }
    check_unused_files(lint, &used);
    check_forms(lint);
    if let Some(bundle) = bundle {
        check_parameters(lint, &bundle.value);
    }
}

/// Examples and defaults of parameters are valid.
fn check_parameters(lint: &mut Lint, bundle: &Value) {
    let specs = lint.specs;
    for document in &specs.documents {
        for (pointer, parameter) in parameters(&document.value) {
            // Bundling moves nothing, so the schema stands in the same place with its references made local.
            let Some(schema) = bundle.pointer(&child(&pointer, "schema")) else {
                continue;
            };
            let plain = self_contained(bundle, schema);
            let parameter = Node::new(document, pointer, parameter);
            for at in [parameter.child("example"), parameter.child("schema").child("default")] {
                if !at.value.is_null() {
                    check_valid(lint, &at, &plain, at.value);
                }
            }
        }
    }
}

fn check_valid(lint: &mut Lint, at: &Node<'_>, schema: &Value, payload: &Value) {
    const RULE: &str = "example-invalid";
    match jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(schema)
    {
        Ok(validator) => {
            for error in validator.iter_errors(payload) {
                lint.report(at, RULE, format!("at `{}`: {error}", error.instance_path()));
            }
        }
        // A reference that leads nowhere has a finding of its own, and every example would repeat it.
        Err(_) if lint.found("ref-") => {}
        Err(error) => lint.report(at, RULE, format!("the schema itself is not usable: {error}")),
    }
}

/// Examples stand in one place for each thing, so that all of them are found and validated.
fn check_forms(lint: &mut Lint) {
    const RULE: &str = "example-form";
    for schema in lint.schemas() {
        let message = "a schema has no example of its own; the payloads of the responses show it";
        lint.require(!schema.has("example"), &schema.child("example"), RULE, message);
    }
    let specs = lint.specs;
    for document in &specs.documents {
        for (pointer, parameter) in parameters(&document.value) {
            let parameter = Node::new(document, pointer, parameter);
            let message = "a parameter has one `example`";
            lint.require(!parameter.has("examples"), &parameter.child("examples"), RULE, message);
        }
        for (pointer, media) in media_types(&document.value) {
            let media = Node::new(document, pointer, media);
            let message = "a body has `examples`, each a file named by `externalValue`";
            lint.require(!media.has("example"), &media.child("example"), RULE, message);
        }
    }
}

/// Keys that no schema names and enum values that none lists: the schema is open, so validation lets them pass.
fn find_surprises(schema: &Schema<'_>, value: &Value, at: &str, found: &mut Vec<(&'static str, String)>) {
    match value {
        // A schema without properties is a map that people fill with keys of their own.
        Value::Object(object) if schema.keyword("properties").is_some() => {
            for (key, value) in object {
                let at = child(at, key);
                match schema.property(key) {
                    Some(property) => find_surprises(&property, value, &at, found),
                    None => found.push(("example-unknown-key", format!("no schema has a property `{at}`"))),
                }
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.items() else { return };
            for (index, item) in items.iter().enumerate() {
                find_surprises(&schema, item, &format!("{at}/{index}"), found);
            }
        }
        Value::String(_) if schema.is_open() && !schema.known_values().contains(&value) => {
            let count = schema.known_values().len();
            let message = format!("{value} at `{at}` is not among the {count} values listed");
            found.push(("example-unknown-value", message));
        }
        _ => {}
    }
}

/// A documented payload is stored once and used; a file that nobody names would rot.
fn check_unused_files(lint: &mut Lint, used: &BTreeSet<&str>) {
    let specs = lint.specs;
    for folder in ["examples", "examples/constructed"] {
        let Ok(entries) = std::fs::read_dir(specs.directory.join(folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let file = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let is_used = !file.ends_with(".json") || used.contains(file.as_str());
            let message = format!("no spec refers to {file}; use it or remove it");
            lint.require(is_used, &Node::root(specs.common()), "example-file", message);
        }
    }
}
