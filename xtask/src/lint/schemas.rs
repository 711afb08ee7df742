//! Rules about schemas: named, open, described, and without what would make a response fail over a detail.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::successors,
};

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::json;

use crate::spec::{
    Inspection, Node, Specs, WIRE_UNIONS, child, open_enum_variants, operations, other_spellings, reachable, resolve,
    schemas, targets,
};

/// The rule whose findings make it unsafe to follow references.
pub(super) const LOOP: &str = "ref-loop";

/// Keywords that mean something in these specs, extensions last. Anything else is a slip that OpenAPI would ignore.
const KNOWN: &str = "
    $ref additionalProperties allOf anyOf default deprecated description discriminator enum example
    exclusiveMaximum exclusiveMinimum format items maxItems maxLength maximum minItems minLength minimum
    multipleOf not nullable oneOf pattern properties readOnly required title type uniqueItems writeOnly
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

pub(super) fn check<'a>(inspection: &'a Inspection<'a>) {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let sent = response_side(inspection.specs);
    for schema in inspection.nodes(schemas) {
        let mut around = successors(Some(schema.pointer.as_str()), |inner| Some(inner.rsplit_once('/')?.0));
        let is_sent = around.any(|place| sent.contains(place));
        check_keywords(&schema);
        check_type(&schema);
        check_format(&schema, is_sent);
        if is_sent {
            check_openness(&schema);
        }
        check_marks(&schema);
        check_composition(&schema);
        check_enums(&schema);
        let is_property = schema.pointer.rsplit('/').nth(1) == Some("properties");
        if (is_property || schema.component().is_some()) && !schema.has("$ref") {
            schema.require_text("description", "the schema");
        }
        if schema.value["type"] == "object" || schema.has("properties") {
            check_object(&schema);
        }
        if let Some(name) = schema.component() {
            check_name(&schema, name, &mut names);
        }
    }
}

/// Pointers of responses and of what they lead to: the server decides what it sends.
fn response_side(specs: &Specs) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for document in specs.documents.iter().map(|document| &document.value) {
        let shared = ("/components".to_owned(), "", &document["components"]);
        for (pointer, _, holder) in operations(document).into_iter().chain([shared]) {
            places.extend(reachable(specs, &holder["responses"]).into_iter().map(str::to_owned));
            places.insert(child(&pointer, "responses"));
        }
    }
    places
}

/// One component, one Rust type.
fn check_name(schema: &Node<'_>, name: &str, names: &mut BTreeMap<String, String>) {
    let rust = name.to_upper_camel_case();
    let message = format!("`{name}` would become the Rust type `{rust}`; name it so");
    schema.require(rust == name, "schema-name", message);
    if let Some(other) = names.insert(rust, name.to_owned()).filter(|other| other != name) {
        let message = format!("`{name}` and `{other}` become the same Rust type");
        schema.report("schema-name", message);
    }
    // A type may hold itself, but one that is nothing but a reference back to itself is no type.
    let specs = schema.inspection.specs;
    let end = resolve(specs, schema.value);
    let message = format!("`{name}` is a reference that leads in a circle, and to no schema");
    schema.require(targets(specs, end).is_empty(), LOOP, message);
}

fn check_keywords(schema: &Node<'_>) {
    for (keyword, child) in schema.entries() {
        let is_known = KNOWN.split_whitespace().any(|known| known == keyword);
        child.require(is_known, "unknown-keyword", format!("unknown keyword `{keyword}`"));
    }
    let message = "two schemas with one `title` silently become one type; use the component's name";
    schema.refuse("title", "no-title", message);
    let message = "a schema has no example of its own; the payloads of the responses show it";
    schema.refuse("example", "example-form", message);
}

/// What the server sends must not fail over a detail, nor lose one.
fn check_openness(schema: &Node<'_>) {
    if schema.value["type"] == "object" || schema.has("properties") {
        let others = schema.child("additionalProperties");
        let is_map = !schema.has("properties") && others.value.is_object();
        let is_open = is_map || *others.value == json!({});
        let message = "a response object has `additionalProperties: {}`, so that undocumented fields are kept";
        schema.require(is_open, "open-object", message);
    }
    let message = "the server may send new values; use a component with `x-extensible-enum`";
    schema.refuse("enum", "closed-enum", message);
    if !schema.pointer.contains("/anyOf/") {
        for keyword in CONSTRAINTS.split_whitespace() {
            let message = format!(
                "`{keyword}` on what the server sends makes a response fail over a detail; \
                 say it as `x-documented-constraints`"
            );
            schema.refuse(keyword, "response-constraint", message);
        }
    }
}

fn check_type(schema: &Node<'_>) {
    const RULE: &str = "integer-format";
    let kind = &schema.value["type"];
    // Three words for whole numbers are in use, and a vendor SDK overflows on one of them.
    let message = "whole numbers are `format: int64`, whatever the page calls them";
    let is_wide = kind != "integer" || schema.value["format"] == "int64";
    schema.require(is_wide, RULE, message);
    let has_type = TYPES.iter().any(|keyword| schema.has(keyword));
    let message = "has neither `type` nor `$ref`, so it accepts anything";
    schema.require(has_type, "untyped", message);
}

/// A format that the generator knows becomes a type of a crate that the client does not depend on.
fn check_format(schema: &Node<'_>, is_sent: bool) {
    let format = schema.text("format");
    let at = schema.child("format");
    if is_sent {
        let message = "what the server sends has only the formats int64, date-time and password";
        let is_known = ["", "int64", "date-time", "password"].contains(&format);
        at.require(is_known, "response-format", message);
    } else {
        let message = "what is sent has only the format int64; describe any other form in words";
        at.require(["", "int64"].contains(&format), "request-format", message);
    }
}

/// Marks that xtask acts on must stand where they have an effect.
fn check_marks(schema: &Node<'_>) {
    let kind = &schema.value["type"];
    let item = resolve(schema.inspection.specs, &schema.value["items"]);
    let is_property = schema.pointer.rsplit('/').nth(1) == Some("properties");
    let one = resolve(schema.inspection.specs, schema.value);
    let tolerates = match schema.text("x-tolerates") {
        "single-element" => kind == "array" && schema.child("items").has("$ref") && item["type"] == "object",
        "array" => schema.has("allOf") && one["type"] == "object",
        _ => false,
    };
    for (mark, holds, message) in [
        (
            "nullable",
            !kind.is_null() && !schema.has("enum"),
            "`nullable` has an effect only beside a `type`, and none beside an `enum`",
        ),
        (
            "x-tolerates",
            tolerates,
            "`x-tolerates: single-element` stands on an array whose items are a `$ref` to an object, `array` on a property that is one",
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
        if !holds {
            schema.refuse(mark, "misplaced-mark", message);
        }
    }
}

fn check_composition(schema: &Node<'_>) {
    const RULE: &str = "no-composition";
    for (key, why) in [
        (
            "oneOf",
            "generated Go needs a library to count what matches; use `anyOf` for types that exclude each other",
        ),
        ("not", "the generator panics on it"),
        ("discriminator", "the generator ignores it"),
    ] {
        schema.refuse(key, RULE, format!("no `{key}`: {why}"));
    }
    let all = schema.child("allOf");
    let wraps_one = all.items().count() == 1 && all.items().all(|part| part.has("$ref"));
    let message = "`allOf` serves only to put a description beside one `$ref`; else types are copied";
    all.require(!schema.has("allOf") || wraps_one, RULE, message);
    if !schema.component().is_some_and(|name| WIRE_UNIONS.contains(&name)) {
        let message = format!(
            "`anyOf` only in {WIRE_UNIONS:?}, which are read by hand-written types; a generated one fails on every value"
        );
        schema.refuse("anyOf", RULE, message);
    }
    let is_named = schema.component().is_some() || schema.pointer.ends_with("/additionalProperties");
    let message = "inline objects get invented type names; make it a component and refer to it";
    schema.require(is_named || schema.value["type"] != "object", "inline-schema", message);
}

fn check_object(schema: &Node<'_>) {
    let properties = schema.child("properties");
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    for (name, property) in properties.entries() {
        check_spellings(&properties, name, &property);
        let field = name.to_snake_case();
        let message = "the generator calls the map of unknown fields `extra`; this would not compile";
        property.require(field != "extra", "field-name", message);
        let remedy = "list one under `x-other-spellings` of the other; it is read through the map of unknown fields";
        if let Some(other) = fields.insert(field.clone(), name) {
            let message = format!("`{name}` and `{other}` both become the field `{field}`; {remedy}");
            property.report("field-name", message);
        } else if let Some(other) = spellings.insert(name.to_lowercase(), name) {
            // Languages without regard to case, such as PHP, cannot have a member for each.
            let message = format!("`{name}` and `{other}` differ only in case; {remedy}");
            property.report("field-name", message);
        }
    }
    let required = schema.child("required");
    for name in required.strings() {
        let message = format!("`required` names {name}, which is not a property");
        required.require(properties.has(name), "required", message);
    }
}

/// Another spelling of a property differs from it in case or separators, and is no property itself.
fn check_spellings(properties: &Node<'_>, name: &str, property: &Node<'_>) {
    let is_same = |spelling: &str| {
        spelling.to_lowercase() == name.to_lowercase() || spelling.to_snake_case() == name.to_snake_case()
    };
    let are_spellings = other_spellings(property.value).all(|spelling| is_same(spelling) && !properties.has(spelling));
    let message = "another spelling differs from its property only in case or separators, and is not a property itself";
    let at = property.child("x-other-spellings");
    at.require(are_spellings, "misplaced-mark", message);
}

fn check_enums(schema: &Node<'_>) {
    if schema.has("x-extensible-enum") {
        check_open_enum(schema);
    }
    if schema.has("enum") {
        check_closed_enum(schema);
    }
}

fn check_open_enum(schema: &Node<'_>) {
    const RULE: &str = "open-enum";
    let list = schema.child("x-extensible-enum");
    if schema.value["type"] != "string" || schema.component().is_none() {
        let message = "`x-extensible-enum` stands on a component of `type: string`, which becomes a Rust enum";
        return list.report(RULE, message);
    }
    if !list.is_string_list() {
        return list.report(RULE, "must be a list of strings, at least one; quote numbers");
    }
    let values = list.strings();
    let unique: BTreeSet<_> = values.iter().collect();
    list.require(unique.len() == values.len(), RULE, "lists a value twice");
    let message = "has no `x-enum-descriptions`; say of each value what it means";
    list.require(schema.has("x-enum-descriptions"), "missing-description", message);
    for (value, text) in values.iter().zip(schema.child("x-enum-descriptions").strings()) {
        let message = format!("does not say what the value `{value}` means");
        list.require(!text.trim().is_empty(), "missing-description", message);
    }
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let names = schema.child(key);
        let is_parallel = names.is_string_list() && names.strings().len() == values.len();
        let message = format!("`{key}` must have one string for each of the {} values", values.len());
        names.require(!schema.has(key) || is_parallel, RULE, message);
    }
    let variants = open_enum_variants(schema.value);
    check_variants(&list, RULE, &variants, "a name in `x-enum-varnames`");
}

/// A set that only grows with the spec, for what is sent. The generator names its variants, and nobody can help it.
fn check_closed_enum(schema: &Node<'_>) {
    const RULE: &str = "enum-values";
    let list = schema.child("enum");
    if schema.value["type"] != "string" || !list.is_string_list() {
        return list.report(RULE, "must be a list of strings, at least one, of `type: string`");
    }
    let named = |value: &str| (value.to_upper_camel_case(), value.to_owned());
    let variants: Vec<_> = list.strings().into_iter().map(named).collect();
    check_variants(&list, RULE, &variants, "another value, or use `x-extensible-enum`");
}

/// Each value becomes a variant, and two values two of them.
fn check_variants(list: &Node<'_>, rule: &'static str, variants: &[(String, String)], remedy: &str) {
    let mut seen = BTreeSet::new();
    for (name, value) in variants {
        let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && name.to_upper_camel_case() == *name
            && name != "Unknown";
        let message = format!("value `{value}` cannot become the variant `{name}`; it needs {remedy}");
        list.require(is_identifier, rule, message);
        let message = format!("two values would become the variant `{name}`; one needs {remedy}");
        list.require(seen.insert(name), rule, message);
    }
}
