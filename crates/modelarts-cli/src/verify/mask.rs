//! Shapes that stand for values, and names that are safe to show: nothing here identifies an account.

use jiff::Timestamp;
use serde_json::{Number, Value};

/// Longest field name shown, twice the longest known one.
const LONGEST_NAME: usize = 80;
/// Digits in a row that make a number rather than part of a name.
const DIGITS: usize = 4;
/// Hexadecimal digits in a row, at least one of them decimal, that make an ID.
const HEX: usize = 8;

/// Shape of a value, such as `string (32 hex)`.
pub(super) fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(number) => number_shape(number),
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

fn number_shape(number: &Number) -> String {
    let text = number.to_string();
    let digits = text
        .trim_start_matches('-')
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let name = if number.is_f64() { "number" } else { "integer" };
    let sign = if text.starts_with('-') { "negative, " } else { "" };
    format!("{name} ({sign}{})", counted(digits, "digit"))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn string_shape(text: &str) -> String {
    let length = text.chars().count();
    let all = |test: fn(char) -> bool| text.chars().all(test);
    let shape = if text.is_empty() {
        "empty".to_owned()
    } else if all(|character| character.is_ascii_digit()) {
        counted(length, "digit")
    } else if length >= HEX && all(|character| character.is_ascii_hexdigit()) {
        format!("{length} hex")
    } else if length == 36 && all(|character| character.is_ascii_hexdigit() || character == '-') {
        "uuid".to_owned()
    } else if text.parse::<Timestamp>().is_ok() {
        "date-time".to_owned()
    } else if text.contains("://") {
        format!("url, {length} characters")
    } else if matches!(serde_json::from_str(text), Ok(Value::Object(_) | Value::Array(_))) {
        format!("JSON, {length} characters")
    } else if all(char::is_alphabetic) {
        counted(length, "letter")
    } else {
        counted(length, "character")
    };
    format!("string ({shape})")
}

/// Whether an unknown field name looks like one of the service, letters with few digits, rather than one of an account.
pub(super) fn is_service_name(name: &str) -> bool {
    let first = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic());
    first
        && is_word(name)
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether a key of an open map belongs to the service: it starts with `os.modelarts`.
pub(super) fn is_service_key(key: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "._/-".contains(character);
    key.starts_with("os.modelarts") && is_word(key) && key.chars().all(allowed)
}

/// Whether nothing in the name looks like an ID.
fn is_word(name: &str) -> bool {
    let longest = |test: fn(&u8) -> bool| name.as_bytes().split(|byte| !test(byte)).map(<[u8]>::len).max();
    let hex = |run: &[u8]| run.len() >= HEX && run.iter().any(u8::is_ascii_digit);
    name.len() <= LONGEST_NAME
        && longest(u8::is_ascii_digit).unwrap_or_default() < DIGITS
        && !name.as_bytes().split(|byte| !byte.is_ascii_hexdigit()).any(hex)
}

/// Whether an error code has the usual form, letters and digits such as `ModelArts.0104`.
pub(super) fn is_error_code(code: &str) -> bool {
    let (prefix, digits) = code.split_once('.').unwrap_or(("", code));
    let letters = prefix.len() <= 16 && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters && (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
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
        for name in ["phase", "maxCount", "used_quota", "ipv6", "h264"] {
            assert!(is_service_name(name), "{name}");
        }
        for name in [
            "",
            "acme-corp",
            "a b",
            "user@example",
            "build20261120",
            "0a1b",
            "deadbeef00",
            "名前",
        ] {
            assert!(!is_service_name(name), "{name}");
        }
        assert!(is_service_key("os.modelarts/tenant.domain.id"));
        assert!(is_service_key("os.modelarts.pool/biz"));
        for key in [
            "team",
            "os.modelarts/0a1b2c3d4e5f",
            "os.modelarts/a b",
            "kubernetes.io/acme",
        ] {
            assert!(!is_service_key(key), "{key}");
        }
    }

    #[test]
    fn only_error_codes_are_shown() {
        assert!(is_error_code("ModelArts.0104") && is_error_code("APIG.0308") && is_error_code("50015001"));
        assert!(
            !is_error_code("secret") && !is_error_code("a.b.1") && !is_error_code("") && !is_error_code("x.123456789")
        );
    }
}
