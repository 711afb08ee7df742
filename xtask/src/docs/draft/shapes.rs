//! The types of drafted pages: one shape is one schema, whichever pages and places have it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::Hash,
};

use heck::ToUpperCamelCase;
use serde_json::{Value, json};

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
    /// Whether it is a whole body.
    pub is_root: bool,
    pub schema: Value,
    /// The documented types of its fields.
    pub words: BTreeMap<String, String>,
    /// The name of the schema, once it is settled.
    pub name: String,
}

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

    /// For each shape the first one that equals it, so that a type which many pages describe is one schema.
    ///
    /// Shapes are told apart by their names and fields, then by the shapes of their fields, and so on until nothing more
    /// is told apart; types that refer to themselves need no other rule.
    pub fn first_of_equals(&self) -> Vec<usize> {
        let mut first = firsts(self.0.iter().map(|shape| {
            let mut plain = shape.schema.clone();
            for_each_reference(&mut plain, &mut |reference| *reference = 0);
            (&shape.documented, plain.to_string())
        }));
        let references: Vec<Vec<usize>> = self.0.iter().map(|shape| references(&shape.schema)).collect();
        loop {
            let within = references
                .iter()
                .map(|inner| inner.iter().map(|inner| first[*inner]).collect::<Vec<_>>());
            let finer = firsts(first.iter().zip(within));
            if finer == first {
                return first;
            }
            first = finer;
        }
    }

    /// The shapes that some lead to, in the order in which they are found.
    pub fn reachable(&self, roots: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut waiting: Vec<usize> = roots.collect();
        waiting.reverse();
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(shape) = waiting.pop() {
            if seen.insert(shape) {
                found.push(shape);
                waiting.extend(references(&self.0[shape].schema).into_iter().rev());
            }
        }
        found
    }

    /// Makes a shape of each list of values in fields of these shapes, and of parameters: page, name and schema. Lists of
    /// fields with one name are one, where they are equal.
    pub fn lift_lists(&mut self, shapes: &[usize], parameters: &mut [(usize, String, Value)]) -> Vec<usize> {
        let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut lists = Vec::new();
        for shape in shapes.iter().map(|shape| &self.0[*shape]) {
            let fields = shape.schema["properties"].as_object().into_iter().flatten();
            lists.extend(fields.filter_map(|(name, field)| {
                Some((shape.page, shape.documented.clone(), name.clone(), values(field)?))
            }));
        }
        lists.extend(
            parameters
                .iter()
                .filter_map(|(page, name, schema)| Some((*page, String::new(), name.clone(), values(schema)?))),
        );
        for (_, parent, name, values) in &lists {
            parents
                .entry(format!("{name}{values}"))
                .or_default()
                .insert(parent.clone());
        }
        let start = self.0.len();
        let mut made: HashMap<String, usize> = HashMap::new();
        for (page, parent, name, values) in lists {
            let key = format!("{name}{values}");
            let parent = if parents[&key].len() > 1 { "" } else { &parent };
            let schema = json!({ "type": "string", "x-extensible-enum": values });
            made.entry(key)
                .or_insert_with(|| self.add(page, &place_name(parent, &name), schema));
        }
        let refer = |name: &str, schema: &mut Value| {
            if let Some(values) = values(schema) {
                let element = innermost(schema);
                let default = element.get("default").cloned();
                *element = json!({ "$ref": made[&format!("{name}{values}")] });
                default.into_iter().for_each(|default| element["default"] = default);
            }
        };
        for shape in shapes {
            let fields = self.0[*shape]
                .schema
                .get_mut("properties")
                .and_then(Value::as_object_mut);
            fields
                .into_iter()
                .flatten()
                .for_each(|(name, field)| refer(name, field));
        }
        parameters.iter_mut().for_each(|(_, name, schema)| refer(name, schema));
        (start..self.0.len()).collect()
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

/// The first of those that are equal, for each.
fn firsts<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut seen = HashMap::new();
    keys.enumerate()
        .map(|(index, key)| *seen.entry(key).or_insert(index))
        .collect()
}

/// The shapes that a schema refers to.
fn references(schema: &Value) -> Vec<usize> {
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

/// What a list holds, or the schema itself.
fn innermost(schema: &mut Value) -> &mut Value {
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

fn type_name(text: &str) -> String {
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
