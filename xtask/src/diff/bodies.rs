//! Comparing two bodies, table by table, from the outermost object inwards.

use super::{
    ChangeKind::*,
    document::{Body, Row, Table, join},
    findings::{Findings, Mode, Spot, alone},
    keywords::compare_schemas,
    pairing::{pair, pair_tables},
    rows,
};

/// Compares two bodies.
pub fn compare<'a>(findings: &mut Findings<'a>, bodies: [&'a Body<'a>; 2]) {
    let are_pages = findings.mode == Mode::Pages;
    let mut walk = Walk {
        findings,
        bodies,
        seen: Vec::new(),
        explained: Default::default(),
    };
    if let [Some(old), Some(new)] = bodies.map(|body| body.root)
        && !walk.are_component([old, new])
    {
        walk.visit([old, new]);
    }
    if are_pages {
        let rest = [walk.rest(0), walk.rest(1)];
        for pair in pair_tables(bodies.map(|body| &*body.tables), rest) {
            walk.visit(pair);
        }
        walk.report_tables();
    }
}

struct Walk<'w, 'a> {
    findings: &'w mut Findings<'a>,
    bodies: [&'a Body<'a>; 2],
    /// Pairs of tables that were compared: a shared type is compared once, and a type within itself ends here.
    seen: Vec<[usize; 2]>,
    /// Places of fields that a change already speaks of.
    explained: [Vec<String>; 2],
}

impl<'a> Walk<'_, 'a> {
    fn visit(&mut self, pair: [usize; 2]) {
        let mut waiting = vec![pair];
        while let Some(pair) = waiting.pop() {
            if !self.seen.contains(&pair) {
                self.seen.push(pair);
                waiting.extend(self.compare_rows(pair).into_iter().rev());
            }
        }
    }

    fn table(&self, edition: usize, index: usize) -> &'a Table<'a> {
        &self.bodies[edition].tables[index]
    }

    /// Whether two tables are one component of two contracts, which is compared in its own right.
    fn are_component(&self, [old, new]: [usize; 2]) -> bool {
        let names = [self.table(0, old), self.table(1, new)].map(|table| table.layer.name());
        self.findings.mode == Mode::Release && names[0].is_some() && names[0] == names[1]
    }

    /// Compares the rows of two tables, and returns the pairs of tables below them.
    fn compare_rows(&mut self, [old, new]: [usize; 2]) -> Vec<[usize; 2]> {
        let tables = [self.table(0, old), self.table(1, new)];
        let spot = Spot::of(self.bodies[0], tables.map(Some));
        if self.findings.mode == Mode::Release {
            compare_schemas(self.findings, &spot, tables.map(|table| table.layer.value));
        }
        let may_guess = self.findings.mode != Mode::Release;
        let pairing = pair(&tables[0].rows, &tables[1].rows, may_guess);
        let mut below = Vec::new();
        for rows in &pairing.pairs {
            let [here, there] = rows.map(|row| row.below);
            let spot = spot.at(rows.map(Some));
            rows::compare(self.findings, &spot);
            let bodies = self.bodies;
            let is_rename = || rows::is_rename(*rows, bodies);
            let is_same = rows::compare_types(self.findings, &spot, is_rename);
            // A page may be wrong about the type around what it is right about, and has names of its own for types.
            let is_coverage = self.findings.mode == Mode::Coverage;
            let has_other_name = !is_coverage && rows[0].kind.refers_to() != rows[1].kind.refers_to();
            if !is_same && (has_other_name || (here, there) == (None, None)) {
                self.explain(0, tables[0], rows[0]);
                self.explain(1, tables[1], rows[1]);
            } else if let (Some(old), Some(new)) = (here, there) {
                // The row of a component has no name.
                let is_apart = self.are_component([old, new]) && !spot.name.is_empty();
                below.extend((!is_apart).then_some([old, new]));
            }
        }
        rows::report_unpaired(self.findings, &spot, &pairing);
        for (edition, rows) in pairing.alone.iter().enumerate() {
            rows.iter().for_each(|row| self.explain(edition, tables[edition], row));
        }
        below
    }

    /// Notes that a change speaks of a row, and so of whatever is below it.
    fn explain(&mut self, edition: usize, table: &Table, row: &Row) {
        let places = table.at.iter().map(|place| join(place, row.name));
        self.explained[edition].extend(places);
    }

    /// Whether changes of fields account for a table.
    fn is_explained(&self, edition: usize, table: &Table) -> bool {
        let is_told = |place: &String| self.explained[edition].iter().any(|root| is_below(place, root));
        !table.at.is_empty() && table.at.iter().all(is_told)
    }

    /// The tables of an edition that were not compared with any.
    fn rest(&self, edition: usize) -> Vec<usize> {
        let all = 0..self.bodies[edition].tables.len();
        let is_seen = |index: &usize| self.seen.iter().any(|pair| pair[edition] == *index);
        all.filter(|index| !is_seen(index)).collect()
    }

    /// Reports the tables that one edition lacks, where no change of a field explains it.
    fn report_tables(&mut self) {
        for (edition, kind) in [TableLost, TableFound].into_iter().enumerate() {
            for index in self.rest(edition) {
                let table = self.table(edition, index);
                // An empty table of the request stands for a request without body.
                if table.rows.is_empty() || self.is_explained(edition, table) {
                    continue;
                }
                // What is below goes with it.
                let places = table.at.iter().filter(|place| !place.is_empty()).cloned();
                self.explained[edition].extend(places);
                let mut tables = [None; 2];
                tables[edition] = Some(table);
                let place = table.at.first();
                let field = place.and_then(|place| self.bodies[edition].field_at(place));
                let name = field.map(|(_, row)| row.name).or(table.name.as_deref());
                let mut spot = Spot::of(self.bodies[0], tables);
                spot.name = name.unwrap_or_default().to_owned();
                self.findings.add(kind, &spot, None, alone(edition, table.listing()));
            }
        }
    }
}

/// Whether a place is that of a field, or leads into it: a list, a map or a field.
fn is_below(place: &str, root: &str) -> bool {
    let rest = place.strip_prefix(root);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
}
