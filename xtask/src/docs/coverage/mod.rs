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
use serde_json::Value;

use self::comparison::Comparison;
pub use self::evidence::Evidence;
use super::Recorded;
use crate::{
    diff::View,
    lint::{self, Checked, Finding, refuse},
    spec::examples,
};

/// The contracts, read once for any number of pages.
pub struct Baseline<'a> {
    contracts: &'a Checked,
    contract: View<'a>,
    /// Every documented payload.
    payloads: Vec<Value>,
}

impl<'a> Baseline<'a> {
    /// Reads the contracts.
    pub fn of(contracts: &'a Checked) -> Self {
        let documented = examples(&contracts.specs).into_iter();
        let documented = documented.filter(|example| !example.is_constructed());
        let payloads = documented.filter_map(|example| example.payload(&contracts.specs).ok());
        Self {
            contracts,
            contract: View::of(&contracts.bundle.value),
            payloads: payloads.collect(),
        }
    }

    /// Every finding about the recorded pages, ordered by file and line.
    pub fn findings(&self, records: &[Recorded]) -> Vec<Finding> {
        let comparison = self.compare(records);
        let mut findings = comparison.findings;
        let (differences, evidence) = (&comparison.differences, &comparison.evidence);
        findings.extend(deviations::check(self.contracts, differences, evidence));
        findings.extend(evidence.check(self.contracts));
        findings.sort();
        findings.dedup();
        findings
    }

    fn compare<'c>(&'c self, records: &'c [Recorded]) -> Comparison<'c> {
        let mut comparison = Comparison::new(self.contracts, &self.payloads);
        records.iter().for_each(|record| comparison.add(record, &self.contract));
        comparison
    }
}

/// Every finding about the recorded pages, ordered by file and line.
pub fn findings(contracts: &Checked, records: &[Recorded]) -> Vec<Finding> {
    Baseline::of(contracts).findings(records)
}

/// Which recorded editions have what: fields, parameters, types and values.
pub fn evidence(contracts: &Checked, records: &[Recorded]) -> Evidence {
    Baseline::of(contracts).compare(records).evidence
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
