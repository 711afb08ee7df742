//! `cargo xtask docs coverage`: the proof that the contracts cover what the recorded pages state.
//!
//! Each recorded page is compared with the contract. Where the two differ, a deviation in `openapi/provenance/` must cite
//! the edition and the aspect; where an edition has something or lacks it, `only_in` must agree. A deviation that the
//! cited page does not need is a finding as well.

mod deviations;
mod evidence;
mod survey;

use std::{iter::successors, path::Path};

use anyhow::Result;

pub use evidence::Evidence;

use super::Recorded;
use crate::{
    diff::View,
    lint::{self, Checked, Finding, refuse},
    provenance::{Aspect, Location},
    spec::{Document, Specs, examples},
};
use survey::Survey;

/// A recorded page differs from the contract.
struct Difference<'a> {
    record: &'a Recorded,
    aspect: Aspect,
    /// Pointers to where a deviation may stand that explains it, nearest first.
    places: Vec<String>,
    /// What the page states, and what the contract has.
    message: String,
    weight: Weight,
}

/// How much a difference asks for.
#[derive(Clone)]
enum Weight {
    /// The page states something else, in these words: a deviation must quote them.
    Stated(Vec<String>),
    /// The page lost something or leaves it out, where that could mislead: there must be a deviation.
    Lost,
    /// The page is silent, or lists only these values of several: there may be a deviation, which quotes them.
    Silent(Vec<String>),
}

impl Weight {
    /// What a deviation quotes.
    fn words(&self) -> &[String] {
        match self {
            Self::Stated(words) | Self::Silent(words) => words,
            Self::Lost => &[],
        }
    }
}

/// Every finding about the recorded pages, ordered by file and line.
pub fn findings(contracts: &Checked, records: &[Recorded]) -> Vec<Finding> {
    let survey = survey(contracts, records);
    let mut findings = survey.findings;
    let (differences, evidence) = (&survey.differences, &survey.evidence);
    findings.extend(deviations::check(contracts, differences, evidence));
    findings.extend(evidence.check(contracts));
    findings.sort();
    findings.dedup();
    findings
}

/// Which recorded editions have what: fields, parameters, types and values.
pub fn evidence(contracts: &Checked, records: &[Recorded]) -> Evidence {
    survey(contracts, records).evidence
}

fn survey<'a>(contracts: &'a Checked, records: &'a [Recorded]) -> Survey<'a> {
    let documented = examples(&contracts.specs).into_iter();
    let documented = documented.filter(|example| !example.is_constructed());
    let payloads = documented.filter_map(|example| example.payload(&contracts.specs).ok());
    let mut survey = Survey::new(contracts, payloads.collect());
    let contract = View::of(&contracts.bundle.value);
    records.iter().for_each(|record| survey.compare(record, &contract));
    survey
}

/// One line where the contracts cover every recorded page, or every finding in one error.
pub fn run(directory: &Path) -> Result<String> {
    let contracts = lint::run(directory)?;
    let records = Recorded::all(directory)?;
    refuse(
        directory,
        &findings(&contracts, &records),
        "they and the recorded pages differ without a reason",
    )?;
    Ok(format!("{} recorded pages, no findings", records.len()))
}

/// The file and the line of a pointer of the bundle, or of the nearest thing around it.
pub fn place_of<'a>(specs: &'a Specs, pointer: &str) -> (&'a Document, usize) {
    let around = successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
    // Every file has components.
    let mut around = around.take_while(|place| place.len() > "/components".len());
    match around.find_map(|place| specs.holder(place)) {
        Some(document) => (document, document.line(pointer)),
        None => (specs.common(), 1),
    }
}

/// A finding at a pointer of the bundle.
fn finding_at(specs: &Specs, pointer: &str, rule: &'static str, message: String) -> Finding {
    let (document, line) = place_of(specs, pointer);
    let file = document.name.clone();
    finding_of(&Location { file, line }, rule, message)
}

/// A finding at a line.
fn finding_of(Location { file, line }: &Location, rule: &'static str, message: String) -> Finding {
    let (file, line) = (file.clone(), *line);
    Finding {
        file,
        line,
        rule,
        message,
    }
}
