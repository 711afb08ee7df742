//! Collecting changes while two documents are compared. Of everything that there is twice, the older comes first.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, ChangeKind,
    document::{Body, Operation, Row, Table, View, is_parameters, join},
    rules::{Side, When, judge},
    source::Source,
};

/// Where something is compared: a part of the documents, the tables there, and a row of these.
#[derive(Clone, Default)]
pub struct Spot<'a> {
    pub side: Side,
    /// `query`, `response 200`.
    pub label: String,
    pub tables: [Option<&'a Table<'a>>; 2],
    pub rows: [Option<&'a Row<'a>>; 2],
    /// The parameter, the field or the key.
    pub name: String,
    /// The component that declares it, in a contract.
    pub component: Option<String>,
}

impl<'a> Spot<'a> {
    /// A part that is no table, and a name in it.
    pub fn new(side: Side, label: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            side,
            label: label.into(),
            name: name.into(),
            ..Self::default()
        }
    }

    /// Tables of a body.
    pub fn of(body: &Body, tables: [Option<&'a Table<'a>>; 2]) -> Self {
        let mut pointers = tables.iter().flatten().map(|table| &table.layer.pointer);
        let component = pointers.find_map(|pointer| pointer.strip_prefix("/components/schemas/")?.split('/').next());
        Self {
            tables,
            component: component.map(str::to_owned),
            ..Self::new(body.side, &body.label, "")
        }
    }

    /// Rows of the tables. That of a component has no name in it.
    pub fn at(&self, rows: [Option<&'a Row<'a>>; 2]) -> Self {
        let row = rows.into_iter().flatten().next();
        let itself = row.and_then(|row| row.layers.first()?.name()).map(str::to_owned);
        let name = row.filter(|_| itself.is_none()).map_or("", |row| row.name);
        Self {
            rows,
            name: name.to_owned(),
            component: itself.or_else(|| self.component.clone()),
            ..self.clone()
        }
    }

    /// Whether the rows are parameters, and not fields of a body.
    pub fn is_parameters(&self) -> bool {
        is_parameters(&self.label)
    }

    /// `response 200 items[].metadata`. Of the places of a shared type it is the first that both documents have.
    pub fn location(&self) -> String {
        let [old, new] = self.tables.map(|table| table.map_or(&[][..], |table| &table.at));
        let mut shared = old.iter().filter(|place| new.contains(place));
        let place = shared.next().or(old.first()).or(new.first());
        match (place, self.tables.into_iter().flatten().next()) {
            (Some(place), _) => format!("{} {place}", self.label).trim_end().to_owned(),
            (None, Some(table)) => format!("{} ({})", self.label, table.name.as_deref().unwrap_or("?")),
            (None, None) => self.label.clone(),
        }
    }

    /// What defects of a document call it, wherever the table stands: `response 200 items[].metadata.name`.
    pub fn subjects(&self, edition: usize) -> Vec<String> {
        let row = self.rows[edition].or(self.rows[1 - edition]);
        let name = row.map_or("", |row| row.name);
        let at = |place: &str| format!("{} {place}", self.label).trim_end().to_owned();
        match self.tables[edition] {
            None if self.tables[1 - edition].is_some() => Vec::new(),
            None => vec![at(&self.name)],
            Some(table) if table.at.is_empty() => vec![at(&join(table.name.as_deref().unwrap_or("?"), name))],
            Some(table) => table.at.iter().map(|place| at(&join(place, name))).collect(),
        }
    }

    /// Pointers to it in the newer document, the nearest first.
    fn pointers(&self) -> impl Iterator<Item = String> {
        let row = self.rows[1].into_iter();
        let layers = row.clone().flat_map(|row| &row.layers);
        let layers = layers.chain(self.tables[1].map(|table| &table.layer));
        let pointers = row.map(|row| &row.pointer).chain(layers.map(|layer| &layer.pointer));
        pointers.filter(|pointer| !pointer.is_empty()).cloned()
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

/// A change, and where it was found.
pub struct Finding<'a> {
    pub change: Change,
    pub spot: Spot<'a>,
    /// What the change touches, as defects name it: a defect at or below it needs no line of its own.
    pub subjects: Vec<String>,
}

/// What the older and the newer document state.
pub type Sides = [Option<String>; 2];

/// No statement that a line could show.
pub const UNSAID: Sides = [None, None];

/// Of one document alone.
pub fn alone(edition: usize, text: impl Into<String>) -> Sides {
    let mut sides = UNSAID;
    sides[edition] = Some(text.into());
    sides
}

/// Of either document.
pub fn both(before: impl Into<String>, after: impl Into<String>) -> Sides {
    [Some(before.into()), Some(after.into())]
}

/// The two documents, and what differs so far.
pub struct Findings<'a> {
    pub views: [&'a View<'a>; 2],
    pub mode: Mode,
    /// The operation that is compared, and where it stands in the newer document.
    pub operation: Option<(String, String)>,
    /// The operations that use each component of two contracts, and the sides.
    uses: BTreeMap<String, (BTreeSet<String>, BTreeSet<Side>)>,
    pub found: Vec<Finding<'a>>,
    /// Rows that are in both documents.
    pub rows: Vec<Spot<'a>>,
}

impl<'a> Findings<'a> {
    pub fn new(views: [&'a View<'a>; 2]) -> Self {
        let mode = match views.map(|view| view.source) {
            [Source::Page(_), Source::Page(_)] => Mode::Pages,
            [Source::Contract, Source::Contract] => Mode::Release,
            _ => Mode::Coverage,
        };
        let mut uses: BTreeMap<_, (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
        let contracts = views.iter().filter(|_| mode == Mode::Release);
        for (component, operation, side) in contracts.flat_map(|view| view.uses()) {
            let (operations, sides) = uses.entry(component).or_default();
            operations.insert(operation);
            sides.insert(side);
        }
        Self {
            views,
            mode,
            operation: None,
            uses,
            found: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Notes which operation is compared.
    pub fn enter(&mut self, operation: &Operation) {
        self.operation = Some((operation.name(), operation.pointer.clone()));
    }

    /// Adds a change, with the most severe judgement of the rules for those whom it concerns.
    pub fn add(&mut self, kind: ChangeKind, spot: &Spot<'a>, when: Option<When>, stated: Sides) -> &mut Finding<'a> {
        let (operation, pointer) = self.operation.clone().unzip();
        let used = spot.component.as_ref().and_then(|name| self.uses.get(name));
        let own = || (operation.into_iter().collect(), [spot.side].into());
        let (operations, sides) = used.cloned().unwrap_or_else(own);
        let release = (self.mode == Mode::Release).then_some(When::Release);
        let when: Vec<When> = when.into_iter().chain(release).collect();
        let severest = sides.into_iter().max_by_key(|side| judge(kind, *side, &when).0);
        let side = severest.unwrap_or(spot.side);
        let [before, after] = stated;
        let change = Change {
            operations: operations.into_iter().collect(),
            component: spot.component.clone(),
            before,
            after,
            at: spot.pointers().chain(pointer).collect(),
            ..Change::new(kind, side, &when, &spot.location(), &spot.name)
        };
        self.found.push(Finding {
            change,
            spot: spot.clone(),
            subjects: [spot.subjects(0), spot.subjects(1)].concat(),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Adds a change where the sides differ.
    pub fn compare(&mut self, kind: ChangeKind, spot: &Spot<'a>, sides: Sides) {
        if sides[0] != sides[1] {
            self.add(kind, spot, None, sides);
        }
    }

    /// Adds a change for each text that only one of two lists has, by the kinds of what went and of what came.
    pub fn compare_lists(
        &mut self,
        kinds: [ChangeKind; 2],
        spot: &Spot<'a>,
        when: Option<When>,
        lists: &[Vec<String>; 2],
    ) {
        for (edition, kind) in kinds.into_iter().enumerate() {
            for text in lists[edition].iter().filter(|text| !lists[1 - edition].contains(text)) {
                self.add(kind, spot, when, alone(edition, text));
            }
        }
    }
}
