//! The proof that the specs cover what the recorded pages state.
//!
//! Each recorded page is walked beside the specs. Where the two differ, an `x-doc-deviation` must cite the edition
//! and the aspect; where an edition has something or lacks it, `x-source` must agree. What is cited must be there:
//! a deviation that the cited page does not need is a finding as well.

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

use crate::{
    lint::{Finding, refuse},
    provenance::Aspect,
    spec::Specs,
};
use anyhow::Result;
use places::Node;

use super::Recorded;
use crate::lint;

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
    weight: Weight,
}

/// How much a difference asks for.
enum Weight {
    /// The page states something else, in these words: a deviation must quote them in `documented`.
    Stated(String),
    /// The page lost something or leaves it out, where that could mislead: there must be a deviation.
    Lost,
    /// The page is silent: there may be a deviation.
    Silent,
}

impl Weight {
    fn stated(what: impl ToString) -> Self {
        Self::Stated(what.to_string())
    }
}

/// How a recorded page is to a place in the specs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stance {
    /// It documents the place.
    Has,
    /// It documents what is around the place, and not the place. A page that lost a table is not to its fields at all.
    Lacks,
    /// It speaks of something that leads there, such as a field whose type has no table.
    Touches,
}

/// A recorded page, a place in the specs, and how the two are to each other.
struct Mention<'a> {
    record: &'a Recorded,
    place: Node<'a>,
    stance: Stance,
}

/// The recorded pages beside the specs.
struct Survey<'a> {
    specs: &'a Specs,
    records: &'a [Recorded],
    payloads: Vec<examples::Stored>,
    differences: Vec<Difference<'a>>,
    mentions: Vec<Mention<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Survey<'a> {
    fn differ(&mut self, record: &'a Recorded, aspect: Aspect, places: &[&Node<'a>], message: String, weight: Weight) {
        self.differences.push(Difference {
            record,
            aspect,
            places: places.iter().map(|place| (*place).clone()).collect(),
            message,
            weight,
        });
    }

    fn mention(&mut self, record: &'a Recorded, place: &Node<'a>, stance: Stance) {
        self.mentions.push(Mention {
            record,
            place: place.clone(),
            stance,
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
        payloads: examples::stored(specs),
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
    let lint::Checked {
        mut specs, provenance, ..
    } = lint::run(directory)?;
    provenance.annotate_specs(&mut specs);
    let records = Recorded::all(directory)?;
    refuse(
        directory,
        &findings(&specs, &records),
        "they and the recorded pages differ without a reason",
    )?;
    Ok(format!("{} recorded pages, no findings", records.len()))
}
