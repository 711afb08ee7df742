//! Rows that went from one table to another.

use super::{
    Change, ChangeKind, fields,
    findings::{Finding, Findings},
    rules::{Side, judge},
    type_changes,
};

/// Makes one change of a row that is gone here and new there, where nothing else it could be is gone or new.
pub fn fold(findings: &mut Findings) {
    let is_gone = |finding: &Finding| {
        matches!(
            finding.change.kind,
            ChangeKind::FieldRemoved | ChangeKind::ParameterRemoved
        )
    };
    let is_new = |finding: &Finding| matches!(finding.change.kind, ChangeKind::FieldAdded | ChangeKind::ParameterAdded);
    let mut moves = Vec::new();
    for (from, gone) in findings
        .found
        .iter()
        .enumerate()
        .filter(|(_, finding)| is_gone(finding))
    {
        let Some(row) = gone.row else { continue };
        let alike = |is_wanted: &dyn Fn(&Finding) -> bool| {
            let namesakes = findings.found.iter().enumerate().filter(|(_, finding)| {
                let is_namesake = finding.row.is_some_and(|other| other.name == row.name);
                is_wanted(finding) && finding.scope.side == gone.scope.side && is_namesake
            });
            namesakes.map(|(index, _)| index).collect::<Vec<_>>()
        };
        if let ([_], [to]) = (alike(&is_gone).as_slice(), alike(&is_new).as_slice())
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
    drop_all(findings, &moves.iter().map(|(_, to)| *to).collect::<Vec<_>>());
}

/// A placeholder whose row is gone while the URI still has it was renamed in its table, and a form without captions
/// then takes the row for one of the query.
pub fn fold_renamed_placeholders(findings: &mut Findings, path: &str) {
    let rows = |kind, label: &str| -> Vec<usize> {
        let there = |(_, finding): &(usize, &Finding)| finding.change.kind == kind && finding.scope.label == label;
        findings
            .found
            .iter()
            .enumerate()
            .filter(there)
            .map(|(index, _)| index)
            .collect()
    };
    let (gone, new) = (
        rows(ChangeKind::ParameterRemoved, "path"),
        rows(ChangeKind::ParameterAdded, "query"),
    );
    let (&[from], &[to]) = (gone.as_slice(), new.as_slice()) else {
        return;
    };
    let (Some(old), Some(new)) = (findings.found[from].row, findings.found[to].row) else {
        return;
    };
    let is_one = old.name != new.name && old.kind == new.kind && old.mandatory == new.mandatory;
    if is_one && path.contains(&format!("{{{}}}", old.name)) {
        let scope = findings.found[from].scope.clone();
        drop_all(findings, &[from, to]);
        fields::compare(findings, &scope, old, new);
    }
}

fn fold_one(findings: &mut Findings, from: usize, to: usize) {
    let (gone, new) = (&findings.found[from], &findings.found[to]);
    let (Some(old_row), Some(new_row)) = (gone.row, new.row) else {
        return;
    };
    let is_parameter = gone.scope.is_parameters() || new.scope.is_parameters();
    let kind = if is_parameter {
        ChangeKind::ParameterMoved
    } else {
        ChangeKind::FieldMoved
    };
    let (severity, why) = judge(kind, Side::Any, &[]);
    let (new_scope, subjects) = (new.scope.clone(), new.subjects.clone());
    let change = Change {
        kind,
        before: Some(gone.change.location.clone()),
        after: Some(new.change.location.clone()),
        severity,
        why,
        ..gone.change.clone()
    };
    findings.found[from].change = change;
    findings.found[from].subjects.extend(subjects);
    fields::compare(findings, &new_scope, old_row, new_row);
    type_changes::compare(findings, &new_scope, (old_row, None, None), (new_row, None, None));
}

fn drop_all(findings: &mut Findings, indexes: &[usize]) {
    let mut index = 0;
    findings.found.retain(|_| {
        index += 1;
        !indexes.contains(&(index - 1))
    });
}
