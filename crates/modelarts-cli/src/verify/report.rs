//! The report as data.

use modelarts::{Error, Region};
use serde::Serialize;

use super::mask::is_error_code;
use crate::{
    clock::Clock,
    error::kind_name,
    specs::{Deviation, Specs},
};

/// The report, without any value of the account.
#[derive(Default, Serialize)]
pub(super) struct Report<'a> {
    pub(super) program: &'static str,
    pub(super) specs_version: &'a str,
    /// The region; `other` if it is not a known one, since its name may identify a private cloud.
    pub(super) region: Option<&'a str>,
    pub(super) date: String,
    pub(super) agrees: bool,
    pub(super) operations: Vec<Outcome>,
    pub(super) departures: Vec<Finding>,
    /// Findings that are not departures.
    pub(super) remarks: Vec<Finding>,
    pub(super) confirmed_deviations: Vec<Confirmation<'a>>,
    pub(super) undecided_deviations: usize,
}

#[derive(Serialize)]
pub(super) struct Outcome {
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

/// Kind of a difference between a response and the specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    UnknownField,
    /// A value that an open enum does not list, or a bit without a meaning.
    UnknownValue,
    DifferentType,
    /// A string that does not have the declared format or pattern.
    DifferentForm,
    Missing,
    /// A value as the documentation describes it, where the specs correct the documentation.
    RefutesTheSpecs,
    NotJson,
    /// Null for a field that is not nullable. Readers treat it as an absent field.
    Null,
    /// A key of an open map that is not in the specs, usually one that the account chose.
    KeyOfAnOpenMap,
}

impl Kind {
    /// Whether it is a departure from the specs rather than a remark.
    pub(super) fn is_departure(self) -> bool {
        !matches!(self, Self::Null | Self::KeyOfAnOpenMap)
    }

    pub(super) fn text(self) -> String {
        kind_name(self).replace('_', " ")
    }
}

/// A difference, wherever in the response it occurs.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) operation: &'static str,
    /// JSON path, with `[*]` for every index.
    pub(super) path: String,
    pub(super) kind: Kind,
    /// Shapes of the values received.
    pub(super) sent: Vec<String>,
    /// The specs at this place.
    pub(super) specs: String,
    /// Number of occurrences.
    pub(super) places: usize,
    /// JSON path of the first occurrence.
    pub(super) first: String,
}

/// A statement of the documentation that the specs correct, as the response confirms.
#[derive(Serialize)]
pub(super) struct Confirmation<'a> {
    pub(super) operation: &'static str,
    pub(super) path: String,
    pub(super) page_says: &'a str,
    pub(super) specs_say: &'a str,
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

    /// Adds an operation that needs the ID of something, of which the account has none.
    pub(super) fn skip(&mut self, operation: &'static str) {
        self.operations.push(Outcome {
            operation,
            outcome: "not called",
            departures: 0,
            failure: None,
        });
    }

    /// Adds the result of a call, and what a comparison found in the body.
    pub(super) fn add(
        &mut self,
        operation: &'static str,
        failure: Option<&Error>,
        findings: impl IntoIterator<Item = Finding>,
        verdicts: impl IntoIterator<Item = ((String, Deviation<'a>), Option<bool>)>,
    ) {
        let findings = findings.into_iter();
        let (departures, remarks): (Vec<_>, Vec<_>) = findings.partition(|finding| finding.kind.is_departure());
        let outcome = match failure {
            Some(_) => "failed",
            None if !departures.is_empty() => "departs",
            None => "agrees",
        };
        let masked = |code: &str| if is_error_code(code) { code } else { "masked" }.to_owned();
        self.agrees &= outcome == "agrees";
        self.operations.push(Outcome {
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
        for ((path, deviation), verdict) in verdicts {
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
