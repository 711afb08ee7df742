//! The versions that changes require, and those that the manifests have.

use std::path::Path;

use anyhow::{Context, Result};
use semver::Version;
use serde::Serialize;
use serde_json::Value;
use toml::Table;

use super::{
    base::Base,
    products::{CRATES, Product, manifest},
    scope::severity_for,
};
use crate::diff::{Change, Severity};

/// Whether a version reflects what changed.
#[derive(Serialize, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// A crate, or `info.version` of the document.
    pub name: String,
    /// The most severe change that its users see.
    pub level: Option<Severity>,
    /// The version at the base.
    pub base: Version,
    /// The version now.
    pub now: Version,
    /// The least version that reflects the changes.
    pub asks: Version,
    /// Whether the version is at least that.
    pub reflected: bool,
}

/// One for each crate that the base had, and one for the document.
pub fn verdicts(root: &Path, base: &Base, now: &Value, changes: &[Change]) -> Result<Vec<Verdict>> {
    let read = |file: &str| std::fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"));
    let workspace = read("Cargo.toml")?;
    let mut verdicts = Vec::new();
    for (name, product) in CRATES {
        let file = manifest(name);
        // A crate that the base did not have is new, and any version is right.
        if let Some(old) = base.manifests.get(&file) {
            let was = version(old, base.manifests.get("Cargo.toml").map_or("", String::as_str))
                .with_context(|| format!("{file} at the base"))?;
            let is = version(&read(&file)?, &workspace).context(file)?;
            verdicts.push(verdict(name, product, changes, was, is));
        }
    }
    let info = |document: &Value| -> Result<Version> {
        let text = document["info"]["version"].as_str().unwrap_or_default();
        Version::parse(text).with_context(|| format!("`info.version` is \"{text}\", which is not a version"))
    };
    let (was, is) = (info(&base.document)?, info(now)?);
    verdicts.push(verdict("info.version", Product::Document, changes, was, is));
    Ok(verdicts)
}

fn verdict(name: &str, product: Product, changes: &[Change], base: Version, now: Version) -> Verdict {
    let level = changes.iter().filter_map(|change| severity_for(change, product)).max();
    let asks = required_version(&base, level);
    Verdict {
        name: name.to_owned(),
        level,
        reflected: now >= asks,
        base,
        now,
        asks,
    }
}

/// The next version for a change, as Cargo compares versions: before 1.0 the second number breaks.
pub fn required_version(base: &Version, level: Option<Severity>) -> Version {
    let Version {
        major, minor, patch, ..
    } = *base;
    match (level, major) {
        (None | Some(Severity::Documentation), _) => base.clone(),
        (Some(Severity::Breaking), 0) => Version::new(0, minor + 1, 0),
        (Some(Severity::Breaking), _) => Version::new(major + 1, 0, 0),
        (Some(Severity::Additive), 0) => Version::new(0, minor, patch + 1),
        (Some(Severity::Additive), _) => Version::new(major, minor + 1, 0),
    }
}

/// The version in a manifest, which may be that of the workspace.
fn version(manifest: &str, workspace: &str) -> Result<Version> {
    let manifest: Table = manifest.parse().context("the manifest is not valid TOML")?;
    let workspace: Table = workspace
        .parse()
        .context("the workspace's manifest is not valid TOML")?;
    let own = manifest
        .get("package")
        .and_then(|package| package.get("version")?.as_str());
    let shared = || workspace.get("workspace")?.get("package")?.get("version")?.as_str();
    let text = own
        .or_else(shared)
        .context("neither the manifest nor the workspace's has a version")?;
    Version::parse(text).with_context(|| format!("\"{text}\" is not a version"))
}
