//! Walks over the operations, parameters and schemas of a document.

use serde_json::Value;

use super::document::child;

/// The methods that OpenAPI 3.0 knows.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The entries of an object; none of anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.as_object().into_iter().flatten();
    object.map(|(key, value)| (key.as_str(), value))
}

/// The items of a list; none of anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text; empty for anything else.
pub fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What a value reads like for people: a text without quotation marks.
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Every operation of a document: pointer, path and operation.
pub fn operations(document: &Value) -> Vec<(String, &str, &Value)> {
    let mut found = Vec::new();
    for (path, item) in entries(&document["paths"]) {
        let operations = entries(item).filter(|(method, _)| METHODS.contains(method));
        found.extend(operations.map(|(method, operation)| (child(&child("/paths", path), method), path, operation)));
    }
    found
}

/// The method in the pointer of an operation, in capital letters.
pub fn method(pointer: &str) -> String {
    pointer.rsplit('/').next().unwrap_or_default().to_uppercase()
}

/// The body of a request or a response: its schema and its examples.
pub fn media(holder: &Value) -> &Value {
    &holder["content"]["application/json"]
}

/// The status and response of an operation's success.
pub fn success(operation: &Value) -> Option<(&str, &Value)> {
    entries(&operation["responses"]).find(|(status, _)| status.starts_with('2'))
}

/// Every parameter of a document, those that operations share first. One that is a `$ref` is among them as such.
pub fn parameters(document: &Value) -> Vec<(String, &Value)> {
    let shared = entries(&document["components"]["parameters"]);
    let mut found: Vec<_> = shared
        .map(|(name, value)| (child("/components/parameters", name), value))
        .collect();
    for (pointer, _, operation) in operations(document) {
        let own = items(&operation["parameters"]).enumerate();
        found.extend(own.map(|(index, value)| (format!("{pointer}/parameters/{index}"), value)));
    }
    found
}

/// Every schema of a document with its pointer, inner ones before those around them.
pub fn schemas(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    search(document, "", &mut found);
    found
}

fn search<'a>(value: &'a Value, pointer: &str, found: &mut Vec<(String, &'a Value)>) {
    for (key, value) in entries(value) {
        let pointer = child(pointer, key);
        match key {
            "schemas" if pointer == "/components/schemas" => {
                entries(value).for_each(|(name, schema)| descend(schema, child(&pointer, name), found));
            }
            "schema" => descend(value, pointer, found),
            "example" | "value" => {}
            _ => search(value, &pointer, found),
        }
    }
    for (index, item) in items(value).enumerate() {
        search(item, &format!("{pointer}/{index}"), found);
    }
}

fn descend<'a>(schema: &'a Value, pointer: String, found: &mut Vec<(String, &'a Value)>) {
    for (name, property) in entries(&schema["properties"]) {
        descend(property, child(&child(&pointer, "properties"), name), found);
    }
    for key in ["items", "not", "additionalProperties"] {
        if entries(&schema[key]).next().is_some() {
            descend(&schema[key], child(&pointer, key), found);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, inner) in items(&schema[key]).enumerate() {
            descend(inner, format!("{pointer}/{key}/{index}"), found);
        }
    }
    found.push((pointer, schema));
}
