//! Text and payloads as HTML.

use minijinja::{HtmlEscape, Value};

use crate::spec::word;

/// A filter for descriptions, which are plain text with code between backticks.
pub fn prose(text: Option<&str>) -> Value {
    let mut html = String::new();
    for (index, part) in text.unwrap_or_default().split('`').enumerate() {
        let part = HtmlEscape(part);
        html.push_str(&match index % 2 {
            0 => part.to_string(),
            _ => format!("<code>{part}</code>"),
        });
    }
    Value::from_safe_string(html)
}

/// A sample in which the reader's own values can take the place of others: their name, and what stands there now.
///
/// A value is a whole word: the region within a host is no place of its own.
pub fn fillable(source: &str, fills: &[(&str, &serde_json::Value)]) -> String {
    let mut html = HtmlEscape(source).to_string();
    for (name, value) in fills {
        let value = word(value);
        for (before, after) in [("&#x2f;", "&#x2f;"), ("&quot;", "&quot;")] {
            let place = format!("{before}<span data-fill=\"{name}\">{value}</span>{after}");
            html = html.replace(&format!("{before}{value}{after}"), &place);
        }
    }
    html
}

/// JSON with its keys between `<b>`; without the tags it is what serde_json prints.
pub fn payload(value: &serde_json::Value) -> String {
    let mut html = String::new();
    for line in format!("{value:#}").split_inclusive('\n') {
        let (indent, line) = line.split_at(line.len() - line.trim_start().len());
        let (key, rest) = line.split_at(key_length(line).unwrap_or_default());
        html.push_str(indent);
        if !key.is_empty() {
            html.push_str(&format!("<b>{}</b>", HtmlEscape(key)));
        }
        html.push_str(&HtmlEscape(rest).to_string());
    }
    html
}

/// The length of the key that a line begins with, quotation marks included.
fn key_length(line: &str) -> Option<usize> {
    let mut is_escaped = false;
    let mut characters = line.strip_prefix('"')?.char_indices();
    let (end, _) = characters.find(|(_, character)| {
        let is_end = *character == '"' && !is_escaped;
        is_escaped = *character == '\\' && !is_escaped;
        is_end
    })?;
    line.get(end + 2..)?.starts_with(": ").then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn code_stands_between_backticks() {
        assert_eq!(
            prose(Some("a < `b & c`.")).as_str(),
            Some("a &lt; <code>b &amp; c</code>.")
        );
    }

    #[test]
    fn whole_words_are_filled_in() {
        let fills = [("host", &json!("a.b.c")), ("region", &json!("b"))];
        let html = fillable("\"https://a.b.c/x\" \"b\" ab", &fills);
        let expected = "https:&#x2f;&#x2f;<span data-fill=\"host\">a.b.c</span>&#x2f;x&quot; &quot;<span data-fill=\"region\">b</span>&quot; ab";
        assert!(html.ends_with(expected), "{html}");
    }

    #[test]
    fn keys_and_nothing_else_are_marked() {
        let value = json!({ "a": "b\": c", "d \"e": [{}, "\": "], "f": { "<": 1 } });
        let html = payload(&value);
        assert_eq!(html.matches("<b>").count(), 4, "{html}");
        let text = html.replace("<b>", "").replace("</b>", "");
        assert_eq!(text, HtmlEscape(&format!("{value:#}")).to_string());
    }
}
