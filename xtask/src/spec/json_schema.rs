//! Schemas of OpenAPI 3.0 as plain JSON Schema, for validators and readers that do not know OpenAPI.

use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::{
    reference::{component_name, reachable},
    walk::schemas,
};

/// JSON Schema of a component of a bundled document.
pub fn json_schema(bundle: &Value, component: &str) -> Value {
    self_contained(bundle, &json!({ "$ref": format!("#/components/schemas/{component}") }))
}

/// JSON Schema of any schema of a bundled document, with the components that it leads to.
pub fn self_contained(bundle: &Value, schema: &Value) -> Value {
    let names = reachable(bundle, schema).into_iter().filter_map(component_name);
    let known = names.filter_map(|name| Some((name.to_owned(), bundle["components"]["schemas"].get(name)?.clone())));
    let known: Map<_, _> = known.collect();
    let mut document = json!({ "schema": schema, "components": { "schemas": known } });
    make_plain(&mut document);
    let mut whole = document["schema"].take();
    whole["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    whole["components"] = document["components"].take();
    whole
}

/// Validator for such a schema, which looks at formats, too.
pub fn validator(json_schema: &Value) -> Result<Validator, ValidationError<'static>> {
    let options = jsonschema::draft7::options().should_validate_formats(true);
    options.build(json_schema)
}

/// Translates every schema of a document.
pub fn make_plain(document: &mut Value) {
    // Inner schemas come first, so that the pointers of outer ones stay valid.
    for (pointer, _) in schemas(&document.clone()) {
        if let Some(Value::Object(schema)) = document.pointer_mut(&pointer) {
            *schema = plain(std::mem::take(schema));
        }
    }
}

fn plain(schema: Map<String, Value>) -> Map<String, Value> {
    let is = |flag: &str| schema.get(flag) == Some(&Value::Bool(true));
    let (is_nullable, below, above) = (is("nullable"), is("exclusiveMaximum"), is("exclusiveMinimum"));
    let mut plain = Map::new();
    for (key, value) in schema {
        let (key, value) = match key.as_str() {
            // `nullable` adds a type to the one beside it. Elsewhere it means nothing in 3.0.3, and lint refuses it.
            "type" if is_nullable => (key, json!([value, "null"])),
            "nullable" => continue,
            "example" => ("examples".to_owned(), json!([value])),
            // A flag beside the bound in 3.0 is the bound itself in JSON Schema.
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => continue,
            "minimum" if above => ("exclusiveMinimum".to_owned(), value),
            "maximum" if below => ("exclusiveMaximum".to_owned(), value),
            _ => (key, value),
        };
        plain.insert(key, value);
    }
    plain
}
