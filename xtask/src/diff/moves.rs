//! Rows that went from one table to another.

use super::{
    Change,
    ChangeKind::{self, *},
    findings::{Finding, Findings},
    row_types, rows,
    rules::{Side, judge},
};

const GONE: [ChangeKind; 2] = [FieldRemoved, ParameterRemoved];
const COME: [ChangeKind; 2] = [FieldAdded, ParameterAdded];

/// The indexes of findings of some kinds that are about a row.
fn rows_of(findings: &Findings, kinds: &[ChangeKind], is_wanted: impl Fn(&Finding) -> bool) -> Vec<usize> {
    let all = findings.found.iter().enumerate();
    let wanted = all.filter(|(_, one)| kinds.contains(&one.change.kind) && one.row.is_some() && is_wanted(one));
    wanted.map(|(index, _)| index).collect()
}

/// Makes one change of a row that is gone here and new there, where nothing else it could be is gone or new.
pub fn fold(findings: &mut Findings) {
    let mut moves = Vec::new();
    for from in rows_of(findings, &GONE, |_| true) {
        let own = &findings.found[from];
        let Some(row) = own.row else { continue };
        let is_namesake =
            |one: &Finding| one.scope.side == own.scope.side && one.row.is_some_and(|other| other.name == row.name);
        let (gone, come) = (
            rows_of(findings, &GONE, is_namesake),
            rows_of(findings, &COME, is_namesake),
        );
        if let ([_], [to]) = (&*gone, &*come)
            && findings.found[*to]
                .row
                .is_some_and(|new| new.kind.shape() == row.kind.shape())
        {
            moves.push((from, *to));
        }
    }
    for &(from, to) in &moves {
        fold_one(findings, from, to);
    }
    findings.drop_all(&moves.iter().map(|(_, to)| *to).collect::<Vec<_>>());
}

/// A placeholder whose row is gone while the URI still has it was renamed in its table, and a form without captions
/// then takes the row for one of the query.
pub fn fold_renamed_placeholders(findings: &mut Findings, path: &str) {
    let gone = rows_of(findings, &[ParameterRemoved], |one| one.scope.label == "path");
    let come = rows_of(findings, &[ParameterAdded], |one| one.scope.label == "query");
    let (&[from], &[to]) = (&*gone, &*come) else { return };
    if let (Some(old), Some(new)) = (findings.found[from].row, findings.found[to].row)
        && (old.name != new.name && old.kind == new.kind && old.mandatory == new.mandatory)
        && path.contains(&format!("{{{}}}", old.name))
    {
        let scope = findings.found[from].scope.clone();
        findings.drop_all(&[from, to]);
        rows::compare(findings, &scope, old, new);
    }
}

fn fold_one(findings: &mut Findings, from: usize, to: usize) {
    let (gone, come) = (&findings.found[from], &findings.found[to]);
    let (Some(old_row), Some(new_row)) = (gone.row, come.row) else {
        return;
    };
    let is_parameter = gone.scope.is_parameters() || come.scope.is_parameters();
    let kind = if is_parameter { ParameterMoved } else { FieldMoved };
    let (severity, why) = judge(kind, Side::Any, &[]);
    let (scope, subjects) = (come.scope.clone(), come.subjects.clone());
    findings.found[from].change = Change {
        kind,
        before: Some(gone.change.location.clone()),
        after: Some(come.change.location.clone()),
        severity,
        why,
        ..gone.change.clone()
    };
    findings.found[from].subjects.extend(subjects);
    rows::compare(findings, &scope, old_row, new_row);
    row_types::compare(findings, &scope, (old_row, None, &[]), (new_row, None, &[]));
}
