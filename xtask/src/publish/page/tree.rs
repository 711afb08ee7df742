//! Schemas as a tree of fields. Each component stands in it once; where it is used again, a link leads there.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::sources::{Cited, Deviation, Sources};
use crate::spec::component_name;

/// A field of an object.
#[derive(Serialize)]
pub struct Field {
    pub id: String,
    pub name: String,
    /// Where in the payload, such as `items[].metadata.name`.
    pub path: String,
    #[serde(flatten)]
    pub shape: Shape,
    pub required: bool,
    pub description: String,
    pub deviations: Vec<Deviation>,
    /// The only sources that know it; empty where it is common knowledge.
    pub sources: Vec<Cited>,
    /// What else there is to say, a sentence each.
    pub notes: Vec<String>,
}

/// What a value is.
#[derive(Serialize, Default)]
pub struct Shape {
    /// In words.
    pub kind: String,
    /// The component that lists its values here, if it is one.
    pub values_of: Option<String>,
    /// Values with their meanings.
    pub values: Vec<Known>,
    /// Whether others may come.
    pub open: bool,
    /// What the parts of a number or the values are called.
    pub values_title: &'static str,
    /// The object that it is or that its elements are.
    pub object: Option<Object>,
    /// A component that is shown elsewhere, and what of it.
    pub see: Option<(&'static str, String)>,
    /// Where the documentation of the component is wrong.
    pub type_deviations: Vec<Deviation>,
}

/// A documented value.
#[derive(Serialize)]
pub struct Known {
    pub id: String,
    pub value: String,
    pub meaning: String,
    pub sources: Vec<Cited>,
}

/// A component with fields.
#[derive(Serialize)]
pub struct Object {
    pub id: String,
    pub description: String,
    pub documented_names: Vec<String>,
    pub open_map: bool,
    pub fields: Vec<Field>,
    pub deviations: Vec<Deviation>,
    pub sources: Vec<Cited>,
}

/// Grows trees over one document.
pub struct Trees<'a> {
    document: &'a Value,
    sources: Sources<'a>,
    shown: BTreeSet<String>,
}

impl<'a> Trees<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self {
            document,
            sources: Sources(&document["x-sources"]),
            shown: BTreeSet::new(),
        }
    }

    /// What a schema says, with everything below it. `path` is where a payload has it, `owner` where the page does.
    pub fn shape(&mut self, schema: &Value, owner: &str, path: &str) -> Shape {
        let Some(name) = reference(schema) else {
            return self.inline(schema, owner, path);
        };
        let document = self.document;
        let component = &document["components"]["schemas"][name];
        let is_shown = ["properties", "enum", "x-extensible-enum"]
            .iter()
            .any(|key| component.get(key).is_some());
        let mut shape = if !is_shown || self.shown.insert(name.to_owned()) {
            let mut shape = self.inline(component, name, path);
            if shape.object.is_none() {
                shape.type_deviations = self.sources.deviations(component);
                shape.values_of = (!shape.values.is_empty()).then(|| name.to_owned());
            }
            shape
        } else {
            Shape {
                kind: kind(component),
                see: Some((
                    if component.get("properties").is_some() {
                        "Fields"
                    } else {
                        "Values"
                    },
                    name.to_owned(),
                )),
                ..Shape::default()
            }
        };
        if component["type"] == "object" {
            shape.kind = name.to_owned();
        }
        shape
    }

    fn inline(&mut self, schema: &Value, name: &str, path: &str) -> Shape {
        let mut shape = Shape {
            kind: kind(schema),
            values_title: "Values",
            ..Shape::default()
        };
        if schema["type"] == "array" {
            let items = self.shape(&schema["items"], name, &format!("{path}[]"));
            let kind = format!("array of {}", items.kind);
            shape = Shape { kind, ..items };
        } else if schema["type"] == "object" {
            shape.object = Some(self.object(schema, name, path));
        }
        shape.open |= schema.get("x-extensible-enum").is_some();
        if let Some(values) = schema.get("x-extensible-enum").or(schema.get("enum")) {
            shape.values = self.values(schema, values, name);
        }
        for (flag, entry) in schema["x-bit-flags"].as_object().into_iter().flatten() {
            shape.values_title = "Flags";
            shape.values.push(Known {
                id: format!("{name}.{flag}"),
                value: entry["value"].to_string(),
                meaning: text(&entry["description"]),
                sources: Vec::new(),
            });
        }
        shape
    }

    fn object(&mut self, schema: &Value, name: &str, path: &str) -> Object {
        let required = schema["required"].as_array().into_iter().flatten();
        let required: BTreeSet<_> = required.filter_map(Value::as_str).collect();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let fields = properties.map(|(key, property)| {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{key}");
            let id = format!("{name}.{key}");
            let shape = self.shape(property, &id, &path);
            Field {
                id,
                name: key.clone(),
                required: required.contains(key.as_str()),
                description: text(&property["description"]),
                deviations: self.sources.deviations(property),
                sources: self.sources.named(&property["x-source"]),
                notes: notes(self.document, property),
                path,
                shape,
            }
        });
        let fields = fields.collect();
        let names = schema["x-documented-names"].as_array().into_iter().flatten();
        Object {
            id: name.to_owned(),
            description: text(&schema["description"]),
            documented_names: names.map(text).collect(),
            open_map: schema["x-open-map"] == true,
            fields,
            deviations: self.sources.deviations(schema),
            sources: self.sources.named(&schema["x-source"]),
        }
    }

    fn values(&self, schema: &Value, values: &Value, name: &str) -> Vec<Known> {
        let values = values.as_array().into_iter().flatten().enumerate();
        values
            .map(|(index, value)| {
                let value = text(value);
                let variant = schema["x-enum-varnames"][index].as_str().unwrap_or(&value);
                Known {
                    id: format!("{name}.{variant}"),
                    meaning: text(&schema["x-enum-descriptions"][index]),
                    sources: self.sources.named(&schema["x-enum-sources"][&value]),
                    value,
                }
            })
            .collect()
    }
}

/// The component that a schema is, also where words stand beside the reference.
pub fn reference(schema: &Value) -> Option<&str> {
    let target = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"));
    component_name(target?.as_str()?)
}

fn kind(schema: &Value) -> String {
    let word = match schema["type"].as_str() {
        Some("string") if schema["format"] == "date-time" => "string, RFC 3339",
        Some("integer") => "integer, 64 bits",
        Some(word) => word,
        None if schema.get("oneOf").is_some() => "integer, or one in a string",
        None => "anything",
    };
    let null = if schema["nullable"] == true { ", or null" } else { "" };
    format!("{word}{null}")
}

fn notes(document: &Value, property: &Value) -> Vec<String> {
    let mut notes = Vec::new();
    if property["x-tolerates"] == "single-element" {
        notes.push("A reader takes the bare element for an array of one.".to_owned());
    }
    let component = reference(property).map(|name| &document["components"]["schemas"][name]);
    if component.is_some_and(|schema| schema.get("oneOf").is_some()) {
        notes.push(text(&component.unwrap_or(property)["description"]));
    }
    let limits = property["x-documented-constraints"].as_object().into_iter().flatten();
    let limits: Vec<_> = limits.map(|(key, value)| format!("{} {value}", limit(key))).collect();
    if !limits.is_empty() {
        notes.push(format!(
            "Documented limits, which nothing checks: {}.",
            limits.join(", ")
        ));
    }
    notes
}

fn limit(keyword: &str) -> &str {
    match keyword {
        "minimum" => "at least",
        "maximum" => "at most",
        "minLength" => "least number of characters",
        "maxLength" => "greatest number of characters",
        other => other,
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(
        || {
            if value.is_null() {
                String::new()
            } else {
                value.to_string()
            }
        },
        str::to_owned,
    )
}
