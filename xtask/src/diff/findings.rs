//! Collecting changes while two documents are compared.

use std::collections::BTreeSet;

use super::{
    Change, ChangeKind,
    document::{Body, Row, Table, View, is_parameters, join},
    rules::{Side, When},
    source::Source,
};

/// Where something stands: the words of its container, and which side of the call that is.
#[derive(Clone)]
pub struct Scope<'a> {
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
    pub fn new(side: Side, label: impl Into<String>) -> Self {
        Self {
            side,
            label: label.into(),
            before: None,
            after: None,
        }
    }

    /// A table of a body.
    pub fn of(body: &Body<'a>, before: Option<&'a Table<'a>>, after: Option<&'a Table<'a>>) -> Self {
        Self {
            before,
            after,
            ..Self::new(body.side, &body.label)
        }
    }

    /// `response 200 items[].metadata`. A shared type is named by the first of its places.
    pub fn words(&self) -> String {
        let mut places = self
            .before
            .iter()
            .chain(&self.after)
            .filter_map(|table| table.at.first());
        match (places.next(), self.before.or(self.after)) {
            (Some(place), _) => format!("{} {place}", self.label).trim_end().to_owned(),
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

    /// Whether the rows are parameters, and not fields of a body.
    pub fn is_parameters(&self) -> bool {
        is_parameters(&self.label)
    }
}

/// What two documents are to each other, which decides what counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Two editions of a page: rows and tables may be found again under other names.
    Pages,
    /// A page and the contract.
    Coverage,
    /// Two contracts.
    Release,
}

/// A change, with what later steps need to know of it.
pub struct Finding<'a> {
    pub change: Change,
    pub scope: Scope<'a>,
    /// The row that was added or removed.
    pub row: Option<&'a Row<'a>>,
    /// What the change touches, as defects name it: a defect at or below it needs no line of its own.
    pub subjects: Vec<String>,
}

impl Finding<'_> {
    /// Notes the row that the change is about, in the newer document.
    pub fn about(&mut self, row: &Row) -> &mut Self {
        let layers = row.layers.iter().map(|layer| layer.pointer.clone());
        self.change
            .at
            .splice(0..0, [row.pointer.clone()].into_iter().chain(layers));
        self
    }
}

/// A field or parameter of a page, and what it is in the contract.
pub struct Match<'a> {
    pub side: Side,
    pub page: &'a Row<'a>,
    pub contract: &'a Row<'a>,
    /// The table of the contract.
    pub table: &'a Table<'a>,
}

/// What the older and the newer document state.
pub type Sides = (Option<String>, Option<String>);

/// No statement that a line could show.
pub const UNSAID: Sides = (None, None);

/// Of the older document alone.
pub fn gone(text: impl Into<String>) -> Sides {
    (Some(text.into()), None)
}

/// Of the newer document alone.
pub fn come(text: impl Into<String>) -> Sides {
    (None, Some(text.into()))
}

/// Of one document alone.
pub fn alone(is_older: bool, text: Option<String>) -> Sides {
    if is_older { (text, None) } else { (None, text) }
}

/// Of either document.
pub fn both(before: impl Into<String>, after: impl Into<String>) -> Sides {
    (Some(before.into()), Some(after.into()))
}

/// The two documents, and what differs so far.
pub struct Findings<'a> {
    pub before: &'a View<'a>,
    pub after: &'a View<'a>,
    pub mode: Mode,
    /// The operation that is compared, and where it stands in the newer document.
    pub operation: Option<String>,
    pub operation_at: Option<String>,
    pub found: Vec<Finding<'a>>,
    /// Rows that are in both documents.
    pub matches: Vec<Match<'a>>,
    /// The same rows, by what defects call them in either document.
    pub rows: Vec<[Vec<String>; 2]>,
}

impl<'a> Findings<'a> {
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
            rows: Vec::new(),
        }
    }

    /// Adds a change, with the severity that the rules give it.
    pub fn add(
        &mut self,
        kind: ChangeKind,
        scope: &Scope<'a>,
        name: &str,
        when: &[When],
        (before, after): Sides,
    ) -> &mut Finding<'a> {
        let release = (self.mode == Mode::Release).then_some(When::Release);
        let when: Vec<When> = when.iter().copied().chain(release).collect();
        let table = scope.after.map(|table| table.layer.pointer.clone());
        let table = table.filter(|pointer| !pointer.is_empty()).into_iter();
        let component = scope.before.or(scope.after).and_then(|table| table.layer.component);
        let change = Change {
            operations: self.operation.clone().into_iter().collect(),
            component: component.map(str::to_owned),
            before,
            after,
            at: table.chain(self.operation_at.clone()).collect(),
            ..Change::new(kind, scope.side, &when, &scope.words(), name)
        };
        let index = self.found.len();
        self.found.push(Finding {
            change,
            scope: scope.clone(),
            row: None,
            subjects: [scope.subjects_before(name), scope.subjects_after(name)].concat(),
        });
        &mut self.found[index]
    }

    /// Adds a change where the sides differ.
    pub fn compare(&mut self, kind: ChangeKind, scope: &Scope<'a>, name: &str, sides: Sides) {
        if sides.0 != sides.1 {
            self.add(kind, scope, name, &[], sides);
        }
    }

    /// Adds a change for each text that only one of two sets has.
    pub fn compare_sets(
        &mut self,
        (removed, added): (ChangeKind, ChangeKind),
        scope: &Scope<'a>,
        old: BTreeSet<String>,
        new: BTreeSet<String>,
    ) {
        for text in old.difference(&new) {
            self.add(removed, scope, "", &[], gone(text));
        }
        for text in new.difference(&old) {
            self.add(added, scope, "", &[], come(text));
        }
    }

    /// Drops some of the changes, by index.
    pub fn drop_all(&mut self, indexes: &[usize]) {
        let mut index = 0..;
        self.found
            .retain(|_| index.next().is_none_or(|index| !indexes.contains(&index)));
    }
}
