//! Rules about enumerations that the server may extend.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::Lint;
use crate::spec::{Document, SchemaAt, child, component_name, open_enum_variants, schemas};

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        for at in schemas(&document.value) {
            if at.schema.get("x-extensible-enum").is_some() {
                check_open_enum(lint, document, &at);
            }
            if at.schema.get("enum").is_some() {
                check_closed_enum(lint, document, &at);
            }
        }
    }
}

fn check_open_enum(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    let pointer = child(&at.pointer, "x-extensible-enum");
    if at.schema["type"] != "string" || component_name(&at.pointer).is_none() {
        let message = "`x-extensible-enum` stands on a component of `type: string`, which becomes a Rust enum";
        lint.report(document, &pointer, "open-enum", message);
        return;
    }
    let values = at.schema["x-extensible-enum"].as_array().map_or(&[][..], Vec::as_slice);
    if values.is_empty() || !values.iter().all(Value::is_string) {
        lint.report(
            document,
            &pointer,
            "open-enum",
            "must be a list of strings, at least one; quote numbers",
        );
        return;
    }
    let unique: BTreeSet<_> = values.iter().filter_map(Value::as_str).collect();
    if unique.len() != values.len() {
        lint.report(document, &pointer, "open-enum", "lists a value twice");
    }
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let Some(list) = at.schema.get(key) else {
            if key == "x-enum-descriptions" {
                let message = "has no `x-enum-descriptions`; say of each value what it means";
                lint.report(document, &pointer, "missing-description", message);
            }
            continue;
        };
        if list
            .as_array()
            .is_none_or(|list| list.len() != values.len() || !list.iter().all(Value::is_string))
        {
            let message = format!("`{key}` must have one string for each of the {} values", values.len());
            lint.report(document, &child(&at.pointer, key), "open-enum", message);
        }
    }
    check_variants(
        lint,
        document,
        &pointer,
        &open_enum_variants(at.schema),
        "a name in `x-enum-varnames`",
    );
    for value in at.schema["x-enum-sources"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(value, _)| value)
    {
        if !unique.contains(value.as_str()) {
            let message = format!("`x-enum-sources` names `{value}`, which is not among the values");
            lint.report(document, &child(&at.pointer, "x-enum-sources"), "open-enum", message);
        }
    }
}

/// A set that only grows with the spec, for what is sent. The generator names its variants, and nobody can help it.
fn check_closed_enum(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    let pointer = child(&at.pointer, "enum");
    let values = at.schema["enum"].as_array().map_or(&[][..], Vec::as_slice);
    if at.schema["type"] != "string" || values.is_empty() || !values.iter().all(Value::is_string) {
        lint.report(
            document,
            &pointer,
            "enum-values",
            "must be a list of strings, at least one, of `type: string`",
        );
        return;
    }
    let values = values.iter().filter_map(Value::as_str);
    let variants: Vec<_> = values
        .map(|value| (value.to_upper_camel_case(), value.to_owned()))
        .collect();
    check_variants(
        lint,
        document,
        &pointer,
        &variants,
        "another value, or use `x-extensible-enum`",
    );
}

/// Each value becomes a variant, and two values two of them.
fn check_variants(lint: &mut Lint, document: &Document, pointer: &str, variants: &[(String, String)], remedy: &str) {
    let rule = if pointer.ends_with("/enum") {
        "enum-values"
    } else {
        "open-enum"
    };
    let mut seen = BTreeSet::new();
    for (name, value) in variants {
        let is_identifier = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && name.to_upper_camel_case() == *name;
        if !is_identifier || name == "Unknown" {
            let message = format!("value `{value}` cannot become the variant `{name}`; it needs {remedy}");
            lint.report(document, pointer, rule, message);
        }
        if !seen.insert(name) {
            let message = format!("two values would become the variant `{name}`; one needs {remedy}");
            lint.report(document, pointer, rule, message);
        }
    }
}
