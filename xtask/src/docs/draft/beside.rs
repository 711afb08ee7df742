//! What drafts are written beside: other contracts, and the document that they share.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{
    contract::{self, GAP},
    failures::{self, Failure},
    known::Types,
};
use crate::{
    artefact::Artefact,
    provenance::SOURCES,
    spec::{COMMON, Document, Specs, entries, media, operations, reachable, word},
};

/// The contracts beside which drafts are written.
pub struct Beside {
    pub(super) common: Value,
    /// The types that need not be drafted again.
    pub(super) types: Types,
    /// The file of each operation, by method and path, and by id.
    pub(super) operations: BTreeMap<String, String>,
    /// The tags of operations, by their subject.
    pub(super) tags: BTreeMap<String, String>,
    /// What the shared responses show.
    pub(super) failures: Vec<Failure>,
}

impl Beside {
    /// No contracts, but the common document of these ones.
    pub fn none(openapi: &Path) -> Result<Self> {
        let document = Document::load(openapi, COMMON)?;
        let mut types = Types::default();
        types.add_document(&document);
        let common = document.value;
        Ok(Self {
            types,
            operations: BTreeMap::new(),
            tags: BTreeMap::new(),
            failures: failures::known(openapi, &common)?,
            common,
        })
    }

    /// These contracts.
    pub fn all(specs: &Specs) -> Result<Self> {
        let mut beside = Self::none(&specs.directory)?;
        for document in &specs.documents {
            beside.types.add_document(document);
            for (pointer, path, operation) in operations(&document.value) {
                let tag = word(&operation["tags"][0]).to_owned();
                beside.tags.insert(contract::subject(path), tag);
                let method = pointer.rsplit('/').next().unwrap_or_default();
                let keys = [format!("{method} {path}"), word(&operation["operationId"]).to_owned()];
                beside.operations.extend(keys.map(|key| (key, document.name.clone())));
            }
        }
        Ok(beside)
    }
}

/// What contracts in a new folder need beside them: of the common document as much as they refer to, and the edition.
pub(super) fn foundation(
    openapi: &Path,
    beside: &Beside,
    contracts: &[Artefact],
    news: &[Failure],
    edition: &str,
) -> Result<Vec<Artefact>> {
    let lines = || contracts.iter().flat_map(|artefact| artefact.content.lines());
    let words = lines().flat_map(|line| line.split([' ', '\'', '"', '}']));
    let targets = words.filter_map(|word| word.strip_prefix(COMMON));
    let targets: Value = targets.map(|target| json!({ "$ref": target })).collect();
    let used = reachable(&beside.common, &targets);
    let mut common = beside.common.clone();
    for (kind, components) in common["components"].as_object_mut().into_iter().flatten() {
        let is_used = |name: &str| used.contains(&*format!("/components/{kind}/{name}")) || kind == "securitySchemes";
        let components = components.as_object_mut().into_iter();
        components.for_each(|components| components.retain(|name, _| is_used(name)));
    }
    let tags = lines().filter_map(|line| line.trim().strip_prefix("tags: [")?.strip_suffix(']'));
    let tags = BTreeSet::from_iter(tags).into_iter();
    common["tags"] = tags.map(|name| json!({ "name": name, "description": GAP })).collect();
    let sources = json!({ edition: { "title": "Pages that were drafted", "date": "" } });
    let artefact = |file: &str, content: String| Artefact {
        path: file.into(),
        content,
    };
    let mut payloads = Vec::new();
    for (_, response) in entries(&common["components"]["responses"]) {
        for (_, example) in entries(&media(response)["examples"]) {
            let file = word(&example["externalValue"]);
            let content = fs::read_to_string(openapi.join(file)).with_context(|| format!("cannot read {file}"))?;
            payloads.push(artefact(file, content));
        }
    }
    for Failure {
        response, name, entry, ..
    } in news
    {
        common["components"]["responses"][response]["content"]["application/json"]["examples"][name] = entry.clone();
    }
    let documents = [(COMMON, &common), (SOURCES, &sources)];
    payloads.extend(documents.map(|(file, value)| artefact(file, docpages::to_yaml(value))));
    Ok(payloads)
}
