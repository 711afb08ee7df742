//! Path of the value in a JSON text at which decoding failed.
//!
//! An error of serde_json knows its line and column. The path is read from the text before it, so that decoding need not
//! keep track of the path, nor be compiled a second time to do so.

use std::fmt::Write;

use serde_json::error::Category;

/// The path at which `error` occurred in `text`, such as `items[0].metadata.name`; a single dot is the root.
pub(super) fn of(error: &serde_json::Error, text: &str) -> String {
    let lines_before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let mut end = lines_before.map(str::len).sum::<usize>() + error.column();
    if error.classify() == Category::Syntax {
        // The column of a syntax error is just behind the unexpected character.
        end = end.saturating_sub(1);
    }
    let before = (0..=end).rev().find_map(|end| text.get(..end));
    at_end(before.unwrap_or_default())
}

/// The path of the value in which `text` ends, which is the beginning of a JSON text.
pub(super) fn at_end(text: &str) -> String {
    let mut path = Vec::new();
    let mut rest = text;
    let mut expects_key = false;
    while let Some(at) = rest.find(['{', '}', '[', ']', ',', ':', '"']) {
        let (token, after) = rest.split_at(at).1.split_at(1);
        rest = after;
        match token {
            "{" => path.push(Step::Key(String::new())),
            "[" => path.push(Step::Index(0)),
            "}" | "]" => drop(path.pop()),
            "," => match path.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(key)) => key.clear(),
                None => {}
            },
            "\"" => {
                let Some((string, after)) = split_string(rest) else {
                    break;
                };
                rest = after;
                if expects_key && let Some(Step::Key(key)) = path.last_mut() {
                    // It may contain escapes.
                    *key = serde_json::from_str(&format!("\"{string}\"")).unwrap_or_default();
                }
            }
            _ => {}
        }
        expects_key = matches!(token, "{" | ",") && matches!(path.last(), Some(Step::Key(_)));
    }
    to_string(&path)
}

/// A step from a value into one of its children.
enum Step {
    /// By key, which is empty until it has been read.
    Key(String),
    Index(usize),
}

/// Splits the text after an opening quotation mark into the string and the text after the closing one.
fn split_string(text: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    let end = text.find(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    })?;
    let (string, after) = text.split_at(end);
    Some((string, after.split_at(1).1))
}

fn to_string(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        // Writing to a string does not fail.
        let _ = match step {
            Step::Key(key) if key.is_empty() => Ok(()),
            Step::Key(key) if text.is_empty() => text.write_str(key),
            Step::Key(key) => write!(text, ".{key}"),
            Step::Index(index) => write!(text, "[{index}]"),
        };
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::at_end;

    #[test]
    fn the_path_is_that_of_the_last_value_that_began() {
        for (text, path) in [
            ("", "."),
            ("{", "."),
            (r#"{"a"#, "."),
            (r#"{"a": "#, "a"),
            (r#"{"a": 1, "#, "."),
            (r#"{"a": {"b": [], "c": [1, "#, "a.c[1]"),
            (r#"[{}, "a\"],", {"b\u0021\"": tr"#, "[2].b!\""),
        ] {
            assert_eq!(at_end(text), path, "{text}");
        }
    }
}
