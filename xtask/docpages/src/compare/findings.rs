//! Collecting changes while two pages are compared.

use super::{Change, ChangeKind, Edition, Side, When, impact};
use crate::Field;

/// Where something stands: the words of its container, and which side of the call that is.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// What is sent, or what comes back.
    pub(super) side: Side,
    /// `query`, `response 200`.
    pub(super) label: String,
    /// The place of the table in the body; empty for the body itself.
    pub(super) place: String,
}

impl Scope {
    pub(super) fn new(side: Side, label: &str) -> Self {
        Self {
            side,
            label: label.to_owned(),
            place: String::new(),
        }
    }

    /// The table at a place of the body.
    pub(super) fn at(&self, place: &str) -> Self {
        Self {
            place: place.to_owned(),
            ..self.clone()
        }
    }

    /// `response 200 items[].metadata`.
    pub(super) fn words(&self) -> String {
        match self.place.as_str() {
            "" => self.label.clone(),
            place => format!("{} {place}", self.label),
        }
    }

    /// `response 200 items[].metadata.name`, as defects name it.
    pub(super) fn subject(&self, name: &str) -> String {
        format!("{} {}", self.label, join(&self.place, name))
    }

    /// Whether the rows are parameters, and not fields of a body.
    pub(super) fn is_parameters(&self) -> bool {
        matches!(self.label.as_str(), "path" | "query" | "header")
    }
}

/// The place of a field in a body.
pub(super) fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

/// A change, with what later steps need to know of it.
#[derive(Debug)]
pub(super) struct Finding<'a> {
    pub(super) change: Change,
    pub(super) scope: Scope,
    /// The row that was added or removed.
    pub(super) field: Option<&'a Field>,
    /// What the change touches, as defects name it: a defect at or below it needs no line of its own.
    pub(super) subjects: Vec<String>,
}

/// The two editions, and what differs so far.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    pub(super) before: Edition<'a>,
    pub(super) after: Edition<'a>,
    pub(super) found: Vec<Finding<'a>>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(before: Edition<'a>, after: Edition<'a>) -> Self {
        Self {
            before,
            after,
            found: Vec::new(),
        }
    }

    /// Adds a change, with the impact that the rules give it.
    pub(super) fn add(
        &mut self,
        kind: ChangeKind,
        scope: &Scope,
        name: &str,
        when: When,
        before: Option<&str>,
        after: Option<&str>,
    ) -> &mut Finding<'a> {
        let (impact, why) = impact::of(kind, scope.side, when);
        self.found.push(Finding {
            change: Change {
                kind,
                location: scope.words(),
                name: name.to_owned(),
                before: before.map(str::to_owned),
                after: after.map(str::to_owned),
                impact,
                why: why.to_owned(),
                note: None,
            },
            scope: scope.clone(),
            field: None,
            subjects: vec![scope.subject(name)],
        });
        let last = self.found.len() - 1;
        // The element was pushed two lines above.
        #[expect(clippy::indexing_slicing, reason = "the index is of the element just pushed")]
        &mut self.found[last]
    }

    pub(super) fn into_changes(self) -> Vec<Change> {
        self.found.into_iter().map(|finding| finding.change).collect()
    }
}
