//! The tree as it was at a revision, as git has it.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::publish::WHOLE;

/// What a revision published.
pub struct Base<'a> {
    root: &'a Path,
    /// The commit, shortened.
    pub commit: String,
    /// The bundle.
    pub document: Value,
}

impl<'a> Base<'a> {
    /// Reads what a revision published.
    pub fn read(root: &'a Path, revision: &str) -> Result<Self> {
        let name = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--quiet", "--short", "--verify", "--end-of-options", &name];
        let Some(commit) = git(root, &arguments)? else {
            bail!("git knows no revision `{revision}` here; name a tag, a branch or a commit");
        };
        let mut base = Self {
            root,
            commit: commit.trim().to_owned(),
            document: Value::Null,
        };
        let file = WHOLE;
        let Some(text) = base.file(file)? else {
            bail!("revision {revision} has no {file}, so there is nothing to compare with; name a later one");
        };
        base.document =
            serde_json::from_str(&text).with_context(|| format!("{file} of revision {revision} is not valid JSON"))?;
        Ok(base)
    }

    /// A file that it had.
    pub fn file(&self, file: &str) -> Result<Option<String>> {
        // The dot makes the path relative to the folder, which need not be the top of the repository.
        git(self.root, &["show", &format!("{}:./{file}", self.commit)])
    }
}

/// What git prints, or `None` where it fails.
fn git(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = output.context("cannot run git, which has the base of the comparison")?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(printed))
}
