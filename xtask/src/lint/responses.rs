//! Rules about responses: one success, one error type, one media type.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Lint;
use crate::spec::{Document, child, operations};

/// The component that every error response carries.
const ERROR_SCHEMA: &str = "common.yaml#/components/schemas/ApiError";

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        let shared = document.value["components"]["responses"].as_object();
        for (name, response) in shared.into_iter().flatten() {
            check_content(lint, document, &child("/components/responses", name), response);
        }
        for (pointer, _, operation) in operations(&document.value) {
            check_operation(lint, document, &pointer, operation);
        }
    }
}

fn check_operation(lint: &mut Lint, document: &Document, pointer: &str, operation: &Value) {
    let pointer = child(pointer, "responses");
    let responses = operation["responses"].as_object();
    let statuses: BTreeSet<_> = responses
        .into_iter()
        .flatten()
        .map(|(status, _)| status.as_str())
        .collect();
    let successes = statuses.iter().filter(|status| status.starts_with('2')).count();
    if successes != 1 || statuses.contains("default") {
        let message = "declare one success status and no `default`; the generator panics on several result types";
        lint.report(document, &pointer, "one-success", message);
    }
    for range in ["4XX", "5XX"] {
        if !statuses.contains(range) {
            let message = format!("declare `{range}` too, so that no error response is unexpected");
            lint.report(document, &pointer, "error-ranges", message);
        }
    }
    for (status, response) in responses.into_iter().flatten() {
        let pointer = child(&pointer, status);
        let is_code = status.parse::<u16>().is_ok_and(|code| REGISTERED.contains(&code));
        if !is_code && !matches!(status.as_str(), "4XX" | "5XX") {
            let message = format!("`{status}` is no registered status code; the mock generator panics on it");
            lint.report(document, &pointer, "status-code", message);
        }
        if status.starts_with('2') {
            check_content(lint, document, &pointer, response);
            continue;
        }
        let target = lint.specs.target(response);
        let schema = target.map(|target| &target["content"]["application/json"]["schema"]["$ref"]);
        let is_shared_error = schema
            .is_some_and(|schema| schema == ERROR_SCHEMA || *schema == ERROR_SCHEMA.trim_start_matches("common.yaml"));
        if response.get("$ref").is_none() || (target.is_some() && !is_shared_error) {
            let message = "an error response is a `$ref` to a shared response whose schema is ApiError";
            lint.report(document, &pointer, "one-error", message);
        }
    }
}

fn check_content(lint: &mut Lint, document: &Document, pointer: &str, response: &Value) {
    if response["description"]
        .as_str()
        .is_none_or(|text| text.trim().is_empty())
    {
        lint.report(
            document,
            pointer,
            "missing-description",
            "the response has no description",
        );
    }
    let pointer = child(pointer, "content");
    let content = response["content"].as_object();
    let types: Vec<_> = content.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    if types != ["application/json"] {
        let message = format!("a response has exactly one media type, application/json, not {types:?}");
        lint.report(document, &pointer, "media-type", message);
    }
    for (name, media) in content.into_iter().flatten() {
        let pointer = child(&pointer, name);
        if media["schema"].get("$ref").is_none() {
            // Two inline schemas of one operation silently become one type.
            lint.report(
                document,
                &pointer,
                "inline-schema",
                "a body's schema must be a `$ref` to a component",
            );
        }
        if media["examples"].as_object().is_none_or(|examples| examples.is_empty()) {
            lint.report(document, &pointer, "missing-example", "the response has no `examples`");
        }
    }
}

/// Status codes of the IANA registry that an API may declare.
const REGISTERED: &[u16] = &[
    200, 201, 202, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
    410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504,
    505, 506, 507, 508, 510, 511,
];
