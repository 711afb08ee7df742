//! Types that contracts have already: a drafted type that fits one of them is a reference to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    settle::STRING_OR_INT,
    shapes::{Shapes, reference, references, type_name},
};
use crate::spec::{Document, entries, items, operations, other_spellings, target_component, word};

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

    pub fn names(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// Marks each of these shapes that a type of a contract takes, those around others first.
    pub fn reuse(&self, shapes: &mut Shapes, order: &[usize]) {
        for index in order {
            if shapes.0[*index].existing.is_some() {
                continue;
            }
            let candidates = self.candidates(shapes, *index).into_iter();
            let fitting = candidates.filter_map(|name| {
                let mut fit = Fit {
                    types: self,
                    shapes,
                    found: Vec::new(),
                };
                fit.shape(*index, name).then_some(fit.found)
            });
            // Of several, the one with the fewest other fields.
            let closest = fitting.min_by_key(|found| fields(&self.0[&found[0].1].schema).len());
            for (shape, name) in closest.into_iter().flatten() {
                let shape = &mut shapes.0[shape];
                if shape.existing.is_none() {
                    shape.existing = self.example(&name, &mut BTreeSet::new());
                    shape.name = name;
                }
            }
        }
    }

    /// The objects that a shape may be: those that have its name, or where it has none, all its fields and no other.
    fn candidates(&self, shapes: &Shapes, index: usize) -> Vec<&str> {
        let shape = &shapes.0[index];
        let own = shape.other_names.iter().chain([&shape.documented]);
        let own: BTreeSet<_> = own.map(|name| type_name(name)).collect();
        let is_candidate = |(name, known): &(&String, &Known)| {
            if shape.is_root {
                let has_objects = !references(&shape.schema).is_empty();
                return has_objects && fields(&shape.schema) == fields(&known.schema);
            }
            let documented = items(&known.schema["x-documented-names"]).map(word);
            let mut names = documented.chain([name.as_str()]).map(type_name);
            names.any(|name| own.contains(&name)) && !fields(&shape.schema).is_empty()
        };
        let objects = self.0.iter().filter(|(_, known)| known.schema["type"] == "object");
        objects.filter(is_candidate).map(|(name, _)| name.as_str()).collect()
    }

    /// A value of a type, with every field; a type that is used twice is shown once.
    fn example(&self, name: &str, shown: &mut BTreeSet<String>) -> Option<Value> {
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

    /// The list of values for a field of that name, in a file for all, of which the fewest are others.
    pub fn list(&self, field: &str, values: &Value) -> Option<&str> {
        let field = type_name(field);
        let lists = self
            .0
            .iter()
            .filter(|(name, known)| known.is_shared && name.starts_with(&field));
        let known = lists.map(|(name, known)| (name, &known.schema["x-extensible-enum"]));
        let fitting = known.filter(|(_, known)| is_within(values, known));
        fitting
            .min_by_key(|(_, known)| items(known).count())
            .map(|(name, _)| name.as_str())
    }
}

/// A trial whether a type takes a shape, and everything in it.
struct Fit<'a> {
    types: &'a Types,
    shapes: &'a Shapes,
    /// The shapes that are taken, each with its type, so far; one that refers to itself is taken if the rest is.
    found: Vec<(usize, String)>,
}

impl Fit<'_> {
    fn shape(&mut self, shape: usize, name: &str) -> bool {
        let pair = (shape, name.to_owned());
        if self.found.contains(&pair) {
            return true;
        }
        self.found.push(pair);
        let (drafted, Some(known)) = (&self.shapes.0[shape].schema, self.types.get(name)) else {
            return false;
        };
        let (known, fields) = (&known.schema, &drafted["properties"]);
        if let Some(values) = drafted.get("additionalProperties") {
            return self.map(values, known);
        }
        items(&known["required"]).all(|name| fields.get(word(name)).is_some())
            && entries(fields).all(|(name, field)| match property(known, name) {
                Some(property) => self.field(field, property),
                None => self.map(field, known) && known.get("properties").is_none_or(|_| known["x-open-map"] == true),
            })
    }

    /// Whether an object takes such a value under any key.
    fn map(&mut self, drafted: &Value, known: &Value) -> bool {
        let values = &known["additionalProperties"];
        match (drafted["type"].as_str(), known["x-open-map"] == true) {
            // A page that does not say what is in an object contradicts none.
            (None, _) if *drafted == json!({}) => true,
            (kind, true) => kind == Some("string"),
            (..) => *values != json!({}) && self.field(drafted, values),
        }
    }

    fn field(&mut self, drafted: &Value, known: &Value) -> bool {
        let name = target_component(known);
        let target = name
            .and_then(|name| self.types.get(name))
            .map_or(known, |known| &known.schema);
        let is_nullable = known["nullable"] == true || target["nullable"] == true;
        if drafted["nullable"] == true && !is_nullable {
            return false;
        }
        let kind = word(&target["type"]);
        if kind == "array" && drafted["type"] != "array" {
            return target["x-tolerates"] == "single-element" && self.field(drafted, &target["items"]);
        }
        if let Some(shape) = reference(drafted) {
            return kind == "object" && name.is_some_and(|name| self.shape(shape, name));
        }
        if let Some(union) = drafted["$ref"].as_str() {
            return [Some(union), Some(STRING_OR_INT)].contains(&name);
        }
        match drafted["type"].as_str() {
            // A page that says nothing contradicts nothing; where examples differ, no type takes all.
            None => *drafted == json!({}) || *target == json!({}),
            Some("array") if kind == "object" => {
                known["x-tolerates"] == "array" && self.field(&drafted["items"], known)
            }
            Some("array") => kind == "array" && self.field(&drafted["items"], &target["items"]),
            Some("integer") if name == Some("IntOrString") => true,
            Some("integer" | "string") if name == Some(STRING_OR_INT) => true,
            Some("string") if kind == "string" => {
                let listed = target.get("x-extensible-enum").or_else(|| target.get("enum"));
                // A closed list takes no text that is not listed.
                let is_closed = target.get("enum").is_some() && drafted.get("enum").is_none();
                listed.is_none_or(|listed| !is_closed && is_within(&drafted["enum"], listed))
            }
            Some(drafted) => kind == drafted,
        }
    }
}

fn fields(object: &Value) -> BTreeSet<&str> {
    entries(&object["properties"]).map(|(name, _)| name).collect()
}

/// Whether a list has all values of another.
fn is_within(values: &Value, list: &Value) -> bool {
    items(values).all(|value| items(list).any(|listed| listed == value))
}

/// The property that a key stands for.
fn property<'v>(object: &'v Value, key: &str) -> Option<&'v Value> {
    let properties = &object["properties"];
    let spelled =
        || entries(properties).find(|(_, property)| other_spellings(property).any(|spelling| spelling == key));
    properties.get(key).or_else(|| spelled().map(|(_, property)| property))
}
