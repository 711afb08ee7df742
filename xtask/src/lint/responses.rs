//! Rules about responses: one success, one error type, one media type.

use super::{context::Lint, node::Node};
use crate::spec::{component_name, resolve};

/// The component that every error response carries.
const ERROR_SCHEMA: &str = "ApiError";

pub(super) fn check(lint: &mut Lint) {
    for (_, response) in lint.components("responses") {
        check_content(lint, &response);
    }
    for (_, operation) in lint.operations() {
        check_responses(lint, &operation.child("responses"));
    }
}

fn check_responses(lint: &mut Lint, responses: &Node<'_>) {
    let specs = lint.specs;
    let successes = responses.keys().iter().filter(|status| status.starts_with('2')).count();
    let message = "declare one success status and no `default`; the generator panics on several result types";
    let is_one = successes == 1 && !responses.has("default");
    lint.require(is_one, responses, "one-success", message);
    for range in ["4XX", "5XX"] {
        let message = format!("declare `{range}` too, so that no error response is unexpected");
        lint.require(responses.has(range), responses, "error-ranges", message);
    }
    for (status, response) in responses.entries() {
        let is_registered = status.parse().is_ok_and(|code: u16| REGISTERED.contains(&code));
        let message = format!("`{status}` is not a registered status code; the mock generator panics on it");
        let is_known = is_registered || matches!(status, "4XX" | "5XX");
        lint.require(is_known, &response, "status-code", message);
        if status.starts_with('2') {
            check_content(lint, &response);
            continue;
        }
        let target = resolve(specs, response.value);
        let schema = target["content"]["application/json"]["schema"]["$ref"].as_str();
        let is_shared = response.has("$ref");
        // A reference that leads nowhere is a finding of another rule.
        let is_error =
            is_shared && (target.get("$ref").is_some() || schema.and_then(component_name) == Some(ERROR_SCHEMA));
        let message = format!("an error response is a `$ref` to a shared response whose schema is {ERROR_SCHEMA}");
        lint.require(is_error, &response, "one-error", message);
    }
}

fn check_content(lint: &mut Lint, response: &Node<'_>) {
    lint.require_text(response, "description", "the response");
    let content = response.child("content");
    let types = content.keys();
    let message = format!("a response has exactly one media type, application/json, not {types:?}");
    lint.require(types == ["application/json"], &content, "media-type", message);
    for (_, media) in content.entries() {
        // Two inline schemas of one operation silently become one type.
        let message = "a body's schema must be a `$ref` to a component";
        lint.require(media.child("schema").has("$ref"), &media, "inline-schema", message);
        let has_examples = !media.child("examples").keys().is_empty();
        let message = "the response has no `examples`";
        lint.require(has_examples, &media, "missing-example", message);
    }
}

/// Status codes of the IANA registry that an API may declare.
const REGISTERED: &[u16] = &[
    200, 201, 202, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
    410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504,
    505, 506, 507, 508, 510, 511,
];
