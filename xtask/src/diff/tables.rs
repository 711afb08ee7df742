//! Which table of one edition is which of another, where no field leads from one to the other.

use std::collections::{BTreeSet, HashMap};

use super::view::Table;

impl Table<'_> {
    fn names(&self) -> BTreeSet<&str> {
        self.rows.iter().map(|row| row.name).collect()
    }

    /// How many of the fields two tables share: 0 is none, 1 is all.
    fn likeness(&self, other: &Self) -> f64 {
        let (own, others) = (self.names(), other.names());
        ratio(own.intersection(&others).count(), own.union(&others).count())
    }

    /// How many of the fields of the smaller table the larger one has: a type that grew is still that type.
    pub fn overlap(&self, other: &Self) -> f64 {
        let (own, others) = (self.names(), other.names());
        ratio(own.intersection(&others).count(), own.len().min(others.len()))
    }

    /// The types of its rows, sorted: what is left of a table when its names changed.
    fn types(&self) -> Vec<String> {
        let mut types: Vec<_> = self.rows.iter().map(|row| row.kind.to_string()).collect();
        types.sort();
        types
    }

    /// Its fields, for people.
    pub fn listing(&self) -> String {
        let names: Vec<_> = self.rows.iter().map(|row| row.name).collect();
        names.join(", ")
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Whether a table or a type of some row has this name.
pub fn use_name(tables: &[Table], name: &str) -> bool {
    let rows = |table: &Table| table.rows.iter().any(|row| row.kind.refers_to() == Some(name));
    tables.iter().any(|table| table.name == Some(name) || rows(table))
}

/// Tables that are each other's most alike by far, whatever their places. Where the form of a page does not say which
/// table is meant, the place of a table is a conclusion, and one altered row may lead to another.
pub fn twins(before: &[Table], after: &[Table]) -> HashMap<usize, usize> {
    let most_alike = |own: &Table, others: &[Table]| {
        let scores: Vec<f64> = others.iter().map(|other| own.likeness(other)).collect();
        let best = scores.iter().copied().fold(0.5, f64::max);
        let mut at_best = (0..scores.len()).filter(|index| scores[*index] >= best);
        at_best.next().filter(|_| at_best.next().is_none())
    };
    let twin = |old: usize| {
        let new = most_alike(&before[old], after)?;
        (most_alike(&after[new], before) == Some(old)).then_some((old, new))
    };
    (0..before.len()).filter_map(twin).collect()
}

/// How surely two tables are one; 0 is not at all.
type Test<'t> = dyn Fn(&Table, &Table) -> f64 + 't;

/// Pairs the tables that no field led to: by place, by name, by their fields, and last by the types of their rows.
/// `is_free` tells whether no change of a field accounts for a table already.
pub fn pair_rest(
    (before, old): (&[Table], &[usize]),
    (after, new): (&[Table], &[usize]),
    is_free: &dyn Fn(&Table, &Table) -> bool,
) -> Vec<(usize, usize)> {
    let yes = |is: bool| if is { 1.0 } else { 0.0 };
    let tests: [&Test; 4] = [
        &|a, b| yes(a.at.iter().any(|place| b.at.contains(place))),
        &|a, b| yes(a.name.is_some() && a.name == b.name),
        &|a, b| Some(a.likeness(b)).filter(|likeness| *likeness >= 0.5).unwrap_or(0.0),
        // All names changed, or there is one row: only where a page does not tell the place may this be the table.
        &|a, b| yes((a.at.is_empty() || b.at.is_empty()) && a.types() == b.types() && is_free(a, b)),
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for test in tests {
        let mut alike = Vec::new();
        for &a in old.iter().filter(|a| !pairs.iter().any(|pair| pair.0 == **a)) {
            for &b in new.iter().filter(|b| !pairs.iter().any(|pair| pair.1 == **b)) {
                let score = test(&before[a], &after[b]);
                if score > 0.0 {
                    alike.push((score, a, b));
                }
            }
        }
        alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, a, b) in alike {
            if !pairs.iter().any(|pair| pair.0 == a || pair.1 == b) {
                pairs.push((a, b));
            }
        }
    }
    pairs
}
