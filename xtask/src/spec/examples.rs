//! Example payloads: the places that refer to them, and their content.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{
    document::{Document, child},
    reference::component_name,
    specs::Specs,
    walk::{entries, operations, word},
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
        word(&self.entry["summary"])
    }

    /// The payload.
    pub fn payload(&self, specs: &Specs) -> Result<Value> {
        specs.payload(
            self.file()
                .context("an example is a JSON file named by `externalValue`")?,
        )
    }
}

/// Every example of every response and request body.
pub fn examples(specs: &Specs) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    for document in &specs.documents {
        let mut add = |pointer: String, holder, operation, status: Option<u16>| {
            let holder: &Value = holder;
            for (media_type, media) in entries(&holder["content"]) {
                let pointer = child(&child(&child(&pointer, "content"), media_type), "examples");
                found.extend(entries(&media["examples"]).map(|(name, entry)| Example {
                    document,
                    pointer: child(&pointer, name),
                    operation,
                    status: status.or_else(|| entry["x-status"].as_u64()?.try_into().ok()),
                    schema: media["schema"]["$ref"].as_str().and_then(component_name),
                    entry,
                }));
            }
        };
        for (pointer, _, operation) in operations(&document.value) {
            let id = operation["operationId"].as_str();
            add(child(&pointer, "requestBody"), &operation["requestBody"], id, None);
            for (status, response) in entries(&operation["responses"]) {
                let pointer = child(&child(&pointer, "responses"), status);
                add(pointer, response, id, status.parse().ok());
            }
        }
        for (name, response) in entries(&document.value["components"]["responses"]) {
            add(child("/components/responses", name), response, None, None);
        }
    }
    found
}
