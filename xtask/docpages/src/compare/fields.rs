//! What two editions of a row state.

use super::{ChangeKind, Findings, Scope, When, carried, pairing::Pairing};
use crate::{DefectKind, Field, Page};

/// Compares everything but the type, which needs the tables.
pub(super) fn compare(findings: &mut Findings, scope: &Scope, before: &Field, after: &Field) {
    findings.rows.add(scope, &before.name, &after.name);
    if before.name != after.name {
        let kind = if scope.is_parameters() {
            ChangeKind::ParameterRenamed
        } else {
            ChangeKind::FieldRenamed
        };
        let finding = findings.add(
            kind,
            scope,
            &before.name,
            When::Always,
            Some(&before.name),
            Some(&after.name),
        );
        finding.subjects.extend(scope.subjects_after(&after.name));
    }
    compare_mandatory(findings, scope, before, after);
    compare_values(findings, scope, before, after);
    if before.default != after.default {
        let when = unstated(&before.default, &after.default);
        let (old, new) = (before.default.as_deref(), after.default.as_deref());
        findings.add(ChangeKind::DefaultChanged, scope, &before.name, when, old, new);
    }
    // Less is allowed where the minimum rises or the maximum falls.
    for (kind, old, new, narrowing) in [
        (ChangeKind::MinimumChanged, &before.minimum, &after.minimum, 1.0),
        (ChangeKind::MaximumChanged, &before.maximum, &after.maximum, -1.0),
    ] {
        if old != new {
            let when = match (number(old), number(new)) {
                (Some(old), Some(new)) if (new - old) * narrowing > 0.0 => When::Narrower,
                _ => When::Always,
            };
            findings.add(kind, scope, &before.name, when, old.as_deref(), new.as_deref());
        }
    }
}

/// Reports the rows that only one edition has.
pub(super) fn report_unpaired<'a>(findings: &mut Findings<'a>, scope: &Scope, pairing: &Pairing<'a>) {
    let (added, removed) = if scope.is_parameters() {
        (ChangeKind::ParameterAdded, ChangeKind::ParameterRemoved)
    } else {
        (ChangeKind::FieldAdded, ChangeKind::FieldRemoved)
    };
    for row in &pairing.removed {
        let kind = row.kind.to_string();
        let finding = findings.add(removed, scope, &row.name, When::Always, Some(&kind), None);
        finding.field = Some(row);
    }
    for row in &pairing.added {
        let when = if row.mandatory == Some(true) {
            When::Mandatory
        } else {
            When::Always
        };
        let kind = row.kind.to_string();
        let finding = findings.add(added, scope, &row.name, when, None, Some(&kind));
        finding.field = Some(row);
    }
}

fn compare_mandatory(findings: &mut Findings, scope: &Scope, before: &Field, after: &Field) {
    if before.mandatory == after.mandatory {
        return;
    }
    let is_unstated = before.mandatory.is_none() || after.mandatory.is_none();
    // Some copies of a form lose the column.
    if is_unstated && findings.before.form != findings.after.form {
        return;
    }
    let when = match (is_unstated, after.mandatory) {
        (true, _) => When::Unstated,
        (false, Some(true)) => When::Mandatory,
        (false, _) => When::Always,
    };
    let word = |mandatory: Option<bool>| mandatory.map(|yes| if yes { "Yes" } else { "No" });
    let (old, new) = (word(before.mandatory), word(after.mandatory));
    findings.add(ChangeKind::MandatoryChanged, scope, &before.name, when, old, new);
}

fn compare_values(findings: &mut Findings, scope: &Scope, before: &Field, after: &Field) {
    let (old, new) = (&before.values, &after.values);
    if !carried::values_are_comparable(findings.before, !old.is_empty(), findings.after, !new.is_empty()) {
        return;
    }
    let is_lost = |page: &Page, subjects: Vec<String>| {
        let mut defects = page.defects.iter();
        defects.any(|defect| defect.kind == DefectKind::ListLost && subjects.contains(&defect.at))
    };
    if !old.is_empty() && new.is_empty() && is_lost(findings.after.page, scope.subjects_after(&after.name)) {
        let lost = old.join(", ");
        findings.add(
            ChangeKind::ValuesLost,
            scope,
            &before.name,
            When::Always,
            Some(&lost),
            None,
        );
        return;
    }
    if old.is_empty() && !new.is_empty() && is_lost(findings.before.page, scope.subjects_before(&before.name)) {
        let regained = new.join(", ");
        findings.add(
            ChangeKind::ValuesFound,
            scope,
            &before.name,
            When::Always,
            None,
            Some(&regained),
        );
        return;
    }
    for value in old.iter().filter(|value| !new.contains(value)) {
        findings.add(
            ChangeKind::ValueRemoved,
            scope,
            &before.name,
            When::Always,
            Some(value),
            None,
        );
    }
    for value in new.iter().filter(|value| !old.contains(value)) {
        findings.add(
            ChangeKind::ValueAdded,
            scope,
            &before.name,
            When::Always,
            None,
            Some(value),
        );
    }
}

fn unstated(before: &Option<String>, after: &Option<String>) -> When {
    if before.is_none() || after.is_none() {
        When::Unstated
    } else {
        When::Always
    }
}

fn number(text: &Option<String>) -> Option<f64> {
    text.as_deref()?.parse().ok()
}

impl crate::Place {
    /// The word for the container.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "request body",
        }
    }
}
