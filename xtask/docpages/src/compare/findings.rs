//! Collecting changes while two pages are compared.

use std::collections::HashMap;

use super::{Change, ChangeKind, Edition, Side, When, impact, tables::View};
use crate::Field;

/// Where something stands: the words of its container, and which side of the call that is.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// What is sent, or what comes back.
    pub(super) side: Side,
    /// `query`, `response 200`.
    pub(super) label: String,
    /// The table, within a body.
    table: Option<TableAt>,
}

/// A table in both editions.
#[derive(Debug, Clone)]
struct TableAt {
    /// What defects call a table without a place.
    name: String,
    /// All places in the older edition.
    before: Vec<String>,
    /// All places in the newer edition, which differ below a renamed field.
    after: Vec<String>,
}

impl Scope {
    pub(super) fn new(side: Side, label: &str) -> Self {
        Self {
            side,
            label: label.to_owned(),
            table: None,
        }
    }

    /// A table that one of the editions has, or both.
    pub(super) fn table(&self, before: Option<&View>, after: Option<&View>) -> Self {
        let places = |view: Option<&View>| -> Vec<String> {
            view.map(|view| view.at.iter().map(|place| (*place).to_owned()).collect())
                .unwrap_or_default()
        };
        let name = before.or(after).and_then(|view| view.name).unwrap_or("?");
        Self {
            table: Some(TableAt {
                name: name.to_owned(),
                before: places(before),
                after: places(after),
            }),
            ..self.clone()
        }
    }

    /// `response 200 items[].metadata`. A shared type is named by the first of its places.
    pub(super) fn words(&self) -> String {
        let Some(table) = &self.table else {
            return self.label.clone();
        };
        match table.before.first().or(table.after.first()).map(String::as_str) {
            Some("") => self.label.clone(),
            Some(place) => format!("{} {place}", self.label),
            None => format!("{} ({})", self.label, table.name),
        }
    }

    /// `response 200 items[].metadata.name`, as defects of the older edition name it, wherever the table stands.
    pub(super) fn subjects_before(&self, name: &str) -> Vec<String> {
        self.subjects(name, |table| &table.before)
    }

    /// The same in the newer edition.
    pub(super) fn subjects_after(&self, name: &str) -> Vec<String> {
        self.subjects(name, |table| &table.after)
    }

    fn subjects(&self, name: &str, places: fn(&TableAt) -> &Vec<String>) -> Vec<String> {
        let at = |place: &str| format!("{} {}", self.label, join(place, name));
        match &self.table {
            None => vec![at("")],
            Some(table) if places(table).is_empty() => vec![at(&table.name)],
            Some(table) => places(table).iter().map(|place| at(place)).collect(),
        }
    }

    /// The table itself, as defects name the field that leads to it.
    pub(super) fn table_subjects(&self) -> Vec<String> {
        let places = self
            .table
            .iter()
            .flat_map(|table| table.before.iter().chain(&table.after));
        let subjects = places.map(|place| {
            format!("{} {}", self.label, place.trim_end_matches("[]"))
                .trim_end()
                .to_owned()
        });
        subjects.collect()
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
    /// Rows that are in both editions, by what defects call them.
    pub(super) rows: Rows,
}

/// Which row of one edition is which of the other: a defect is the same if it is of the same row, wherever that stands.
#[derive(Debug, Default)]
pub(super) struct Rows {
    before: HashMap<String, Vec<usize>>,
    after: HashMap<String, Vec<usize>>,
    count: usize,
}

impl Rows {
    /// Notes that a row is in both editions.
    pub(super) fn add(&mut self, scope: &Scope, before: &str, after: &str) {
        for subject in scope.subjects_before(before) {
            self.before.entry(subject).or_default().push(self.count);
        }
        for subject in scope.subjects_after(after) {
            self.after.entry(subject).or_default().push(self.count);
        }
        self.count += 1;
    }

    /// Whether two places of defects, in the older and in the newer edition, are one row.
    pub(super) fn are_one(&self, before: &str, after: &str) -> bool {
        let (Some(before), Some(after)) = (self.before.get(before), self.after.get(after)) else {
            return false;
        };
        before.iter().any(|row| after.contains(row))
    }
}

impl<'a> Findings<'a> {
    pub(super) fn new(before: Edition<'a>, after: Edition<'a>) -> Self {
        Self {
            before,
            after,
            found: Vec::new(),
            rows: Rows::default(),
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
            subjects: [scope.subjects_before(name), scope.subjects_after(name)].concat(),
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
