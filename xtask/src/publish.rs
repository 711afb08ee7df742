//! The bundle in the forms in which it is published.

use anyhow::{Context, Result};
use saphyr::{Mapping, Scalar, Yaml, YamlEmitter};
use serde_json::Value;

use crate::{artefact::Artefact, spec::Bundle};

/// The folder of published files. Files here that no run makes are removed.
pub const DIST: &str = "openapi/dist";

/// A copy that goes into the command's package, for `modelarts verify`.
const IN_COMMAND: &str = "crates/modelarts-cli/src/generated/modelarts.openapi.json";

/// `modelarts.openapi.json` and the same document as YAML.
pub fn artefacts(bundle: &Bundle) -> Result<Vec<Artefact>> {
    let json = serde_json::to_string_pretty(&bundle.value)? + "\n";
    let yaml = format!(
        "# Made by `cargo xtask generate` from openapi/*.yaml. Do not edit.\n{}",
        yaml(&bundle.value)?
    );
    Ok(vec![
        Artefact {
            path: IN_COMMAND.into(),
            content: json.clone(),
        },
        Artefact {
            path: format!("{DIST}/modelarts.openapi.json").into(),
            content: json,
        },
        Artefact {
            path: format!("{DIST}/modelarts.openapi.yaml").into(),
            content: yaml,
        },
    ])
}

fn yaml(value: &Value) -> Result<String> {
    let mut text = String::new();
    let mut emitter = YamlEmitter::new(&mut text);
    // Readers of YAML 1.1 take unquoted times, `no` and `0x1` for something other than strings.
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
