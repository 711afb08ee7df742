//! Which row, and which table, of one document is which of another.

use std::collections::BTreeSet;

use super::document::{Row, Table};

/// How alike two names must be that nothing else speaks for, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The rows of two editions of a table.
pub struct Pairing<'a> {
    /// Rows that are in both, those of the same name first; the others were renamed, probably.
    pub pairs: Vec<[&'a Row<'a>; 2]>,
    /// Those that only the older or only the newer edition has.
    pub alone: [Vec<&'a Row<'a>>; 2],
}

/// Pairs rows by name; then, where that may be guessed, those of one type whose names are alike or that stand between
/// the same neighbours.
pub fn pair<'a>(before: &'a [Row<'a>], after: &'a [Row<'a>], may_guess: bool) -> Pairing<'a> {
    // Index into `after` for each row of `before`. Names may repeat in a damaged table; the first free one is taken.
    let mut partners: Vec<Option<usize>> = Vec::new();
    for old in before {
        let is_free = |new: &usize| after[*new].is_called(old.name) && !partners.contains(&Some(*new));
        partners.push((0..after.len()).find(is_free));
    }
    let named = before.iter().zip(&partners);
    let mut pairs: Vec<_> = named.filter_map(|(old, new)| Some([old, &after[(*new)?]])).collect();
    if may_guess {
        for [old, new] in renames(before, after, &partners) {
            partners[old] = Some(new);
            pairs.push([&before[old], &after[new]]);
        }
    }
    let [gone, come] = unpaired(&partners, after.len());
    let gone = gone.into_iter().map(|old| &before[old]).collect();
    let come = come.into_iter().map(|new| &after[new]).collect();
    Pairing {
        pairs,
        alone: [gone, come],
    }
}

/// The indexes of the older and of the newer rows without a partner.
fn unpaired(partners: &[Option<usize>], after: usize) -> [Vec<usize>; 2] {
    let gone = (0..partners.len()).filter(|old| partners[*old].is_none());
    let come = (0..after).filter(|new| !partners.contains(&Some(*new)));
    [gone.collect(), come.collect()]
}

/// Renames that are probable, in the order of the older rows, as indexes into `before` and `after`.
fn renames(before: &[Row], after: &[Row], partners: &[Option<usize>]) -> Vec<[usize; 2]> {
    let [gone, come] = unpaired(partners, after.len());
    // Whether the rows next to both are one, or there are none. A neighbour that is new itself is no landmark.
    let are_one = |old: Option<usize>, new: Option<usize>| match (old, new) {
        (Some(old), Some(new)) => partners[old] == Some(new),
        (old, new) => old == new,
    };
    let inside = |index: usize, length: usize| Some(index).filter(|index| *index < length);
    let mut renames = most_alike(&gone, &come, |old, new| {
        // An object without a name of its own is named after its field, so names of types do not count.
        if !before[old].kind.has_shape_of(&after[new].kind) {
            return 0.0;
        }
        let likeness = strsim::normalized_damerau_levenshtein(before[old].name, after[new].name);
        let is_below_same = are_one(old.checked_sub(1), new.checked_sub(1));
        let is_above_same = are_one(inside(old + 1, before.len()), inside(new + 1, after.len()));
        match is_below_same && is_above_same {
            true => likeness + 1.0,
            false if likeness >= ALIKE => likeness,
            false => 0.0,
        }
    });
    renames.sort_unstable();
    renames
}

/// Pairs what is most alike first, and each thing once. A score of 0 is no likeness.
fn most_alike(old: &[usize], new: &[usize], score: impl Fn(usize, usize) -> f64) -> Vec<[usize; 2]> {
    let all = old.iter().flat_map(|old| new.iter().map(move |new| (*old, *new)));
    let scored = all.map(|(old, new)| (score(old, new), old, new));
    let mut likely: Vec<_> = scored.filter(|(score, ..)| *score > 0.0).collect();
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<[usize; 2]> = Vec::new();
    for (_, old, new) in likely {
        if !pairs.iter().any(|pair| pair[0] == old || pair[1] == new) {
            pairs.push([old, new]);
        }
    }
    pairs
}

/// How many of the fields of both tables both have: 0 is none, 1 is all.
fn likeness(own: &Table, other: &Table) -> f64 {
    let [own, other] = [own, other].map(names);
    ratio(own.intersection(&other).count(), own.union(&other).count())
}

/// How many of the fields of the smaller table the larger one has: a type that grew is still that type.
pub fn overlap(own: &Table, other: &Table) -> f64 {
    let [own, other] = [own, other].map(names);
    ratio(own.intersection(&other).count(), own.len().min(other.len()))
}

fn names<'a>(table: &Table<'a>) -> BTreeSet<&'a str> {
    table.rows.iter().map(|row| row.name).collect()
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Pairs the tables that no field led to: by place, by name, and last by their fields.
pub fn pair_tables([before, after]: [&[Table]; 2], [old, new]: [Vec<usize>; 2]) -> Vec<[usize; 2]> {
    most_alike(&old, &new, |old, new| {
        let (old, new) = (&before[old], &after[new]);
        match likeness(old, new) {
            _ if old.at.iter().any(|place| new.at.contains(place)) => 3.0,
            _ if old.name.is_some() && old.name == new.name => 2.0,
            likeness if likeness >= 0.5 => likeness,
            _ => 0.0,
        }
    })
}
