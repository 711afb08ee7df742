//! `cargo xtask compat`: what changed in the specs since a revision, for those who use them, and which versions that
//! asks for.
//!
//! The comparison is our own. The libraries there are look at the wire alone, and do not name a field that came or
//! went; here the generated Rust types change with keywords that they ignore. One of them is the second opinion in the
//! tests.

mod base;
mod change;
mod components;
mod operations;
mod report;
mod schemas;
mod versions;

use std::path::Path;

use anyhow::{Context, Result};

use crate::publish;
pub use base::Base;
pub use change::{Change, Level, Product, Scope};
pub use report::Report;
use serde_json::Value;
pub use versions::{Verdict, asked};

use crate::lint;

/// Compares the specs of the tree with those of a revision.
pub fn run(root: &Path, revision: &str) -> Result<Report> {
    let base = Base::read(root, revision)?;
    let checked = lint::run(&root.join("openapi")).context("the specs of the tree cannot be compared")?;
    let now = publish::published(&checked);
    let changes = changes(&base.document, &now);
    let verdicts = versions::verdicts(root, &base, &now, &changes)?;
    Ok(Report {
        base: revision.to_owned(),
        commit: base.commit,
        changes,
        verdicts,
    })
}

/// What changed from one published document to another, the gravest first.
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = operations::compare(old, new);
    changes.extend(components::compare(old, new));
    changes
        .sort_by(|a, b| (b.level, &a.operations, &a.place, &a.what).cmp(&(a.level, &b.operations, &b.place, &b.what)));
    changes.dedup();
    changes
}
