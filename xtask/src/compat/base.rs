//! The tree as it was at a revision, as far as the comparison needs it.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::products::{CRATES, manifest};
use crate::publish::DIST;

/// What a revision published.
pub struct Base {
    /// The commit, shortened.
    pub commit: String,
    /// The bundle.
    pub document: Value,
    manifests: Vec<(String, String)>,
}

impl Base {
    /// Reads what git has of a revision.
    pub fn read(root: &Path, revision: &str) -> Result<Self> {
        let name = format!("{revision}^{{commit}}");
        let Some(commit) = git(
            root,
            &["rev-parse", "--quiet", "--short", "--verify", "--end-of-options", &name],
        )?
        else {
            bail!("git knows no revision `{revision}` here; name a tag, a branch or a commit");
        };
        let commit = commit.trim().to_owned();
        let file = format!("{DIST}/modelarts.openapi.json");
        let Some(text) = show(root, &commit, &file)? else {
            bail!("revision {revision} has no {file}, so there is nothing to compare with; name a later one");
        };
        let document =
            serde_json::from_str(&text).with_context(|| format!("{file} of revision {revision} is not valid JSON"))?;
        let mut manifests = Vec::new();
        for file in std::iter::once("Cargo.toml".to_owned()).chain(CRATES.iter().map(|(name, _)| manifest(name))) {
            if let Some(text) = show(root, &commit, &file)? {
                manifests.push((file, text));
            }
        }
        Ok(Self {
            commit,
            document,
            manifests,
        })
    }

    /// A manifest, where the revision had it.
    pub fn manifest(&self, file: &str) -> Option<&str> {
        let found = self.manifests.iter().find(|(name, _)| name == file);
        found.map(|(_, text)| text.as_str())
    }
}

fn show(root: &Path, commit: &str, file: &str) -> Result<Option<String>> {
    // The dot makes the path relative to the folder, which need not be the top of the repository.
    git(root, &["show", &format!("{commit}:./{file}")])
}

/// What git prints, or `None` where it fails.
fn git(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = output.context("cannot run git, which has the base of the comparison")?;
    Ok(output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}
