//! Walking the operations and schemas of a document, and turning its schemas into plain JSON Schema.

use serde_json::{Map, Value, json};

use super::child;

/// A schema and where it stands in its document.
pub struct SchemaAt<'a> {
    /// JSON pointer of the schema.
    pub pointer: String,
    /// The schema itself.
    pub schema: &'a Value,
}

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

/// Every schema of a document, nested ones included, wherever it stands.
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

/// The component that a `$ref` string or a pointer names, such as `PoolModel`.
pub fn component_name(target: &str) -> Option<&str> {
    let (_, rest) = target.split_once("/components/schemas/")?;
    (!rest.contains('/')).then_some(rest)
}

/// The keys that a property lists besides its own (`x-other-spellings`).
pub fn other_spellings(property: &Value) -> impl Iterator<Item = &str> {
    let spellings = property["x-other-spellings"].as_object();
    spellings.into_iter().flatten().map(|(spelling, _)| spelling.as_str())
}

/// The property of an object's schema that describes `key`, in this spelling or another.
pub fn property<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let properties = schema["properties"].as_object()?;
    let spelled_so = |property: &&Value| other_spellings(property).any(|spelling| spelling == key);
    properties.get(key).or_else(|| properties.values().find(spelled_so))
}

/// A plain JSON Schema (draft 7) for a component of a bundled document, for validators that know no OpenAPI.
pub fn json_schema(bundle: &Value, component: &str) -> Value {
    self_contained(bundle, &json!({ "$ref": format!("#/components/schemas/{component}") }))
}

/// The same for a schema that stands anywhere in a bundled document, with the components that it leads to.
pub fn self_contained(bundle: &Value, schema: &Value) -> Value {
    let mut whole = plain_schema(schema);
    let mut schemas = Map::new();
    let mut waiting = component_names(&whole);
    while let Some(name) = waiting.pop() {
        if let (false, Some(schema)) = (schemas.contains_key(&name), bundle["components"]["schemas"].get(&name)) {
            let schema = plain_schema(schema);
            waiting.extend(component_names(&schema));
            schemas.insert(name, schema);
        }
    }
    whole["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    whole["components"] = json!({ "schemas": schemas });
    whole
}

/// The components that anything inside a schema refers to.
fn component_names(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str).and_then(component_name);
            let inner = object.values().flat_map(component_names);
            own.map(str::to_owned).into_iter().chain(inner).collect()
        }
        Value::Array(items) => items.iter().flat_map(component_names).collect(),
        _ => Vec::new(),
    }
}

/// What OpenAPI 3.0 adds to JSON Schema is `nullable`; draft 7 says it with a second type.
fn plain_schema(schema: &Value) -> Value {
    let Value::Object(object) = schema else {
        return schema.clone();
    };
    let mut plain = Map::new();
    for (key, value) in object {
        let value = match key.as_str() {
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                Value::Object(
                    properties
                        .map(|(name, inner)| (name.clone(), plain_schema(inner)))
                        .collect(),
                )
            }
            "items" | "not" | "additionalProperties" => plain_schema(value),
            "allOf" | "oneOf" | "anyOf" => value.as_array().into_iter().flatten().map(plain_schema).collect(),
            "nullable" | "example" | "discriminator" => continue,
            _ if key.starts_with("x-") => continue,
            _ => value.clone(),
        };
        plain.insert(key.clone(), value);
    }
    if object.get("nullable") == Some(&Value::Bool(true)) {
        return json!({ "anyOf": [{ "type": "null" }, plain] });
    }
    Value::Object(plain)
}
