//! Rules about operations, their parameters and their request bodies. Most of those on parameters stand for something
//! that progenitor ignores although it changes the wire.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{context::Lint, node::Node};
use crate::spec::{METHODS, resolve};

pub(super) fn check(lint: &mut Lint) {
    for (_, item) in lint
        .documents()
        .flat_map(|root| root.child("paths").entries().collect::<Vec<_>>())
    {
        for (key, entry) in item.entries() {
            let is_operation = METHODS.contains(&key) || key == "$ref";
            let message = format!("a path holds operations alone; say `{key}` in each of them");
            lint.require(is_operation, &entry, "path-item", message);
        }
    }
    for (_, parameter) in lint.components("parameters") {
        check_parameter(lint, &parameter);
    }
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, operation) in lint.operations() {
        check_identity(lint, &operation, path, &mut owners);
        check_parameters(lint, &operation, path);
        if operation.has("requestBody") {
            check_request_body(lint, &operation.child("requestBody"));
        }
    }
}

/// Name, tag, texts and sample.
fn check_identity<'a>(lint: &mut Lint, operation: &Node<'a>, path: &str, owners: &mut BTreeMap<&'a str, &'a str>) {
    let id = operation.text("operationId");
    let at = operation.child("operationId");
    if id.is_empty() {
        let message = format!("{path} has no `operationId`; take the vendor's own name for it");
        lint.report(operation, "operation-id", message);
    } else {
        let message = format!("`{id}` must be UpperCamelCase, as the vendor writes it");
        lint.require(id.to_upper_camel_case() == id, &at, "operation-id", message);
        if let Some(owner) = owners.insert(id, &operation.document.name) {
            lint.report(
                &at,
                "operation-id",
                format!("operation id `{id}` is used in {owner} too"),
            );
        }
    }
    let declared = Node::root(lint.specs.common()).child("tags");
    let tags = operation.child("tags");
    let is_known = |tag: &str| declared.items().any(|entry| entry.text("name") == tag);
    let has_one = matches!(tags.strings()[..], [tag] if is_known(tag));
    let message = "an operation has exactly one tag, and common.yaml declares it";
    lint.require(has_one, &tags, "operation-tag", message);
    let samples = operation.child("x-codeSamples");
    let has_rust = samples
        .items()
        .any(|sample| sample.text("lang") == "Rust" && !sample.text("source").is_empty());
    let message = "the operation has no request sample: `x-codeSamples` with `lang: Rust` and a `source`";
    lint.require(has_rust, operation, "missing-sample", message);
    for key in ["summary", "description"] {
        lint.require_text(operation, key, "the operation");
    }
}

/// The parameters of an operation; those in its path are the ones that the path names.
fn check_parameters(lint: &mut Lint, operation: &Node<'_>, path: &str) {
    let specs = lint.specs;
    let mut declared = BTreeSet::new();
    for parameter in operation.child("parameters").items() {
        if !parameter.has("$ref") {
            check_parameter(lint, &parameter);
        }
        let resolved = resolve(specs, parameter.value);
        if resolved["in"] == "path" {
            declared.insert(resolved["name"].as_str().unwrap_or_default());
        }
    }
    let parts = path.split('/');
    let named: BTreeSet<_> = parts
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    let message = format!("the path names {named:?}, the parameters {declared:?}");
    lint.require(named == declared, operation, "path-parameters", message);
}

fn check_parameter(lint: &mut Lint, parameter: &Node<'_>) {
    let what = format!("parameter {}", parameter.text("name"));
    lint.require_text(parameter, "description", &what);
    let has_example = parameter.has("example") || parameter.has("examples");
    let message = format!("{what} has no example");
    lint.require(has_example, parameter, "missing-example", message);
    if !parameter.has("schema") {
        let message = format!("{what} needs a `schema`; `content` is not supported");
        return lint.report(parameter, "parameter-form", message);
    }
    let schema = resolve(lint.specs, &parameter.value["schema"]);
    let place = parameter.text("in");
    let unsupported = match place {
        "cookie" => Some("the generator rejects cookie parameters"),
        "header" if schema["type"] == "array" => {
            Some("the generated code for a header of several values does not compile")
        }
        "query" if schema["type"] == "object" => Some("the generator rejects objects in a query"),
        "path" if parameter.value["required"] != true => {
            Some("a path parameter is `required: true`, and the generator panics without")
        }
        _ => None,
    };
    if let Some(message) = unsupported {
        lint.report(parameter, "parameter-form", format!("{what}: {message}"));
    }
    let style = if place == "query" { "form" } else { "simple" };
    for (key, sent) in [
        ("explode", Value::from(true)),
        ("allowReserved", Value::from(false)),
        ("style", Value::from(style)),
    ] {
        let is_sent = !parameter.has(key) || parameter.value[key] == sent;
        let message = format!("the generator ignores `{key}` and always sends what {sent} means");
        lint.require(is_sent, &parameter.child(key), "parameter-form", message);
    }
}

/// The generator takes one media type, and treats every body as required.
fn check_request_body(lint: &mut Lint, body: &Node<'_>) {
    let content = body.child("content");
    let types = content.keys();
    let message = format!("a request body has exactly one media type, application/json, not {types:?}");
    lint.require(types == ["application/json"], body, "media-type", message);
    let message = "the generator treats every body as required; say `required: true`";
    lint.require(body.value["required"] == true, body, "request-body", message);
    for (_, media) in content.entries() {
        let message = "a body's schema must be a `$ref` to a component";
        lint.require(media.child("schema").has("$ref"), body, "inline-schema", message);
        let has_example = media.has("example") || media.has("examples");
        lint.require(has_example, body, "missing-example", "the request body has no example");
    }
}
