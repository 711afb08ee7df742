//! Samples of requests: those in Rust are in the specs, the others are made from the operations.

use anyhow::Result;
use serde_json::{Value, json};

use super::plain;
use crate::spec::{entries, items, method, operations, resolve, text, word};

/// The keyword that reference pages and generators read samples from.
const SAMPLES: &str = "x-codeSamples";

/// Templates of the samples, in the order in which pages show them, Rust after the first: language, label, template.
const LANGUAGES: [(&str, &str, &str); 4] = [
    ("Shell", "curl", "curl.sh"),
    ("Python", "Python", "python.py"),
    ("TypeScript", "TypeScript", "typescript.ts"),
    ("Go", "Go", "go.go"),
];

/// The document with samples in each language. Those of the specs follow the one for curl.
pub fn with_samples(document: &Value) -> Result<Value> {
    let mut whole = document.clone();
    for (pointer, path, operation) in operations(document) {
        let context = json!({ "method": method(&pointer), "url": url(document, path, operation) });
        let mut samples = Vec::new();
        for (language, label, template) in LANGUAGES {
            samples.push(json!({ "lang": language, "label": label, "source": plain::render(template, &context)? }));
        }
        samples.splice(1..1, items(&operation[SAMPLES]).cloned());
        if let Some(Value::Object(operation)) = whole.pointer_mut(&pointer) {
            operation.insert(SAMPLES.to_owned(), Value::Array(samples));
        }
    }
    Ok(whole)
}

/// The URL of a request to the first server. Of the query it has required parameters and those with a closed list of values;
/// others would filter by whatever the example is.
fn url(document: &Value, path: &str, operation: &Value) -> String {
    let server = &document["servers"][0];
    let mut url = format!("{}{path}", word(&server["url"]));
    for (name, variable) in entries(&server["variables"]) {
        url = url.replace(&format!("{{{name}}}"), &text(&variable["default"]));
    }
    let mut query = Vec::new();
    for parameter in items(&operation["parameters"]) {
        let parameter = resolve(document, parameter);
        let is_closed = resolve(document, &parameter["schema"]).get("enum").is_some();
        let (name, example) = (text(&parameter["name"]), encoded(&text(&parameter["example"])));
        match parameter["in"].as_str() {
            Some("path") => url = url.replace(&format!("{{{name}}}"), &example),
            Some("query") if is_closed || parameter["required"] == true => query.push(format!("{name}={example}")),
            _ => {}
        }
    }
    if !query.is_empty() {
        url = format!("{url}?{}", query.join("&"));
    }
    url
}

/// Percent-encoded, so that it can stand in any part of a URL and between quotation marks of any kind.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Every operation and sample on one page. The Rust samples are compiled as documentation tests of the client.
pub fn markdown(document: &Value) -> Result<String> {
    let operations = operations(document).into_iter().map(|(pointer, path, operation)| {
        let samples = items(&operation[SAMPLES]).map(|sample| {
            let fence = match word(&sample["lang"]) {
                "Rust" => "rust,no_run".to_owned(),
                language => language.to_lowercase(),
            };
            json!({ "label": sample["label"], "source": sample["source"], "fence": fence })
        });
        json!({
            "id": operation["operationId"],
            "anchor": word(&operation["operationId"]).to_lowercase(),
            "method": method(&pointer),
            "path": path,
            "action": operation["x-iam-action"],
            "samples": samples.collect::<Vec<_>>(),
        })
    });
    plain::render("samples.md", &json!({ "operations": operations.collect::<Vec<_>>() }))
}
