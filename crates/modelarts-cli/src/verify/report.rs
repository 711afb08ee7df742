//! The report.

mod markdown;

use modelarts::{Error, Region};
use serde::Serialize;

use super::{
    Answer,
    departure::{Decision, Finding},
    mask::is_telling_code,
    specs::Specs,
    undecodable,
    walk::Walk,
};
use crate::{clock::Clock, failure};

/// What was found. No value of the account is in it.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    #[serde(skip)]
    specs: &'a Specs,
    #[serde(skip)]
    unasked: usize,
    program: &'static str,
    specs_version: &'a str,
    /// The region; `other` for one that is not listed, whose name may be that of somebody's own cloud.
    region: Option<&'a str>,
    date: String,
    agrees: bool,
    operations: Vec<Operation>,
    departures: Vec<Finding>,
    /// What is worth knowing and departs from nothing.
    remarks: Vec<Finding>,
    deviations: Vec<Decision>,
    undecided_deviations: usize,
}

#[derive(Serialize)]
struct Operation {
    operation: &'static str,
    outcome: &'static str,
    /// How many findings depart from the specs.
    departures: usize,
    failure: Option<Failed>,
}

/// A failure without what the service says in words, which may name the account.
#[derive(Serialize)]
struct Failed {
    kind: String,
    status: Option<u16>,
    code: Option<String>,
    attempts: u32,
    /// Where the response could not be decoded.
    path: Option<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(specs: &'a Specs, region: Option<&Region>, clock: &Clock) -> Self {
        let listed = |region: &Region| Region::KNOWN.iter().find(|(id, _)| *id == region.as_str());
        let region = region.map(|region| listed(region).map_or("other", |(id, _)| *id));
        Self {
            specs,
            unasked: 0,
            program: concat!("modelarts ", env!("CARGO_PKG_VERSION")),
            specs_version: specs.version(),
            region,
            date: clock.date(),
            agrees: true,
            operations: Vec::new(),
            departures: Vec::new(),
            remarks: Vec::new(),
            deviations: Vec::new(),
            undecided_deviations: 0,
        }
    }

    /// Adds what became of an operation.
    pub(super) fn add(&mut self, operation: &'static str, answer: &Answer) {
        let mut walk = Walk::new(self.specs, operation);
        if let Some(body) = &answer.body {
            walk.body(body);
        }
        let (findings, deviations, undecided) = walk.finish();
        let (departures, remarks): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.kind.departs());
        let refuted = deviations.iter().filter(|decision| decision.refuted > 0).count();
        let departing = departures.len() + refuted;
        let outcome = match &answer.failure {
            Some(_) => "failed",
            None if departing > 0 => "departs",
            None => "agrees",
        };
        self.agrees &= outcome == "agrees";
        self.unasked += usize::from(answer.is_unasked());
        self.operations.push(Operation {
            operation,
            outcome,
            departures: departing,
            failure: answer
                .failure
                .as_ref()
                .map(|error| Failed::of(error, self.specs, operation)),
        });
        self.departures.extend(departures);
        self.remarks.extend(remarks);
        self.deviations.extend(deviations);
        self.undecided_deviations += undecided;
    }

    /// Whether every call succeeded and nothing departs from the specs.
    pub(super) fn agrees(&self) -> bool {
        self.agrees
    }

    /// Whether nothing could be sent.
    pub(super) fn is_unasked(&self) -> bool {
        self.unasked == self.operations.len()
    }

    /// The report for programs, as text.
    pub(super) fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Failed {
    fn of(error: &Error, specs: &Specs, operation: &str) -> Self {
        let code = error.code().map(|code| match is_telling_code(code) {
            true => code.to_owned(),
            false => "masked".to_owned(),
        });
        Self {
            kind: failure::kind(error.kind()),
            status: error.status(),
            code,
            attempts: error.attempts(),
            path: error.path().map(|path| undecodable::place(specs, operation, path)),
        }
    }
}
