//! Rules about single keywords: unknown ones, and those that would make a response fail for a detail.

use super::Lint;
use crate::spec::{Document, SchemaAt, child, schemas};

/// Keywords that mean something in these specs. Anything else is a slip of the pen that OpenAPI would ignore.
const KNOWN: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
];

/// Extension keywords that xtask or the readers of the published document understand.
const EXTENSIONS: &[&str] = &[
    "x-bit-flags",
    "x-doc-deviation",
    "x-documented-constraints",
    "x-documented-names",
    "x-enum-descriptions",
    "x-enum-sources",
    "x-enum-varnames",
    "x-extensible-enum",
    "x-open-map",
    "x-other-spellings",
    "x-source",
    "x-tolerates",
];

/// Constraints that generated types check on decoding: a server that thinks otherwise would cost the whole response.
const CONSTRAINTS: &[&str] = &[
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
];

pub(super) fn check(lint: &mut Lint) {
    let specs = lint.specs;
    for document in &specs.documents {
        for at in schemas(&document.value) {
            for keyword in at
                .schema
                .as_object()
                .into_iter()
                .flatten()
                .map(|(keyword, _)| keyword.as_str())
            {
                let known = if keyword.starts_with("x-") { EXTENSIONS } else { KNOWN };
                if !known.contains(&keyword) {
                    let message = format!("`{keyword}` is no keyword of these specs");
                    lint.report(document, &child(&at.pointer, keyword), "unknown-keyword", message);
                }
            }
            check_numbers(lint, document, &at);
            check_format(lint, document, &at);
            check_marks(lint, document, &at);
            if lint.is_response_side(&at.pointer) {
                check_response_side(lint, document, &at);
            }
        }
    }
}

fn check_numbers(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    if at.schema["type"] == "integer" && at.schema["format"] != "int64" {
        // Three words for whole numbers are in use, and a vendor SDK overflows on one of them.
        let message = "whole numbers are `format: int64`, whatever the page calls them";
        lint.report(document, &at.pointer, "integer-format", message);
    }
    if at.schema["type"] == "number" {
        let message = "a whole number would come back with a fraction, as 5.0; no page shows any other kind of number";
        lint.report(document, &at.pointer, "integer-format", message);
    }
    let says_what = ["type", "$ref", "allOf", "oneOf", "anyOf", "not"];
    if !says_what.iter().any(|keyword| at.schema.get(*keyword).is_some()) {
        lint.report(
            document,
            &at.pointer,
            "untyped",
            "says neither `type` nor `$ref`, so it accepts anything",
        );
    }
}

/// A format that the generator knows becomes a type of a crate that the client does not depend on.
fn check_format(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    let Some(format) = at.schema["format"].as_str() else {
        return;
    };
    let pointer = child(&at.pointer, "format");
    if lint.is_response_side(&at.pointer) {
        if !["int64", "date-time", "password"].contains(&format) {
            let message = "only int64, date-time and password are used as formats of what the server sends";
            lint.report(document, &pointer, "response-format", message);
        }
    } else if format != "int64" {
        let message = "only int64 is used as a format of what is sent; describe any other form in words";
        lint.report(document, &pointer, "request-format", message);
    }
}

fn check_response_side(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    for keyword in CONSTRAINTS {
        if at.schema.get(keyword).is_some() && !at.pointer.contains("/anyOf/") {
            let message = format!(
                "`{keyword}` on what the server sends makes a response fail over a detail; \
                 say it as `x-documented-constraints`"
            );
            lint.report(document, &child(&at.pointer, keyword), "response-constraint", message);
        }
    }
    if at.schema.get("enum").is_some() {
        let message = "the server may send new values; use a component with `x-extensible-enum`";
        lint.report(document, &child(&at.pointer, "enum"), "closed-enum", message);
    }
}

/// Marks that xtask acts on must stand where they have an effect.
fn check_marks(lint: &mut Lint, document: &Document, at: &SchemaAt) {
    if at.schema.get("nullable").is_some() && (at.schema["type"].is_null() || at.schema.get("enum").is_some()) {
        let message = "`nullable` has an effect only beside a `type`, and none beside an `enum`";
        lint.report(document, &child(&at.pointer, "nullable"), "misplaced-mark", message);
    }
    if let Some(mark) = at.schema.get("x-tolerates") {
        let item = lint.specs.target(&at.schema["items"]);
        if mark != "single-element" || at.schema["type"] != "array" || item.is_none_or(|item| item["type"] != "object")
        {
            let message = "`x-tolerates: single-element` stands on an array whose items are a `$ref` to an object";
            lint.report(document, &child(&at.pointer, "x-tolerates"), "misplaced-mark", message);
        }
    }
    if at
        .schema
        .get("x-open-map")
        .is_some_and(|mark| *mark != true || at.schema["type"] != "object")
    {
        let message = "`x-open-map: true` stands on an object";
        lint.report(document, &child(&at.pointer, "x-open-map"), "misplaced-mark", message);
    }
    let stands_on_property = at.pointer.rsplit('/').nth(1) == Some("properties");
    if at.schema.get("x-other-spellings").is_some() && !stands_on_property {
        let message = "`x-other-spellings` stands on a property";
        lint.report(
            document,
            &child(&at.pointer, "x-other-spellings"),
            "misplaced-mark",
            message,
        );
    }
}
