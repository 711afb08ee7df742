//! Recorded editions of pages: `openapi/docs/<operation>/<edition>.json`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use docpages::{Form, Page};
use serde::{Deserialize, Serialize};

/// The folder of recorded editions inside `openapi/`.
pub const FOLDER: &str = "docs";

/// One edition of one page, as it is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The vendor's name of the operation, as the spec has it.
    pub operation: String,
    /// The edition: an id of `provenance/sources.yaml`.
    pub edition: String,
    /// The form in which the page reached us.
    pub form: Form,
    /// What it states.
    pub page: Page,
}

impl Recorded {
    /// Every recorded edition below the folder of the specs, by operation and edition. No folder is no edition.
    pub fn all(specs: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for operation in children(&specs.join(FOLDER))? {
            for file in children(&operation)? {
                found.push(Self::load(&file)?);
            }
        }
        Ok(found)
    }

    fn load(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let recorded: Self =
            serde_json::from_str(&text).with_context(|| format!("{} is no recorded page", file.display()))?;
        if !file.ends_with(recorded.path()) {
            bail!(
                "{} holds edition {} of {}, so it belongs into {}",
                file.display(),
                recorded.edition,
                recorded.operation,
                recorded.path().display()
            );
        }
        Ok(recorded)
    }

    /// Where it is kept, below the folder of the specs.
    pub fn path(&self) -> PathBuf {
        [FOLDER, &self.operation, &format!("{}.json", self.edition)]
            .iter()
            .collect()
    }

    /// The content of its file.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
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
