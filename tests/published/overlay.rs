//! The overlay is what the lean document leaves out.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use xtask::{
    publish::{WHOLE, annotated},
    spec::{Document, entries, operations},
};

use super::document;

/// Every entry of `x-doc-deviation` and every list of sources, wherever it stands.
fn provenance(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (key, inner) in entries(value) {
        match key {
            "x-doc-deviation" => found.extend(inner.as_array().into_iter().flatten().map(Value::to_string)),
            "x-source" | "x-enum-sources" | "x-sources" => drop(found.insert(inner.to_string())),
            _ => found.extend(provenance(inner)),
        }
    }
    for item in value.as_array().into_iter().flatten() {
        found.extend(provenance(item));
    }
    found
}

/// The one value that a JSONPath of names and indices selects.
fn select<'a>(document: &'a mut Value, path: &str) -> &'a mut Value {
    let mut value = document;
    let mut rest = path.strip_prefix('$').unwrap();
    while !rest.is_empty() {
        let key;
        if let Some(quoted) = rest.strip_prefix("['") {
            (key, rest) = quoted.split_once("']").unwrap();
        } else if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']').unwrap();
            rest = after;
            value = &mut value[index.parse::<usize>().unwrap()];
            continue;
        } else {
            let name = rest.strip_prefix('.').unwrap();
            (key, rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
        }
        value = value.get_mut(key).unwrap_or_else(|| panic!("{path} leads nowhere"));
    }
    value
}

fn merge(value: &mut Value, update: &Value) {
    for (key, new) in entries(update) {
        match &mut value[key] {
            old @ Value::Object(_) if new.is_object() => merge(old, new),
            old => *old = new.clone(),
        }
    }
}

/// A standard tool does the same in `conformance/overlay`.
#[test]
fn the_overlay_gives_back_every_deviation_and_every_source() {
    let folder = xtask::root().join("openapi/dist");
    let overlay = Document::load(&folder, "modelarts.errata.overlay.yaml").unwrap().value;
    assert_eq!(overlay["overlay"], "1.0.0");
    let whole: Value = serde_json::from_str(&fs::read_to_string(xtask::root().join(WHOLE)).unwrap()).unwrap();
    for name in ["modelarts.openapi.json", "modelarts.openapi-3.1.json"] {
        let mut applied = document(name);
        for action in overlay["actions"].as_array().unwrap() {
            merge(
                select(&mut applied, action["target"].as_str().unwrap()),
                &action["update"],
            );
        }
        let (expected, text) = (provenance(&whole), applied.to_string());
        assert!(expected.len() > 100, "{}", expected.len());
        let missing: Vec<_> = expected.iter().filter(|entry| !text.contains(*entry)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{name}");
        if name == "modelarts.openapi.json" {
            for (pointer, _, operation) in operations(&whole) {
                applied.pointer_mut(&pointer).unwrap()["x-codeSamples"] = operation["x-codeSamples"].clone();
            }
            assert!(
                applied == annotated(&whole),
                "the overlay makes something else of {name}"
            );
        }
    }
}
