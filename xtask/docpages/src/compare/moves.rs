//! Rows that went from one table to another.

use super::{Change, ChangeKind, Findings, Side, When, fields, impact, pairing::shape, types};

/// Makes one change of a row that is gone here and new there, where nothing else it could be is gone or new.
pub(super) fn fold(findings: &mut Findings) {
    let is_gone = |kind| matches!(kind, ChangeKind::FieldRemoved | ChangeKind::ParameterRemoved);
    let is_new = |kind| matches!(kind, ChangeKind::FieldAdded | ChangeKind::ParameterAdded);
    let mut moves = Vec::new();
    for (from, gone) in findings.found.iter().enumerate() {
        let Some(row) = gone.field.filter(|_| is_gone(gone.change.kind)) else {
            continue;
        };
        let alike = |wanted: &dyn Fn(ChangeKind) -> bool| {
            let indexed = findings.found.iter().enumerate();
            let rows = indexed.filter(|(_, finding)| {
                wanted(finding.change.kind)
                    && finding.scope.side == gone.scope.side
                    && finding.field.is_some_and(|other| other.name == row.name)
            });
            rows.map(|(index, _)| index).collect::<Vec<_>>()
        };
        let (gone_alike, new_alike) = (alike(&is_gone), alike(&is_new));
        if let (1, &[to]) = (gone_alike.len(), new_alike.as_slice()) {
            let one_shape = |other: &crate::Field| shape(&other.kind) == shape(&row.kind);
            if findings.found.get(to).and_then(|new| new.field).is_some_and(one_shape) {
                moves.push((from, to));
            }
        }
    }
    for &(from, to) in &moves {
        fold_one(findings, from, to);
    }
    let mut index = 0;
    findings.found.retain(|_| {
        index += 1;
        !moves.iter().any(|(_, to)| *to == index - 1)
    });
}

/// A placeholder whose row is gone while the URI still has it was renamed in its table, and a form without captions
/// then takes the row for one of the query.
pub(super) fn fold_renamed_placeholders(findings: &mut Findings) {
    let path = &findings.after.page.path;
    let rows = |kind, label: &str| -> Vec<usize> {
        let indexed = findings.found.iter().enumerate();
        let there = indexed.filter(|(_, finding)| finding.change.kind == kind && finding.scope.label == label);
        there.map(|(index, _)| index).collect()
    };
    let (gone, new) = (
        rows(ChangeKind::ParameterRemoved, "path"),
        rows(ChangeKind::ParameterAdded, "query"),
    );
    let (&[from], &[to]) = (gone.as_slice(), new.as_slice()) else {
        return;
    };
    let field = |index: usize| findings.found.get(index).and_then(|finding| finding.field);
    let (Some(old), Some(new)) = (field(from), field(to)) else {
        return;
    };
    let is_one = old.name != new.name && old.kind == new.kind && old.mandatory == new.mandatory;
    if is_one && path.contains(&format!("{{{}}}", old.name)) {
        let Some(scope) = findings.found.get(from).map(|finding| finding.scope.clone()) else {
            return;
        };
        let mut index = 0;
        findings.found.retain(|_| {
            index += 1;
            ![from, to].contains(&(index - 1))
        });
        fields::compare(findings, &scope, old, new);
    }
}

fn fold_one(findings: &mut Findings, from: usize, to: usize) {
    let (Some(gone), Some(new)) = (findings.found.get(from), findings.found.get(to)) else {
        return;
    };
    let (Some(old_row), Some(new_row)) = (gone.field, new.field) else {
        return;
    };
    let is_parameter = gone.scope.is_parameters() || new.scope.is_parameters();
    let kind = if is_parameter {
        ChangeKind::ParameterMoved
    } else {
        ChangeKind::FieldMoved
    };
    let (impact, why) = impact::of(kind, Side::Any, When::Always);
    let new_scope = new.scope.clone();
    let change = Change {
        kind,
        location: gone.change.location.clone(),
        name: gone.change.name.clone(),
        before: Some(gone.change.location.clone()),
        after: Some(new.change.location.clone()),
        impact,
        why: why.to_owned(),
        note: None,
    };
    let subjects = new.subjects.clone();
    if let Some(finding) = findings.found.get_mut(from) {
        finding.change = change;
        finding.subjects.extend(subjects);
    }
    fields::compare(findings, &new_scope, old_row, new_row);
    types::compare(findings, &new_scope, (old_row, None), (new_row, None));
}
