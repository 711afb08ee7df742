//! Rules about examples: each is found in its place, and names only what its schema names.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Lint, references};
use crate::spec::{Bundle, Example, child, component_name, examples, media_types, parameters, property, schemas};

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    let mut used = BTreeSet::new();
    let mut payloads = Vec::new();
    for example in examples(specs) {
        used.extend(example.file());
        match example.payload(specs) {
            Ok(payload) => payloads.push((example, payload)),
            Err(error) => lint.report(example.document, &example.pointer, "example-file", format!("{error:#}")),
        }
    }
    check_unused_files(lint, &used);
    check_forms(lint);
    for (example, _) in &payloads {
        if example.status.is_none_or(|status| !(100..600).contains(&status)) && !example.pointer.contains("requestBody")
        {
            let message = "an example of a shared response says in `x-status` which HTTP status it comes with";
            lint.report(example.document, &example.pointer, "example-status", message);
        }
    }
    if lint.findings.iter().any(|finding| finding.rule == references::LOOP) {
        return;
    }
    // A spec that cannot be bundled has findings of other rules already; its examples wait until those are mended.
    let Ok(bundle) = Bundle::new(specs) else {
        return;
    };
    for (example, payload) in &payloads {
        if let Some(schema) = example.schema {
            check_names(lint, example, &bundle.value, schema, payload);
        }
    }
}

/// Examples stand in one place for each thing, so that all of them are found and validated.
fn check_forms(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        for at in schemas(&document.value) {
            if at.schema.get("example").is_some() {
                let message = "a schema has no example of its own; the payloads of the responses show it";
                lint.report(document, &child(&at.pointer, "example"), "example-form", message);
            }
        }
        for (pointer, parameter) in parameters(&document.value) {
            if parameter.get("examples").is_some() {
                let message = "a parameter has one `example`";
                lint.report(document, &child(&pointer, "examples"), "example-form", message);
            }
        }
        for (pointer, media) in media_types(&document.value) {
            if media.get("example").is_some() {
                let message = "a body has `examples`, each a file named by `externalValue`";
                lint.report(document, &child(&pointer, "example"), "example-form", message);
            }
        }
    }
}

fn check_names(lint: &mut Lint, example: &Example, bundle: &Value, schema: &str, payload: &Value) {
    let mut surprises = Vec::new();
    find_surprises(
        bundle,
        &bundle["components"]["schemas"][schema],
        payload,
        "",
        &mut surprises,
    );
    for (rule, message) in surprises {
        lint.report(example.document, &example.pointer, rule, message);
    }
}

/// Keys that no schema names and enum values that none lists: the schema is open, so validation lets them pass.
fn find_surprises(bundle: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<(&'static str, String)>) {
    let target = schema
        .get("$ref")
        .or_else(|| schema["allOf"][0].get("$ref"))
        .and_then(Value::as_str);
    if let Some(name) = target.and_then(component_name) {
        return find_surprises(bundle, &bundle["components"]["schemas"][name], value, at, found);
    }
    match value {
        // A schema without properties is a map that people fill with keys of their own.
        Value::Object(object) if schema.get("properties").is_some() => {
            for (key, value) in object {
                let at = child(at, key);
                match property(schema, key) {
                    Some(property) => find_surprises(bundle, property, value, &at, found),
                    None => found.push(("example-unknown-key", format!("`{at}` is named by no schema"))),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_surprises(bundle, &schema["items"], item, &format!("{at}/{index}"), found);
            }
        }
        Value::String(_) => {
            if let Some(values) = schema["x-extensible-enum"]
                .as_array()
                .filter(|values| !values.contains(value))
            {
                let message = format!("{value} at `{at}` is not among the {} values listed", values.len());
                found.push(("example-unknown-value", message));
            }
        }
        _ => {}
    }
}

/// A documented payload is stored once and used; a file nobody names would rot.
fn check_unused_files(lint: &mut Lint, used: &BTreeSet<&str>) {
    let common = lint.specs.common();
    for folder in ["examples", "examples/constructed"] {
        let Ok(entries) = std::fs::read_dir(lint.specs.directory.join(folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let file = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if file.ends_with(".json") && !used.contains(file.as_str()) {
                lint.report(
                    common,
                    "",
                    "example-file",
                    format!("{file} is named by no spec; use it or remove it"),
                );
            }
        }
    }
}
