//! The versions that changes require, and those that the manifests have.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use semver::Version;
use serde::Serialize;
use serde_json::Value;
use toml::Table;

use super::{
    base::Base,
    products::{CRATES, Product, severity_for},
};
use crate::diff::{Change, Severity};

/// Whether a version reflects what changed.
#[derive(Serialize)]
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

impl Verdict {
    fn new(name: &str, product: Product, changes: &[Change], base: Version, now: Version) -> Self {
        let level = changes.iter().filter_map(|change| severity_for(change, product)).max();
        let asks = required_version(&base, level);
        Self {
            name: name.to_owned(),
            level,
            reflected: now >= asks,
            base,
            now,
            asks,
        }
    }
}

/// One for each crate that the base had, and one for the document.
pub fn verdicts(root: &Path, base: &Base, now: &Value, changes: &[Change]) -> Result<Vec<Verdict>> {
    let read = |file: &str| fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"));
    let workspaces = [base.file("Cargo.toml")?.unwrap_or_default(), read("Cargo.toml")?];
    let mut verdicts = Vec::new();
    for (name, product) in CRATES {
        let file = format!("crates/{name}/Cargo.toml");
        // A crate that the base did not have is new, and any version is right.
        if let Some(old) = base.file(&file)? {
            let was = version(&old, &workspaces[0]).with_context(|| format!("{file} at the base"))?;
            let is = version(&read(&file)?, &workspaces[1]).context(file)?;
            verdicts.push(Verdict::new(name, product, changes, was, is));
        }
    }
    let info = |document: &Value| {
        let text = document["info"]["version"].as_str().unwrap_or_default();
        Version::parse(text).with_context(|| format!("`info.version` is \"{text}\", which is not a version"))
    };
    let (was, is) = (info(&base.document)?, info(now)?);
    verdicts.push(Verdict::new("info.version", Product::Document, changes, was, is));
    Ok(verdicts)
}

/// The next version for a change, as Cargo compares versions: before 1.0 the second number breaks.
pub fn required_version(base: &Version, level: Option<Severity>) -> Version {
    let (major, minor, patch) = (base.major, base.minor, base.patch);
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
    let read = |text: &str, what| {
        text.parse::<Table>()
            .with_context(|| format!("{what} is not valid TOML"))
    };
    let manifest = read(manifest, "the manifest")?;
    let workspace = read(workspace, "the workspace's manifest")?;
    let own = || manifest.get("package")?.get("version")?.as_str();
    let shared = || workspace.get("workspace")?.get("package")?.get("version")?.as_str();
    let text = own().or_else(shared);
    let text = text.context("neither the manifest nor the workspace's has a version")?;
    Version::parse(text).with_context(|| format!("\"{text}\" is not a version"))
}
