//! What contracts say beyond what pages can: keywords that decide what is generated, and words for people.

use serde_json::Value;

use super::{
    ChangeKind, facts,
    findings::{Findings, Mode, Scope},
    rules::When,
    view::{Row, Table},
};
use crate::spec::open_enum_variants;

/// Keywords that say something to people alone.
const WORDS: [&str; 13] = [
    "description",
    "title",
    "example",
    "deprecated",
    "externalDocs",
    "x-source",
    "x-doc-deviation",
    "x-documented-names",
    "x-documented-constraints",
    "x-enum-descriptions",
    "x-enum-sources",
    "x-bit-flags",
    "x-other-spellings",
];

/// Keywords that let fewer values through where they stand.
const LIMITS: [&str; 6] = [
    "pattern",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "uniqueItems",
    "maxProperties",
];

/// Keywords whose changes are told as those of types, fields and facts.
const FACTS: [&str; 15] = [
    "type",
    "$ref",
    "properties",
    "items",
    "required",
    "enum",
    "x-extensible-enum",
    "x-enum-varnames",
    "default",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
];

/// Compares the keywords of two schemas of one object. Pages have none.
pub fn compare_tables<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &Table<'a>, after: &Table<'a>) {
    if findings.mode == Mode::Release {
        add_if_different(
            findings,
            scope,
            "",
            "type",
            (&before.layer.schema["type"], &after.layer.schema["type"]),
        );
        compare(findings, scope, "", before.layer.schema, after.layer.schema);
    }
}

/// Compares the schemas of a field, each with its counterpart: the field's own, then those that it refers to. Those of
/// objects are tables, and compared as such.
pub fn compare_rows<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &Row<'a>, after: &Row<'a>) {
    if before.kind.shape() != after.kind.shape() {
        return;
    }
    for (old, new) in before.layers.iter().zip(&after.layers) {
        let is_table = [old, new].iter().all(|layer| !layer.schema["properties"].is_null());
        if old.component != new.component || is_table {
            break;
        }
        let first = findings.found.len();
        let name = if old.component.is_some() { "" } else { before.name };
        let pair = (std::slice::from_ref(old), std::slice::from_ref(new));
        facts::compare(findings, scope, name, pair.0, pair.1);
        compare_variants(findings, scope, name, old.schema, new.schema);
        compare(findings, scope, name, old.schema, new.schema);
        for finding in &mut findings.found[first..] {
            finding.about(after);
            if old.component.is_some() {
                finding.change.component = old.component.map(str::to_owned);
            }
        }
    }
}

/// Known values are variants in Rust.
fn compare_variants<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, name: &str, old: &Value, new: &Value) {
    let now = open_enum_variants(new);
    for (variant, value) in open_enum_variants(old) {
        let other = now.iter().find(|(other, same)| *same == value && *other != variant);
        if let Some((other, _)) = other {
            findings.add(
                ChangeKind::VariantRenamed,
                scope,
                name,
                &[],
                Some(&variant),
                Some(other),
            );
        }
    }
    let is_open = |schema: &Value| schema.get("x-extensible-enum").map(|_| Value::from("open"));
    let closed = Value::from("closed");
    let (was, is) = (is_open(old).unwrap_or(closed.clone()), is_open(new).unwrap_or(closed));
    add_if_different(findings, scope, name, "x-extensible-enum", (&was, &is));
}

fn compare<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, name: &str, old: &Value, new: &Value) {
    for key in keys(old, new) {
        let is_reference = |schema: &Value| schema[key].as_array().is_none_or(|parts| parts.len() == 1);
        // A reference with words beside it is still that reference.
        let is_fact = FACTS.contains(&key) || (key == "allOf" && is_reference(old) && is_reference(new));
        if !is_fact {
            add_if_different(findings, scope, name, key, (&old[key], &new[key]));
        }
    }
}

fn add_if_different<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    key: &str,
    (before, after): (&Value, &Value),
) {
    if before == after {
        return;
    }
    let when: &[When] = match (key, before.is_null(), after.is_null()) {
        ("nullable", ..) if *after == true => &[When::Wider],
        ("nullable", ..) => &[When::Narrower],
        ("x-open-map", ..) if *after == true => &[When::Helps],
        (key, true, _) if LIMITS.contains(&key) => &[When::Narrower],
        (key, _, true) if LIMITS.contains(&key) => &[When::Wider],
        _ => &[],
    };
    let kind = if WORDS.contains(&key) {
        ChangeKind::WordsChanged
    } else if LIMITS.contains(&key) {
        ChangeKind::LimitChanged
    } else {
        ChangeKind::KeywordChanged
    };
    let text = |value: &Value| (!value.is_null()).then(|| super::view::text(value));
    let (before, after) = (text(before), text(after));
    let finding = findings.add(kind, scope, name, when, before.as_deref(), after.as_deref());
    finding.change.keyword = Some(key.to_owned());
}

/// Compares what stands beside the schemas: `is_wire` tells which keys are more than words.
pub fn compare_beside<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    (old, new): (&Value, &Value),
    skipped: &[&str],
    wire: &[&str],
) {
    for key in keys(old, new)
        .into_iter()
        .filter(|key| !skipped.contains(key) && old[*key] != new[*key])
    {
        let kind = if wire.contains(&key) {
            ChangeKind::KeywordChanged
        } else {
            ChangeKind::WordsChanged
        };
        findings.add(kind, scope, name, &[], None, None).change.keyword = Some(key.to_owned());
    }
}

/// The keys of two objects, each once, those of the first before those that only the second has.
pub fn keys<'a>(old: &'a Value, new: &'a Value) -> Vec<&'a str> {
    let entries = |value: &'a Value| value.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    let mut keys: Vec<_> = entries(old).collect();
    keys.extend(entries(new).filter(|key| old.get(*key).is_none()));
    keys
}
