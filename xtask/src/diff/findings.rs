//! Collecting changes while two documents are compared.

use std::collections::HashMap;

use super::{
    Change, ChangeKind,
    rules::{Side, When},
    source::Source,
    view::{Body, Row, Table, View, is_parameters, join},
};

/// Where something stands: the words of its container, and which side of the call that is.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// Who sends it.
    pub side: Side,
    /// `query`, `response 200`.
    pub label: String,
    /// The table in the older document, within a body.
    pub before: Option<&'a Table<'a>>,
    /// The table in the newer document.
    pub after: Option<&'a Table<'a>>,
}

impl<'a> Scope<'a> {
    /// A place that is no table.
    pub fn new(side: Side, label: &str) -> Self {
        Self {
            side,
            label: label.to_owned(),
            before: None,
            after: None,
        }
    }

    /// A table of a body.
    pub fn of(body: &Body<'a>, before: Option<&'a Table<'a>>, after: Option<&'a Table<'a>>) -> Self {
        Self {
            side: body.side,
            label: body.label.clone(),
            before,
            after,
        }
    }

    /// `response 200 items[].metadata`. A shared type is named by the first of its places.
    pub fn words(&self) -> String {
        let place = |table: Option<&'a Table<'a>>| table.and_then(|table| table.at.first());
        match (place(self.before).or(place(self.after)), self.before.or(self.after)) {
            (Some(place), _) if place.is_empty() => self.label.clone(),
            (Some(place), _) => format!("{} {place}", self.label),
            (None, Some(table)) => format!("{} ({})", self.label, table.name.unwrap_or("?")),
            (None, None) => self.label.clone(),
        }
    }

    /// A field as defects of one document name it, wherever the table stands: `response 200 items[].metadata.name`.
    fn subjects(&self, table: Option<&Table>, name: &str) -> Vec<String> {
        let at = |place: &str| format!("{} {}", self.label, join(place, name));
        match table {
            None => vec![at("")],
            Some(table) if table.at.is_empty() => vec![at(table.name.unwrap_or("?"))],
            Some(table) => table.at.iter().map(|place| at(place)).collect(),
        }
    }

    /// The same of the older document.
    pub fn subjects_before(&self, name: &str) -> Vec<String> {
        self.subjects(self.before, name)
    }

    /// The same of the newer document.
    pub fn subjects_after(&self, name: &str) -> Vec<String> {
        self.subjects(self.after, name)
    }

    /// The table itself, as defects name the field that leads to it.
    pub fn table_subjects(&self) -> Vec<String> {
        let tables = self.before.iter().chain(&self.after);
        let places = tables
            .flat_map(|table| &table.at)
            .map(|place| place.trim_end_matches("[]"));
        places
            .map(|place| format!("{} {place}", self.label).trim_end().to_owned())
            .collect()
    }

    /// Whether the rows are parameters, and not fields of a body.
    pub fn is_parameters(&self) -> bool {
        is_parameters(&self.label)
    }
}

/// What two documents are to each other, which decides what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Two editions of a page: rows and tables may be found again under other names.
    Pages,
    /// A page and the contract.
    Coverage,
    /// Two contracts.
    Release,
}

/// A change, with what later steps need to know of it.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The change.
    pub change: Change,
    /// Where it is.
    pub scope: Scope<'a>,
    /// The row that was added or removed.
    pub row: Option<&'a Row<'a>>,
    /// What the change touches, as defects name it: a defect at or below it needs no line of its own.
    pub subjects: Vec<String>,
}

impl<'a> Finding<'a> {
    /// Notes the row that the change is about, in the newer document.
    pub fn about(&mut self, row: &Row) -> &mut Self {
        let layers = row.layers.iter().map(|layer| layer.pointer.clone());
        let nearest = [row.pointer.clone()].into_iter().chain(layers);
        self.change.at.splice(0..0, nearest);
        self
    }
}

/// A field or parameter of a page, and what it is in the contract.
#[derive(Debug, Clone)]
pub struct Match<'a> {
    /// Who sends it.
    pub side: Side,
    /// The row of the page.
    pub page: &'a Row<'a>,
    /// The row of the contract.
    pub contract: &'a Row<'a>,
    /// The table of the contract.
    pub table: &'a Table<'a>,
}

/// The two documents, and what differs so far.
#[derive(Debug)]
pub struct Findings<'a> {
    /// The older document.
    pub before: &'a View<'a>,
    /// The newer document.
    pub after: &'a View<'a>,
    /// What they are to each other.
    pub mode: Mode,
    /// The operation that is compared.
    pub operation: Option<String>,
    /// Where it stands in the newer document.
    pub operation_at: Option<String>,
    /// What differs.
    pub found: Vec<Finding<'a>>,
    /// Rows that are in both documents.
    pub matches: Vec<Match<'a>>,
    /// The same rows, by what defects call them.
    pub rows: Rows,
}

/// Which row of one edition is which of the other: a defect is the same if it is of the same row, wherever that stands.
#[derive(Debug, Default)]
pub struct Rows {
    before: HashMap<String, Vec<usize>>,
    after: HashMap<String, Vec<usize>>,
    count: usize,
}

impl Rows {
    /// Notes that a row is in both editions.
    pub fn add(&mut self, scope: &Scope, before: &str, after: &str) {
        for subject in scope.subjects_before(before) {
            self.before.entry(subject).or_default().push(self.count);
        }
        for subject in scope.subjects_after(after) {
            self.after.entry(subject).or_default().push(self.count);
        }
        self.count += 1;
    }

    /// Whether two places of defects, in the older and in the newer edition, are one row.
    pub fn are_one(&self, before: &str, after: &str) -> bool {
        let (Some(before), Some(after)) = (self.before.get(before), self.after.get(after)) else {
            return false;
        };
        before.iter().any(|row| after.contains(row))
    }
}

impl<'a> Findings<'a> {
    /// Nothing that differs yet.
    pub fn new(before: &'a View<'a>, after: &'a View<'a>) -> Self {
        let mode = match (before.source, after.source) {
            (Source::Page(_), Source::Page(_)) => Mode::Pages,
            (Source::Contract, Source::Contract) => Mode::Release,
            _ => Mode::Coverage,
        };
        Self {
            before,
            after,
            mode,
            operation: None,
            operation_at: None,
            found: Vec::new(),
            matches: Vec::new(),
            rows: Rows::default(),
        }
    }

    /// Adds a change, with the severity that the rules give it.
    pub fn add(
        &mut self,
        kind: ChangeKind,
        scope: &Scope<'a>,
        name: &str,
        when: &[When],
        before: Option<&str>,
        after: Option<&str>,
    ) -> &mut Finding<'a> {
        let mut when = when.to_vec();
        when.extend((self.mode == Mode::Release).then_some(When::Release));
        let own = Change::new(kind, scope.side, &when, &scope.words(), name);
        let table = scope.after.map(|table| table.layer.pointer.clone());
        let component = scope.before.or(scope.after).and_then(|table| table.layer.component);
        let at = table.filter(|pointer| !pointer.is_empty()).into_iter();
        self.found.push(Finding {
            change: Change {
                operations: self.operation.clone().into_iter().collect(),
                component: component.map(str::to_owned),
                before: before.map(str::to_owned),
                after: after.map(str::to_owned),
                at: at.chain(self.operation_at.clone()).collect(),
                ..own
            },
            scope: scope.clone(),
            row: None,
            subjects: [scope.subjects_before(name), scope.subjects_after(name)].concat(),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Adds a difference that stands on one side, or on both.
    pub fn add_pair(&mut self, kind: ChangeKind, scope: &Scope<'a>, name: &str, sides: (Option<&str>, Option<&str>)) {
        if sides.0 != sides.1 {
            self.add(kind, scope, name, &[], sides.0, sides.1);
        }
    }
}
