//! Samples of requests: those in Rust are in the specs, those for curl are made from the operations.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::spec::{operations, resolve};

/// The keyword that reference pages and generators read samples from.
const SAMPLES: &str = "x-codeSamples";

/// The document with a sample for curl before those of the specs.
pub fn with_curl(document: &Value) -> Value {
    let mut whole = document.clone();
    for (pointer, path, operation) in operations(document) {
        let mut samples = vec![json!({
            "lang": "Shell",
            "label": "curl, with a token of the project in TOKEN",
            "source": curl(document, &pointer, path, operation),
        })];
        samples.extend(operation[SAMPLES].as_array().into_iter().flatten().cloned());
        if let Some(Value::Object(operation)) = whole.pointer_mut(&pointer) {
            operation.insert(SAMPLES.to_owned(), Value::Array(samples));
        }
    }
    whole
}

/// A request with curl.
///
/// It uses a token, because curl does not support SDK-HMAC-SHA256. Of the query it has required parameters and those with a
/// closed list of values; others would filter by whatever the example is.
fn curl(document: &Value, pointer: &str, path: &str, operation: &Value) -> String {
    let mut url = base_url(document) + path;
    let mut query = String::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter);
        let name = parameter["name"].as_str().unwrap_or_default();
        let example = plain(&parameter["example"]);
        match parameter["in"].as_str() {
            Some("path") => url = url.replace(&format!("{{{name}}}"), &example),
            Some("query") if is_closed(document, parameter) || parameter["required"] == true => {
                let pair = quoted(&format!("{name}={example}"));
                let _ = write!(query, " \\\n  --data-urlencode {pair}");
            }
            _ => {}
        }
    }
    let method = pointer.rsplit('/').next().unwrap_or_default().to_uppercase();
    let method = if method == "GET" {
        String::new()
    } else {
        format!(" --request {method}")
    };
    let get = if query.is_empty() { "" } else { " --get" };
    let url = quoted(&url);
    format!("curl --fail-with-body{method}{get} \\\n  {url} \\\n  --header \"X-Auth-Token: $TOKEN\"{query}\n")
}

/// The URL of the first server, with the defaults of its variables.
fn base_url(document: &Value) -> String {
    let server = &document["servers"][0];
    let mut url = server["url"].as_str().unwrap_or_default().to_owned();
    for (name, variable) in server["variables"].as_object().into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &plain(&variable["default"]));
    }
    url
}

fn is_closed(document: &Value, parameter: &Value) -> bool {
    resolve(document, &parameter["schema"]).get("enum").is_some()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One word of a shell command.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Every operation and sample on one page. The Rust samples are compiled as documentation tests of the client.
pub fn markdown(document: &Value) -> String {
    let mut text = "<!-- Made by `cargo xtask generate` from openapi/*.yaml. Do not edit. -->\n# Operations\n\n\
                    | operation | request | action that an identity policy must allow |\n|---|---|---|\n"
        .to_owned();
    for (pointer, path, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let method = pointer.rsplit('/').next().unwrap_or_default().to_uppercase();
        let action = operation["x-iam-action"].as_str();
        let action = action.map_or_else(|| "none".to_owned(), |action| format!("`{action}`"));
        let anchor = id.to_lowercase();
        let _ = writeln!(text, "| [{id}](#{anchor}) | `{method} {path}` | {action} |");
    }
    text.push_str(
        "\ncurl cannot sign a request with an access key, so it sends a token of the project. The crate signs with\n\
                    the keys that it finds in the environment or in a profile, or sends a token too.\n",
    );
    for (_, _, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let _ = write!(text, "\n## {id}\n");
        for sample in operation[SAMPLES].as_array().into_iter().flatten() {
            let fence = match sample["lang"].as_str() {
                Some("Rust") => "rust,no_run",
                _ => "sh",
            };
            let source = sample["source"].as_str().unwrap_or_default();
            let label = sample["label"].as_str().unwrap_or_default();
            let _ = write!(text, "\n{label}:\n\n```{fence}\n{source}```\n");
        }
    }
    text
}
