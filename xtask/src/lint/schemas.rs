//! Rules about the shape of schemas: named, open, described, and readable by the generator.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Value, json};

use super::Lint;
use crate::spec::{Document, SchemaAt, WIRE_UNIONS, child, component_name, other_spellings, schemas};

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for document in &specs.documents {
        for at in schemas(&document.value) {
            check_texts(lint, document, &at);
            check_composition(lint, document, &at);
            if at.schema["type"] == "object" || at.schema.get("properties").is_some() {
                check_object(lint, document, &at);
            }
            let Some(name) = component_name(&at.pointer) else {
                continue;
            };
            let rust = name.to_upper_camel_case();
            if rust != name {
                let message = format!("`{name}` would become the Rust type `{rust}`; name it so");
                lint.report(document, &at.pointer, "schema-name", message);
            }
            if let Some(other) = names.insert(rust, name.to_owned()).filter(|other| other != name) {
                let message = format!("`{name}` and `{other}` become the same Rust type");
                lint.report(document, &at.pointer, "schema-name", message);
            }
        }
    }
}

fn check_texts(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    if at.schema.get("title").is_some() {
        let message = "two schemas with one `title` silently become one type; use the component's name";
        lint.report(document, &child(&at.pointer, "title"), "no-title", message);
    }
    let parent = at.pointer.rsplit('/').nth(1).unwrap_or_default();
    let must_explain = parent == "properties" || component_name(&at.pointer).is_some();
    let explained = at.schema["description"]
        .as_str()
        .is_some_and(|text| !text.trim().is_empty());
    if must_explain && !explained && at.schema.get("$ref").is_none() {
        lint.report(document, &at.pointer, "missing-description", "has no description");
    }
}

fn check_composition(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    let schema = at.schema;
    for (key, why) in [
        (
            "oneOf",
            "generated Go needs a library to count what matches; `anyOf` says the same of types that exclude each other",
        ),
        ("not", "the generator panics on it"),
        ("discriminator", "the generator ignores it"),
    ] {
        if schema.get(key).is_some() {
            lint.report(
                document,
                &child(&at.pointer, key),
                "no-composition",
                format!("no `{key}`: {why}"),
            );
        }
    }
    if let Some(all) = schema["allOf"].as_array()
        && (all.len() != 1 || all.iter().any(|part| part.get("$ref").is_none()))
    {
        let message = "`allOf` serves only to put a description beside one `$ref`; else types are copied";
        lint.report(document, &child(&at.pointer, "allOf"), "no-composition", message);
    }
    if schema.get("anyOf").is_some() && component_name(&at.pointer).is_none_or(|name| !WIRE_UNIONS.contains(&name)) {
        let message = format!(
            "`anyOf` only in {WIRE_UNIONS:?}, which are read by hand-written types; a generated one fails on every value"
        );
        lint.report(document, &child(&at.pointer, "anyOf"), "no-composition", message);
    }
    let is_inline_object = schema["type"] == "object" && component_name(&at.pointer).is_none();
    if is_inline_object && !at.pointer.ends_with("/additionalProperties") {
        let message = "inline objects get invented type names; make it a component and refer to it";
        lint.report(document, &at.pointer, "inline-schema", message);
    }
}

fn check_object(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    let additional = at.schema.get("additionalProperties");
    if lint.is_response_side(&at.pointer) && additional != Some(&json!({})) {
        let message = "a response object has `additionalProperties: {}`, so that fields nobody documented are kept";
        lint.report(document, &at.pointer, "open-object", message);
    }
    let properties = at.schema["properties"].as_object();
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    for (name, property) in properties.into_iter().flatten() {
        let pointer = child(&child(&at.pointer, "properties"), name);
        for spelling in other_spellings(property) {
            if spelling.to_snake_case() != name.to_snake_case()
                || properties.is_some_and(|all| all.contains_key(spelling))
            {
                let pointer = child(&child(&pointer, "x-other-spellings"), spelling);
                let message = "another spelling becomes the same field as its property, and is no property itself";
                lint.report(document, &pointer, "misplaced-mark", message);
            }
        }
        let field = name.to_snake_case();
        if field == "extra" {
            let message = "the generator calls the map of unknown fields `extra`; this would not compile";
            lint.report(document, &pointer, "field-name", message);
        }
        if let Some(other) = fields.insert(field.clone(), name) {
            let message = format!(
                "`{name}` and `{other}` both become the field `{field}`; \
                 list one under `x-other-spellings` of the other and it is read through the map of unknown fields"
            );
            lint.report(document, &pointer, "field-name", message);
        }
    }
    let known: BTreeSet<_> = properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    for required in at.schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if !known.contains(required) {
            let message = format!("`required` names {required}, which is no property");
            lint.report(document, &child(&at.pointer, "required"), "required", message);
        }
    }
}
