//! The failures that pages show: further examples of the responses that all operations share.

use std::path::Path;

use anyhow::{Context, Result};
use docpages::to_yaml;
use heck::ToSnakeCase;
use serde_json::{Value, json};

use super::{
    contract::{Payloads, numbered},
    page::Page,
};
use crate::spec::{COMMON, Document, child, entries, media, word};

/// Responses of the common document that are for one status.
const OF_ONE_STATUS: [(&str, &str); 5] = [
    ("400", "BadRequest"),
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("500", "InternalError"),
];

/// An example of a shared response.
#[derive(Clone)]
pub(super) struct Failure {
    pub response: String,
    /// Its name among the examples of the response.
    pub name: String,
    /// Its entry there.
    pub entry: Value,
    pub payload: Value,
}

impl Failure {
    pub fn file(&self) -> &str {
        word(&self.entry["externalValue"])
    }
}

/// The shared response for a status.
pub(super) fn response_for(common: &Value, status: &str) -> &'static str {
    let responses = &common["components"]["responses"];
    let is_own = |(known, name): &&(&str, &str)| *known == status && responses.get(name).is_some();
    let own = OF_ONE_STATUS.iter().find(is_own).map(|(_, name)| *name);
    let any = if status.starts_with('4') {
        "ClientError"
    } else {
        "ServerError"
    };
    own.unwrap_or(any)
}

/// The examples that the shared responses have.
pub(super) fn known(openapi: &Path, common: &Value) -> Result<Vec<Failure>> {
    let mut known = Vec::new();
    for (response, value) in entries(&common["components"]["responses"]) {
        for (name, entry) in entries(&media(value)["examples"]) {
            let file = word(&entry["externalValue"]);
            let text = std::fs::read_to_string(openapi.join(file)).with_context(|| format!("cannot read {file}"))?;
            let payload = serde_json::from_str(&text).with_context(|| format!("{file} is not valid JSON"))?;
            let (response, name, entry) = (response.to_owned(), name.to_owned(), entry.clone());
            known.push(Failure {
                response,
                name,
                entry,
                payload,
            });
        }
    }
    Ok(known)
}

/// The failures of a page that its shared responses do not show yet. Adds them to those, and their payloads.
pub(super) fn news(common: &Value, page: &Page, known: &mut Vec<Failure>, payloads: &mut Payloads) -> Vec<Failure> {
    let mut news = Vec::new();
    for (status, examples) in &page.failures {
        let response = response_for(common, status);
        let stem = page.id.to_snake_case();
        for (number, payload) in (1..).zip(examples) {
            let same = || known.iter().filter(|one| one.payload == *payload);
            if same().any(|one| one.response == response) {
                continue;
            }
            let file = same().next().map(|one| one.file().to_owned());
            let file = file.unwrap_or_else(|| {
                let file = format!("examples/error_{status}.{}.json", numbered(&stem, number));
                payloads.push((file.clone(), payload.clone()));
                file
            });
            let summary = format!("As the page of {} shows it", page.id);
            let status_number: u16 = status.parse().unwrap_or_default();
            let failure = Failure {
                response: response.to_owned(),
                name: numbered(&format!("{stem}_{status}"), number),
                entry: json!({ "summary": summary, "externalValue": file, "x-status": status_number }),
                payload: payload.clone(),
            };
            known.push(failure.clone());
            news.push(failure);
        }
    }
    news
}

/// The text of the common document with further examples, each behind the last one of its response.
pub(super) fn added(folder: &Path, failures: &[Failure]) -> Result<String> {
    let document = Document::load(folder, COMMON)?;
    let text = std::fs::read_to_string(folder.join(COMMON)).with_context(|| format!("cannot read {COMMON}"))?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut additions = Vec::new();
    for failure in failures {
        let response = child("/components/responses", &failure.response);
        let examples = format!("{response}/content/application~1json/examples");
        let shown = document.value.pointer(&examples).into_iter().flat_map(entries);
        let (last, _) = shown
            .last()
            .with_context(|| format!("{COMMON}: {} has no examples", failure.response))?;
        let line = document.line(&child(&examples, last));
        let depth = indent(&lines[line - 1]);
        let behind = lines.iter().skip(line).take_while(|next| indent(next) > depth).count();
        additions.push((line + behind, depth, to_yaml(&json!({ &failure.name: failure.entry }))));
    }
    additions.sort_by_key(|(line, ..)| *line);
    for (line, depth, entry) in additions.into_iter().rev() {
        let entry = entry.lines().map(|line| format!("{:depth$}{line}", ""));
        lines.splice(line..line, entry.collect::<Vec<_>>());
    }
    Ok(lines.join("\n") + "\n")
}
