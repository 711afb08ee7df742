//! Reuse of the types that contracts have: a drafted type that fits one of them is a reference to it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    known::{Known, Types, is_within},
    settle::STRING_OR_INT,
    shapes::{Shapes, reference, references, type_name},
};
use crate::spec::{entries, items, other_spellings, target_component, word};

/// Marks each of these shapes that a type of a contract takes, those around others first.
pub(super) fn reuse(types: &Types, shapes: &mut Shapes, order: &[usize]) {
    for index in order {
        if shapes.0[*index].existing.is_some() {
            continue;
        }
        let candidates = candidates(types, shapes, *index).into_iter();
        let fitting = candidates.filter_map(|name| {
            let mut fit = Fit {
                types,
                shapes,
                found: Vec::new(),
            };
            fit.shape(*index, name).then_some(fit.found)
        });
        // Of several, the one with the fewest other fields.
        let closest = fitting.min_by_key(|found| types.get(&found[0].1).map_or(0, |known| fields(&known.schema).len()));
        for (shape, name) in closest.into_iter().flatten() {
            let shape = &mut shapes.0[shape];
            if shape.existing.is_none() {
                shape.existing = types.example(&name, &mut BTreeSet::new());
                shape.name = name;
            }
        }
    }
}

/// The objects that a shape may be: those that have its name, or where it has none, all its fields and no other.
fn candidates<'t>(types: &'t Types, shapes: &Shapes, index: usize) -> Vec<&'t str> {
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
    let objects = types.iter().filter(|(_, known)| known.schema["type"] == "object");
    objects.filter(is_candidate).map(|(name, _)| name.as_str()).collect()
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

/// The property that a key stands for.
fn property<'v>(object: &'v Value, key: &str) -> Option<&'v Value> {
    let properties = &object["properties"];
    let spelled =
        || entries(properties).find(|(_, property)| other_spellings(property).any(|spelling| spelling == key));
    properties.get(key).or_else(|| spelled().map(|(_, property)| property))
}
