//! Recorded editions of pages: `openapi/pages/<Operation>/<edition>.yaml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use docpages::Unreadable;
use serde_json::Value;

use crate::{diff::View, spec::Document};

/// The folder of recorded editions inside `openapi/`.
pub const FOLDER: &str = "pages";

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

    /// Every recorded edition below the folder of the specs, by operation and edition. No folder is no edition.
    pub fn all(specs: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for operation in children(&specs.join(FOLDER))? {
            for file in children(&operation)? {
                found.push(Self::load(specs, &file)?);
            }
        }
        Ok(found)
    }

    fn load(specs: &Path, file: &Path) -> Result<Self> {
        let document = Document::load(specs, &file.strip_prefix(specs)?.to_string_lossy())?.value;
        let stem = |path: Option<&Path>| path?.file_stem()?.to_str().map(str::to_owned);
        let recorded = Self {
            operation: stem(file.parent()).unwrap_or_default(),
            edition: stem(Some(file)).unwrap_or_default(),
            document,
        };
        let (view, file) = (recorded.view(), file.display());
        if view.operations.len() != 1 || !view.is_page() {
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
    pub fn path(&self) -> PathBuf {
        [FOLDER, &self.operation, &format!("{}.yaml", self.edition)]
            .iter()
            .collect()
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

/// What lies in a folder, by name; nothing where there is no folder.
fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", folder.display())),
    };
    let mut found = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}
