//! Comparing two bodies, table by table, from the outermost object inwards.

use std::collections::HashSet;

use super::{
    ChangeKind, Findings, Scope, Side, When, fields,
    findings::join,
    pairing,
    tables::{Tables, View, pair_rest},
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
    let mut walk = Walk {
        findings,
        body,
        before: &before,
        after: &after,
        seen: HashSet::new(),
        lost: Vec::new(),
        come: Vec::new(),
        explained: Explained::default(),
    };
    match (before.root(), after.root()) {
        (Some(old), Some(new)) => walk.visit(old, "", new),
        (Some(old), None) => walk.lost.push((old, String::new(), "")),
        (None, Some(new)) => walk.come.push((new, String::new(), "")),
        (None, None) => {}
    }
    let (old, new) = walk.rest();
    for (old, new) in pair_rest(&before, &old, &after, &new) {
        let place = before
            .get(old)
            .and_then(View::place)
            .or_else(|| after.get(new)?.place());
        let name = before.get(old).and_then(|table| table.name);
        match place {
            Some(place) => walk.visit(old, place, new),
            None => {
                let unplaced = Scope::new(body.side, &format!("{} ({})", body.label, name.unwrap_or("a table")));
                walk.compare_rows(&unplaced, old, new);
            }
        }
    }
    walk.report_tables();
}

/// Places and names of types that a change already speaks of.
#[derive(Default)]
struct Explained {
    before: Vec<(String, Option<String>)>,
    after: Vec<(String, Option<String>)>,
}

struct Walk<'w, 'a> {
    findings: &'w mut Findings<'a>,
    body: &'w Scope,
    before: &'w Tables<'a>,
    after: &'w Tables<'a>,
    /// Pairs of tables that were compared: a shared type is compared once, and a type within itself ends here.
    seen: HashSet<(usize, usize)>,
    /// Tables that a field leads to in one edition only: the table, its place and the field.
    lost: Vec<(usize, String, &'a str)>,
    come: Vec<(usize, String, &'a str)>,
    explained: Explained,
}

impl<'a> Walk<'_, 'a> {
    fn visit(&mut self, old: usize, place: &str, new: usize) {
        // The newer table stands where its own edition says, which differs below a renamed field.
        let scope = self.body.at(place);
        let new_place = self.after.get(new).and_then(View::place).unwrap_or_default();
        let mut waiting = vec![(old, scope, new, new_place.to_owned())];
        while let Some((old, scope, new, new_place)) = waiting.pop() {
            if !self.seen.insert((old, new)) {
                continue;
            }
            let mut below = self.compare_rows_at(&scope, old, new, Some(&new_place));
            below.reverse();
            waiting.extend(below);
        }
    }

    fn compare_rows(&mut self, scope: &Scope, old: usize, new: usize) {
        if self.seen.insert((old, new)) {
            self.compare_rows_at(scope, old, new, None);
        }
    }

    /// Compares the rows of two tables, and returns the pairs of tables below them.
    fn compare_rows_at(
        &mut self,
        scope: &Scope,
        old: usize,
        new: usize,
        new_place: Option<&str>,
    ) -> Vec<(usize, Scope, usize, String)> {
        let (before, after) = (self.before, self.after);
        let (Some(old), Some(new)) = (before.get(old), after.get(new)) else {
            return Vec::new();
        };
        let pairing = pairing::pair(&old.rows, &new.rows);
        let mut below = Vec::new();
        for (old, new) in pairing.pairs() {
            let there = new_place.and_then(|place| after.below(place, &new.name));
            let here = new_place.and_then(|_| before.below(&scope.place, &old.name));
            fields::compare(self.findings, scope, old, new);
            let target = |found: Option<(usize, &str)>, tables: &'_ Tables<'a>| {
                found.and_then(|(index, _)| tables.0.get(index).map(|_| index))
            };
            let (from, to) = (target(here, before), target(there, after));
            let from = from.and_then(|index| Some((before.get(index)?, before)));
            let to = to.and_then(|index| Some((after.get(index)?, after)));
            let verdict = types::compare(self.findings, scope, (old, from), (new, to));
            let is_same_type = verdict == Verdict::Same || old.kind.refers_to() == new.kind.refers_to();
            match (here, there) {
                (Some((old, place)), Some((new, new_place))) if is_same_type => {
                    below.push((old, self.body.at(place), new, new_place.to_owned()));
                }
                (Some((index, place)), None) if is_same_type => self.lost.push((index, place.to_owned(), &old.name)),
                (None, Some((index, place))) if is_same_type => self.come.push((index, place.to_owned(), &new.name)),
                _ => {
                    if verdict == Verdict::Changed {
                        self.explain(scope, Some(old), new_place, Some(new));
                    }
                }
            }
        }
        fields::report_unpaired(self.findings, scope, &pairing);
        for row in &pairing.removed {
            self.explain(scope, Some(row), new_place, None);
        }
        for row in &pairing.added {
            self.explain(scope, None, new_place, Some(row));
        }
        below
    }

    /// Notes that the tables below a field need no line of their own.
    fn explain(&mut self, scope: &Scope, old: Option<&Field>, new_place: Option<&str>, new: Option<&Field>) {
        let type_name = |row: &Field| row.kind.refers_to().map(str::to_owned);
        if let Some(row) = old {
            self.explained
                .before
                .push((join(&scope.place, &row.name), type_name(row)));
        }
        if let Some(row) = new {
            self.explained
                .after
                .push((join(new_place.unwrap_or_default(), &row.name), type_name(row)));
        }
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
                let is_below = |place: &str, root: &str| place.strip_prefix(root).is_some_and(starts_below);
                let is_explained = table.at.iter().any(|place| {
                    explained.iter().any(|(root, _)| is_below(place, root))
                        || under.iter().any(|root| is_below(place, root))
                }) || (table.at.is_empty()
                    && table.name.is_some()
                    && explained.iter().any(|(_, name)| name.as_deref() == table.name));
                // An empty table of the request stands for a request without body.
                if table.rows.is_empty() || (field.is_none() && is_explained) {
                    continue;
                }
                let place = field.map(|lost| lost.1.as_str()).or(table.place());
                under.extend(place.filter(|place| !place.is_empty()).map(str::to_owned));
                let name = field.map(|lost| lost.2).or(table.name).unwrap_or_default();
                missing.push((
                    kind,
                    place.unwrap_or_default().to_owned(),
                    name.to_owned(),
                    table.listing(),
                ));
            }
        }
        for (kind, place, name, listing) in missing {
            let scope = self.body.at(&place);
            let (old, new) = if kind == ChangeKind::TableLost {
                (Some(listing.as_str()), None)
            } else {
                (None, Some(listing.as_str()))
            };
            let finding = self.findings.add(kind, &scope, &name, When::Always, old, new);
            finding.subjects = vec![scope.words()];
        }
    }
}

/// Whether what follows a place leads into it: a list, a map or a field.
fn starts_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['.', '[', '{'])
}
