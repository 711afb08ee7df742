//! Example payloads, as they are shown.

use serde::Serialize;
use serde_json::Value;

use super::prose::escaped;

/// One payload with what it shows.
#[derive(Serialize)]
pub struct Example {
    /// Where the page has it.
    pub id: String,
    /// What it is an example of.
    pub summary: String,
    /// Whether no page shows it.
    pub constructed: bool,
    /// The status it comes with, where the response does not say.
    pub status: Option<u64>,
    /// JSON, with its keys marked.
    pub html: minijinja::Value,
}

/// The examples of a response.
pub fn of_response(owner: &str, response: &Value) -> Vec<Example> {
    let entries = response["content"]["application/json"]["examples"].as_object();
    let entries = entries.into_iter().flatten();
    entries
        .map(|(name, entry)| {
            let mut html = String::new();
            print(&entry["value"], 0, &mut html);
            Example {
                id: format!("{owner}.example.{name}"),
                summary: entry["summary"].as_str().unwrap_or(name).to_owned(),
                constructed: entry["x-constructed"] == true,
                status: entry["x-status"].as_u64(),
                html: minijinja::Value::from_safe_string(html),
            }
        })
        .collect()
}

/// JSON with keys between `<b>`; without the tags it is what serde_json prints.
fn print(value: &Value, depth: usize, html: &mut String) {
    let (open, close, count) = match value {
        Value::Object(object) => ('{', '}', object.len()),
        Value::Array(items) => ('[', ']', items.len()),
        scalar => {
            html.push_str(&escaped(&scalar.to_string()));
            return;
        }
    };
    html.push(open);
    let mut separator = "\n";
    let mut entry = |html: &mut String| {
        html.push_str(separator);
        html.push_str(&"  ".repeat(depth + 1));
        separator = ",\n";
    };
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                entry(html);
                html.push_str(&format!("<b>{}</b>: ", escaped(&Value::from(key.as_str()).to_string())));
                print(value, depth + 1, html);
            }
        }
        Value::Array(items) => {
            for value in items {
                entry(html);
                print(value, depth + 1, html);
            }
        }
        _ => {}
    }
    if count > 0 {
        html.push('\n');
        html.push_str(&"  ".repeat(depth));
    }
    html.push(close);
}
