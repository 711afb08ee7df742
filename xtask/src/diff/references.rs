//! What the references of a document lead to.

use serde_json::Value;

use crate::spec::{target, target_component};

/// The name and the schema of the component that a schema refers to.
pub fn component_of<'a>(document: &'a Value, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let name = target_component(schema)?;
    Some((name, document["components"]["schemas"].get(name)?))
}

/// The names that pages give a component, its own where none is noted.
pub fn documented_names<'a>(name: &'a str, schema: &'a Value) -> Vec<&'a str> {
    let names = schema["x-documented-names"].as_array().into_iter().flatten();
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    if names.is_empty() { vec![name] } else { names }
}

/// The name that a document prints for a component: pages have names of their own, a contract that of the component.
pub fn printed_name<'a>(document: &Value, name: &'a str, schema: &'a Value) -> &'a str {
    let is_page = !document["info"]["x-form"].is_null();
    if is_page {
        documented_names(name, schema)[0]
    } else {
        name
    }
}

/// Where a value of a document stands, or what its `$ref` leads to.
pub fn resolved_pointer(value: &Value, pointer: String) -> String {
    target(value).map_or(pointer, str::to_owned)
}
