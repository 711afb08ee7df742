//! Rules about enumerations: open ones that the server may extend, and closed ones that are sent.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;

use crate::spec::{Node, open_enum_variants};

pub(super) fn check(schema: &Node<'_>) {
    if schema.has("x-extensible-enum") {
        check_open_enum(schema);
    }
    if schema.has("enum") {
        check_closed_enum(schema);
    }
}

fn check_open_enum(schema: &Node<'_>) {
    const RULE: &str = "open-enum";
    let list = schema.child("x-extensible-enum");
    if schema.value["type"] != "string" || schema.component().is_none() {
        let message = "`x-extensible-enum` stands on a component of `type: string`, which becomes a Rust enum";
        return list.report(RULE, message);
    }
    if !list.is_string_list() {
        return list.report(RULE, "must be a list of strings, at least one; quote numbers");
    }
    let values = list.strings();
    let unique: BTreeSet<_> = values.iter().collect();
    list.require(unique.len() == values.len(), RULE, "lists a value twice");
    let message = "has no `x-enum-descriptions`; say of each value what it means";
    list.require(schema.has("x-enum-descriptions"), "missing-description", message);
    for (value, text) in values.iter().zip(schema.child("x-enum-descriptions").strings()) {
        let message = format!("does not say what the value `{value}` means");
        list.require(!text.trim().is_empty(), "missing-description", message);
    }
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let names = schema.child(key);
        let is_parallel = names.is_string_list() && names.strings().len() == values.len();
        let message = format!("`{key}` must have one string for each of the {} values", values.len());
        names.require(!schema.has(key) || is_parallel, RULE, message);
    }
    let variants = open_enum_variants(schema.value);
    check_variants(&list, RULE, &variants, "a name in `x-enum-varnames`");
}

/// A set that only grows with the spec, for what is sent. The generator names its variants, and nobody can help it.
fn check_closed_enum(schema: &Node<'_>) {
    const RULE: &str = "enum-values";
    let list = schema.child("enum");
    if schema.value["type"] != "string" || !list.is_string_list() {
        return list.report(RULE, "must be a list of strings, at least one, of `type: string`");
    }
    let named = |value: &str| (value.to_upper_camel_case(), value.to_owned());
    let variants: Vec<_> = list.strings().into_iter().map(named).collect();
    check_variants(&list, RULE, &variants, "another value, or use `x-extensible-enum`");
}

/// Each value becomes a variant, and two values two of them.
fn check_variants(list: &Node<'_>, rule: &'static str, variants: &[(String, String)], remedy: &str) {
    let mut seen = BTreeSet::new();
    for (name, value) in variants {
        let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && name.to_upper_camel_case() == *name
            && name != "Unknown";
        let message = format!("value `{value}` cannot become the variant `{name}`; it needs {remedy}");
        list.require(is_identifier, rule, message);
        let message = format!("two values would become the variant `{name}`; one needs {remedy}");
        list.require(seen.insert(name), rule, message);
    }
}
