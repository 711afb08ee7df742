//! The schemas of bodies and their components.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::{
    body::Body,
    names::numbered,
    rows::{FieldRow, FieldTable},
};
use crate::types;

/// An object of the entries that have a value.
pub(crate) fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let stated = |(key, value): (&str, Option<Value>)| Some((key.to_owned(), value?));
    entries.into_iter().filter_map(stated).collect()
}

/// A list that is not empty.
pub(crate) fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// The schemas that bodies refer to.
#[derive(Default)]
pub(crate) struct Components {
    schemas: Map<String, Value>,
    /// How often each name was asked for.
    numbers: HashMap<String, usize>,
    /// The component of each type that no table describes.
    lost: HashMap<String, String>,
}

impl Components {
    /// The components as the document has them, where there are any.
    pub(crate) fn document(self) -> Option<Value> {
        (!self.schemas.is_empty()).then(|| json!({"schemas": self.schemas}))
    }

    /// The schema of a body. Its other tables become components.
    pub(crate) fn body(&mut self, body: Body) -> Option<Value> {
        if body.tables.is_empty() {
            return None;
        }
        let names = self.reserve_names(&body);
        let mut root = json!({"type": "object"});
        for (index, (table, name)) in body.tables.into_iter().zip(&names).enumerate() {
            let object = self.object(table, &names);
            match (self.schemas.get_mut(name), object) {
                // The body is inline, and also a component if a type within refers to it.
                (None, object) => root = object,
                (Some(Value::Object(schema)), Value::Object(object)) => {
                    schema.extend(object);
                    if body.root == Some(index) {
                        root = Value::Object(schema.clone());
                    }
                }
                _ => {}
            }
        }
        Some(root)
    }

    /// Reserves a component for each table, named by the type that refers to it, else by the caption.
    fn reserve_names(&mut self, body: &Body) -> Vec<String> {
        let mut names = Vec::new();
        for (index, table) in body.tables.iter().enumerate() {
            let is_root = body.root == Some(index);
            let words = table.users.iter().filter_map(|at| body.row(*at)?.refers_to());
            let mut documented: Vec<&str> = Vec::new();
            for word in words.chain(table.type_name().filter(|_| !is_root)) {
                if !documented.contains(&word) {
                    documented.push(word);
                }
            }
            let is_inline = is_root && table.users.is_empty();
            names.push(if is_inline {
                String::new()
            } else {
                self.reserve(&documented)
            });
        }
        names
    }

    fn reserve(&mut self, documented: &[&str]) -> String {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let base = documented
            .first()
            .copied()
            .unwrap_or("Unnamed")
            .replace(|c| !is_allowed(c), "_");
        let number = self.numbers.entry(base.clone()).or_default();
        let name = loop {
            *number += 1;
            let name = numbered(&base, "_", *number);
            if !self.schemas.contains_key(&name) {
                break name;
            }
        };
        let names = (documented != [name.as_str()]).then(|| json!(documented));
        let schema = object([("type", Some(json!("object"))), ("x-documented-names", names)]);
        self.schemas.insert(name.clone(), schema);
        name
    }

    fn object(&mut self, table: FieldTable, names: &[String]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for row in table.rows {
            let component = match (row.table, row.refers_to()) {
                (Some(table), _) => names.get(table).cloned(),
                (None, Some(word)) => Some(self.lost(word)),
                (None, None) => None,
            };
            if !properties.contains_key(&row.name) {
                required.extend((row.mandatory == Some(true)).then(|| json!(row.name)));
                properties.insert(row.name.clone(), schema(row, component.as_deref()));
            }
        }
        object([
            ("type", Some(json!("object"))),
            ("required", list(required.into_iter())),
            ("properties", Some(Value::Object(properties))),
        ])
    }

    fn lost(&mut self, word: &str) -> String {
        if let Some(name) = self.lost.get(word) {
            return name.clone();
        }
        let name = self.reserve(&[word]);
        self.lost.insert(word.to_owned(), name.clone());
        name
    }
}

/// The schema of a field with its values, limits and default. Values and limits of a list or map apply to its elements.
pub(crate) fn schema(row: FieldRow, component: Option<&str>) -> Value {
    let mut schema = types::with_component(row.schema, component);
    let facts = row.facts;
    let single = types::innermost_mut(&mut schema);
    let kind = types::kind(single).map(str::to_owned);
    let kind = kind.as_deref();
    let values = facts.values.iter().map(|value| typed(value, kind));
    extend(single, "enum", list(values));
    if matches!(kind, Some("string" | "integer" | "number" | "boolean")) {
        extend(
            single,
            "x-mentioned",
            list(facts.mentioned.into_iter().map(Value::from)),
        );
    }
    let is_text = kind == Some("string");
    let keys = if is_text {
        ["minLength", "maxLength"]
    } else {
        ["minimum", "maximum"]
    };
    for (key, limit) in keys.into_iter().zip([facts.minimum, facts.maximum]) {
        extend(single, key, limit.map(|limit| typed(&limit, Some("number"))));
    }
    let default = facts.default.map(|default| typed(&default, types::kind(&schema)));
    extend(&mut schema, "default", default);
    schema
}

/// Adds a keyword, beside which a reference has to be in `allOf`.
fn extend(schema: &mut Value, key: &str, value: Option<Value>) {
    let Some(value) = value else { return };
    if schema.get("$ref").is_some() {
        *schema = json!({"allOf": [schema.take()]});
    }
    if let Value::Object(schema) = schema {
        schema.insert(key.to_owned(), value);
    }
}

/// Converts a documented value to its type, where possible.
fn typed(text: &str, kind: Option<&str>) -> Value {
    let typed = match kind {
        Some("integer" | "number") => text.parse().ok().map(Number::into),
        Some("boolean") => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    typed.unwrap_or_else(|| json!(text))
}
