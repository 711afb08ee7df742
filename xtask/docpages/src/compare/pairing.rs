//! Which row of one table is which row of another.

use crate::{Field, Type};

/// How alike two names must be that nothing else speaks for, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The rows of two editions of a table.
#[derive(Debug, Default)]
pub(super) struct Pairing<'a> {
    /// Rows of the same name.
    pub(super) same: Vec<(&'a Field, &'a Field)>,
    /// Rows that were renamed, probably.
    pub(super) renamed: Vec<(&'a Field, &'a Field)>,
    /// Rows that only the older edition has.
    pub(super) removed: Vec<&'a Field>,
    /// Rows that only the newer edition has.
    pub(super) added: Vec<&'a Field>,
}

impl<'a> Pairing<'a> {
    /// All rows that are in both.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a Field, &'a Field)> + '_ {
        self.same.iter().chain(&self.renamed).copied()
    }
}

/// Pairs rows by name; then, among the rest, those of one type whose names are alike or that stand between the same
/// neighbours.
pub(super) fn pair<'a>(before: &[&'a Field], after: &[&'a Field]) -> Pairing<'a> {
    // Index into `after` for each row of `before`. Names may repeat in a damaged table; the first free one is taken.
    let mut partner: Vec<Option<usize>> = vec![None; before.len()];
    let mut taken = vec![false; after.len()];
    let mut by_name: std::collections::HashMap<&str, std::collections::VecDeque<usize>> = Default::default();
    for (index, row) in after.iter().enumerate() {
        by_name.entry(&row.name).or_default().push_back(index);
    }
    for (row, partner) in before.iter().zip(&mut partner) {
        *partner = by_name
            .get_mut(row.name.as_str())
            .and_then(|indexes| indexes.pop_front());
        if let Some(taken) = partner.and_then(|index| taken.get_mut(index)) {
            *taken = true;
        }
    }
    let renames = renames(before, after, &partner, &taken);

    let mut pairing = Pairing::default();
    for (index, (row, partner)) in before.iter().zip(&partner).enumerate() {
        if let Some(same) = partner.and_then(|index| after.get(index)) {
            pairing.same.push((row, same));
        } else if let Some(renamed) = renames.iter().find(|rename| rename.0 == index) {
            pairing.renamed.extend(after.get(renamed.1).map(|new| (*row, *new)));
        } else {
            pairing.removed.push(row);
        }
    }
    for (index, (row, taken)) in after.iter().zip(&taken).enumerate() {
        if !taken && !renames.iter().any(|rename| rename.1 == index) {
            pairing.added.push(row);
        }
    }
    pairing
}

/// Renames that are probable, the most probable first, as indexes into `before` and `after`.
fn renames(before: &[&Field], after: &[&Field], partner: &[Option<usize>], taken: &[bool]) -> Vec<(usize, usize)> {
    let gone = (0..before.len()).filter(|index| partner.get(*index) == Some(&None));
    let come: Vec<usize> = (0..after.len())
        .filter(|index| taken.get(*index) == Some(&false))
        .collect();
    let mut likely = Vec::new();
    for old in gone {
        for &new in &come {
            let (Some(old_row), Some(new_row)) = (before.get(old), after.get(new)) else {
                continue;
            };
            if !one_type(old_row, new_row) {
                continue;
            }
            let likeness = strsim::normalized_damerau_levenshtein(&old_row.name, &new_row.name);
            let (around_old, around_new) = (neighbours(partner, old), neighbours_after(partner, taken, new));
            // A neighbour that is new itself is no landmark.
            let is_landmark = |neighbour: Option<Option<usize>>| neighbour != Some(None);
            let stands_the_same = around_old == around_new && is_landmark(around_old.0) && is_landmark(around_old.1);
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
    renames
}

/// The same type, where an object without a name of its own is named after its field.
fn one_type(before: &Field, after: &Field) -> bool {
    before.kind == after.kind || shape(&before.kind) == shape(&after.kind)
}

/// The type with the names taken out.
pub(super) fn shape(kind: &Type) -> Type {
    match kind {
        Type::Named(_) => Type::Named(String::new()),
        Type::Array(inner) => Type::Array(Box::new(shape(inner))),
        Type::Map(inner) => Type::Map(Box::new(shape(inner))),
        Type::Scalar(_) | Type::Unknown(_) => kind.clone(),
    }
}

/// The rows directly above and below, as indexes into `after`; none at an end of the table.
type Neighbours = (Option<Option<usize>>, Option<Option<usize>>);

fn neighbours(partner: &[Option<usize>], index: usize) -> Neighbours {
    let above = index.checked_sub(1).map(|above| partner.get(above).copied().flatten());
    (above, partner.get(index + 1).copied())
}

fn neighbours_after(partner: &[Option<usize>], taken: &[bool], index: usize) -> Neighbours {
    let kept = |index: usize| partner.contains(&Some(index)).then_some(index);
    let above = index.checked_sub(1).map(kept);
    (above, (index + 1 < taken.len()).then(|| kept(index + 1)))
}

#[cfg(test)]
mod tests {
    use super::pair;
    use crate::Field;

    fn rows(text: &str) -> Vec<Field> {
        let row = |row: &str| {
            let (name, kind) = row.split_once(':').unwrap_or((row, "String"));
            let json = serde_json::json!({ "name": name, "type": kind.replace('_', " ") });
            serde_json::from_value(json)
        };
        let rows: Result<_, serde_json::Error> = text.split_whitespace().map(row).collect();
        rows.unwrap_or_default()
    }

    #[test]
    fn rows_are_paired() {
        // Older rows, newer rows, renames, removed, added.
        let cases = [
            ("a b c", "c a b", "", "", ""),
            ("a b c", "a x c", "b=x", "", ""),
            ("a b c", "a x:Integer c", "", "b", "x"),
            ("a b c", "a c", "", "b", ""),
            ("a c", "a b c", "", "", "b"),
            ("quota used", "used quotas", "quota=quotas", "", ""),
            ("a b c d", "a x c y", "b=x d=y", "", ""),
            ("a b", "x y", "", "a b", "x y"),
            ("a", "x", "a=x", "", ""),
            ("a a", "a", "", "a", ""),
            ("az:az_object b", "zone:zone_object b", "az=zone", "", ""),
            ("", "", "", "", ""),
        ];
        for (before, after, renamed, removed, added) in cases {
            let (before_rows, after_rows) = (rows(before), rows(after));
            let pairing = pair(
                &before_rows.iter().collect::<Vec<_>>(),
                &after_rows.iter().collect::<Vec<_>>(),
            );
            let names = |rows: &[&Field]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>().join(" ");
            let renames: Vec<_> = pairing
                .renamed
                .iter()
                .map(|(a, b)| format!("{}={}", a.name, b.name))
                .collect();
            let found = (renames.join(" "), names(&pairing.removed), names(&pairing.added));
            assert_eq!(
                found,
                (renamed.into(), removed.into(), added.into()),
                "{before:?} to {after:?}"
            );
        }
    }
}
