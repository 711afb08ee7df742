//! The bundle as input for progenitor.
//!
//! The published document describes the service. The Rust types are more lenient: any field may be absent or null, and
//! a surprise in one field does not cost the rest of a response. This view adds the leniency.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::spec::{Bundle, component_name, parameters};

/// Modules of `modelarts-api` with the types that are not generated from a schema.
const WIRE: &str = "crate::wire";
const OPEN_ENUMS: &str = "crate::generated::open_enums";

/// Input of progenitor.
pub struct GeneratorView {
    /// The lenient document.
    pub document: openapiv3::OpenAPI,
    /// Rust type by the name of the component that it replaces.
    pub replacements: BTreeMap<String, String>,
}

impl GeneratorView {
    /// Derives the view from the bundle.
    pub fn new(bundle: &Bundle) -> Result<Self> {
        let mut replacements = BTreeMap::new();
        let mut schemas = Map::new();
        for (name, schema) in bundle.schemas() {
            if let Some(path) = own_type(name, schema) {
                replacements.insert(name.to_owned(), path);
            }
            let schema = lenient_schema(schema, &mut replacements);
            schemas.insert(name.to_owned(), schema);
        }
        for name in replacements.keys() {
            schemas
                .entry(name.clone())
                .or_insert_with(|| json!({ "type": "string" }));
        }
        let mut document = bundle.value.clone();
        document["components"]["schemas"] = Value::Object(schemas);
        for pointer in parameter_pointers(&bundle.value) {
            if let Some(parameter) = document.pointer_mut(&pointer) {
                relax_parameter(parameter);
            }
        }
        Ok(Self {
            document: serde_json::from_value(document).context("the bundled specs are no OpenAPI document")?,
            replacements,
        })
    }
}

/// The type that stands for a schema in place of a generated one.
fn own_type(name: &str, schema: &Value) -> Option<String> {
    if schema.get("x-extensible-enum").is_some() {
        return Some(format!("{OPEN_ENUMS}::{name}"));
    }
    if schema.get("anyOf").is_some() {
        return Some(format!("{WIRE}::{name}"));
    }
    let is_map = schema["type"] == "object" && schema.get("properties").is_none();
    is_map.then(|| format!("{WIRE}::Extra"))
}

fn parameter_pointers(bundle: &Value) -> Vec<String> {
    parameters(bundle).into_iter().map(|(pointer, _)| pointer).collect()
}

/// Drops validation from a parameter, which would make it a type of its own. The wrapper validates identifiers.
fn relax_parameter(parameter: &mut Value) {
    if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
        schema.retain(|key, _| matches!(key.as_str(), "$ref" | "type" | "format" | "items" | "enum"));
    }
}

fn lenient_schema(schema: &Value, replacements: &mut BTreeMap<String, String>) -> Value {
    let Some(object) = schema.as_object() else {
        return schema.clone();
    };
    if let Some(reference) = object.get("allOf").and_then(|all| all[0].get("$ref")) {
        return json!({ "$ref": reference });
    }
    if object.get("x-tolerates").is_some()
        && let Some(item) = object["items"]["$ref"].as_str().and_then(component_name)
    {
        let list = format!("OneOrMany{item}");
        let element = replacements
            .get(item)
            .cloned()
            .unwrap_or_else(|| format!("crate::types::{item}"));
        replacements.insert(list.clone(), format!("{WIRE}::OneOrMany<{element}>"));
        return json!({ "$ref": format!("#/components/schemas/{list}") });
    }
    let mut lenient = Map::new();
    for (key, value) in object {
        match key.as_str() {
            // Any field may be absent.
            "required" => {}
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let named = properties.map(|(name, property)| (name.clone(), lenient_schema(property, replacements)));
                lenient.insert(key.clone(), Value::Object(named.collect()));
            }
            "items" => {
                lenient.insert(key.clone(), lenient_schema(value, replacements));
            }
            // A time in another format still decodes, and encodes to what it was.
            "format" if value == "date-time" => {}
            "format" if value == "password" => {
                replacements.insert("Sensitive".to_owned(), format!("{WIRE}::Sensitive"));
                return json!({ "$ref": "#/components/schemas/Sensitive" });
            }
            "type" if value == "array" => {
                lenient.insert(key.clone(), value.clone());
                // Without it, null fails where absence does not.
                lenient.insert("nullable".to_owned(), Value::Bool(true));
            }
            "pattern" | "example" => {}
            _ if key.starts_with("x-") => {}
            _ => {
                lenient.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(lenient)
}
