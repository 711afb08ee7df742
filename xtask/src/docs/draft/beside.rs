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
    spec::{COMMON, Document, Specs, items, method, operations, reachable, word},
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
                let uri = format!("{} {path}", method(&pointer));
                let keys = [uri, word(&operation["operationId"]).to_owned()];
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
    contracts: &Value,
    news: &[Failure],
    edition: &str,
) -> Result<Vec<Artefact>> {
    let used = reachable(&beside.common, contracts);
    let mut common = beside.common.clone();
    for (kind, components) in common["components"].as_object_mut().into_iter().flatten() {
        let is_used = |name: &str| used.contains(&*format!("/components/{kind}/{name}")) || kind == "securitySchemes";
        let components = components.as_object_mut().into_iter();
        components.for_each(|components| components.retain(|name, _| is_used(name)));
    }
    let operations = items(contracts).flat_map(operations);
    let tags: BTreeSet<_> = operations.map(|(.., operation)| word(&operation["tags"][0])).collect();
    let tags = tags.into_iter();
    common["tags"] = tags.map(|name| json!({ "name": name, "description": GAP })).collect();
    let sources = json!({ edition: { "title": "Pages that were drafted", "date": "" } });
    let mut artefacts = Vec::new();
    let is_used = |failure: &&Failure| common["components"]["responses"].get(&failure.response).is_some();
    for file in beside.failures.iter().filter(is_used).map(Failure::file) {
        let content = fs::read_to_string(openapi.join(file)).with_context(|| format!("cannot read {file}"))?;
        artefacts.push(Artefact::new(file, content));
    }
    for new in news {
        let media = &mut common["components"]["responses"][&new.response]["content"]["application/json"];
        media["examples"][&new.name] = new.entry.clone();
    }
    let documents = [(COMMON, &common), (SOURCES, &sources)];
    artefacts.extend(documents.map(|(file, value)| Artefact::new(file, docpages::to_yaml(value))));
    Ok(artefacts)
}
