//! Rules about operations: their parameters, request bodies and responses. Most stand for something that progenitor
//! panics on, or ignores although it changes the wire.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use serde_json::Value;

use crate::spec::{Inspection, METHODS, Node, component_name, items, media, parameters, resolve, word};

/// The component that every error response carries.
const ERROR_SCHEMA: &str = "ErrorBody";

pub(super) fn check<'a>(inspection: &'a Inspection<'a>) {
    for parameter in inspection.nodes(parameters).filter(|parameter| !parameter.has("$ref")) {
        check_parameter(&parameter);
    }
    let tags = inspection.common().child("tags");
    tags.items().for_each(|tag| tag.require_text("description", "the tag"));
    let tags: Vec<_> = tags.items().map(|tag| tag.text("name")).collect();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for root in inspection.documents() {
        for (_, response) in root.child("components").child("responses").entries() {
            check_response(&response);
        }
        for (path, item) in root.child("paths").entries() {
            for (key, operation) in item.entries() {
                if METHODS.contains(&key) {
                    check_operation(&operation, path, &tags, &mut owners);
                } else if key != "$ref" {
                    let message = format!("a path holds operations alone; say `{key}` in each of them");
                    operation.report("path-item", message);
                }
            }
        }
    }
}

fn check_operation<'a>(operation: &Node<'a>, path: &str, tags: &[&str], owners: &mut BTreeMap<&'a str, &'a str>) {
    let id = operation.text("operationId");
    let at = operation.child("operationId");
    if id.is_empty() {
        let message = format!("{path} has no `operationId`; take the vendor's own name for it");
        operation.report("operation-id", message);
    } else {
        let message = format!("`{id}` must be UpperCamelCase, as the vendor writes it");
        at.require(id.to_upper_camel_case() == id, "operation-id", message);
        if let Some(owner) = owners.insert(id, &operation.document.name) {
            at.report("operation-id", format!("operation id `{id}` is used in {owner} too"));
        }
    }
    let version = word(&operation.document.value["info"]["version"]);
    let first = path.split('/').nth(1).unwrap_or_default();
    let message = format!("`info.version` is {version}, but the path starts with {first}");
    operation.require(first == version, "info-version", message);
    let own_tags = operation.child("tags");
    let has_one = matches!(own_tags.strings()[..], [tag] if tags.contains(&tag));
    let message = "an operation has exactly one tag, and common.yaml declares it";
    own_tags.require(has_one, "operation-tag", message);
    let is_rust = |sample: Node<'_>| sample.text("lang") == "Rust" && !sample.text("source").is_empty();
    let has_rust = operation.child("x-codeSamples").items().any(is_rust);
    let message = "the operation has no request sample: `x-codeSamples` with `lang: Rust` and a `source`";
    operation.require(has_rust, "missing-sample", message);
    for key in ["summary", "description"] {
        operation.require_text(key, "the operation");
    }
    check_path(operation, path);
    if operation.has("requestBody") {
        let body = operation.child("requestBody");
        let message = "the generator treats every body as required; say `required: true`";
        body.require(body.value["required"] == true, "request-body", message);
        check_content(&body, "the request body");
    }
    check_responses(&operation.child("responses"));
}

/// The parameters in a path are the ones that it names.
fn check_path(operation: &Node<'_>, path: &str) {
    let parameters = items(&operation.value["parameters"]);
    let parameters = parameters.map(|parameter| resolve(operation.inspection.specs, parameter));
    let in_path = parameters.filter(|parameter| parameter["in"] == "path");
    let declared: BTreeSet<_> = in_path.filter_map(|parameter| parameter["name"].as_str()).collect();
    let named = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let named: BTreeSet<_> = named.collect();
    let message = format!("the path names {named:?}, the parameters {declared:?}");
    operation.require(named == declared, "path-parameters", message);
}

fn check_parameter(parameter: &Node<'_>) {
    const RULE: &str = "parameter-form";
    let what = format!("parameter {}", parameter.text("name"));
    parameter.require_text("description", &what);
    parameter.refuse("examples", "example-form", "a parameter has one `example`");
    let has_example = parameter.has("example") || parameter.has("examples");
    parameter.require(has_example, "missing-example", format!("{what} has no example"));
    if !parameter.has("schema") {
        let message = format!("{what} needs a `schema`; `content` is not supported");
        return parameter.report(RULE, message);
    }
    let kind = &resolve(parameter.inspection.specs, &parameter.value["schema"])["type"];
    let place = parameter.text("in");
    let unsupported = match place {
        "cookie" => "the generator rejects cookie parameters",
        "header" if kind == "array" => "the generated code for a header of several values does not compile",
        "query" if kind == "object" => "the generator rejects objects in a query",
        "path" if parameter.value["required"] != true => {
            "a path parameter is `required: true`, and the generator panics without"
        }
        _ => "",
    };
    parameter.require(unsupported.is_empty(), RULE, format!("{what}: {unsupported}"));
    let style = if place == "query" { "form" } else { "simple" };
    for (key, sent) in [
        ("explode", Value::from(true)),
        ("allowReserved", Value::from(false)),
        ("style", Value::from(style)),
    ] {
        let is_sent = !parameter.has(key) || parameter.value[key] == sent;
        let message = format!("the generator ignores `{key}` and always sends what {sent} means");
        parameter.child(key).require(is_sent, RULE, message);
    }
}

/// One success, and one type for all errors.
fn check_responses(responses: &Node<'_>) {
    let successes = responses.keys().iter().filter(|status| status.starts_with('2')).count();
    let message = "declare one success status and no `default`; the generator panics on several result types";
    let is_one = successes == 1 && !responses.has("default");
    responses.require(is_one, "one-success", message);
    for range in ["4XX", "5XX"] {
        let message = format!("declare `{range}` too, so that no error response is unexpected");
        responses.require(responses.has(range), "error-ranges", message);
    }
    for (status, response) in responses.entries() {
        let is_registered = status.parse().is_ok_and(|code: u16| REGISTERED.contains(&code));
        let message = format!("`{status}` is not a registered status code; the mock generator panics on it");
        let is_known = is_registered || matches!(status, "4XX" | "5XX");
        response.require(is_known, "status-code", message);
        if status.starts_with('2') {
            check_response(&response);
            continue;
        }
        let target = resolve(response.inspection.specs, response.value);
        let schema = media(target)["schema"]["$ref"].as_str();
        // A reference that leads nowhere is a finding of another rule.
        let is_error = target.get("$ref").is_some() || schema.and_then(component_name) == Some(ERROR_SCHEMA);
        let message = format!("an error response is a `$ref` to a shared response whose schema is {ERROR_SCHEMA}");
        response.require(response.has("$ref") && is_error, "one-error", message);
    }
}

fn check_response(response: &Node<'_>) {
    response.require_text("description", "the response");
    // A success may have no body.
    if response.has("content") {
        check_content(response, "the response");
    }
}

/// The generator takes one media type, and two inline schemas of one operation silently become one type.
fn check_content(holder: &Node<'_>, what: &str) {
    let content = holder.child("content");
    let types = content.keys();
    let message = format!("{what} has exactly one media type, application/json, not {types:?}");
    content.require(types == ["application/json"], "media-type", message);
    for (_, media) in content.entries() {
        let message = "a body's schema must be a `$ref` to a component";
        media.require(media.child("schema").has("$ref"), "inline-schema", message);
        let message = "a body has `examples`, each a file named by `externalValue`";
        media.refuse("example", "example-form", message);
        let has_examples = media.has("example") || !media.child("examples").keys().is_empty();
        media.require(has_examples, "missing-example", format!("{what} has no `examples`"));
    }
}

/// Status codes of the IANA registry that an API may declare.
const REGISTERED: &[u16] = &[
    200, 201, 202, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
    410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504,
    505, 506, 507, 508, 510, 511,
];
