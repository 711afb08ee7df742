//! The bundle as input for progenitor.
//!
//! The published document describes the service. The Rust types are more lenient: any field may be absent or null, and
//! a surprise in one field does not cost the rest of a response. This view adds the leniency.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use serde_json::{Map, Value, json};

use crate::spec::{Bundle, component_name, entries, parameters};

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
    /// The type of a component, as other crates write it.
    pub fn rust_type(&self, component: &str) -> TokenStream {
        let own = self
            .replacements
            .get(component)
            .map(|own| own.replacen("crate::generated::open_enums", "crate::types", 1));
        let path = own.map_or_else(
            || format!("types::{component}"),
            |own| own.replacen("crate", "modelarts_api", 1),
        );
        path.parse().unwrap_or_default()
    }

    /// Derives the view from the bundle.
    pub fn new(bundle: &Bundle) -> Result<Self> {
        let schemas = || bundle.schemas().map(|(name, schema)| (name.to_owned(), schema));
        let own = schemas().filter_map(|(name, schema)| Some((own_type(&name, schema)?, name)));
        let mut replacements = own.map(|(own, name)| (name, own)).collect();
        let lenient = schemas().map(|(name, schema)| (name, lenient(schema, &mut replacements)));
        let mut lenient: Map<_, _> = lenient.collect();
        for name in replacements.keys().cloned() {
            lenient.entry(name).or_insert_with(|| json!({ "type": "string" }));
        }
        let mut document = bundle.value.clone();
        document["components"]["schemas"] = Value::Object(lenient);
        for (pointer, _) in parameters(&bundle.value) {
            if let Some(Value::Object(schema)) = document.pointer_mut(&format!("{pointer}/schema")) {
                if let Some(reference) = schema.get("allOf").and_then(|all| all[0].get("$ref")).cloned() {
                    schema.insert("$ref".to_owned(), reference);
                }
                // Validation would make a parameter a type of its own; the wrapper validates identifiers.
                schema.retain(|key, _| matches!(key.as_str(), "$ref" | "type" | "format" | "items" | "enum"));
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

/// A list that may be a single element.
fn one_or_many(item: &str, replacements: &mut BTreeMap<String, String>) -> Value {
    let element = replacements.get(item).cloned();
    let element = element.unwrap_or_else(|| format!("crate::types::{item}"));
    let list = format!("OneOrMany{item}");
    replacements.insert(list.clone(), format!("{WIRE}::OneOrMany<{element}>"));
    json!({ "$ref": format!("#/components/schemas/{list}") })
}

/// A schema without what would make decoding fail; lists that may be a single element, and secrets, get types of ours.
fn lenient(schema: &Value, replacements: &mut BTreeMap<String, String>) -> Value {
    if let Some(reference) = schema["allOf"][0].get("$ref") {
        let element = reference
            .as_str()
            .and_then(component_name)
            .filter(|_| schema["x-tolerates"] == "array");
        return element.map_or_else(
            || json!({ "$ref": reference }),
            |element| one_or_many(element, replacements),
        );
    }
    if schema["format"] == "password" {
        replacements.insert("Sensitive".to_owned(), format!("{WIRE}::Sensitive"));
        return json!({ "$ref": "#/components/schemas/Sensitive" });
    }
    if schema["type"] == "number" {
        // It keeps `5` apart from `5.0`.
        replacements.insert("Number".to_owned(), "::serde_json::Number".to_owned());
        return json!({ "$ref": "#/components/schemas/Number" });
    }
    if schema.get("x-tolerates").is_some()
        && let Some(item) = schema["items"]["$ref"].as_str().and_then(component_name)
    {
        return one_or_many(item, replacements);
    }
    let mut lenient_object = Map::new();
    for (key, value) in entries(schema) {
        let value = match key {
            // Any field may be absent, which is not its default, and any text is kept.
            "required" | "pattern" | "example" | "default" => continue,
            "format" if value == "date-time" => continue,
            _ if key.starts_with("x-") => continue,
            "properties" => {
                let properties = entries(value);
                let properties = properties.map(|(name, property)| (name.to_owned(), lenient(property, replacements)));
                Value::Object(properties.collect())
            }
            "items" => lenient(value, replacements),
            _ => value.clone(),
        };
        lenient_object.insert(key.to_owned(), value);
    }
    if schema["type"] == "array" {
        // Without it, null fails where absence does not.
        lenient_object.insert("nullable".to_owned(), Value::Bool(true));
    }
    Value::Object(lenient_object)
}
