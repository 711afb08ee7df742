//! JSON values as YAML that every version of YAML reads as the same values.

use anyhow::{Context, Result};
use saphyr::{Mapping, Scalar, Yaml, YamlEmitter};
use serde_json::Value;

/// A value as YAML, with a final newline.
pub fn print(value: &Value) -> Result<String> {
    let mut text = String::new();
    let mut emitter = YamlEmitter::new(&mut text);
    // Unquoted times, `no` and `0x1` are not strings in YAML 1.1.
    emitter.quoted_value(true);
    emitter
        .dump(&to_yaml(value))
        .context("cannot write the bundle as YAML")?;
    Ok(text.trim_start_matches("---\n").trim_end().to_owned() + "\n")
}

fn to_yaml(value: &Value) -> Yaml<'_> {
    match value {
        Value::Null => Yaml::Value(Scalar::Null),
        Value::Bool(flag) => Yaml::Value(Scalar::Boolean(*flag)),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Yaml::Value(Scalar::Integer(integer)),
            None => Yaml::Value(Scalar::FloatingPoint(number.as_f64().unwrap_or_default().into())),
        },
        Value::String(text) => Yaml::Value(Scalar::String(text.as_str().into())),
        Value::Array(items) => Yaml::Sequence(items.iter().map(to_yaml).collect()),
        Value::Object(object) => {
            let entries = object.iter();
            let entries =
                entries.map(|(key, value)| (Yaml::Value(Scalar::String(key.as_str().into())), to_yaml(value)));
            Yaml::Mapping(entries.collect::<Mapping>())
        }
    }
}
