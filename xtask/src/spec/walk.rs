//! Walks over the operations, parameters and schemas of a document.

use serde_json::Value;

use super::document::child;

/// The methods that OpenAPI 3.0 knows.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every operation of a document: pointer, path and operation.
pub fn operations(document: &Value) -> Vec<(String, &str, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                let pointer = child(&child("/paths", path), method);
                found.push((pointer, path.as_str(), operation));
            }
        }
    }
    found
}

/// Every parameter of a document, those that operations share first. One that is a `$ref` is among them as such.
pub fn parameters(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (name, parameter) in document["components"]["parameters"].as_object().into_iter().flatten() {
        found.push((child("/components/parameters", name), parameter));
    }
    for (pointer, _, operation) in operations(document) {
        for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
            found.push((format!("{pointer}/parameters/{index}"), parameter));
        }
    }
    found
}

/// A schema and where it stands in its document.
pub struct SchemaAt<'a> {
    /// JSON pointer of the schema.
    pub pointer: String,
    /// The schema itself.
    pub schema: &'a Value,
}

/// Every schema of a document, inner ones before those around them, wherever it stands.
pub fn schemas(document: &Value) -> Vec<SchemaAt<'_>> {
    let mut found = Vec::new();
    search(document, "", &mut found);
    found
}

fn search<'a>(value: &'a Value, pointer: &str, found: &mut Vec<SchemaAt<'a>>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let pointer = child(pointer, key);
                match key.as_str() {
                    "schemas" if pointer == "/components/schemas" => {
                        for (name, schema) in value.as_object().into_iter().flatten() {
                            descend(schema, child(&pointer, name), found);
                        }
                    }
                    "schema" => descend(value, pointer, found),
                    "example" | "value" => {}
                    _ => search(value, &pointer, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                search(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn descend<'a>(schema: &'a Value, pointer: String, found: &mut Vec<SchemaAt<'a>>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        descend(property, child(&child(&pointer, "properties"), name), found);
    }
    for key in ["items", "not", "additionalProperties"] {
        if let Some(inner @ Value::Object(object)) = schema.get(key)
            && !object.is_empty()
        {
            descend(inner, child(&pointer, key), found);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, inner) in schema[key].as_array().into_iter().flatten().enumerate() {
            descend(inner, format!("{pointer}/{key}/{index}"), found);
        }
    }
    found.push(SchemaAt { pointer, schema });
}
