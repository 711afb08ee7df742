//! Shapes that stand for values, and names that are safe to show: nothing here identifies an account.

use jiff::Timestamp;
use regex_lite::Regex;
use serde_json::Value;

/// Shape of a value, such as `string (32 hex)`.
pub(super) fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(number) => {
            let text = number.to_string();
            let sign = if text.starts_with('-') { "negative, " } else { "" };
            let whole = text.trim_start_matches('-').split(['.', 'e']).next();
            let digits = counted(whole.map_or(0, str::len), "digit");
            format!("{} ({sign}{digits})", type_name(value))
        }
        Value::String(text) => string_shape(text),
        Value::Array(elements) => match elements.first() {
            None => "array (empty)".to_owned(),
            Some(first) => format!("array ({} of {})", elements.len(), type_name(first)),
        },
        Value::Object(fields) => format!("object ({})", counted(fields.len(), "key")),
    }
}

/// JSON type of a value; whole numbers are integers.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn string_shape(text: &str) -> String {
    let length = text.chars().count();
    let is_json = || matches!(serde_json::from_str(text), Ok(Value::Object(_) | Value::Array(_)));
    let shape = match text {
        "" => "empty".to_owned(),
        _ if matches(r"^\d+$", text) => counted(length, "digit"),
        _ if matches("^[0-9A-Fa-f]{8,}$", text) => format!("{length} hex"),
        _ if matches("^[0-9A-Fa-f-]{36}$", text) => "uuid".to_owned(),
        _ if text.parse::<Timestamp>().is_ok() => "date-time".to_owned(),
        _ if text.contains("://") => format!("url, {length} characters"),
        _ if is_json() => format!("JSON, {length} characters"),
        _ if text.chars().all(char::is_alphabetic) => counted(length, "letter"),
        _ => counted(length, "character"),
    };
    format!("string ({shape})")
}

/// Whether an unknown field name looks like one of the service, letters with few digits, rather than one of an account.
pub(super) fn is_service_name(name: &str) -> bool {
    matches("^[A-Za-z][0-9A-Za-z_]{0,79}$", name) && !has_id(name)
}

/// Whether a key of an open map belongs to the service: it starts with `os.modelarts`.
pub(super) fn is_service_key(key: &str) -> bool {
    matches(r"^os\.modelarts[0-9A-Za-z._/-]{0,68}$", key) && !has_id(key)
}

/// Whether part of a name looks like an ID: four digits, or eight hexadecimal digits of which one is decimal.
fn has_id(name: &str) -> bool {
    let mut words = name.split(|character: char| !character.is_ascii_hexdigit());
    words.any(|word| matches(r"\d{4}", word) || word.len() >= 8 && matches(r"\d", word))
}

/// Whether an error code has the usual form, letters and digits such as `ModelArts.0104`.
pub(super) fn is_error_code(code: &str) -> bool {
    matches(r"^([A-Za-z]{0,16}\.)?\d{1,8}$", code)
}

/// Whether a text matches a regular expression.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_error_code, is_service_key, is_service_name, shape};

    #[test]
    fn shapes_show_no_values() {
        for (value, expected) in [
            (json!(null), "null"),
            (json!(true), "boolean"),
            (json!(15), "integer (2 digits)"),
            (json!(-1), "integer (negative, 1 digit)"),
            (json!(12.5), "number (2 digits)"),
            (json!(""), "string (empty)"),
            (json!("0123"), "string (4 digits)"),
            (json!("0a1b2c3d4e5f60718293a4b5c6d7e8f9"), "string (32 hex)"),
            (json!("7d1c8b7e-2f0c-4c52-9c6d-1d2c3b4a5f60"), "string (uuid)"),
            (json!("2025-11-01T03:49:41Z"), "string (date-time)"),
            (json!("https://example.com/x"), "string (url, 21 characters)"),
            (json!("{\"id\":1}"), "string (JSON, 8 characters)"),
            (json!("Running"), "string (7 letters)"),
            (json!("a b"), "string (3 characters)"),
            (json!([]), "array (empty)"),
            (json!([{}, 1]), "array (2 of object)"),
            (json!({"secret": 1}), "object (1 key)"),
        ] {
            assert_eq!(shape(&value), expected);
        }
    }

    #[test]
    fn only_names_of_the_service_are_shown() {
        let check = |is_shown: fn(&str) -> bool, shown: &str, masked: &str| {
            assert!(shown.split('|').all(is_shown), "{shown}");
            assert!(!masked.split('|').any(is_shown), "{masked}");
        };
        let names = "|acme-corp|a b|user@example|build20261120|0a1b|deadbeef00|名前";
        check(is_service_name, "phase|maxCount|used_quota|ipv6|h264", names);
        let keys = "team|os.modelarts/0a1b2c3d4e5f|os.modelarts/a b|kubernetes.io/acme";
        check(
            is_service_key,
            "os.modelarts/tenant.domain.id|os.modelarts.pool/biz",
            keys,
        );
        let codes = "secret|a.b.1||x.123456789";
        check(is_error_code, "ModelArts.0104|APIG.0308|50015001", codes);
    }
}
