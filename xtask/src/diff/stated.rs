//! What schemas state, as pages print it.

use serde_json::Value;

use crate::spec::{Schema, items, text};

/// The values that schemas list. With those that a contract only notes: a bit mask lists its flags, as pages do.
pub fn values(layers: &[Schema], also_noted: bool) -> Vec<String> {
    let list = |layer: &Schema| -> Option<Vec<String>> {
        let schema = layer.value;
        let noted = schema["x-documented-constraints"]["enum"].as_array();
        let noted = noted.filter(|_| also_noted);
        let listed = schema["x-extensible-enum"].as_array().or(schema["enum"].as_array());
        if let Some(values) = listed.or(noted) {
            return Some(values.iter().map(text).collect());
        }
        let flags = schema["x-bit-flags"].as_object().filter(|_| also_noted)?.values();
        // A mask without any flag is one that pages list too.
        Some(flags.map(|flag| text(&flag["value"])).chain(["0".to_owned()]).collect())
    };
    layers.iter().find_map(list).unwrap_or_default()
}

/// The `default`, or the least (`min`) or greatest (`max`) value or length, also where a contract only notes it.
pub fn stated(layers: &[Schema], fact: &str, also_noted: bool) -> Option<String> {
    let keys = ["", "imum", "Length", "Items"].map(|end| format!("{fact}{end}"));
    let within = |schema: &Value| keys.iter().find_map(|key| schema.get(key)).map(text);
    let find = |layer: &Schema| {
        let noted = within(&layer.value["x-documented-constraints"]).filter(|_| also_noted);
        noted.or_else(|| within(layer.value))
    };
    layers.iter().find_map(find)
}

/// Whether a schema is that of an object with a table.
pub fn is_table(schema: &Schema) -> bool {
    !schema.value["properties"].is_null()
}

/// The names that pages give a component, its own where none is noted.
pub fn documented_names<'a>(name: &'a str, schema: &'a Value) -> Vec<&'a str> {
    let names: Vec<&str> = items(&schema["x-documented-names"]).filter_map(Value::as_str).collect();
    if names.is_empty() { vec![name] } else { names }
}

/// The name that a document prints for a component: pages have names of their own, a contract that of the component.
pub fn printed_name<'a>(name: &'a str, schema: &'a Value, is_page: bool) -> &'a str {
    if is_page {
        documented_names(name, schema)[0]
    } else {
        name
    }
}
