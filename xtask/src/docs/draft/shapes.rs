//! The types of drafted pages: one shape is one schema, whichever pages and places have it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::Hash,
};

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

/// Names that generated code uses for something else.
const RESERVED: &str =
    "Box Client Decode Default Error Extra None Number Object Ok Option Result Sensitive Some String Vec";

/// A type that a page describes, or an example shows.
///
/// In its schema, `{"$ref": 7}` refers to the seventh shape, and a `$ref` with text to a shared component.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The page that describes it, by number: its contract gets the schema.
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
    /// Adds a shape, and refers to it.
    pub fn add(&mut self, page: usize, documented: &str, schema: Value) -> Value {
        self.0.push(Shape {
            page,
            documented: documented.to_owned(),
            is_named: false,
            is_root: false,
            schema,
            words: BTreeMap::new(),
            name: String::new(),
        });
        json!({ "$ref": self.0.len() - 1 })
    }

    /// For each shape the first one that equals it, so that a type which many pages describe is one schema.
    ///
    /// Shapes are told apart by their names and fields, then by the shapes of their fields, and so on until nothing more
    /// is told apart; types that refer to themselves need no other rule.
    pub fn first_of_equals(&self) -> Vec<usize> {
        let references: Vec<Vec<usize>> = self.0.iter().map(|shape| references(&shape.schema)).collect();
        let labels = self.0.iter().map(|shape| label(&shape.schema) + &shape.documented);
        let mut first = firsts(labels);
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

    /// The shapes that some references lead to, in the order in which they are found.
    pub fn reachable(&self, roots: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut waiting: Vec<usize> = roots.into_iter().collect();
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

    /// Makes a schema of each list of values among the fields of the shapes, and of the schemas given beside them.
    pub fn name_lists(&mut self, shapes: &[usize], parameters: &mut [(usize, String, Value)]) -> Vec<usize> {
        let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut lists = Vec::new();
        for shape in shapes {
            for (field, schema) in fields(&self.0[*shape].schema) {
                lists.extend(list(schema).map(|values| {
                    (
                        field.clone(),
                        values,
                        self.0[*shape].page,
                        self.0[*shape].documented.clone(),
                    )
                }));
            }
        }
        for (page, field, schema) in parameters.iter() {
            lists.extend(list(schema).map(|values| (field.clone(), values, *page, String::new())));
        }
        for (field, values, _, parent) in &lists {
            users
                .entry(format!("{field} {values}"))
                .or_default()
                .insert(parent.clone());
        }
        let mut made: HashMap<String, Value> = HashMap::new();
        let mut new = Vec::new();
        for (field, values, page, parent) in lists {
            let key = format!("{field} {values}");
            if made.contains_key(&key) {
                continue;
            }
            let parent = if users[&key].len() > 1 { "" } else { &parent };
            new.push(self.0.len());
            let reference = self.add(
                page,
                &place_name(parent, &field),
                json!({ "type": "string", "x-extensible-enum": values }),
            );
            made.insert(key, reference);
        }
        let refer = |field: &str, schema: &mut Value| {
            if let Some(values) = list(schema) {
                innermost(schema).clone_from(&made[&format!("{field} {values}")]);
            }
        };
        for shape in shapes {
            for (field, schema) in fields_mut(&mut self.0[*shape].schema) {
                refer(field, schema);
            }
        }
        for (_, field, schema) in parameters {
            refer(field, schema);
        }
        new
    }

    /// Gives each of the shapes a name of its own: the documented one where that is free, else with that of the operation.
    pub fn name(&mut self, shapes: &[usize], taken: &mut BTreeSet<String>, operations: &[String]) {
        taken.extend(RESERVED.split(' ').map(str::to_owned));
        for index in shapes {
            let shape = &self.0[*index];
            let base = type_name(&shape.documented);
            let operation = &operations[shape.page];
            let qualified = if base.starts_with(operation.as_str()) {
                base.clone()
            } else {
                format!("{operation}{base}")
            };
            let numbered = (2..).map(|number| format!("{qualified}{number}"));
            let mut candidates = [base, qualified.clone()].into_iter().chain(numbered);
            let name = candidates.find(|name| !taken.contains(name)).unwrap_or(qualified);
            taken.insert(name.clone());
            self.0[*index].name = name;
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

/// The schema in text, without the numbers of the shapes that it refers to.
fn label(schema: &Value) -> String {
    let mut plain = schema.clone();
    for_each_reference(&mut plain, &mut |reference| *reference = 0);
    plain.to_string()
}

/// The shapes that a schema refers to.
pub(super) fn references(schema: &Value) -> Vec<usize> {
    let mut found = Vec::new();
    for_each_reference(&mut schema.clone(), &mut |reference| found.push(*reference));
    found
}

/// Calls `change` with the number in each reference to a shape.
pub(super) fn for_each_reference(schema: &mut Value, change: &mut impl FnMut(&mut usize)) {
    if let Some(number) = reference(schema) {
        let mut number = number;
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

/// The element of lists and the value of maps, or the schema itself.
pub(super) fn innermost(schema: &mut Value) -> &mut Value {
    match ["items", "additionalProperties"]
        .into_iter()
        .find(|key| schema.get(key).is_some())
    {
        Some(key) => innermost(&mut schema[key]),
        None => schema,
    }
}

/// The listed values of a string, or of the strings in a list.
fn list(schema: &Value) -> Option<Value> {
    innermost(&mut schema.clone()).get("enum").cloned()
}

/// The fields of an object; a map has one without a name, for its values.
fn fields(schema: &Value) -> Vec<(String, &Value)> {
    let fields = schema["properties"].as_object().into_iter().flatten();
    let values = schema.get("additionalProperties").map(|values| (String::new(), values));
    fields
        .map(|(name, schema)| (name.clone(), schema))
        .chain(values)
        .collect()
}

fn fields_mut(schema: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    let entries = schema.as_object_mut().into_iter().flat_map(Map::iter_mut);
    entries.flat_map(|(key, value)| match (key.as_str(), value) {
        ("properties", Value::Object(fields)) => fields
            .iter_mut()
            .map(|(name, schema)| (name.as_str(), schema))
            .collect(),
        ("additionalProperties", values) => vec![("", values)],
        _ => Vec::new(),
    })
}

/// The name of a type that stands in a field.
pub(super) fn place_name(parent: &str, field: &str) -> String {
    type_name(&format!("{parent} {field}"))
}

/// The name of a type in every language.
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
