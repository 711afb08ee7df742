//! What is made from the contracts and has a version: what its users see of a change, the version that this requires, and
//! that of the manifests.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use semver::Version;
use serde::Serialize;
use serde_json::Value;
use toml::Table;

use super::base::Base;
use crate::diff::{Change, ChangeKind, Severity, Side};

/// What has a version, by what its users see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// The document, whose version is `info.version`.
    Document,
    /// A library that shows the generated types.
    Library,
    /// The library that serves the example payloads as well.
    Mock,
    /// The command, whose users see operations, options and what the service sends.
    Command,
}

/// The crates: names, and what their users see.
const CRATES: [(&str, Product); 4] = [
    ("modelarts-api", Product::Library),
    ("modelarts-httpmock", Product::Mock),
    ("modelarts", Product::Library),
    ("modelarts-cli", Product::Command),
];

/// Whom a change concerns: who sends requests, reads responses, reads the text, or tests with the example payloads.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Request,
    Response,
    Words,
    Payloads,
}

impl Scope {
    pub fn of(change: &Change) -> Self {
        match (change.severity, change.kind, change.side) {
            (Severity::Documentation, ..) => Self::Words,
            (_, ChangeKind::ExampleAdded | ChangeKind::ExampleRemoved | ChangeKind::ExampleChanged, _) => {
                Self::Payloads
            }
            (.., Side::Response) => Self::Response,
            (.., Side::Request | Side::Any) => Self::Request,
        }
    }
}

/// What a change means for the users of a product; `None` where they see nothing of it.
pub fn severity_for(change: &Change, product: Product) -> Option<Severity> {
    match (product, Scope::of(change)) {
        (_, Scope::Words) | (Product::Library, Scope::Payloads) => None,
        // The command prints what the service sends; the contracts only tell it how.
        (Product::Document, Scope::Payloads) | (Product::Command, Scope::Response | Scope::Payloads) => {
            Some(Severity::Additive)
        }
        _ => Some(change.severity),
    }
}

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
