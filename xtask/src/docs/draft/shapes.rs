//! The types of drafted pages: one shape is one schema, whichever pages and places have it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::Hash,
};

use heck::ToUpperCamelCase;
use serde_json::{Value, json};

use super::known::Types;
use crate::spec::{items, word};

/// Names that generated code uses for something else.
const RESERVED: &str =
    "Box Client Decode Default Error Extra None Number Object Ok Option Result Sensitive Some String Vec";

/// A type that a page describes, or an example shows.
///
/// In its schema, `{"$ref": 7}` refers to the seventh shape, and a `$ref` with text to a shared component.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The first page that has it, by number: its contract gets the schema.
    pub page: usize,
    /// The documented name; for a type that has none, the name of its place.
    pub documented: String,
    /// Whether the page itself names it so.
    pub is_named: bool,
    /// Further names that pages have for it.
    pub other_names: BTreeSet<String>,
    /// Whether it is a whole body.
    pub is_root: bool,
    pub schema: Value,
    /// The documented types of its fields.
    pub words: BTreeMap<String, String>,
    /// The name of the schema, once it is settled.
    pub name: String,
    /// Whether a contract has the type already, by that name.
    pub exists: bool,
}

/// Lists of values by field and kind: the shape, and the types that have such a field.
type Lists = BTreeMap<String, (usize, BTreeSet<String>)>;

/// The shapes of all pages.
#[derive(Debug, Default)]
pub(super) struct Shapes(pub Vec<Shape>);

impl Shapes {
    /// Adds a shape, and gives its number.
    pub fn add(&mut self, page: usize, documented: &str, schema: Value) -> usize {
        let documented = documented.to_owned();
        self.0.push(Shape {
            page,
            documented,
            schema,
            ..Shape::default()
        });
        self.0.len() - 1
    }

    /// Makes references to equal shapes references to the first of them, and gives that of each shape, so that a type
    /// which many pages describe is one schema.
    ///
    /// Shapes are told apart by their fields and by their names, but for the suffix of a value object, then by the shapes
    /// of their fields, and so on until nothing more is told apart; types that refer to themselves need no other rule.
    pub fn merge_equals(&mut self) -> Vec<usize> {
        let mut first = firsts(self.0.iter().map(|shape| {
            let mut plain = shape.schema.clone();
            for_each_reference(&mut plain, &mut |reference| *reference = 0);
            (plain_name(&shape.documented), plain.to_string())
        }));
        let inner: Vec<_> = self.0.iter().map(|shape| references(&shape.schema)).collect();
        loop {
            let within = |inner: &Vec<usize>| inner.iter().map(|inner| first[*inner]).collect::<Vec<_>>();
            let finer = firsts(first.iter().zip(inner.iter().map(within)));
            if finer == first {
                break;
            }
            first = finer;
        }
        for shape in &mut self.0 {
            for_each_reference(&mut shape.schema, &mut |inner| *inner = first[*inner]);
        }
        // A body that has no name is a type with the same fields, if objects are among those.
        let has_objects = |shape: &Shape| !references(&shape.schema).is_empty();
        let bodies = self.0.iter().enumerate();
        for (index, body) in bodies.filter(|(_, shape)| shape.is_root && has_objects(shape)) {
            let is_same = |shape: &Shape| shape.is_named && shape.schema == body.schema;
            if let Some(same) = self.0.iter().position(is_same) {
                first[index] = first[same];
            }
        }
        for (index, kept) in first.iter().enumerate() {
            let Shape {
                documented, is_named, ..
            } = &self.0[index];
            let other = (*is_named && self.0[*kept].documented != *documented).then(|| documented.clone());
            self.0[*kept].other_names.extend(other);
        }
        first
    }

    /// The shapes that some lead to, in the order in which they are found, but for those of contracts.
    pub fn reachable(&self, roots: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut waiting: Vec<usize> = roots.collect();
        waiting.reverse();
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(shape) = waiting.pop() {
            if !self.0[shape].exists && seen.insert(shape) {
                found.push(shape);
                waiting.extend(references(&self.0[shape].schema).into_iter().rev());
            }
        }
        found
    }

    /// Makes a shape of each list of values in fields of these shapes, and of parameters: page, name and schema. Lists of
    /// fields with one name are one, where they are equal, or the kinds of a list and of what is in it.
    pub fn lift_lists<'v>(
        &mut self,
        shapes: &[usize],
        parameters: impl Iterator<Item = (usize, String, &'v mut Value)>,
        types: &Types,
    ) -> Vec<usize> {
        let start = self.0.len();
        let mut lists = Lists::new();
        for shape in shapes {
            let Shape { page, documented, .. } = &self.0[*shape];
            let (page, parent, mut schema) = (*page, documented.clone(), self.0[*shape].schema.take());
            let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
            for (name, field) in fields.into_iter().flatten() {
                self.lift(&mut lists, page, &parent, name, field);
            }
            self.0[*shape].schema = schema;
        }
        parameters.for_each(|(page, name, schema)| self.lift(&mut lists, page, "", &name, schema));
        for (list, parents) in lists.into_values() {
            let list = &mut self.0[list];
            let values = &list.schema["x-extensible-enum"];
            if let Some(name) = types.list(&type_name(&list.documented), values) {
                list.exists = true;
                list.name = name.to_owned();
            }
            let parent = parents.first().filter(|_| parents.len() == 1).map(String::as_str);
            let parent = kind(values)
                .filter(|_| parents.len() > 1 && values[1].is_string())
                .or(parent);
            list.documented = place_name(parent.unwrap_or_default(), &list.documented);
        }
        let new = start..self.0.len();
        new.filter(|list| !self.0[*list].exists).collect()
    }

    /// Makes a reference to a list of the values in a schema, if it has any.
    fn lift(&mut self, lists: &mut Lists, page: usize, parent: &str, name: &str, schema: &mut Value) {
        let Some(values) = values(schema) else { return };
        let kind = kind(&values).map_or_else(|| values.to_string(), str::to_owned);
        let (number, parents) = lists.entry(format!("{name} {kind}")).or_insert_with(|| {
            let list = json!({ "type": "string", "x-extensible-enum": [] });
            (self.add(page, name, list), BTreeSet::new())
        });
        parents.insert(parent.to_owned());
        let known = self.0[*number].schema["x-extensible-enum"].as_array_mut();
        for known in known.into_iter() {
            let new: Vec<_> = items(&values).filter(|value| !known.contains(value)).collect();
            known.extend(new.into_iter().cloned());
        }
        let element = innermost(schema);
        let default = element.get("default").cloned();
        *element = json!({ "$ref": number });
        default.into_iter().for_each(|default| element["default"] = default);
    }

    /// Names the shapes: the documented name where it is free, else with that of the operation.
    pub fn name(&mut self, shapes: &[usize], mut taken: BTreeSet<String>, operations: &[&str]) {
        taken.extend(RESERVED.split(' ').map(str::to_owned));
        for index in shapes {
            let shape = &mut self.0[*index];
            let base = type_name(&shape.documented);
            let qualified = format!("{}{base}", operations[shape.page]);
            let numbered = (2..).map(|number| format!("{qualified}{number}"));
            let mut candidates = [base, qualified.clone()].into_iter().chain(numbered);
            shape.name = candidates.find(|name| taken.insert(name.clone())).unwrap_or_default();
        }
    }
}

/// The name of a type without the suffix of a value object, which some tables put and others do not.
fn plain_name(documented: &str) -> &str {
    documented.strip_suffix("VO").unwrap_or(documented)
}

/// The first of those that are equal, for each.
fn firsts<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut seen = HashMap::new();
    keys.enumerate()
        .map(|(index, key)| *seen.entry(key).or_insert(index))
        .collect()
}

/// The shapes that a schema refers to.
pub(super) fn references(schema: &Value) -> Vec<usize> {
    let mut found = Vec::new();
    for_each_reference(&mut schema.clone(), &mut |reference| found.push(*reference));
    found
}

/// Calls `change` with the number in each reference to a shape.
pub(super) fn for_each_reference(schema: &mut Value, change: &mut impl FnMut(&mut usize)) {
    if let Some(mut number) = reference(schema) {
        change(&mut number);
        schema["$ref"] = number.into();
    }
    match schema {
        Value::Object(object) => object.values_mut().for_each(|inner| for_each_reference(inner, change)),
        Value::Array(items) => items.iter_mut().for_each(|inner| for_each_reference(inner, change)),
        _ => {}
    }
}

/// The shape that a schema is.
pub(super) fn reference(schema: &Value) -> Option<usize> {
    schema.get("$ref")?.as_u64()?.try_into().ok()
}

/// The listed values of a string, or of the strings in a list.
fn values(schema: &Value) -> Option<Value> {
    schema.get("items").map_or_else(|| schema.get("enum").cloned(), values)
}

/// The kind `Pool` of the values `PoolList` and `Pool`, or of one of them.
fn kind(values: &Value) -> Option<&str> {
    let mut kinds = items(values).map(|value| word(value).trim_end_matches("List"));
    let kind = kinds.next().filter(|kind| !kind.is_empty())?;
    kinds.all(|other| other == kind).then_some(kind)
}

/// What a list holds, or the schema itself.
pub(super) fn innermost(schema: &mut Value) -> &mut Value {
    if schema.get("items").is_some() {
        innermost(&mut schema["items"])
    } else {
        schema
    }
}

/// The name of a type that stands in a field.
pub(super) fn place_name(parent: &str, field: &str) -> String {
    type_name(&format!("{parent} {field}"))
}

pub(super) fn type_name(text: &str) -> String {
    identifier(text, "Type")
}

/// A text as an identifier; `prefix` stands before what cannot begin one.
pub(super) fn identifier(text: &str, prefix: &str) -> String {
    let plain = text.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
    let name = plain.to_upper_camel_case().to_upper_camel_case();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name
    } else {
        format!("{prefix}{name}")
    }
}
