//! Recorded editions of pages: `openapi/pages/<Operation>/<edition>.yaml`.

use std::path::Path;

use anyhow::{Result, bail};
use docpages::Unreadable;
use serde_json::Value;

use crate::{
    diff::View,
    spec::{Document, PAGES, recorded_pages},
};

/// One edition of one page, as it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The vendor's name of the operation, as the contract has it.
    pub operation: String,
    /// The edition: an id of `provenance/sources.yaml`.
    pub edition: String,
    /// What the page states, as an OpenAPI document.
    pub document: Value,
}

impl Recorded {
    /// A page to record.
    pub fn new(operation: &str, edition: &str, mut document: Value) -> Self {
        document["info"]["version"] = edition.into();
        Self {
            operation: operation.to_owned(),
            edition: edition.to_owned(),
            document,
        }
    }

    /// Every recorded edition below the folder of the specs, by operation and edition.
    pub fn all(specs: &Path) -> Result<Vec<Self>> {
        let pages = recorded_pages(specs)?.into_iter();
        let records = pages.map(|(operation, edition)| Self::load(specs, operation, edition));
        records.collect()
    }

    fn load(specs: &Path, operation: String, edition: String) -> Result<Self> {
        let mut recorded = Self {
            operation,
            edition,
            document: Value::Null,
        };
        let file = recorded.path();
        recorded.document = Document::load(specs, &file)?.value;
        let (view, file) = (recorded.view(), specs.join(file));
        let file = file.display();
        if view.operations.len() != 1 || !view.source.is_page() {
            bail!("{file} is not a recorded page, which has one operation and `x-form`");
        }
        let version = &recorded.document["info"]["version"];
        if *version != *recorded.edition {
            bail!("{file} holds edition {version}, which belongs in a file of that name");
        }
        Ok(recorded)
    }

    /// The page, as it is compared.
    pub fn view(&self) -> View<'_> {
        View::of(&self.document)
    }

    /// Where it is kept, below the folder of the specs.
    pub fn path(&self) -> String {
        format!("{PAGES}/{}/{}.yaml", self.operation, self.edition)
    }

    /// The content of its file.
    pub fn to_yaml(&self) -> String {
        docpages::to_yaml(&self.document)
    }
}

/// What a page states, as an OpenAPI document.
pub fn read(page: &[u8]) -> Result<Value, Unreadable> {
    docpages::read(page).map(|reading| reading.document)
}
