//! What the documentation pages state: recording it, comparing it with a newer page, and proving that the contracts
//! cover it.

pub mod check;
pub mod coverage;
pub mod draft;
pub mod record;
pub mod survey;

use std::path::PathBuf;

use anyhow::{Context, Result};

pub use record::{Recorded, read};

/// The files that are named, and those in folders that are, by name.
pub fn pages_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for path in paths {
        if !path.is_dir() {
            pages.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut inner = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        inner.sort();
        pages.extend(pages_in(&inner)?);
    }
    Ok(pages)
}
