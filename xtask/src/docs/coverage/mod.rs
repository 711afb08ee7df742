//! `cargo xtask docs coverage`: the proof that the contracts cover what the recorded pages state.
//!
//! Each recorded page is compared with the contract. Where the two differ, a deviation in `openapi/provenance/` must cite
//! the edition and the aspect; where an edition has something or lacks it, `only_in` must agree. A deviation that the
//! cited page does not need is a finding as well.

mod comparison;
mod deviations;
mod difference;
mod evidence;

use std::path::Path;

use anyhow::Result;

use self::comparison::Comparison;
pub use self::evidence::Evidence;
use super::Recorded;
use crate::{
    diff::View,
    lint::{self, Checked, Finding, refuse},
    spec::examples,
};

/// Every finding about the recorded pages, ordered by file and line.
pub fn findings(contracts: &Checked, records: &[Recorded]) -> Vec<Finding> {
    let comparison = compare(contracts, records);
    let mut findings = comparison.findings;
    let (differences, evidence) = (&comparison.differences, &comparison.evidence);
    findings.extend(deviations::check(contracts, differences, evidence));
    findings.extend(evidence.check(contracts));
    findings.sort();
    findings.dedup();
    findings
}

/// Which recorded editions have what: fields, parameters, types and values.
pub fn evidence(contracts: &Checked, records: &[Recorded]) -> Evidence {
    compare(contracts, records).evidence
}

fn compare<'a>(contracts: &'a Checked, records: &'a [Recorded]) -> Comparison<'a> {
    let documented = examples(&contracts.specs).into_iter();
    let documented = documented.filter(|example| !example.is_constructed());
    let payloads = documented.filter_map(|example| example.payload(&contracts.specs).ok());
    let mut comparison = Comparison::new(contracts, payloads.collect());
    let contract = View::of(&contracts.bundle.value);
    records.iter().for_each(|record| comparison.add(record, &contract));
    comparison
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
