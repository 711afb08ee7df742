//! Every type as a file of JSON Schema, draft 2020-12.

use serde_json::{Value, json};

use super::openapi31::{DIALECT, openapi31};
use crate::spec::{component_name, entries, schemas};

/// File names and schemas. They refer to each other by file name.
pub fn files(bundle: &Value) -> Vec<(String, Value)> {
    let mut document = openapi31(bundle);
    for (pointer, schema) in schemas(&document.clone()) {
        let Some(Value::Object(own)) = document.pointer_mut(&pointer) else {
            continue;
        };
        own.retain(|key, _| !key.starts_with("x-"));
        if let Some(name) = schema["$ref"].as_str().and_then(component_name) {
            own.insert("$ref".to_owned(), format!("{name}.json").into());
        }
        if let Some(values) = schema.get("x-extensible-enum") {
            own.insert("examples".to_owned(), values.clone());
        }
    }
    let file = |(name, schema): (&str, &Value)| {
        let mut whole = json!({ "$schema": DIALECT, "$id": format!("{name}.json"), "title": name });
        whole.as_object_mut().into_iter().for_each(|whole| {
            whole.extend(entries(schema).map(|(key, value)| (key.to_owned(), value.clone())));
        });
        (format!("{name}.json"), whole)
    };
    entries(&document["components"]["schemas"]).map(file).collect()
}
