//! Schemas of OpenAPI 3.0 as plain JSON Schema (draft 7), for validators that do not know OpenAPI.

use serde_json::{Map, Value, json};

use super::reference::component_name;

/// JSON Schema of a component of a bundled document.
pub fn json_schema(bundle: &Value, component: &str) -> Value {
    self_contained(bundle, &json!({ "$ref": format!("#/components/schemas/{component}") }))
}

/// JSON Schema of any schema of a bundled document, with the components that it leads to.
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
