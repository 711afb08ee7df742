//! The report as data.

use modelarts::{Error, Region};
use serde::Serialize;

use super::{
    compare::Comparison,
    finding::{Confirmation, Finding},
    mask::is_error_code,
};
use crate::{clock::Clock, error::kind_name, specs::Specs};

/// The report, without any value of the account.
#[derive(Default, Serialize)]
pub(super) struct Report<'a> {
    pub(super) program: &'static str,
    pub(super) specs_version: &'a str,
    /// The region; `other` if it is not a known one, since its name may identify a private cloud.
    pub(super) region: Option<&'a str>,
    pub(super) date: String,
    pub(super) agrees: bool,
    pub(super) operations: Vec<Operation>,
    pub(super) departures: Vec<Finding>,
    /// Findings that are not departures.
    pub(super) remarks: Vec<Finding>,
    pub(super) confirmed_deviations: Vec<Confirmation<'a>>,
    pub(super) undecided_deviations: usize,
}

#[derive(Serialize)]
pub(super) struct Operation {
    pub(super) operation: &'static str,
    pub(super) outcome: &'static str,
    pub(super) departures: usize,
    pub(super) failure: Option<CallError>,
}

/// The error of a call, without the service's message, which may identify the account.
#[derive(Serialize)]
pub(super) struct CallError {
    pub(super) kind: String,
    pub(super) status: Option<u16>,
    pub(super) code: Option<String>,
    attempts: u32,
}

impl<'a> Report<'a> {
    pub(super) fn new(specs: &'a Specs, region: Option<&Region>, clock: &Clock) -> Self {
        let known = |region: &Region| Region::KNOWN.iter().find(|(id, _)| *id == region.as_str());
        Self {
            program: concat!("modelarts ", env!("CARGO_PKG_VERSION")),
            specs_version: specs.version(),
            region: region.map(|region| known(region).map_or("other", |(id, _)| *id)),
            date: clock.date(),
            agrees: true,
            ..Self::default()
        }
    }

    /// Adds the result of a call.
    pub(super) fn add(&mut self, specs: &'a Specs, operation: &'static str, result: &Result<Vec<u8>, Error>) {
        let body = match result {
            Ok(body) => Some(&**body),
            Err(error) => error.body().filter(|_| error.is_decode()),
        };
        let comparison = Comparison::new(specs, operation, body);
        let findings = comparison.findings.into_values();
        let (departures, remarks): (Vec<_>, Vec<_>) = findings.partition(|finding| finding.kind.is_departure());
        let failure = result.as_ref().err();
        let outcome = match failure {
            Some(_) => "failed",
            None if !departures.is_empty() => "departs",
            None => "agrees",
        };
        let masked = |code: &str| if is_error_code(code) { code } else { "masked" }.to_owned();
        self.agrees &= outcome == "agrees";
        self.operations.push(Operation {
            operation,
            outcome,
            departures: departures.len(),
            failure: failure.map(|error| CallError {
                kind: kind_name(error.kind()),
                status: error.status(),
                code: error.code().map(masked),
                attempts: error.attempts(),
            }),
        });
        self.departures.extend(departures);
        self.remarks.extend(remarks);
        for ((path, deviation), verdict) in comparison.deviations {
            self.undecided_deviations += usize::from(verdict.is_none());
            if verdict == Some(true) {
                self.confirmed_deviations.push(Confirmation {
                    operation,
                    path,
                    page_says: deviation.documented,
                    specs_say: deviation.actual,
                });
            }
        }
    }
}
