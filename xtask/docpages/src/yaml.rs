//! YAML that people read and compare.
//!
//! Block style, with short lists of scalars and small maps on one line. A string is quoted wherever a reader of YAML 1.1
//! or 1.2 could take it for something else.

use std::fmt::Write;

use serde_json::Value;

/// The width up to which a list or a map stays on one line.
const WIDTH: usize = 110;
/// YAML allows no longer key without the mark of an explicit one.
const LONGEST_KEY: usize = 1000;

/// Renders a value as a YAML document.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

/// Writes a value whose first line is begun and indented.
fn block(value: &Value, indent: usize, out: &mut String) {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (index, (key, value)) in map.iter().enumerate() {
                let mut key = scalar(key, false);
                if key.len() > LONGEST_KEY {
                    key = format!("? {key}\n{margin}");
                }
                let _ = write!(out, "{}{key}:", if index > 0 { &margin } else { "" });
                if let Some(lines) = literal(value) {
                    let _ = writeln!(out, " |");
                    for line in lines {
                        let indent = if line.is_empty() { 0 } else { indent + 2 };
                        let _ = writeln!(out, "{:indent$}{line}", "");
                    }
                } else if fits(value, indent + key.chars().count() + 2) {
                    let _ = writeln!(out, " {}", line(value));
                } else {
                    let _ = write!(out, "\n{margin}  ");
                    block(value, indent + 2, out);
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                let _ = write!(out, "{}- ", if index > 0 { &margin } else { "" });
                if fits(item, indent + 2) {
                    let _ = writeln!(out, "{}", line(item));
                } else {
                    block(item, indent + 2, out);
                }
            }
        }
        value => {
            let _ = writeln!(out, "{}", line(value));
        }
    }
}

/// The lines of a text that stands as it is, below its key.
fn literal(value: &Value) -> Option<impl Iterator<Item = &str>> {
    let lines = value.as_str()?.strip_suffix('\n')?;
    let is_plain = |line: &str| line.chars().all(is_printable) && line.trim_end() == line;
    let is_literal = lines.contains('\n') && !lines.ends_with('\n') && !lines.starts_with([' ', '\n']);
    (is_literal && lines.split('\n').all(is_plain)).then(|| lines.split('\n'))
}

fn line(value: &Value) -> String {
    value.as_str().map_or_else(|| flow(value), |text| scalar(text, false))
}

/// Whether a value is to stand on one line.
fn fits(value: &Value, column: usize) -> bool {
    is_scalar(value) || reads_on_one_line(value, 0) && column + flow(value).chars().count() <= WIDTH
}

fn reads_on_one_line(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(items) => match items.as_slice() {
            [Value::Object(only)] if only.len() == 1 => reads_on_one_line(&Value::Object(only.clone()), depth + 1),
            items => items.iter().all(is_scalar),
        },
        Value::Object(map) => {
            depth < 3
                && (map.is_empty() || map.values().any(is_scalar) || depth > 0 && map.len() == 1)
                && map.len() <= 6
                && map.values().all(|value| reads_on_one_line(value, depth + 1))
        }
        _ => true,
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text, true),
        Value::Number(number) => {
            // YAML 1.1 takes `1e30` for a word.
            let text = number.to_string();
            match text.split_once('e') {
                Some((head, exponent)) if !head.contains('.') => format!("{head}.0e{exponent}"),
                _ => text,
            }
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar(key, true), flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A string in the plainest style that is certain to be read back as this string.
fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        text.to_owned()
    } else if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        let mut quoted = String::from("\"");
        for c in text.chars() {
            let _ = match c {
                '"' | '\\' => write!(quoted, "\\{c}"),
                '\n' => write!(quoted, "\\n"),
                c if is_printable(c) => write!(quoted, "{c}"),
                c if u32::from(c) > 0xffff => write!(quoted, "\\U{:08X}", u32::from(c)),
                c => write!(quoted, "\\u{:04X}", u32::from(c)),
            };
        }
        quoted + "\""
    }
}

/// Whether single quotes may hold a character. Line breaks would fold.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    let begins_well = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '/' | '$' | '('));
    let is_safe = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '_' | '-' | '.' | '/' | ':' | '$' | '(' | ')' | '\'' | '+' | '=' | '<' | '>' | ';'
            )
            || (!in_flow && matches!(c, '{' | '}' | '[' | ']' | ','))
    };
    begins_well
        && text.chars().all(is_safe)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && (!in_flow || !text.contains(':'))
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
