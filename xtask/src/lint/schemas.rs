//! Rules about the shape of schemas: named, open, described, and readable by the generator.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::json;

use super::{context::Lint, node::Node};
use crate::spec::{WIRE_UNIONS, component_name, other_spellings};

pub(super) fn check(lint: &mut Lint) {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for schema in lint.schemas() {
        check_texts(lint, &schema);
        check_composition(lint, &schema);
        if schema.value["type"] == "object" || schema.has("properties") {
            check_object(lint, &schema);
        }
        if let Some(name) = component_name(&schema.pointer) {
            let rust = name.to_upper_camel_case();
            let message = format!("`{name}` would become the Rust type `{rust}`; name it so");
            lint.require(rust == name, &schema, "schema-name", message);
            if let Some(other) = names.insert(rust, name.to_owned()).filter(|other| other != name) {
                let message = format!("`{name}` and `{other}` become the same Rust type");
                lint.report(&schema, "schema-name", message);
            }
        }
    }
}

fn check_texts(lint: &mut Lint, schema: &Node<'_>) {
    let message = "two schemas with one `title` silently become one type; use the component's name";
    lint.require(!schema.has("title"), &schema.child("title"), "no-title", message);
    let is_property = schema.pointer.rsplit('/').nth(1) == Some("properties");
    if (is_property || component_name(&schema.pointer).is_some()) && !schema.has("$ref") {
        lint.require_text(schema, "description", "the schema");
    }
}

fn check_composition(lint: &mut Lint, schema: &Node<'_>) {
    let component = component_name(&schema.pointer);
    for (key, why) in [
        (
            "oneOf",
            "generated Go needs a library to count what matches; use `anyOf` for types that exclude each other",
        ),
        ("not", "the generator panics on it"),
        ("discriminator", "the generator ignores it"),
    ] {
        let message = format!("no `{key}`: {why}");
        lint.require(!schema.has(key), &schema.child(key), "no-composition", message);
    }
    let all = schema.child("allOf");
    let wraps_one = all.items().count() == 1 && all.items().all(|part| part.has("$ref"));
    let message = "`allOf` serves only to put a description beside one `$ref`; else types are copied";
    lint.require(!schema.has("allOf") || wraps_one, &all, "no-composition", message);
    let is_union = component.is_some_and(|name| WIRE_UNIONS.contains(&name));
    let message = format!(
        "`anyOf` only in {WIRE_UNIONS:?}, which are read by hand-written types; a generated one fails on every value"
    );
    lint.require(
        !schema.has("anyOf") || is_union,
        &schema.child("anyOf"),
        "no-composition",
        message,
    );
    let is_inline = component.is_none() && !schema.pointer.ends_with("/additionalProperties");
    let message = "inline objects get invented type names; make it a component and refer to it";
    lint.require(
        schema.value["type"] != "object" || !is_inline,
        schema,
        "inline-schema",
        message,
    );
}

fn check_object(lint: &mut Lint, schema: &Node<'_>) {
    let is_open = schema.value.get("additionalProperties") == Some(&json!({}));
    let message = "a response object has `additionalProperties: {}`, so that undocumented fields are kept";
    let must_be_open = lint.is_response_side(&schema.pointer);
    lint.require(is_open || !must_be_open, schema, "open-object", message);
    let properties = schema.child("properties");
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    for (name, property) in properties.entries() {
        check_spellings(lint, &properties, name, &property);
        let field = name.to_snake_case();
        let message = "the generator calls the map of unknown fields `extra`; this would not compile";
        lint.require(field != "extra", &property, "field-name", message);
        let remedy = "list one under `x-other-spellings` of the other; it is read through the map of unknown fields";
        if let Some(other) = fields.insert(field.clone(), name) {
            let message = format!("`{name}` and `{other}` both become the field `{field}`; {remedy}");
            lint.report(&property, "field-name", message);
        } else if let Some(other) = spellings.insert(name.to_lowercase(), name) {
            // Languages without regard to case, such as PHP, cannot have a member for each.
            let message = format!("`{name}` and `{other}` differ only in case; {remedy}");
            lint.report(&property, "field-name", message);
        }
    }
    for required in schema.child("required").strings() {
        let message = format!("`required` names {required}, which is not a property");
        lint.require(properties.has(required), &schema.child("required"), "required", message);
    }
}

/// Another spelling of a property differs from it in case or separators, and is no property itself.
fn check_spellings(lint: &mut Lint, properties: &Node<'_>, name: &str, property: &Node<'_>) {
    let is_same = |spelling: &str| {
        spelling.to_lowercase() == name.to_lowercase() || spelling.to_snake_case() == name.to_snake_case()
    };
    let are_spellings = other_spellings(property.value).all(|spelling| is_same(spelling) && !properties.has(spelling));
    let at = property.child("x-other-spellings");
    let message = "another spelling differs from its property only in case or separators, and is not a property itself";
    lint.require(are_spellings, &at, "misplaced-mark", message);
}
