//! References: where they stand, where they lead, and the one way to follow them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::{entries, items, word};

/// What references are looked up in: a self-contained document, or the spec files together.
pub trait Root {
    /// The value at a JSON pointer.
    fn at(&self, pointer: &str) -> Option<&Value>;
}

impl Root for Value {
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.pointer(pointer)
    }
}

/// The JSON pointer that a value refers to, by `$ref` or by the one-element `allOf` that puts keywords beside it.
pub fn target(value: &Value) -> Option<&str> {
    let reference = value.get("$ref").or_else(|| value["allOf"][0].get("$ref"))?;
    Some(reference.as_str()?.split_once('#')?.1)
}

/// The component that a value refers to.
pub fn target_component(value: &Value) -> Option<&str> {
    component_name(target(value)?)
}

/// Everything that a value refers to, nearest first: pointer and value. Ends where references lead in a circle.
pub fn targets<'a>(root: &'a dyn Root, value: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut value = value;
    while let Some((pointer, next)) = target(value).and_then(|pointer| Some((pointer, root.at(pointer)?))) {
        if !seen.insert(pointer) {
            break;
        }
        found.push((pointer, next));
        value = next;
    }
    found
}

/// The end of a value's references: itself where it refers to nothing.
pub fn resolve<'a>(root: &'a dyn Root, value: &'a Value) -> &'a Value {
    targets(root, value).last().map_or(value, |(_, end)| *end)
}

/// The component that a `$ref` string or a pointer names, such as `PoolModel`.
pub fn component_name(target: &str) -> Option<&str> {
    let (_, rest) = target.split_once("/components/schemas/")?;
    (!rest.contains('/')).then_some(rest)
}

/// JSON pointers of everything that `value` refers to, directly or through others.
pub fn reachable<'a>(root: &'a dyn Root, value: &'a Value) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let reference = word(&value["$ref"]).split_once('#').map(|(_, pointer)| pointer);
        if let Some(pointer) = reference.filter(|pointer| reached.insert(*pointer)) {
            waiting.extend(root.at(pointer));
        }
        waiting.extend(entries(value).map(|(_, value)| value).chain(items(value)));
    }
    reached
}
