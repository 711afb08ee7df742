//! Rules about parameters. Most stand for something that progenitor ignores although it changes the wire.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Lint;
use crate::spec::{Document, child, operations};

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        let shared = document.value["components"]["parameters"].as_object();
        for (name, parameter) in shared.into_iter().flatten() {
            check_parameter(lint, document, &child("/components/parameters", name), parameter);
        }
        for (pointer, path, operation) in operations(&document.value) {
            let mut declared = BTreeSet::new();
            let parameters = operation["parameters"].as_array();
            for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                let pointer = format!("{pointer}/parameters/{index}");
                let resolved = if parameter.get("$ref").is_some() {
                    specs.target(parameter)
                } else {
                    check_parameter(lint, document, &pointer, parameter);
                    Some(parameter)
                };
                let Some(resolved) = resolved else { continue };
                if resolved["in"] == "path" {
                    declared.insert(resolved["name"].as_str().unwrap_or_default());
                }
            }
            let in_path = path
                .split('/')
                .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
            let in_path: BTreeSet<_> = in_path.collect();
            if in_path != declared {
                let message = format!("the path names {in_path:?}, the parameters {declared:?}");
                lint.report(document, &pointer, "path-parameters", message);
            }
            if operation.get("requestBody").is_some() {
                check_request_body(
                    lint,
                    document,
                    &child(&pointer, "requestBody"),
                    &operation["requestBody"],
                );
            }
        }
    }
}

fn check_parameter(lint: &mut Lint, document: &Document, pointer: &str, parameter: &Value) {
    let name = parameter["name"].as_str().unwrap_or_default();
    if parameter["description"]
        .as_str()
        .is_none_or(|text| text.trim().is_empty())
    {
        lint.report(
            document,
            pointer,
            "missing-description",
            format!("parameter {name} has no description"),
        );
    }
    if parameter.get("example").is_none() && parameter.get("examples").is_none() {
        lint.report(
            document,
            pointer,
            "missing-example",
            format!("parameter {name} has no example"),
        );
    }
    let Some(schema) = parameter.get("schema") else {
        let message = format!("parameter {name} needs a `schema`; `content` is not supported");
        lint.report(document, pointer, "parameter-form", message);
        return;
    };
    let schema = lint.specs.target(schema).unwrap_or(schema);
    let place = parameter["in"].as_str().unwrap_or_default();
    let is_array = schema["type"] == "array";
    let unsupported = match place {
        "cookie" => Some("cookie parameters are rejected by the generator"),
        "header" if is_array => Some("the generator's code for a header of several values does not compile"),
        "query" if schema["type"] == "object" => Some("the generator rejects objects in a query"),
        _ => None,
    };
    if let Some(message) = unsupported {
        lint.report(
            document,
            pointer,
            "parameter-form",
            format!("parameter {name}: {message}"),
        );
    }
    if place == "path" && parameter["required"] != true {
        let message =
            format!("parameter {name}: a path parameter is `required: true`, and the generator panics without");
        lint.report(document, pointer, "parameter-form", message);
    }
    for (key, harmless) in [("explode", Value::Bool(true)), ("allowReserved", Value::Bool(false))] {
        if parameter.get(key).is_some_and(|value| *value != harmless) {
            let message = format!("the generator ignores `{key}`, so the request would differ from the spec");
            lint.report(document, &child(pointer, key), "parameter-form", message);
        }
    }
    let usual = if place == "query" { "form" } else { "simple" };
    if parameter.get("style").is_some_and(|style| style != usual) {
        let message = format!("the generator ignores `style`; only `{usual}` is what it sends");
        lint.report(document, &child(pointer, "style"), "parameter-form", message);
    }
}

/// The generator takes one media type, and treats every body as required.
fn check_request_body(lint: &mut Lint, document: &Document, pointer: &str, body: &Value) {
    let content = body["content"].as_object();
    let types: Vec<_> = content.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    if types != ["application/json"] {
        let message = format!("a request body has exactly one media type, application/json, not {types:?}");
        lint.report(document, pointer, "media-type", message);
    }
    if body["required"] != true {
        lint.report(
            document,
            pointer,
            "request-body",
            "the generator treats every body as required; say so",
        );
    }
    for (_, media) in content.into_iter().flatten() {
        if media["schema"].get("$ref").is_none() {
            lint.report(
                document,
                pointer,
                "inline-schema",
                "a body's schema must be a `$ref` to a component",
            );
        }
        if media.get("example").is_none() && media.get("examples").is_none() {
            lint.report(document, pointer, "missing-example", "the request body has no example");
        }
    }
}
