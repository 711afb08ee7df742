//! Rows that went from one table to another.

use super::{
    ChangeKind::{FieldMoved, ParameterMoved},
    findings::{Findings, Spot, both},
    rows,
};

/// Makes one change of a row that is gone here and new there, where nothing else it could be is gone or new.
pub fn fold(findings: &mut Findings) {
    let mut told = Vec::new();
    for [from, to] in only_namesakes(findings) {
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
        rows::compare_types(findings, &spot, || true);
    }
    let mut index = 0..;
    let is_told = |index| told.contains(&index);
    findings.found.retain(|_| !index.next().is_some_and(is_told));
}

/// The indexes of what is gone and of what came, where either is the only one of its name on that side of the call.
fn only_namesakes(findings: &Findings) -> Vec<[usize; 2]> {
    let is_pair = |old: &Spot, new: &Spot| old.side == new.side && old.name == new.name;
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
