//! Example payloads: the places that refer to them, and their content.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{
    document::{Document, child},
    reference::component_name,
    specs::Specs,
    walk::operations,
};

/// One entry of an `examples` map.
pub struct Example<'a> {
    /// The spec file that names it.
    pub document: &'a Document,
    /// Where in that file.
    pub pointer: String,
    /// The operation whose success it shows; `None` for errors, which all operations share.
    pub operation: Option<&'a str>,
    /// The HTTP status it comes with.
    pub status: Option<u16>,
    /// The component that describes it.
    pub schema: Option<&'a str>,
    entry: &'a Value,
}

impl<'a> Example<'a> {
    /// The JSON file inside `openapi/`.
    pub fn file(&self) -> Option<&'a str> {
        self.entry["externalValue"].as_str()
    }

    /// Whether it was constructed because no page shows one.
    pub fn is_constructed(&self) -> bool {
        self.entry["x-constructed"] == true
    }

    /// Summary of the example.
    pub fn summary(&self) -> &'a str {
        self.entry["summary"].as_str().unwrap_or_default()
    }

    /// The file's text.
    pub fn text(&self, specs: &Specs) -> Result<String> {
        let file = self
            .file()
            .context("an example is a JSON file named by `externalValue`")?;
        let path = specs.directory.join(file);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))
    }

    /// The payload.
    pub fn payload(&self, specs: &Specs) -> Result<Value> {
        let text = self.text(specs)?;
        serde_json::from_str(&text).with_context(|| format!("{} is not valid JSON", self.file().unwrap_or_default()))
    }
}

/// Every example of every response and request body.
pub fn examples(specs: &Specs) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    for document in &specs.documents {
        for Body {
            pointer,
            operation,
            status,
            content,
        } in bodies(&document.value)
        {
            for (media_type, media) in content.as_object().into_iter().flatten() {
                let pointer = child(&child(&pointer, media_type), "examples");
                for (name, entry) in media["examples"].as_object().into_iter().flatten() {
                    found.push(Example {
                        document,
                        pointer: child(&pointer, name),
                        operation,
                        status: status.or_else(|| entry["x-status"].as_u64()?.try_into().ok()),
                        schema: media["schema"]["$ref"].as_str().and_then(component_name),
                        entry,
                    });
                }
            }
        }
    }
    found
}

/// Every media type of every response and request body: pointer and value.
pub fn media_types(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for Body { pointer, content, .. } in bodies(document) {
        for (media_type, media) in content.as_object().into_iter().flatten() {
            found.push((child(&pointer, media_type), media));
        }
    }
    found
}

/// The `content` of a response or a request body.
struct Body<'a> {
    pointer: String,
    operation: Option<&'a str>,
    status: Option<u16>,
    content: &'a Value,
}

fn bodies(document: &Value) -> Vec<Body<'_>> {
    let mut found = Vec::new();
    let mut add = |pointer: String, holder, operation, status| {
        let holder: &Value = holder;
        if let Some(content) = holder.get("content") {
            found.push(Body {
                pointer: child(&pointer, "content"),
                operation,
                status,
                content,
            });
        }
    };
    for (pointer, _, operation) in operations(document) {
        let id = operation["operationId"].as_str();
        add(child(&pointer, "requestBody"), &operation["requestBody"], id, None);
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            let pointer = child(&child(&pointer, "responses"), status);
            add(pointer, response, id, status.parse().ok());
        }
    }
    for (name, response) in document["components"]["responses"].as_object().into_iter().flatten() {
        add(child("/components/responses", name), response, None, None);
    }
    found
}
