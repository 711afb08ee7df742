//! `$ref`s: where they stand and what they point to.

use serde_json::Value;

use super::{COMMON, Document, Specs, child};

/// A `$ref` in a spec file.
pub struct Reference {
    /// Where the `$ref` stands.
    pub pointer: String,
    /// What it says.
    pub target: String,
    /// Whether other keys stand beside it; OpenAPI 3.0 ignores those.
    pub has_siblings: bool,
}

impl Reference {
    /// The file and the JSON pointer that are meant, `None` where the form is not one that the bundler knows.
    pub fn resolve<'a>(&'a self, document: &'a Document) -> Option<(&'a str, &'a str)> {
        let (file, pointer) = self.target.split_once('#')?;
        let file = match file {
            "" => document.name.as_str(),
            COMMON => COMMON,
            _ => return None,
        };
        pointer.starts_with("/components/").then_some((file, pointer))
    }

    /// What the reference points to, where that exists.
    pub fn lookup<'a>(&self, specs: &'a Specs, document: &Document) -> Option<&'a Value> {
        let (file, pointer) = self.resolve(document)?;
        specs.document(file)?.value.pointer(pointer)
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

/// What a value of a bundled document stands for: itself, or what its `$ref` leads to.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}
