//! What the references of a document lead to.

use serde_json::Value;

/// The component that a schema refers to, also where `allOf` stands around the reference.
pub fn target<'a>(document: &'a Value, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let reference = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"))?;
    let name = reference.as_str()?.strip_prefix("#/components/schemas/")?;
    Some((name, document["components"]["schemas"].get(name)?))
}

/// The names that pages give a component, its own where none is noted.
pub fn documented_names<'a>(name: &'a str, schema: &'a Value) -> Vec<&'a str> {
    let names = schema["x-documented-names"].as_array().into_iter().flatten();
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    if names.is_empty() { vec![name] } else { names }
}

/// Where a value of a document stands, or what its `$ref` leads to.
pub fn resolved_pointer(value: &Value, pointer: String) -> String {
    let target = value["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.map_or(pointer, str::to_owned)
}
