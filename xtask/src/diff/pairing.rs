//! Which row of one table is which row of another.

use std::collections::{HashMap, VecDeque};

use super::view::Row;

/// How alike two names must be that nothing else speaks for, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The rows of two editions of a table.
#[derive(Debug, Default)]
pub struct Pairing<'a> {
    /// Rows that are in both, those of the same name first; the others were renamed, probably.
    pub pairs: Vec<(&'a Row<'a>, &'a Row<'a>)>,
    /// Rows that only the older edition has.
    pub removed: Vec<&'a Row<'a>>,
    /// Rows that only the newer edition has.
    pub added: Vec<&'a Row<'a>>,
}

/// Pairs rows by name; then, where that may be guessed, those of one type whose names are alike or that stand between
/// the same neighbours.
pub fn pair<'a>(before: &'a [Row<'a>], after: &'a [Row<'a>], may_guess: bool) -> Pairing<'a> {
    // Names may repeat in a damaged table; the first free one is taken.
    let mut by_name: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, row) in after.iter().enumerate() {
        for name in row.spellings.iter().chain([&row.name]) {
            by_name.entry(name).or_default().push_back(index);
        }
    }
    // Index into `after` for each row of `before`.
    let mut partners: Vec<Option<usize>> = before
        .iter()
        .map(|row| by_name.get_mut(row.name).and_then(VecDeque::pop_front))
        .collect();
    let mut pairing = Pairing::default();
    let same = before
        .iter()
        .zip(&partners)
        .filter_map(|(old, partner)| Some((old, &after[(*partner)?])));
    pairing.pairs.extend(same);
    if may_guess {
        for (old, new) in renames(before, after, &partners) {
            partners[old] = Some(new);
            pairing.pairs.push((&before[old], &after[new]));
        }
    }
    let removed = before.iter().zip(&partners).filter(|(_, partner)| partner.is_none());
    pairing.removed.extend(removed.map(|(row, _)| row));
    let added = after
        .iter()
        .enumerate()
        .filter(|(index, _)| !partners.contains(&Some(*index)));
    pairing.added.extend(added.map(|(_, row)| row));
    pairing
}

/// Renames that are probable, in the order of the older rows, as indexes into `before` and `after`.
fn renames(before: &[Row], after: &[Row], partners: &[Option<usize>]) -> Vec<(usize, usize)> {
    let gone = (0..before.len()).filter(|index| partners[*index].is_none());
    let come: Vec<usize> = (0..after.len())
        .filter(|index| !partners.contains(&Some(*index)))
        .collect();
    let mut likely = Vec::new();
    for old in gone {
        for &new in &come {
            // An object without a name of its own is named after its field, so names of types do not count.
            if before[old].kind.shape() != after[new].kind.shape() {
                continue;
            }
            let likeness = strsim::normalized_damerau_levenshtein(before[old].name, after[new].name);
            let stands_the_same = stand_between_the_same(old, new, partners, after.len());
            if likeness >= ALIKE || stands_the_same {
                likely.push((likeness + if stands_the_same { 1.0 } else { 0.0 }, old, new));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut renames: Vec<(usize, usize)> = Vec::new();
    for (_, old, new) in likely {
        if !renames.iter().any(|rename| rename.0 == old || rename.1 == new) {
            renames.push((old, new));
        }
    }
    renames.sort_unstable();
    renames
}

/// Whether the rows directly above are one, or there are none, and so those below.
fn stand_between_the_same(old: usize, new: usize, partners: &[Option<usize>], after: usize) -> bool {
    let above = match (old.checked_sub(1), new.checked_sub(1)) {
        (None, None) => true,
        // A neighbour that is new itself is no landmark.
        (Some(old), Some(new)) => partners[old] == Some(new),
        _ => false,
    };
    let below = match (partners.get(old + 1), new + 1 < after) {
        (None, false) => true,
        (Some(partner), true) => *partner == Some(new + 1),
        _ => false,
    };
    above && below
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::view::View, pair};

    /// A contract of one request whose body has these rows.
    fn document(rows: &str) -> Value {
        let property = |row: &str| {
            let (name, kind) = row.split_once(':').unwrap_or((row, "string"));
            (name.to_owned(), json!({ "type": kind }))
        };
        let properties: serde_json::Map<_, _> = rows.split_whitespace().map(property).collect();
        let schema = json!({ "type": "object", "properties": properties });
        json!({ "paths": { "/a": { "put": {
            "requestBody": { "content": { "application/json": { "schema": schema } } },
        } } } })
    }

    #[test]
    fn rows_are_paired() {
        // Older rows, newer rows, renames, removed, added.
        let cases = [
            ("a b c", "c a b", "", "", ""),
            ("a b c", "a x c", "b=x", "", ""),
            ("a b c", "a x:integer c", "", "b", "x"),
            ("a b c", "a c", "", "b", ""),
            ("a c", "a b c", "", "", "b"),
            ("quota used", "used quotas", "quota=quotas", "", ""),
            ("a b c d", "a x c y", "b=x d=y", "", ""),
            ("a b", "x y", "", "a b", "x y"),
            ("a", "x", "a=x", "", ""),
            ("", "", "", "", ""),
        ];
        for (before, after, renamed, removed, added) in cases {
            let (old, new) = (document(before), document(after));
            let (old, new) = (View::of(&old), View::of(&new));
            let [old, new] = [&old, &new].map(|view| &view.operations[0].body("request body").unwrap().tables[0].rows);
            let pairing = pair(old, new, true);
            let renames = pairing.pairs.iter().filter(|(a, b)| a.name != b.name);
            let renames: Vec<_> = renames.map(|(a, b)| format!("{}={}", a.name, b.name)).collect();
            let names = |rows: &[&super::Row]| rows.iter().map(|row| row.name).collect::<Vec<_>>().join(" ");
            let found = (renames.join(" "), names(&pairing.removed), names(&pairing.added));
            assert_eq!(
                found,
                (renamed.into(), removed.into(), added.into()),
                "{before:?} to {after:?}"
            );
        }
    }
}
