//! Comparing two bodies, table by table, from the outermost object inwards.

use std::collections::{HashMap, HashSet};

use super::{
    ChangeKind, Findings, Scope, Side, When, fields,
    findings::join,
    pairing,
    tables::{Tables, View, pair_rest, twins},
    types::{self, Verdict},
};
use crate::{Field, Page, Place};

/// Compares what is sent as a body.
pub(super) fn compare_request(findings: &mut Findings) {
    let (before, after) = (
        request_tables(findings.before.page),
        request_tables(findings.after.page),
    );
    compare(findings, &Scope::new(Side::Request, Place::Body.word()), before, after);
}

fn request_tables(page: &Page) -> Tables<'_> {
    let parameters = page.request.parameters.iter();
    let rows = parameters.filter(|parameter| parameter.place == Place::Body);
    let root = View::root(rows.map(|parameter| &parameter.field).collect());
    Tables(
        std::iter::once(root)
            .chain(page.request.tables.iter().map(View::of))
            .collect(),
    )
}

/// Compares two bodies.
pub(super) fn compare<'a>(findings: &mut Findings<'a>, body: &Scope, before: Tables<'a>, after: Tables<'a>) {
    let is_linked = findings.before.form.keeps_captions() && findings.after.form.keeps_captions();
    let mut walk = Walk {
        findings,
        twins: if is_linked {
            HashMap::new()
        } else {
            twins(&before, &after)
        },
        body,
        before: &before,
        after: &after,
        seen: HashSet::new(),
        lost: Vec::new(),
        come: Vec::new(),
        explained: Explained::default(),
    };
    match (before.root(), after.root()) {
        (Some(old), Some(new)) => walk.visit(old, new),
        (Some(old), None) => walk.lost.push((old, "")),
        (None, Some(new)) => walk.come.push((new, "")),
        (None, None) => {}
    }
    let (old, new) = walk.rest();
    let pairs = {
        let explained = &walk.explained;
        let is_free =
            |old: &View, new: &View| !is_explained(old, &explained.before) && !is_explained(new, &explained.after);
        pair_rest((&before, &old), (&after, &new), &is_free)
    };
    for (old, new) in pairs {
        walk.visit(old, new);
    }
    walk.report_tables();
}

/// Places and names of types that a change already speaks of.
#[derive(Default)]
struct Explained {
    before: Vec<(String, Option<String>)>,
    after: Vec<(String, Option<String>)>,
}

impl Explained {
    fn add_before(&mut self, table: &View, row: &Field) {
        self.before.extend(entries(table, row));
    }

    fn add_after(&mut self, table: &View, row: &Field) {
        self.after.extend(entries(table, row));
    }
}

/// The places below a row, and the name of the type that it holds.
fn entries(table: &View, row: &Field) -> Vec<(String, Option<String>)> {
    let name = row.kind.refers_to().map(str::to_owned);
    let places = table.at.iter().map(|place| (join(place, &row.name), name.clone()));
    places.collect()
}

struct Walk<'w, 'a> {
    findings: &'w mut Findings<'a>,
    body: &'w Scope,
    before: &'w Tables<'a>,
    after: &'w Tables<'a>,
    /// Pairs of tables that were compared: a shared type is compared once, and a type within itself ends here.
    seen: HashSet<(usize, usize)>,
    /// Tables that a field leads to in one edition only, and that field.
    lost: Vec<(usize, &'a str)>,
    come: Vec<(usize, &'a str)>,
    explained: Explained,
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
        let (Some(old), Some(new)) = (before.get(old), after.get(new)) else {
            return Vec::new();
        };
        let scope = self.body.table(Some(old), Some(new));
        let pairing = pairing::pair(&old.rows, &new.rows);
        let mut below = Vec::new();
        for (old_row, new_row) in pairing.pairs() {
            let here = before.below(old, &old_row.name);
            let there = here.and_then(|index| self.twins.get(&index).copied());
            let there = there.or_else(|| after.below(new, &new_row.name));
            fields::compare(self.findings, &scope, old_row, new_row);
            let from = here.and_then(|index| Some((before.get(index)?, before)));
            let to = there.and_then(|index| Some((after.get(index)?, after)));
            let verdict = types::compare(self.findings, &scope, (old_row, from), (new_row, to));
            let is_same = verdict == Verdict::Same || old_row.kind.refers_to() == new_row.kind.refers_to();
            match (here, there) {
                (Some(old), Some(new)) if is_same => below.push((old, new)),
                (Some(old), None) if is_same => self.lost.push((old, &old_row.name)),
                (None, Some(new)) if is_same => self.come.push((new, &new_row.name)),
                _ if verdict == Verdict::Changed => {
                    self.explained.add_before(old, old_row);
                    self.explained.add_after(new, new_row);
                }
                _ => {}
            }
        }
        fields::report_unpaired(self.findings, &scope, &pairing);
        for row in &pairing.removed {
            self.explained.add_before(old, row);
        }
        for row in &pairing.added {
            self.explained.add_after(new, row);
        }
        below
    }

    /// The tables that were not compared with any.
    fn rest(&self) -> (Vec<usize>, Vec<usize>) {
        let old = (0..self.before.0.len()).filter(|index| !self.seen.iter().any(|pair| pair.0 == *index));
        let new = (0..self.after.0.len()).filter(|index| !self.seen.iter().any(|pair| pair.1 == *index));
        (old.collect(), new.collect())
    }

    /// Reports the tables that one edition lacks, where no change of a field explains it.
    fn report_tables(&mut self) {
        let (old, new) = self.rest();
        let (before, after) = (self.before, self.after);
        let reports = [
            (ChangeKind::TableLost, old, before, &self.lost, &self.explained.before),
            (ChangeKind::TableFound, new, after, &self.come, &self.explained.after),
        ];
        let mut missing = Vec::new();
        for (kind, rest, tables, by_field, explained) in reports {
            let mut under: Vec<String> = Vec::new();
            for index in rest {
                let Some(table) = tables.get(index) else { continue };
                let field = by_field.iter().find(|lost| lost.0 == index);
                let is_explained = is_explained(table, explained)
                    || table
                        .at
                        .iter()
                        .any(|place| under.iter().any(|root| is_below(place, root)));
                // An empty table of the request stands for a request without body.
                if table.rows.is_empty() || (field.is_none() && is_explained) {
                    continue;
                }
                under.extend(
                    table
                        .at
                        .iter()
                        .filter(|place| !place.is_empty())
                        .map(|place| (*place).to_owned()),
                );
                let name = field.map(|lost| lost.1).or(table.name).unwrap_or_default();
                missing.push((
                    kind,
                    self.body.table(Some(table), None),
                    name.to_owned(),
                    table.listing(),
                ));
            }
        }
        for (kind, scope, name, listing) in missing {
            let (old, new) = if kind == ChangeKind::TableLost {
                (Some(listing.as_str()), None)
            } else {
                (None, Some(listing.as_str()))
            };
            let finding = self.findings.add(kind, &scope, &name, When::Always, old, new);
            finding.subjects = scope.table_subjects();
        }
    }
}

/// Whether a change of a field accounts for a table.
fn is_explained(table: &View, explained: &[(String, Option<String>)]) -> bool {
    let by_place = table
        .at
        .iter()
        .any(|place| explained.iter().any(|(root, _)| is_below(place, root)));
    let by_name = || table.name.is_some() && explained.iter().any(|(_, name)| name.as_deref() == table.name);
    by_place || (table.at.is_empty() && by_name())
}

/// Whether a place is that of a field, or leads into it: a list, a map or a field.
fn is_below(place: &str, root: &str) -> bool {
    let rest = place.strip_prefix(root);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
}
