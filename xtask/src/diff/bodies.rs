//! Comparing two bodies, table by table, from the outermost object inwards.

use std::collections::{HashMap, HashSet};

use super::{
    ChangeKind, fields,
    findings::{Findings, Mode, Scope},
    keywords, pairing,
    tables::{pair_rest, twins},
    type_changes,
    view::{Body, Row, Table, join},
};

/// Compares two bodies.
pub fn compare<'a>(findings: &mut Findings<'a>, before: &'a Body<'a>, after: &'a Body<'a>) {
    let is_linked = findings.before.source.links_tables() && findings.after.source.links_tables();
    let are_pages = findings.mode == Mode::Pages;
    let mut walk = Walk {
        twins: if are_pages && !is_linked {
            twins(&before.tables, &after.tables)
        } else {
            HashMap::new()
        },
        findings,
        before,
        after,
        seen: HashSet::new(),
        lost: Vec::new(),
        come: Vec::new(),
        explained: [Vec::new(), Vec::new()],
    };
    match (before.root, after.root) {
        (Some(old), Some(new)) => walk.visit(old, new),
        (Some(old), None) => walk.lost.push((old, "")),
        (None, Some(new)) => walk.come.push((new, "")),
        (None, None) => {}
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
    /// Tables that a field leads to in one edition only, and that field.
    lost: Vec<(usize, &'a str)>,
    come: Vec<(usize, &'a str)>,
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
                let below = self.compare_rows(old, new);
                waiting.extend(below.into_iter().rev());
            }
        }
    }

    /// Compares the rows of two tables, and returns the pairs of tables below them.
    fn compare_rows(&mut self, old: usize, new: usize) -> Vec<(usize, usize)> {
        let (before, after) = (self.before, self.after);
        let (old, new) = (&before.tables[old], &after.tables[new]);
        let scope = Scope::of(before, Some(old), Some(new));
        keywords::compare_tables(self.findings, &scope, old, new);
        let pairing = pairing::pair(&old.rows, &new.rows, self.findings.mode == Mode::Pages);
        let mut below = Vec::new();
        for (old_row, new_row) in &pairing.pairs {
            let here = old_row.below;
            let there = here.and_then(|index| self.twins.get(&index).copied()).or(new_row.below);
            fields::compare(self.findings, &scope, old_row, new_row);
            let is_same = type_changes::compare(
                self.findings,
                &scope,
                (old_row, here, Some(before)),
                (new_row, there, Some(after)),
            );
            let is_walked = is_same || old_row.kind.refers_to() == new_row.kind.refers_to();
            match (here, there) {
                (Some(old), Some(new)) if is_walked => below.push((old, new)),
                (Some(old), None) if is_walked => self.lost.push((old, old_row.name)),
                (None, Some(new)) if is_walked => self.come.push((new, new_row.name)),
                _ if !is_same => {
                    self.explained[0].extend(entries(old, old_row));
                    self.explained[1].extend(entries(new, new_row));
                }
                _ => {}
            }
        }
        fields::report_unpaired(self.findings, &scope, &pairing);
        self.explained[0].extend(pairing.removed.iter().flat_map(|row| entries(old, row)));
        self.explained[1].extend(pairing.added.iter().flat_map(|row| entries(new, row)));
        below
    }

    /// The tables that were not compared with any.
    fn rest(&self) -> (Vec<usize>, Vec<usize>) {
        let old = (0..self.before.tables.len()).filter(|index| !self.seen.iter().any(|pair| pair.0 == *index));
        let new = (0..self.after.tables.len()).filter(|index| !self.seen.iter().any(|pair| pair.1 == *index));
        (old.collect(), new.collect())
    }

    fn visit_rest(&mut self) {
        let (old, new) = self.rest();
        let is_free =
            |old: &Table, new: &Table| !is_explained(old, &self.explained[0]) && !is_explained(new, &self.explained[1]);
        for (old, new) in pair_rest((&self.before.tables, &old), (&self.after.tables, &new), &is_free) {
            self.visit(old, new);
        }
    }

    /// Reports the tables that one edition lacks, where no change of a field explains it.
    fn report_tables(&mut self) {
        let (old, new) = self.rest();
        let reports = [
            (
                ChangeKind::TableLost,
                old,
                self.before,
                self.lost.clone(),
                self.explained[0].clone(),
            ),
            (
                ChangeKind::TableFound,
                new,
                self.after,
                self.come.clone(),
                self.explained[1].clone(),
            ),
        ];
        for (kind, rest, body, by_field, explained) in reports {
            let mut reported: Vec<&str> = Vec::new();
            for index in rest {
                let table = &body.tables[index];
                let field = by_field.iter().find(|lost| lost.0 == index);
                let is_below_reported = table.at.iter().any(|at| reported.iter().any(|root| is_below(at, root)));
                let is_told = is_below_reported || is_explained(table, &explained);
                // An empty table of the request stands for a request without body.
                if table.rows.is_empty() || (field.is_none() && is_told) {
                    continue;
                }
                reported.extend(table.at.iter().map(String::as_str).filter(|place| !place.is_empty()));
                let name = field.map(|lost| lost.1).or(table.name).unwrap_or_default();
                let listing = table.listing();
                let sides = match kind {
                    ChangeKind::TableLost => (Some(listing.as_str()), None),
                    _ => (None, Some(listing.as_str())),
                };
                let scope = Scope::of(self.before, Some(table), None);
                let finding = self.findings.add(kind, &scope, name, &[], sides.0, sides.1);
                finding.subjects = scope.table_subjects();
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
