//! Types that contracts have already, by name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::spec::{Document, entries, items, operations, target_component, word};

/// A type of a contract.
pub(super) struct Known {
    /// The file that has it.
    pub file: String,
    /// Whether that file is there for types alone.
    pub is_shared: bool,
    pub schema: Value,
}

/// The types of contracts, by name.
#[derive(Default)]
pub(super) struct Types(BTreeMap<String, Known>);

impl Types {
    /// Adds the types of a document.
    pub fn add(&mut self, document: &Document) {
        let is_shared = operations(&document.value).is_empty();
        for (name, schema) in entries(&document.value["components"]["schemas"]) {
            let known = Known {
                file: document.name.clone(),
                is_shared,
                schema: schema.clone(),
            };
            self.0.insert(name.to_owned(), known);
        }
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

    /// A value of a type, with every field; a type that is used twice is shown once.
    pub fn example(&self, name: &str, shown: &mut BTreeSet<String>) -> Option<Value> {
        let known = &self.get(name)?.schema;
        if known["type"] != "object" || shown.insert(name.to_owned()) {
            return self.value(known, shown);
        }
        let is_whole = items(&known["required"]).next().is_none();
        is_whole.then(|| json!({}))
    }

    fn value(&self, schema: &Value, shown: &mut BTreeSet<String>) -> Option<Value> {
        if let Some(name) = target_component(schema) {
            return self.example(name, shown);
        }
        let values = schema.get("x-extensible-enum").or_else(|| schema.get("enum"));
        if let Some(value) = values.map(|values| &values[0]).or_else(|| schema.get("default")) {
            return Some(value.clone());
        }
        Some(match (word(&schema["type"]), word(&schema["format"])) {
            ("object", _) => {
                let others = &schema["additionalProperties"];
                let other = (*others != json!({})).then_some(("key", others));
                let fields = entries(&schema["properties"]).chain(other);
                let values = fields.filter_map(|(name, field)| Some((name.to_owned(), self.value(field, shown)?)));
                values.collect::<Map<_, _>>().into()
            }
            ("array", _) => self.value(&schema["items"], shown).into_iter().collect(),
            ("string", "date-time") => "2025-08-25T00:00:00Z".into(),
            ("string", _) => "string".into(),
            ("boolean", _) => true.into(),
            _ => 1.into(),
        })
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

/// Whether a list has all values of another.
pub(super) fn is_within(values: &Value, list: &Value) -> bool {
    items(values).all(|value| items(list).any(|listed| listed == value))
}
