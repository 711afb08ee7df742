//! Rows that went from one table to another.

use super::{
    ChangeKind::{FieldMoved, ParameterMoved},
    findings::{Findings, Spot, both},
    row_types, rows,
};

/// Makes one change of a row that is gone here and new there, where nothing else it could be is gone or new.
pub fn fold(findings: &mut Findings, path: &str) {
    fold_renamed_placeholders(findings, path);
    let pairs = only_pairs(findings, |gone, come| gone.side == come.side && gone.name == come.name);
    let mut told = Vec::new();
    for [from, to] in pairs {
        let [gone, come] = [from, to].map(|index| findings.found[index].spot.clone());
        let rows @ [Some(old), Some(new)] = [gone.rows[0], come.rows[1]] else {
            continue;
        };
        if !old.kind.has_shape_of(&new.kind) {
            continue;
        }
        let is_parameter = gone.is_parameters() || come.is_parameters();
        let kind = if is_parameter { ParameterMoved } else { FieldMoved };
        let places = both(gone.location(), come.location());
        let subjects = come.subjects(1);
        findings.add(kind, &gone, None, places).subjects.extend(subjects);
        findings.found.swap_remove(from);
        told.push(to);
        let spot = come.at(rows);
        rows::compare(findings, &spot);
        row_types::compare(findings, &spot, || true);
    }
    findings.drop_all(&told);
}

/// A placeholder whose row is gone while the URI still has it was renamed in its table, and a form without captions
/// then takes the row for one of the query.
fn fold_renamed_placeholders(findings: &mut Findings, path: &str) {
    for pair in only_pairs(findings, |gone, come| gone.label == "path" && come.label == "query") {
        let spots = pair.map(|index| findings.found[index].spot.clone());
        if let rows @ [Some(old), Some(new)] = [spots[0].rows[0], spots[1].rows[1]]
            && (old.name != new.name && old.kind == new.kind && old.mandatory == new.mandatory)
            && path.contains(&format!("{{{}}}", old.name))
        {
            rows::compare(findings, &spots[0].at(rows));
            findings.drop_all(&pair);
        }
    }
}

/// The indexes of what is gone and of what came, where the two go together and neither goes with anything else.
fn only_pairs(findings: &Findings, is_pair: impl Fn(&Spot, &Spot) -> bool) -> Vec<[usize; 2]> {
    let spots = || findings.found.iter().map(|finding| &finding.spot).enumerate();
    let gone = || spots().filter(|(_, spot)| matches!(spot.rows, [Some(_), None]));
    let come = || spots().filter(|(_, spot)| matches!(spot.rows, [None, Some(_)]));
    let pair = |(from, old): (usize, &Spot)| {
        let partners: Vec<_> = come().filter(|(_, new)| is_pair(old, new)).collect();
        let [(to, new)] = partners[..] else { return None };
        (gone().filter(|(_, old)| is_pair(old, new)).count() == 1).then_some([from, to])
    };
    gone().filter_map(pair).collect()
}
