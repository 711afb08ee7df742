//! All spec files as one self-contained document.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::{document::COMMON, specs::Specs, walk::operations};

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
    /// Merges the specs. They should have been linted: what the lint reports with file and line, this only refuses.
    pub fn new(specs: &Specs) -> Result<Self> {
        let common = &specs.common().value;
        let mut bundle = Map::new();
        for key in TOP_LEVEL {
            if let Some(value) = common.get(key) {
                bundle.insert(key.to_owned(), value.clone());
            }
        }
        let mut paths = BTreeMap::new();
        let mut components: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        let mut origins = BTreeMap::new();
        for document in &specs.documents {
            for (_, _, operation) in operations(&document.value) {
                if let Some(id) = operation["operationId"].as_str() {
                    origins.insert(id.to_owned(), document.name.clone());
                }
            }
            for (path, item) in document.value["paths"].as_object().into_iter().flatten() {
                let item = bundled(item, specs)?;
                if paths.insert(path.clone(), item).is_some() {
                    bail!("{}: path {path} is declared by another file too", document.name);
                }
            }
            for (kind, entries) in document.value["components"].as_object().into_iter().flatten() {
                for (name, entry) in entries.as_object().into_iter().flatten() {
                    let entries = components.entry(kind.clone()).or_default();
                    if entries.insert(name.clone(), bundled(entry, specs)?).is_some() {
                        bail!(
                            "{}: component {kind}/{name} is declared by another file too",
                            document.name
                        );
                    }
                }
            }
        }
        bundle.insert("paths".to_owned(), Value::Object(paths.into_iter().collect()));
        let components = components
            .into_iter()
            .map(|(kind, entries)| (kind, Value::Object(entries.into_iter().collect())));
        bundle.insert("components".to_owned(), Value::Object(components.collect()));
        for (key, value) in common.as_object().into_iter().flatten() {
            if key.starts_with("x-") {
                bundle.insert(key.clone(), value.clone());
            }
        }
        Ok(Self {
            value: Value::Object(bundle),
            origins,
        })
    }

    /// The schemas that every generated type comes from.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        let schemas = self.value["components"]["schemas"].as_object().into_iter().flatten();
        schemas.map(|(name, schema)| (name.as_str(), schema))
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
                        let local = target.strip_prefix(COMMON).unwrap_or(target);
                        copy.insert(key.clone(), local.into());
                    }
                    ("externalValue", Value::String(file)) => {
                        copy.insert("value".to_owned(), load_example(specs, file)?);
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

fn load_example(specs: &Specs, file: &str) -> Result<Value> {
    let path = specs.directory.join(file);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not valid JSON", path.display()))
}
