//! Rules about enumerations: open ones that the server may extend, and closed ones that are sent.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;

use super::{context::Lint, node::Node};
use crate::spec::{component_name, open_enum_variants};

pub(super) fn check(lint: &mut Lint) {
    for schema in lint.schemas() {
        if schema.has("x-extensible-enum") {
            check_open_enum(lint, &schema);
        }
        if schema.has("enum") {
            check_closed_enum(lint, &schema);
        }
    }
}

fn check_open_enum(lint: &mut Lint, schema: &Node<'_>) {
    const RULE: &str = "open-enum";
    let list = schema.child("x-extensible-enum");
    if schema.value["type"] != "string" || component_name(&schema.pointer).is_none() {
        let message = "`x-extensible-enum` stands on a component of `type: string`, which becomes a Rust enum";
        return lint.report(&list, RULE, message);
    }
    if !list.is_string_list() {
        return lint.report(&list, RULE, "must be a list of strings, at least one; quote numbers");
    }
    let values = list.strings();
    let unique: BTreeSet<_> = values.iter().collect();
    lint.require(unique.len() == values.len(), &list, RULE, "lists a value twice");
    let message = "has no `x-enum-descriptions`; say of each value what it means";
    lint.require(schema.has("x-enum-descriptions"), &list, "missing-description", message);
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let names = schema.child(key);
        let is_parallel = names.is_string_list() && names.strings().len() == values.len();
        let message = format!("`{key}` must have one string for each of the {} values", values.len());
        lint.require(!schema.has(key) || is_parallel, &names, RULE, message);
    }
    check_variants(
        lint,
        &list,
        RULE,
        &open_enum_variants(schema.value),
        "a name in `x-enum-varnames`",
    );
}

/// A set that only grows with the spec, for what is sent. The generator names its variants, and nobody can help it.
fn check_closed_enum(lint: &mut Lint, schema: &Node<'_>) {
    const RULE: &str = "enum-values";
    let list = schema.child("enum");
    if schema.value["type"] != "string" || !list.is_string_list() {
        return lint.report(
            &list,
            RULE,
            "must be a list of strings, at least one, of `type: string`",
        );
    }
    let values = list.strings().into_iter();
    let variants: Vec<_> = values
        .map(|value| (value.to_upper_camel_case(), value.to_owned()))
        .collect();
    check_variants(
        lint,
        &list,
        RULE,
        &variants,
        "another value, or use `x-extensible-enum`",
    );
}

/// Each value becomes a variant, and two values two of them.
fn check_variants(lint: &mut Lint, list: &Node<'_>, rule: &'static str, variants: &[(String, String)], remedy: &str) {
    let mut seen = BTreeSet::new();
    for (name, value) in variants {
        let is_identifier = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && name.to_upper_camel_case() == *name
            && name != "Unknown";
        let message = format!("value `{value}` cannot become the variant `{name}`; it needs {remedy}");
        lint.require(is_identifier, list, rule, message);
        let message = format!("two values would become the variant `{name}`; one needs {remedy}");
        lint.require(seen.insert(name), list, rule, message);
    }
}
