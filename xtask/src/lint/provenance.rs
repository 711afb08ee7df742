//! Rules about where facts come from: every source is declared, every deviation is explained.

use serde_json::Value;

use super::Lint;
use crate::spec::{Aspect, Document, child, operations};

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        visit(lint, document, &document.value, "");
        for (pointer, _, operation) in operations(&document.value) {
            if operation["x-source"].as_array().is_none_or(Vec::is_empty) {
                let message = "an operation names the pages it was written from in `x-source`";
                lint.report(document, &pointer, "provenance", message);
            }
        }
    }
}

fn visit(lint: &mut Lint, document: &Document, value: &Value, pointer: &str) {
    let is_property = pointer.ends_with("/properties");
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let pointer = child(pointer, key);
                match key.as_str() {
                    "x-source" => check_sources(lint, document, &pointer, value),
                    "x-enum-sources" | "x-other-spellings" => {
                        for (name, sources) in value.as_object().into_iter().flatten() {
                            check_sources(lint, document, &child(&pointer, name), sources);
                        }
                    }
                    "x-doc-deviation" => check_deviations(lint, document, &pointer, value),
                    // Payloads are data; a property may have such a name, though.
                    "example" | "value" if !is_property => {}
                    _ => visit(lint, document, value, &pointer),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(lint, document, item, &format!("{pointer}/{index}"));
            }
        }
        _ => {}
    }
}

fn check_sources(lint: &mut Lint, document: &Document, pointer: &str, value: &Value) {
    let Some(sources) = value.as_array().filter(|sources| !sources.is_empty()) else {
        lint.report(
            document,
            pointer,
            "provenance",
            "must be a list of source ids, at least one",
        );
        return;
    };
    for source in sources {
        let id = source.as_str().unwrap_or_default();
        if lint.specs.common().value["x-sources"].get(id).is_none() {
            let message = format!("source `{source}` is not declared in `x-sources` of common.yaml");
            lint.report(document, pointer, "provenance", message);
        }
    }
}

fn check_deviations(lint: &mut Lint, document: &Document, pointer: &str, value: &Value) {
    let Some(deviations) = value.as_array().filter(|deviations| !deviations.is_empty()) else {
        lint.report(
            document,
            pointer,
            "provenance",
            "must be a list of deviations, at least one",
        );
        return;
    };
    for (index, deviation) in deviations.iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        check_sources(lint, document, &child(&pointer, "pages"), &deviation["pages"]);
        let about = deviation["about"].as_array();
        let words = about
            .into_iter()
            .flatten()
            .map(|word| word.as_str().unwrap_or_default());
        let unknown: Vec<&str> = words.filter(|word| Aspect::of_word(word).is_none()).collect();
        if about.is_none_or(Vec::is_empty) || !unknown.is_empty() {
            let message = format!(
                "a deviation says in `about` in what the page differs, in a list of these words: {}",
                Aspect::WORDS.join(", ")
            );
            lint.report(document, &child(&pointer, "about"), "provenance", message);
        }
        if let Some(documented) = deviation.get("documented") {
            let words = documented.as_array().filter(|words| !words.is_empty());
            if words.is_none_or(|words| words.iter().any(|word| word.as_str().is_none_or(str::is_empty))) {
                let message = "must be a list of what the pages state, word for word as it is recorded; quote numbers";
                lint.report(document, &child(&pointer, "documented"), "provenance", message);
            }
        }
        for key in ["says", "truth", "why"] {
            if deviation[key].as_str().is_none_or(|text| text.trim().is_empty()) {
                let message = format!("a deviation says in `{key}` what the page says, what is true, and why");
                lint.report(document, &pointer, "provenance", message);
            }
        }
    }
}
