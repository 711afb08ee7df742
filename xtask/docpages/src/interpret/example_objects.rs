//! The objects within the examples of a body.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Objects that are kept. Only a page made to exhaust us has more.
const OBJECTS: usize = 4_000;

/// The keys of the objects of examples, by their place without the marks of lists: those of all elements of a list are
/// taken together.
#[derive(Debug, Default)]
pub(crate) struct ExampleObjects {
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl ExampleObjects {
    /// Collects the objects of some examples.
    pub(crate) fn of(examples: &[&Value]) -> Self {
        let mut objects = Self::default();
        let mut open: Vec<(String, &Value)> = examples.iter().map(|example| (String::new(), *example)).collect();
        while let Some((place, value)) = open.pop() {
            match value {
                Value::Array(elements) => open.extend(elements.iter().map(|element| (place.clone(), element))),
                Value::Object(object) if objects.keys.len() < OBJECTS => {
                    open.extend(object.iter().map(|(key, value)| (join(&place, key), value)));
                    objects.keys.entry(place).or_default().extend(object.keys().cloned());
                }
                _ => {}
            }
        }
        objects
    }

    /// The keys of the object at a place.
    pub(crate) fn keys(&self, place: &str) -> impl Iterator<Item = &String> + use<'_> {
        self.keys.get(place).into_iter().flatten()
    }

    /// Whether an object stands at a place.
    pub(crate) fn contains(&self, place: &str) -> bool {
        self.keys.contains_key(place)
    }

    /// The objects with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        self.keys.iter()
    }
}

/// The place of what a key holds.
pub(crate) fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}
