//! Types of contracts by name: those that are there already, and those that are drafted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::spec::{Document, Root, Schema, component_name, entries, items, operations};

/// A type of a contract.
#[derive(Clone)]
pub(super) struct Known {
    /// The file that has it.
    pub file: String,
    /// Whether that file is there for types alone.
    pub is_shared: bool,
    pub schema: Value,
}

/// The types of contracts, by name.
#[derive(Clone, Default)]
pub(super) struct Types(BTreeMap<String, Known>);

impl Root for Types {
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.get(component_name(pointer)?).map(|known| &known.schema)
    }
}

impl Types {
    /// Adds the types of a document.
    pub fn add_document(&mut self, document: &Document) {
        let is_shared = operations(&document.value).is_empty();
        for (name, schema) in entries(&document.value["components"]["schemas"]) {
            let known = Known {
                file: document.name.clone(),
                is_shared,
                schema: schema.clone(),
            };
            self.add(name, known);
        }
    }

    pub fn add(&mut self, name: &str, known: Known) {
        self.0.insert(name.to_owned(), known);
    }

    pub fn get(&self, name: &str) -> Option<&Known> {
        self.0.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &Known)> {
        self.0.iter()
    }

    pub fn names(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// The list of values whose name begins so, in a file for all, of which the fewest are others.
    pub fn list(&self, beginning: &str, values: &Value) -> Option<&str> {
        let lists = self
            .0
            .iter()
            .filter(|(name, known)| known.is_shared && name.starts_with(beginning));
        let known = lists.map(|(name, known)| (name, &known.schema["x-extensible-enum"]));
        let fitting = known.filter(|(_, known)| is_within(values, known));
        fitting
            .min_by_key(|(_, known)| items(known).count())
            .map(|(name, _)| name.as_str())
    }
}

/// A value with every field; a type that is used twice is shown once.
pub(super) fn example(schema: &Schema, shown: &mut BTreeSet<String>) -> Option<Value> {
    let end = schema.resolved();
    let listed = end.known_values().into_iter().next();
    if let Some(value) = listed.or_else(|| schema.keyword("default")) {
        return Some(value.clone());
    }
    Some(match (end.kind(), end.value["format"].as_str()) {
        (Some("object"), _) => {
            if end.name().is_some_and(|name| !shown.insert(name.to_owned())) {
                let is_whole = items(&end.value["required"]).next().is_none();
                return is_whole.then(|| json!({}));
            }
            let others = end.child("additionalProperties");
            let others = others.filter(|values| *values.value != json!({}));
            let fields = end.properties().chain(others.map(|values| ("key", values)));
            let values = fields.filter_map(|(name, field)| Some((name.to_owned(), example(&field, shown)?)));
            values.collect::<Map<_, _>>().into()
        }
        (Some("array"), _) => end
            .items()
            .and_then(|items| example(&items, shown))
            .into_iter()
            .collect(),
        (Some("string"), Some("date-time")) => "2025-08-25T00:00:00Z".into(),
        (Some("string"), _) => "string".into(),
        (Some("boolean"), _) => true.into(),
        (Some("number"), _) => 0.5.into(),
        _ => {
            let limits = schema.keyword("x-documented-constraints");
            limits
                .and_then(|limits| limits.get("minimum"))
                .cloned()
                .unwrap_or(1.into())
        }
    })
}

/// Whether a list has all values of another.
pub(super) fn is_within(values: &Value, list: &Value) -> bool {
    items(values).all(|value| items(list).any(|listed| listed == value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_every_field_a_value_of_a_map_and_each_type_once() {
        let schema = json!({
            "type": "object",
            "properties": {
                "inner": { "$ref": "#/components/schemas/Star" },
                "count": { "type": "integer", "default": 7 },
                "limit": { "type": "integer", "x-documented-constraints": { "minimum": 3 } },
            },
            "additionalProperties": { "type": "array", "items": { "type": "number" } },
        });
        let document = json!({ "components": { "schemas": { "Star": schema } } });
        let star = Schema::component(&document, "Star").unwrap();
        let shown = example(&star, &mut BTreeSet::new());
        assert_eq!(
            shown,
            Some(json!({ "inner": {}, "count": 7, "limit": 3, "key": [0.5] }))
        );
    }
}
