//! Evidence on statements of the documentation that the specs correct.

use serde_json::Value;

use super::mask::type_name;
use crate::specs::{Deviation, Schema, strings};

/// Whether a value, `None` if absent, confirms the specs or refutes them in favour of the documentation.
///
/// Returns `None` if it does neither. Only statements on types, their fields and values, presence and required fields can
/// be decided, not, for example, those on the meaning of a field.
pub(super) fn confirms(deviation: &Deviation<'_>, schema: &Schema<'_>, value: Option<&Value>) -> Option<bool> {
    let decide = |aspect: &&str| match (*aspect, value, &*deviation.quoted) {
        ("required", None, _) => Some(true),
        // The specs add a field to the documentation, or remove those that the deviation quotes from it.
        ("presence", Some(value), []) => (!value.is_null()).then_some(true),
        ("presence", Some(value), removed) => Some(removed.iter().all(|name| value.get(name).is_none())),
        ("type", Some(value), _) => has_type(schema, value),
        ("table", Some(Value::Object(fields)), _) => {
            let mut known = schema.properties();
            known.any(|(name, _)| fields.contains_key(name)).then_some(true)
        }
        ("values", Some(value), listed) => lists(schema, listed, value).then_some(true),
        _ => None,
    };
    deviation.aspects.iter().find_map(decide)
}

/// Whether a value is one that the specs list, and the documentation does not.
fn lists(schema: &Schema<'_>, documented: &[&str], value: &Value) -> bool {
    match (value.as_str(), value.as_i64(), schema.known_bits()) {
        (Some(text), ..) => strings(schema.keyword("x-extensible-enum")).contains(&text) && !documented.contains(&text),
        (_, Some(bits), Some(known)) => {
            let documented = documented.iter().filter_map(|flag| flag.parse::<i64>().ok());
            bits & documented.fold(known, |known, flag| known & !flag) != 0
        }
        _ => false,
    }
}

/// Documented types differ from the specs in being null, or else in their JSON type; of several types, the specs list
/// the usual one first. Objects are no evidence: they differ in their fields.
fn has_type(schema: &Schema<'_>, value: &Value) -> Option<bool> {
    let usual = schema.keyword("anyOf").pointer("/0/type").and_then(Value::as_str);
    match usual.unwrap_or(schema.type_name()) {
        "" | "object" => None,
        _ if schema.is_nullable => value.is_null().then_some(true),
        _ if value.is_null() => None,
        // Pages say that it is a string, and so it is, mostly.
        "string" if usual.is_some() => (!value.is_string()).then_some(true),
        usual => Some(usual == type_name(value)),
    }
}
