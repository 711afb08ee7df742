//! Rules about single keywords: unknown ones, and those that would make a response fail over a detail.

use super::{context::Lint, node::Node};
use crate::spec::resolve;

/// Keywords that mean something in these specs. Anything else is a slip that OpenAPI would ignore.
const KNOWN: &str = "
    $ref additionalProperties allOf anyOf default deprecated description discriminator enum example
    exclusiveMaximum exclusiveMinimum format items maxItems maxLength maximum minItems minLength minimum
    multipleOf not nullable oneOf pattern properties readOnly required title type uniqueItems writeOnly
";

/// Extensions that xtask or readers of the published document understand.
const EXTENSIONS: &str = "
    x-bit-flags x-documented-constraints x-documented-names x-enum-descriptions x-enum-varnames x-extensible-enum
    x-open-map x-other-spellings x-tolerates
";

/// Constraints that generated types check on decoding: a server that thinks otherwise would cost the whole response.
const CONSTRAINTS: &str = "
    pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems
    uniqueItems
";

/// Keywords of which a schema has at least one.
const TYPES: [&str; 6] = ["type", "$ref", "allOf", "oneOf", "anyOf", "not"];

pub(super) fn check(lint: &mut Lint) {
    for schema in lint.schemas() {
        for (keyword, child) in schema.entries() {
            let mut known = KNOWN.split_whitespace().chain(EXTENSIONS.split_whitespace());
            let is_known = known.any(|known| known == keyword);
            let message = format!("unknown keyword `{keyword}`");
            lint.require(is_known, &child, "unknown-keyword", message);
        }
        check_type(lint, &schema);
        check_format(lint, &schema);
        check_marks(lint, &schema);
        if lint.is_response_side(&schema.pointer) {
            check_response_side(lint, &schema);
        }
    }
}

fn check_type(lint: &mut Lint, schema: &Node<'_>) {
    let kind = &schema.value["type"];
    // Three words for whole numbers are in use, and a vendor SDK overflows on one of them.
    let message = "whole numbers are `format: int64`, whatever the page calls them";
    let is_wide = kind != "integer" || schema.value["format"] == "int64";
    lint.require(is_wide, schema, "integer-format", message);
    let message = "a whole number would come back with a fraction, as 5.0; no page shows any other kind of number";
    lint.require(kind != "number", schema, "integer-format", message);
    let has_type = TYPES.iter().any(|keyword| schema.has(keyword));
    let message = "has neither `type` nor `$ref`, so it accepts anything";
    lint.require(has_type, schema, "untyped", message);
}

/// A format that the generator knows becomes a type of a crate that the client does not depend on.
fn check_format(lint: &mut Lint, schema: &Node<'_>) {
    let format = schema.child("format");
    match schema.text("format") {
        "" | "int64" => {}
        "date-time" | "password" if lint.is_response_side(&schema.pointer) => {}
        _ if lint.is_response_side(&schema.pointer) => {
            let message = "what the server sends has only the formats int64, date-time and password";
            lint.report(&format, "response-format", message);
        }
        _ => {
            let message = "what is sent has only the format int64; describe any other form in words";
            lint.report(&format, "request-format", message);
        }
    }
}

fn check_response_side(lint: &mut Lint, schema: &Node<'_>) {
    for keyword in CONSTRAINTS.split_whitespace().filter(|keyword| schema.has(keyword)) {
        let message = format!(
            "`{keyword}` on what the server sends makes a response fail over a detail; \
             say it as `x-documented-constraints`"
        );
        let is_alternative = schema.pointer.contains("/anyOf/");
        lint.require(is_alternative, &schema.child(keyword), "response-constraint", message);
    }
    let message = "the server may send new values; use a component with `x-extensible-enum`";
    lint.require(!schema.has("enum"), &schema.child("enum"), "closed-enum", message);
}

/// Marks that xtask acts on must stand where they have an effect.
fn check_marks(lint: &mut Lint, schema: &Node<'_>) {
    let kind = &schema.value["type"];
    let item = resolve(lint.specs, &schema.value["items"]);
    let is_property = schema.pointer.rsplit('/').nth(1) == Some("properties");
    let tolerates = schema.value["x-tolerates"] == "single-element"
        && kind == "array"
        && schema.child("items").has("$ref")
        && item["type"] == "object";
    for (mark, holds, message) in [
        (
            "nullable",
            !kind.is_null() && !schema.has("enum"),
            "`nullable` has an effect only beside a `type`, and none beside an `enum`",
        ),
        (
            "x-tolerates",
            tolerates,
            "`x-tolerates: single-element` stands on an array whose items are a `$ref` to an object",
        ),
        (
            "x-open-map",
            schema.value["x-open-map"] == true && kind == "object",
            "`x-open-map: true` stands on an object",
        ),
        (
            "x-other-spellings",
            is_property && schema.child("x-other-spellings").is_string_list(),
            "`x-other-spellings` stands on a property and lists keys",
        ),
    ] {
        let holds = holds || !schema.has(mark);
        lint.require(holds, &schema.child(mark), "misplaced-mark", message);
    }
}
