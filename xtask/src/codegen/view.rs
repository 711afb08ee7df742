//! The bundle as progenitor should see it.
//!
//! The published document says what is true of the service. The Rust types promise more: absent and null are taken
//! everywhere, and no detail of one field costs the rest of a response. This view is where that promise is added.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::spec::{Bundle, WIRE_UNIONS, component_name, parameters};

/// Rust paths of the crate that the generated client lives in.
const WIRE: &str = "crate::wire";
const OPEN_ENUMS: &str = "crate::generated::open_enums";

/// What progenitor is given: a document, and the component names that hand-written or own types stand for.
pub struct GeneratorView {
    /// The document.
    pub document: openapiv3::OpenAPI,
    /// Component name to the Rust type that replaces it.
    pub replacements: BTreeMap<String, String>,
}

impl GeneratorView {
    /// Derives the view from the bundle.
    pub fn new(bundle: &Bundle) -> Result<Self> {
        let mut replacements = BTreeMap::new();
        for union in WIRE_UNIONS {
            if !bundle.schemas().any(|(name, _)| name == union) {
                bail!("no schema is called {union} any more; remove its Rust type and its entry in the lint");
            }
            replacements.insert(union.to_owned(), format!("{WIRE}::{union}"));
        }
        let mut schemas = Map::new();
        for (name, schema) in bundle.schemas() {
            if schema.get("x-extensible-enum").is_some() {
                replacements.insert(name.to_owned(), format!("{OPEN_ENUMS}::{name}"));
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

fn parameter_pointers(bundle: &Value) -> Vec<String> {
    parameters(bundle).into_iter().map(|(pointer, _)| pointer).collect()
}

/// A validated parameter would become a type of its own; the wrapper validates identifiers, before anything is sent.
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
            // Absence is tolerated everywhere, whatever the document promises.
            "required" => {}
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let named = properties.map(|(name, property)| (name.clone(), lenient_schema(property, replacements)));
                lenient.insert(key.clone(), Value::Object(named.collect()));
            }
            "items" => {
                lenient.insert(key.clone(), lenient_schema(value, replacements));
            }
            // A time that is written in another way is still a string, and comes back as it was.
            "format" if value == "date-time" => {}
            "format" if value == "password" => {
                replacements.insert("Sensitive".to_owned(), format!("{WIRE}::Sensitive"));
                return json!({ "$ref": "#/components/schemas/Sensitive" });
            }
            "type" if value == "array" => {
                lenient.insert(key.clone(), value.clone());
                // Else null would fail where absence does not.
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
