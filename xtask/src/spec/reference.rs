//! References: where they stand, where they lead, and the one way to follow them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{COMMON, Document, child};

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

/// A `$ref` in a spec file.
pub struct Reference {
    /// JSON pointer of the `$ref`.
    pub pointer: String,
    /// Its text.
    pub target: String,
    /// Whether other keys stand beside it; OpenAPI 3.0 ignores those.
    pub has_siblings: bool,
}

impl Reference {
    /// The file and the JSON pointer that are meant; `None` where the bundler does not know the form.
    pub fn resolve<'a>(&'a self, document: &'a Document) -> Option<(&'a str, &'a str)> {
        let (file, pointer) = self.target.split_once('#')?;
        let file = match file {
            "" => document.name.as_str(),
            COMMON => COMMON,
            _ => return None,
        };
        pointer.starts_with("/components/").then_some((file, pointer))
    }

    /// The value that the reference leads to.
    pub fn lookup<'a>(&self, documents: &'a [Document], document: &Document) -> Option<&'a Value> {
        let (file, pointer) = self.resolve(document)?;
        let found = documents.iter().find(|document| document.name == file)?;
        found.value.pointer(pointer)
    }
}

/// Every `$ref` of a document. Example payloads are data, so nothing inside them counts.
pub fn references(document: &Document) -> Vec<Reference> {
    let mut found = Vec::new();
    collect(&document.value, "", &mut found);
    found
}

fn collect(value: &Value, pointer: &str, found: &mut Vec<Reference>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get("$ref") {
                found.push(Reference {
                    pointer: child(pointer, "$ref"),
                    target: target.clone(),
                    has_siblings: object.len() > 1,
                });
            }
            for (key, value) in object {
                let is_data = matches!(key.as_str(), "example" | "value")
                    || (key == "default" && !pointer.ends_with("/responses"));
                if !is_data || pointer.ends_with("/properties") {
                    collect(value, &child(pointer, key), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}
