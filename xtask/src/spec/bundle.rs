//! All spec files as one self-contained document.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{
    specs::Specs,
    walk::{entries, operations},
};

/// The order of the top-level keys in the published document.
const TOP_LEVEL: [&str; 5] = ["openapi", "info", "servers", "security", "tags"];

/// The one document that is published and that code is generated from.
pub struct Bundle {
    /// The document; every `$ref` is local and every example payload stands in it.
    pub value: Value,
    /// Operation id to the file that declares it.
    pub origins: BTreeMap<String, String>,
}

impl Bundle {
    /// Merges the specs. The lint reports what is declared twice; here the last counts.
    pub fn new(specs: &Specs) -> Result<Self> {
        let common = &specs.common().value;
        let mut paths = BTreeMap::new();
        let mut components: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
        let mut origins = BTreeMap::new();
        for document in &specs.documents {
            for (_, _, operation) in operations(&document.value) {
                if let Some(id) = operation["operationId"].as_str() {
                    origins.insert(id.to_owned(), document.name.clone());
                }
            }
            for (path, item) in entries(&document.value["paths"]) {
                // Operations on one path may have a contract each.
                if let Value::Object(item) = bundled(item, specs)? {
                    paths.entry(path).or_insert_with(Map::new).extend(item);
                }
            }
            for (kind, of_kind) in entries(&document.value["components"]) {
                for (name, component) in entries(of_kind) {
                    let components = components.entry(kind).or_default();
                    components.insert(name, bundled(component, specs)?);
                }
            }
        }
        let mut bundle = Map::new();
        for key in TOP_LEVEL {
            bundle.extend(common.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        bundle.insert("paths".to_owned(), json!(paths));
        bundle.insert("components".to_owned(), json!(components));
        let extensions = entries(common).filter(|(key, _)| key.starts_with("x-"));
        bundle.extend(extensions.map(|(key, value)| (key.to_owned(), value.clone())));
        Ok(Self {
            value: Value::Object(bundle),
            origins,
        })
    }

    /// The schemas that every generated type comes from.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        entries(&self.value["components"]["schemas"])
    }
}

/// A copy with local references only, and with example files in place of their names.
fn bundled(value: &Value, specs: &Specs) -> Result<Value> {
    Ok(match value {
        Value::Object(object) => {
            let mut copy = Map::new();
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => {
                        let local = target.find('#').and_then(|at| target.get(at..));
                        copy.insert(key.clone(), local.unwrap_or(target).into());
                    }
                    ("externalValue", Value::String(file)) => {
                        copy.insert("value".to_owned(), specs.payload(file)?);
                    }
                    _ => {
                        copy.insert(key.clone(), bundled(value, specs)?);
                    }
                }
            }
            Value::Object(copy)
        }
        Value::Array(items) => items.iter().map(|item| bundled(item, specs)).collect::<Result<_>>()?,
        scalar => scalar.clone(),
    })
}
