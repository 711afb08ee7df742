//! Translation from OpenAPI 3.0 to 3.1, whose schemas are plain JSON Schema of draft 2020-12.

use serde_json::{Map, Value, json};

use crate::spec::{component_name, entries, make_plain, schemas};

/// The dialect of every schema in the document.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A 3.0 document as 3.1. Both accept the same payloads.
pub fn openapi31(document: &Value) -> Value {
    let mut translated = document.clone();
    make_plain(&mut translated);
    if let Some(license) = translated.pointer_mut("/info/license").and_then(Value::as_object_mut) {
        name_license(license);
    }
    let mut whole = Map::new();
    for (key, value) in translated.as_object_mut().into_iter().flat_map(std::mem::take) {
        if key == "openapi" {
            whole.insert(key, json!("3.1.1"));
        } else {
            let is_info = key == "info";
            whole.insert(key, value);
            if is_info {
                whole.insert("jsonSchemaDialect".to_owned(), json!(DIALECT));
            }
        }
    }
    Value::Object(whole)
}

/// 3.1 allows either an SPDX identifier or a URL.
fn name_license(license: &mut Map<String, Value>) {
    if let Some(name) = license.get("name").cloned() {
        license.remove("url");
        license.insert("identifier".to_owned(), name);
    }
}

/// Every type as a file of JSON Schema: names and schemas, which refer to each other by file name.
pub fn schema_files(bundle: &Value) -> Vec<(String, Value)> {
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
