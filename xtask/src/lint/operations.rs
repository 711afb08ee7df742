//! Rules about operations: names, tags, texts.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::Lint;
use crate::spec::{METHODS, child, operations};

pub(super) fn check(lint: &mut Lint) {
    let tags = lint.specs.common().value["tags"].as_array();
    let tags: Vec<_> = tags
        .into_iter()
        .flatten()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for document in &lint.specs.documents {
        for (path, item) in document.value["paths"].as_object().into_iter().flatten() {
            for key in item.as_object().into_iter().flatten().map(|(key, _)| key) {
                if !METHODS.contains(&key.as_str()) && key != "$ref" {
                    let message = format!("a path holds operations alone; say `{key}` in each of them");
                    lint.report(document, &child(&child("/paths", path), key), "path-item", message);
                }
            }
        }
        for (pointer, path, operation) in operations(&document.value) {
            match operation["operationId"].as_str() {
                None => {
                    let message = format!("{path} has no `operationId`; take the vendor's own name for it");
                    lint.report(document, &pointer, "operation-id", message);
                }
                Some(id) => {
                    if id.to_upper_camel_case() != id {
                        let message = format!("`{id}` must be UpperCamelCase, as the vendor writes it");
                        lint.report(document, &child(&pointer, "operationId"), "operation-id", message);
                    }
                    if let Some(owner) = owners.insert(id, &document.name) {
                        let message = format!("operation id `{id}` is used in {owner} too");
                        lint.report(document, &child(&pointer, "operationId"), "operation-id", message);
                    }
                }
            }
            let named = operation["tags"].as_array().map_or(&[][..], Vec::as_slice);
            let known = named
                .first()
                .and_then(|tag| tag.as_str())
                .is_some_and(|tag| tags.contains(&tag));
            if named.len() != 1 || !known {
                let message = "an operation has exactly one tag, and common.yaml declares it";
                lint.report(document, &child(&pointer, "tags"), "operation-tag", message);
            }
            let samples = operation["x-codeSamples"].as_array();
            let is_rust = |sample: &serde_json::Value| sample["lang"] == "Rust" && sample["source"].is_string();
            if !samples.is_some_and(|samples| samples.iter().any(is_rust)) {
                let message = "the operation has no request sample: `x-codeSamples` with `lang: Rust` and a `source`";
                lint.report(document, &pointer, "missing-sample", message);
            }
            for key in ["summary", "description"] {
                if operation[key].as_str().is_none_or(|text| text.trim().is_empty()) {
                    lint.report(
                        document,
                        &pointer,
                        "missing-description",
                        format!("the operation has no `{key}`"),
                    );
                }
            }
        }
    }
}
