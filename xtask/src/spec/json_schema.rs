//! Schemas of OpenAPI 3.0 as plain JSON Schema (draft 7), for validators that do not know OpenAPI.

use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::{
    reference::{component_name, reachable},
    walk::{entries, items},
};

/// JSON Schema of a component of a bundled document.
pub fn json_schema(bundle: &Value, component: &str) -> Value {
    self_contained(bundle, &json!({ "$ref": format!("#/components/schemas/{component}") }))
}

/// JSON Schema of any schema of a bundled document, with the components that it leads to.
pub fn self_contained(bundle: &Value, schema: &Value) -> Value {
    let names = reachable(bundle, schema).into_iter().filter_map(component_name);
    let schemas = names.filter_map(|name| {
        let schema = bundle["components"]["schemas"].get(name)?;
        Some((name.to_owned(), plain_schema(schema)))
    });
    let schemas: Map<_, _> = schemas.collect();
    let mut whole = plain_schema(schema);
    whole["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    whole["components"] = json!({ "schemas": schemas });
    whole
}

/// Validator for such a schema, which looks at formats, too.
pub fn validator(json_schema: &Value) -> Result<Validator, ValidationError<'static>> {
    let options = jsonschema::draft7::options().should_validate_formats(true);
    options.build(json_schema)
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
                let properties = entries(value).map(|(name, inner)| (name.to_owned(), plain_schema(inner)));
                Value::Object(properties.collect())
            }
            "items" | "not" | "additionalProperties" => plain_schema(value),
            "allOf" | "oneOf" | "anyOf" => items(value).map(plain_schema).collect(),
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
