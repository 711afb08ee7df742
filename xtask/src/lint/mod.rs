//! Rules that the specs must follow before anything is made from them.
//!
//! They keep out what progenitor rejects with a panic, what it accepts and silently gets wrong, and what would make the
//! published document worse for people or for other generators. All findings are reported at once.

mod context;
mod documents;
mod enums;
mod examples;
mod keywords;
mod node;
mod operations;
mod references;
mod responses;
mod schemas;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{
    provenance::Provenance,
    spec::{Bundle, Specs},
};
use context::Lint;
pub use context::{Finding, RULES};

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
    let mut lint = Lint::new(specs);
    documents::check(&mut lint);
    references::check(&mut lint);
    operations::check(&mut lint);
    responses::check(&mut lint);
    schemas::check(&mut lint);
    keywords::check(&mut lint);
    enums::check(&mut lint);
    for problem in &provenance.problems {
        lint.findings.push(Finding {
            file: problem.location.file.clone(),
            line: problem.location.line,
            rule: "provenance",
            message: problem.message.clone(),
        });
    }
    let bundle = Bundle::new(specs);
    examples::check(&mut lint, bundle.as_ref().ok());
    lint.findings.sort();
    lint.findings.dedup();
    (lint.findings, bundle)
}

/// Every finding in the specs, ordered by file and line.
pub fn findings(specs: &Specs, provenance: &Provenance) -> Vec<Finding> {
    check(specs, provenance).0
}

/// The specs, or every finding in one error; for what would generate from them.
pub fn run(directory: &Path) -> Result<Checked> {
    checked(directory, "nothing was written")
}

/// The specs, or every finding in one error; for the task that does nothing else.
pub fn alone(directory: &Path) -> Result<Checked> {
    checked(directory, "correct them, then run `cargo xtask generate`")
}

fn checked(directory: &Path, verdict: &str) -> Result<Checked> {
    let specs = Specs::load(directory)?;
    let provenance = Provenance::load(&specs)?;
    let (findings, bundle) = check(&specs, &provenance);
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
