//! `cargo xtask compat`: what changed in the contracts since a revision, for those who use them, and which versions that
//! requires.

mod base;
mod report;
mod versions;

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

pub use report::{Report, place, summary};
pub use versions::{Product, required_version, severity_for};

use crate::{
    diff::{Change, View, diff},
    lint, publish,
};

/// Compares the contracts of the tree with those of a revision.
pub fn run(root: &Path, revision: &str) -> Result<Report> {
    let base = base::Base::read(root, revision)?;
    let checked = lint::run(&root.join("openapi")).context("the specs of the tree cannot be compared")?;
    let now = publish::published(&checked)?;
    let changes = changes(&base.document, &now);
    Ok(Report {
        verdicts: versions::verdicts(root, &base, &now, &changes)?,
        base: revision.to_owned(),
        commit: base.commit,
        changes,
    })
}

/// What changed from one published document to another, the most severe first.
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = diff(&View::of(old), &View::of(new)).changes;
    let key = |change: &Change| (change.operations.clone(), place(change), summary(change));
    changes.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| key(a).cmp(&key(b))));
    changes
}
