//! Enumerations that the service may extend.

use heck::ToUpperCamelCase;
use serde_json::Value;

/// Rust variants of a schema with `x-extensible-enum`: name and JSON value of each.
pub fn open_enum_variants(schema: &Value) -> Vec<(String, String)> {
    let values = schema["x-extensible-enum"].as_array().into_iter().flatten();
    let values = values.filter_map(Value::as_str).enumerate();
    let variants = values.map(|(index, value)| {
        let name = schema["x-enum-varnames"][index].as_str();
        let name = name.map_or_else(|| value.to_upper_camel_case(), str::to_owned);
        (name, value.to_owned())
    });
    variants.collect()
}
