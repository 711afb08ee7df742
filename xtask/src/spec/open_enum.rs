//! Rust names of the values of an open enumeration.

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::walk::items;

/// The Rust variants of an `x-extensible-enum` schema: name and wire value.
pub fn open_enum_variants(schema: &Value) -> Vec<(String, String)> {
    let names = schema["x-enum-varnames"].as_array();
    let values = items(&schema["x-extensible-enum"]);
    let values = values.filter_map(Value::as_str).enumerate();
    let variants = values.map(|(index, value)| {
        let name = names.and_then(|names| names.get(index)).and_then(Value::as_str);
        (
            name.map_or_else(|| value.to_upper_camel_case(), str::to_owned),
            value.to_owned(),
        )
    });
    variants.collect()
}
