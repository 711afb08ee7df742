//! The proof that the specs cover what the recorded pages state.
//!
//! Each recorded page is walked beside the specs. Where the two differ, an `x-doc-deviation` must cite the edition
//! and the aspect; where an edition has something or lacks it, `x-source` must agree. What is cited must be there:
//! a deviation that the cited page does not need is a finding as well.

mod aspect;
mod defects;
mod deviations;
mod examples;
mod operation;
mod parameters;
pub(super) mod places;
mod provenance;
mod tables;
mod types;
mod values;

use std::path::Path;

use anyhow::Result;
pub use aspect::Aspect;
use places::Node;

use super::Recorded;
use crate::{
    lint::{self, Finding},
    spec::Specs,
};

/// A recorded page differs from the specs.
struct Difference<'a> {
    /// Which page.
    record: &'a Recorded,
    /// In what they differ.
    aspect: Aspect,
    /// Where a deviation may stand that explains it, nearest first. Never empty.
    places: Vec<Node<'a>>,
    /// What the page states, and what the spec has.
    message: String,
    /// Whether it needs an explanation. A page that is silent need not be explained, and may be.
    demanded: bool,
}

/// A recorded page speaks of a place in the specs, or would if it had it.
struct Mention<'a> {
    record: &'a Recorded,
    place: Node<'a>,
    /// Whether the page has it; one that lost its table is not counted at all.
    documented: bool,
}

/// The recorded pages beside the specs.
struct Survey<'a> {
    specs: &'a Specs,
    records: &'a [Recorded],
    differences: Vec<Difference<'a>>,
    mentions: Vec<Mention<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Survey<'a> {
    fn differ(&mut self, record: &'a Recorded, aspect: Aspect, places: &[&Node<'a>], message: String, demanded: bool) {
        self.differences.push(Difference {
            record,
            aspect,
            places: places.iter().map(|place| (*place).clone()).collect(),
            message,
            demanded,
        });
    }

    fn mention(&mut self, record: &'a Recorded, place: &Node<'a>, documented: bool) {
        self.mentions.push(Mention {
            record,
            place: place.clone(),
            documented,
        });
    }

    fn report(&mut self, place: &Node<'_>, rule: &'static str, message: String) {
        self.findings.push(Finding {
            file: place.document.name.clone(),
            line: place.document.line(&place.pointer),
            rule,
            message,
        });
    }
}

/// Every finding about the recorded pages, ordered by file and line.
pub fn findings(specs: &Specs, records: &[Recorded]) -> Vec<Finding> {
    let mut survey = Survey {
        specs,
        records,
        differences: Vec::new(),
        mentions: Vec::new(),
        findings: Vec::new(),
    };
    for record in records {
        operation::survey(&mut survey, record);
    }
    deviations::check(&mut survey);
    provenance::check(&mut survey);
    survey.findings.sort();
    survey.findings.dedup();
    survey.findings
}

/// `cargo xtask docs coverage`: one line where the specs cover every recorded page, or every finding in one error.
pub fn run(directory: &Path) -> Result<String> {
    let specs = lint::run(directory)?;
    let records = Recorded::all(directory)?;
    lint::refuse(directory, &findings(&specs, &records))?;
    Ok(format!("{} recorded pages, no findings", records.len()))
}
