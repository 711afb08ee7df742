//! Path of the value in a JSON text at which decoding failed.
//!
//! An error of serde_json knows its line and column. The path is read from the text before it, so that decoding need not
//! keep track of the path, nor be compiled a second time to do so.

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
    let mut path: Vec<Step> = Vec::new();
    let mut rest = text;
    let mut expects_key = false;
    while let Some(at) = rest.find(['{', '}', '[', ']', ',', ':', '"']) {
        let (token, after) = rest.split_at(at).1.split_at(1);
        rest = after;
        match (token, path.last_mut()) {
            ("{", _) => path.push(Step::Key(String::new())),
            ("[", _) => path.push(Step::Index(0)),
            ("}" | "]", _) => drop(path.pop()),
            (",", Some(Step::Index(index))) => *index += 1,
            (",", Some(Step::Key(key))) => key.clear(),
            ("\"", last) => {
                let Some((string, after)) = split_string(rest) else {
                    break;
                };
                rest = after;
                if expects_key && let Some(Step::Key(key)) = last {
                    // It may contain escapes.
                    *key = serde_json::from_str(&format!("\"{string}\"")).unwrap_or_default();
                }
            }
            _ => {}
        }
        expects_key = matches!(token, "{" | ",") && matches!(path.last(), Some(Step::Key(_)));
    }
    let steps = path.iter().filter_map(|step| match step {
        Step::Key(key) => (!key.is_empty()).then(|| format!(".{key}")),
        Step::Index(index) => Some(format!("[{index}]")),
    });
    let path: String = steps.collect();
    match path.strip_prefix('.').unwrap_or(&path) {
        "" => ".".to_owned(),
        path => path.to_owned(),
    }
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
