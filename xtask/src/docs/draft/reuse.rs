//! Reuse of the types that contracts have: a drafted type that fits one of them is a reference to it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    known::{Known, Types, is_within},
    settle::STRING_OR_INT,
    shapes::{Shapes, reference, references, type_name},
};
use crate::spec::{Schema, entries, items, word};

/// Marks each of these shapes that a type of a contract takes, those around others first.
pub(super) fn reuse(types: &Types, shapes: &mut Shapes, order: &[usize]) {
    for index in order {
        if shapes.0[*index].exists {
            continue;
        }
        let candidates = candidates(types, shapes, *index).into_iter();
        let fitting = candidates.filter_map(|name| {
            let mut fit = Fit {
                shapes,
                found: Vec::new(),
            };
            let known = Schema::component(types, name)?;
            fit.shape(*index, &known).then_some((known, fit.found))
        });
        // Of several, the one with the fewest other fields.
        let closest = fitting.min_by_key(|(known, _)| known.properties().count());
        for (shape, name) in closest.into_iter().flat_map(|(_, found)| found) {
            let shape = &mut shapes.0[shape];
            if !shape.exists {
                shape.exists = true;
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
    shapes: &'a Shapes,
    /// The shapes that are taken, each with its type, so far; one that refers to itself is taken if the rest is.
    found: Vec<(usize, String)>,
}

impl Fit<'_> {
    fn shape(&mut self, shape: usize, known: &Schema) -> bool {
        let pair = (shape, known.name().unwrap_or_default().to_owned());
        if self.found.contains(&pair) {
            return true;
        }
        self.found.push(pair);
        let drafted = &self.shapes.0[shape].schema;
        if let Some(values) = drafted.get("additionalProperties") {
            return self.map(values, known);
        }
        let fields = &drafted["properties"];
        let is_open = known.value.get("properties").is_none() || known.value["x-open-map"] == true;
        items(&known.value["required"]).all(|name| fields.get(word(name)).is_some())
            && entries(fields).all(|(name, field)| match known.property(name) {
                Some(property) => self.field(field, &property),
                None => is_open && self.map(field, known),
            })
    }

    /// Whether an object takes such a value under any key.
    fn map(&mut self, drafted: &Value, known: &Schema) -> bool {
        match (drafted["type"].as_str(), known.child("additionalProperties")) {
            // A page that does not say what is in an object contradicts none.
            (None, _) if *drafted == json!({}) => true,
            (kind, _) if known.value["x-open-map"] == true => kind == Some("string"),
            (_, Some(values)) => *values.value != json!({}) && self.field(drafted, &values),
            (_, None) => false,
        }
    }

    fn field(&mut self, drafted: &Value, known: &Schema) -> bool {
        let target = known.resolved();
        let (kind, name) = (target.kind().unwrap_or_default(), target.name());
        let within = |key: &str| target.child(key);
        if drafted["nullable"] == true && !known.is_nullable() {
            return false;
        }
        if kind == "array" && drafted["type"] != "array" {
            let is_tolerant = target.value["x-tolerates"] == "single-element";
            return is_tolerant && within("items").is_some_and(|element| self.field(drafted, &element));
        }
        if let Some(shape) = reference(drafted) {
            return kind == "object" && name.is_some() && self.shape(shape, &target);
        }
        if let Some(union) = drafted["$ref"].as_str() {
            return [Some(union), Some(STRING_OR_INT)].contains(&name);
        }
        match drafted["type"].as_str() {
            // A page that says nothing contradicts nothing; where examples differ, no type takes all.
            None => *drafted == json!({}) || *target.value == json!({}),
            Some("array") if kind == "object" => {
                known.value["x-tolerates"] == "array" && self.field(&drafted["items"], known)
            }
            Some("array") => {
                kind == "array" && within("items").is_some_and(|element| self.field(&drafted["items"], &element))
            }
            Some("integer") if name == Some("IntOrString") => true,
            Some("integer" | "string") if name == Some(STRING_OR_INT) => true,
            Some("string") if kind == "string" => {
                let closed = target.value.get("enum");
                let listed = target.value.get("x-extensible-enum").or(closed);
                // A closed list takes no text that is not listed.
                let takes_any = closed.is_none() || drafted.get("enum").is_some();
                listed.is_none_or(|listed| takes_any && is_within(&drafted["enum"], listed))
            }
            Some(drafted) => kind == drafted,
        }
    }
}

fn fields(object: &Value) -> BTreeSet<&str> {
    entries(&object["properties"]).map(|(name, _)| name).collect()
}
