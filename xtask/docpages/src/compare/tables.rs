//! The tables of one body, and finding them by place.

use std::collections::{BTreeSet, HashMap};

use super::findings::join;
use crate::{Field, Table};

/// A table, wherever its rows come from.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) at: Vec<&'a str>,
    pub(super) rows: Vec<&'a Field>,
}

impl<'a> View<'a> {
    /// A body whose rows do not stand in a table of their own.
    pub(super) fn root(rows: Vec<&'a Field>) -> Self {
        Self {
            name: None,
            at: vec![""],
            rows,
        }
    }

    pub(super) fn of(table: &'a Table) -> Self {
        Self {
            name: table.name.as_deref(),
            at: table.at.iter().map(String::as_str).collect(),
            rows: table.fields.iter().collect(),
        }
    }

    fn names(&self) -> BTreeSet<&'a str> {
        self.rows.iter().map(|row| row.name.as_str()).collect()
    }

    /// How many of the fields two tables share: 0 is none, 1 is all.
    pub(super) fn likeness(&self, other: &View) -> f64 {
        let (own, others) = (self.names(), other.names());
        ratio(own.intersection(&others).count(), own.union(&others).count())
    }

    /// How many of the fields of the smaller table the larger one has: a type that grew is still that type.
    pub(super) fn overlap(&self, other: &View) -> f64 {
        let (own, others) = (self.names(), other.names());
        ratio(own.intersection(&others).count(), own.len().min(others.len()))
    }

    /// The types of its rows, sorted: what is left of a table when its names changed.
    pub(super) fn types(&self) -> Vec<String> {
        let mut types: Vec<_> = self.rows.iter().map(|row| row.kind.to_string()).collect();
        types.sort();
        types
    }

    /// Its fields, for people.
    pub(super) fn listing(&self) -> String {
        let names: Vec<_> = self.rows.iter().map(|row| row.name.as_str()).collect();
        names.join(", ")
    }
}

#[expect(clippy::cast_precision_loss, reason = "tables have few rows")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The tables of one body.
#[derive(Debug)]
pub(super) struct Tables<'a>(pub(super) Vec<View<'a>>);

impl<'a> Tables<'a> {
    pub(super) fn of(tables: &'a [Table]) -> Self {
        Self(tables.iter().map(View::of).collect())
    }

    pub(super) fn get(&self, index: usize) -> Option<&View<'a>> {
        self.0.get(index)
    }

    /// The table of the body itself.
    pub(super) fn root(&self) -> Option<usize> {
        self.0.iter().position(|table| table.at.contains(&""))
    }

    /// The table of the object, or of the objects in the list, that a field of a table holds.
    pub(super) fn below(&self, table: &View, field: &str) -> Option<usize> {
        table.at.iter().find_map(|place| {
            let field = join(place, field);
            let leads_there = |at: &&str| {
                let rest = at.strip_prefix(field.as_str());
                // `[]` for a list, `{}` and `*` for a map.
                rest.is_some_and(|rest| rest.chars().all(|mark| matches!(mark, '[' | ']' | '{' | '}' | '*')))
            };
            self.0.iter().position(|table| table.at.iter().any(leads_there))
        })
    }

    /// Whether a table or a type of some row has this name.
    pub(super) fn uses(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|table| table.name == Some(name) || table.rows.iter().any(|row| row.kind.refers_to() == Some(name)))
    }
}

/// Tables that are each other's most alike by far, whatever their places. Where the form of a page does not say which
/// table is meant, the place of a table is a conclusion, and one altered row may lead to another.
pub(super) fn twins(before: &Tables, after: &Tables) -> HashMap<usize, usize> {
    let likeness = |a: usize, b: usize| match (before.get(a), after.get(b)) {
        (Some(a), Some(b)) => a.likeness(b),
        _ => 0.0,
    };
    let most_alike = |scores: Vec<(usize, f64)>| {
        let best = scores.iter().map(|score| score.1).fold(0.5, f64::max);
        let mut at_best = scores.iter().filter(|score| score.1 >= best);
        match (at_best.next(), at_best.next()) {
            (Some((index, _)), None) => Some(*index),
            _ => None,
        }
    };
    let (old, new) = (0..before.0.len(), 0..after.0.len());
    let twin = |a: usize| most_alike(new.clone().map(|b| (b, likeness(a, b))).collect());
    let back = |b: usize| most_alike(old.clone().map(|a| (a, likeness(a, b))).collect());
    let pairs = old.clone().filter_map(|a| Some((a, twin(a)?)));
    pairs.filter(|(a, b)| back(*b) == Some(*a)).collect()
}

/// How surely two tables are one; 0 is not at all.
type Test<'t> = dyn Fn(&View, &View) -> f64 + 't;

/// Pairs the tables that no field led to: by place, by name, by their fields, and last by the types of their rows.
/// `is_free` tells whether no change of a field accounts for a table already.
pub(super) fn pair_rest(
    (before, old): (&Tables, &[usize]),
    (after, new): (&Tables, &[usize]),
    is_free: &dyn Fn(&View, &View) -> bool,
) -> Vec<(usize, usize)> {
    let yes = |is: bool| if is { 1.0 } else { 0.0 };
    let tests: [&Test; 4] = [
        &|a, b| yes(a.at.iter().any(|place| b.at.contains(place))),
        &|a, b| yes(a.name.is_some() && a.name == b.name),
        &|a, b| if a.likeness(b) >= 0.5 { a.likeness(b) } else { 0.0 },
        // All names changed, or there is one row: only where a page does not tell the place may this be the table.
        &|a, b| yes((a.at.is_empty() || b.at.is_empty()) && a.types() == b.types() && is_free(a, b)),
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for test in tests {
        let mut alike = Vec::new();
        for &a in old.iter().filter(|a| !pairs.iter().any(|pair| pair.0 == **a)) {
            for &b in new.iter().filter(|b| !pairs.iter().any(|pair| pair.1 == **b)) {
                if let (Some(old), Some(new)) = (before.get(a), after.get(b)) {
                    let score = test(old, new);
                    if score > 0.0 {
                        alike.push((score, a, b));
                    }
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
