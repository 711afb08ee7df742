//! Comparing two bodies, table by table, from the outermost object inwards.

use std::collections::{HashMap, HashSet};

use super::{
    ChangeKind::*,
    document::{Body, Row, Table, join},
    findings::{Findings, Mode, Scope, alone},
    pairing::{pair, pair_rest, twins},
    row_types, rows,
};

/// Compares two bodies.
pub fn compare<'a>(findings: &mut Findings<'a>, before: &'a Body<'a>, after: &'a Body<'a>) {
    let is_linked = findings.before.source.links_tables() && findings.after.source.links_tables();
    let are_pages = findings.mode == Mode::Pages;
    let twins = (are_pages && !is_linked).then(|| twins(&before.tables, &after.tables));
    let mut walk = Walk {
        twins: twins.unwrap_or_default(),
        findings,
        before,
        after,
        seen: HashSet::new(),
        alone: Default::default(),
        explained: Default::default(),
    };
    match (before.root, after.root) {
        (Some(old), Some(new)) => walk.visit(old, new),
        (old, new) => walk.note_alone(old, new, ""),
    }
    if are_pages {
        walk.visit_rest();
        walk.report_tables();
    }
}

/// A place below a field that a change already speaks of, and the name of the type that the field holds.
type Explained<'a> = Vec<(String, Option<&'a str>)>;

struct Walk<'w, 'a> {
    findings: &'w mut Findings<'a>,
    before: &'a Body<'a>,
    after: &'a Body<'a>,
    /// Pairs of tables that were compared: a shared type is compared once, and a type within itself ends here.
    seen: HashSet<(usize, usize)>,
    /// Tables that a field leads to in the older or the newer edition only, and that field.
    alone: [Vec<(usize, &'a str)>; 2],
    /// Of the older and of the newer edition.
    explained: [Explained<'a>; 2],
    /// Tables that belong together, whatever place they were given.
    twins: HashMap<usize, usize>,
}

impl<'a> Walk<'_, 'a> {
    fn visit(&mut self, old: usize, new: usize) {
        let mut waiting = vec![(old, new)];
        while let Some((old, new)) = waiting.pop() {
            if self.seen.insert((old, new)) {
                waiting.extend(self.compare_rows(old, new).into_iter().rev());
            }
        }
    }

    fn note_alone(&mut self, old: Option<usize>, new: Option<usize>, name: &'a str) {
        self.alone[0].extend(old.map(|old| (old, name)));
        self.alone[1].extend(new.map(|new| (new, name)));
    }

    /// Compares the rows of two tables, and returns the pairs of tables below them.
    fn compare_rows(&mut self, old: usize, new: usize) -> Vec<(usize, usize)> {
        let (before, after) = (self.before, self.after);
        let (old, new) = (&before.tables[old], &after.tables[new]);
        let scope = Scope::of(before, Some(old), Some(new));
        if self.findings.mode == Mode::Release {
            let (old, new) = (old.layer.schema, new.layer.schema);
            rows::compare_keyword(
                self.findings,
                &scope,
                "",
                "type",
                KeywordChanged,
                (&old["type"], &new["type"]),
            );
            rows::compare_schemas(self.findings, &scope, "", (old, new));
        }
        let pairing = pair(&old.rows, &new.rows, self.findings.mode == Mode::Pages);
        let mut below = Vec::new();
        for (old_row, new_row) in &pairing.pairs {
            let here = old_row.below;
            let there = here.and_then(|index| self.twins.get(&index).copied()).or(new_row.below);
            rows::compare(self.findings, &scope, old_row, new_row);
            let older = (*old_row, here.map(|index| &before.tables[index]), &*before.tables);
            let newer = (*new_row, there.map(|index| &after.tables[index]), &*after.tables);
            let is_same = row_types::compare(self.findings, &scope, older, newer);
            if !is_same && (old_row.kind.refers_to() != new_row.kind.refers_to() || (here, there) == (None, None)) {
                self.explained[0].extend(entries(old, old_row));
                self.explained[1].extend(entries(new, new_row));
            } else if let (Some(old), Some(new)) = (here, there) {
                below.push((old, new));
            } else {
                self.note_alone(here, there, if here.is_some() { old_row.name } else { new_row.name });
            }
        }
        rows::report_unpaired(self.findings, &scope, &pairing);
        self.explained[0].extend(pairing.removed.iter().flat_map(|row| entries(old, row)));
        self.explained[1].extend(pairing.added.iter().flat_map(|row| entries(new, row)));
        below
    }

    /// The tables that were not compared with any.
    fn rest(&self) -> [Vec<usize>; 2] {
        let old = (0..self.before.tables.len()).filter(|index| !self.seen.iter().any(|pair| pair.0 == *index));
        let new = (0..self.after.tables.len()).filter(|index| !self.seen.iter().any(|pair| pair.1 == *index));
        [old.collect(), new.collect()]
    }

    fn visit_rest(&mut self) {
        let [old, new] = self.rest();
        let [gone, come] = &self.explained;
        let is_free = |old: &Table, new: &Table| !is_explained(old, gone) && !is_explained(new, come);
        for (old, new) in pair_rest((&self.before.tables, old), (&self.after.tables, new), &is_free) {
            self.visit(old, new);
        }
    }

    /// Reports the tables that one edition lacks, where no change of a field explains it.
    fn report_tables(&mut self) {
        let rest = self.rest();
        let bodies = [self.before, self.after];
        for (edition, kind) in [TableLost, TableFound].into_iter().enumerate() {
            let mut reported: Vec<&str> = Vec::new();
            for index in &rest[edition] {
                let table = &bodies[edition].tables[*index];
                let field = self.alone[edition].iter().find(|alone| alone.0 == *index);
                let is_below_reported = table.at.iter().any(|at| reported.iter().any(|root| is_below(at, root)));
                let is_told = is_below_reported || is_explained(table, &self.explained[edition]);
                // An empty table of the request stands for a request without body.
                if table.rows.is_empty() || (field.is_none() && is_told) {
                    continue;
                }
                reported.extend(table.at.iter().map(String::as_str).filter(|place| !place.is_empty()));
                let name = field.map(|alone| alone.1).or(table.name).unwrap_or_default();
                let sides = alone(kind == TableLost, Some(table.listing()));
                let scope = Scope::of(self.before, Some(table), None);
                // Defects name the field that leads to a table.
                let places = table.at.iter().map(|place| place.trim_end_matches("[]"));
                let subjects = places.map(|place| format!("{} {place}", scope.label).trim_end().to_owned());
                self.findings.add(kind, &scope, name, &[], sides).subjects = subjects.collect();
            }
        }
    }
}

/// The places below a row, and the name of the type that it holds.
fn entries<'a>(table: &Table<'a>, row: &'a Row<'a>) -> Explained<'a> {
    let places = table.at.iter();
    places
        .map(|place| (join(place, row.name), row.kind.refers_to()))
        .collect()
}

/// Whether a change of a field accounts for a table.
fn is_explained(table: &Table, explained: &Explained) -> bool {
    let by_place = |place: &String| explained.iter().any(|(root, _)| is_below(place, root));
    let by_name = || table.name.is_some() && explained.iter().any(|(_, name)| *name == table.name);
    table.at.iter().any(by_place) || (table.at.is_empty() && by_name())
}

/// Whether a place is that of a field, or leads into it: a list, a map or a field.
fn is_below(place: &str, root: &str) -> bool {
    let rest = place.strip_prefix(root);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
}
