//! `cargo xtask conformance`: whether the published document reads well with the usual tools of other languages.

mod bench;
mod cases;
mod comparison;
mod generator;
mod go;
mod java;
mod linters;
mod openapi_generator;
mod probe;
mod program;
mod python;
mod report;
mod servers;
mod typescript;
mod variation;
mod vendor;

use std::path::Path;

use crate::{
    artefact::{Artefact, Plan},
    command_line::Subject,
};
use anyhow::{Result, bail};
use clap::ValueEnum;

use bench::Bench;
use report::Report;

const PAGE: &str = "docs/conformance.md";
const COMMAND: &str = "cargo xtask conformance";

/// Checks everything, or what `only` names, and fails where something speaks against the document.
///
/// A tool that cannot be had is a line in the result. A run of everything writes the page; with `check` it compares it.
pub fn run(root: &Path, only: &[Subject], check: bool) -> Result<()> {
    let bench = Bench::new(root)?;
    let subjects = Subject::value_variants().iter().copied();
    let subjects = subjects.filter(|subject| only.is_empty() || only.contains(subject));
    let mut report = Report::default();
    for subject in subjects {
        if let Some(value) = subject.to_possible_value() {
            eprintln!("{}", value.get_name());
        }
        match subject {
            Subject::Typescript => report.generators.push(typescript::check(&bench)),
            Subject::Python => {
                report.generators.push(python::check_client(&bench));
                report.generators.push(python::check_models(&bench));
            }
            Subject::Go => report.generators.push(go::check(&bench)),
            Subject::Java => report.generators.push(java::check(&bench)),
            Subject::Linters => report.probes.extend(linters::check(&bench)),
            Subject::Prism => report.probes.push(servers::prism(&bench)),
            Subject::Schemathesis => report.probes.push(servers::schemathesis(&bench)),
        }
    }
    // Whoever reads the page has another folder.
    let folder = format!("{}/", bench.root.display());
    let content = report.markdown(&bench.cases).replace(&folder, "");
    let disagreements = report.disagreements(&bench.cases);
    if only.is_empty() {
        let page = [Artefact {
            path: PAGE.into(),
            content,
        }];
        let plan = Plan::new(root, &page, &[])?;
        match check {
            true => plan.check(COMMAND)?,
            false => plan.apply()?,
        }
        println!("{PAGE} holds the result");
    } else {
        print!("{content}");
    }
    if !disagreements.is_empty() {
        bail!("{}\n{} disagreement(s)", disagreements.join("\n"), disagreements.len());
    }
    Ok(())
}
