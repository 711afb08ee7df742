//! The tree as it was at a revision, as far as the comparison needs it.

use std::{collections::HashMap, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::products::{CRATES, manifest};
use crate::publish::WHOLE;

/// What a revision published.
pub struct Base {
    /// The commit, shortened.
    pub commit: String,
    /// The bundle.
    pub document: Value,
    /// The manifests that it had, by path.
    pub manifests: HashMap<String, String>,
}

impl Base {
    /// Reads what git has of a revision.
    pub fn read(root: &Path, revision: &str) -> Result<Self> {
        let name = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--quiet", "--short", "--verify", "--end-of-options", &name];
        let Some(commit) = git(root, &arguments)? else {
            bail!("git knows no revision `{revision}` here; name a tag, a branch or a commit");
        };
        let commit = commit.trim().to_owned();
        let file = WHOLE;
        let Some(text) = show(root, &commit, file)? else {
            bail!("revision {revision} has no {file}, so there is nothing to compare with; name a later one");
        };
        let document =
            serde_json::from_str(&text).with_context(|| format!("{file} of revision {revision} is not valid JSON"))?;
        let mut manifests = HashMap::new();
        for file in CRATES
            .iter()
            .map(|(name, _)| manifest(name))
            .chain(["Cargo.toml".to_owned()])
        {
            if let Some(text) = show(root, &commit, &file)? {
                manifests.insert(file, text);
            }
        }
        Ok(Self {
            commit,
            document,
            manifests,
        })
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
