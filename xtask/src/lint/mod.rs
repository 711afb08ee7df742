//! Rules that the specs must follow before anything is made from them.
//!
//! They keep out what progenitor rejects with a panic, what it accepts and silently gets wrong, and what would make the
//! published document worse for people or for other generators. All findings are reported at once.

mod documents;
mod examples;
mod operations;
mod schemas;

use std::path::Path;

use anyhow::{Context, Result, bail};

pub use crate::spec::{Finding, RULES};
use crate::{
    provenance::Provenance,
    spec::{Bundle, Inspection, Specs},
};

/// Specs that passed the lint, and what every task needs of them.
pub struct Checked {
    /// The contracts.
    pub specs: Specs,
    /// Where they come from, and where pages are wrong.
    pub provenance: Provenance,
    /// The contracts as one document.
    pub bundle: Bundle,
}

/// Every finding in the specs, ordered by file and line; and the bundle, where they can be bundled.
fn check(specs: &Specs, provenance: &Provenance) -> (Vec<Finding>, Result<Bundle>) {
    let inspection = Inspection::new(specs);
    documents::check(&inspection);
    operations::check(&inspection);
    schemas::check(&inspection);
    let bundle = Bundle::new(specs);
    examples::check(&inspection, bundle.as_ref().ok());
    let mut findings = inspection.findings.into_inner();
    findings.extend(provenance.problems.iter().cloned());
    findings.sort();
    findings.dedup();
    (findings, bundle)
}

/// Every finding in the specs, ordered by file and line.
pub fn findings(specs: &Specs, provenance: &Provenance) -> Vec<Finding> {
    check(specs, provenance).0
}

/// Rules about what a draft leaves to a person; none of them changes what is generated but for its documentation.
const GAPS: [&str; 3] = ["missing-description", "operation-tag", "untyped"];

/// The specs, or every finding in one error; for what would generate from them.
pub fn run(directory: &Path) -> Result<Checked> {
    checked(directory, "nothing was written", &[])
}

/// The specs, or every finding in one error; for the task that does nothing else.
pub fn alone(directory: &Path) -> Result<Checked> {
    checked(directory, "correct them, then run `cargo xtask generate`", &[])
}

/// Drafted specs, or every finding in one error but what drafts leave open.
pub fn drafted(directory: &Path) -> Result<Checked> {
    checked(directory, "nothing was written", &GAPS)
}

fn checked(directory: &Path, verdict: &str, ignored: &[&str]) -> Result<Checked> {
    let specs = Specs::load(directory)?;
    let provenance = Provenance::load(&specs)?;
    let (mut findings, bundle) = check(&specs, &provenance);
    findings.retain(|finding| !ignored.contains(&finding.rule));
    refuse(directory, &findings, verdict)?;
    Ok(Checked {
        bundle: bundle.context("the specs cannot be bundled")?,
        specs,
        provenance,
    })
}

/// One error that holds every finding, and what follows from them; none is no error.
pub fn refuse(directory: &Path, findings: &[Finding], verdict: &str) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let folder = directory.file_name().unwrap_or_default().to_string_lossy();
    let lines: Vec<String> = findings.iter().map(|finding| format!("{folder}/{finding}")).collect();
    bail!(
        "{}\n{} finding(s) in the specs; {verdict}",
        lines.join("\n"),
        findings.len()
    );
}
