//! What two documents state about a row.

use super::{
    ChangeKind, facts,
    findings::{Findings, Match, Mode, Scope},
    keywords,
    pairing::Pairing,
    rules::When,
    source::Source,
    view::{COMPONENTS, Row},
};

/// Compares everything but the type, which needs the tables.
pub fn compare<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &'a Row<'a>, after: &'a Row<'a>) {
    findings.rows.add(scope, before.name, after.name);
    if let (Mode::Coverage, Some(table)) = (findings.mode, scope.after) {
        findings.matches.push(Match {
            side: scope.side,
            page: before,
            contract: after,
            table,
        });
    }
    let first = findings.found.len();
    if !after.is_called(before.name) {
        let is_parameter = scope.is_parameters();
        let kind = if is_parameter {
            ChangeKind::ParameterRenamed
        } else {
            ChangeKind::FieldRenamed
        };
        let finding = findings.add(kind, scope, before.name, &[], Some(before.name), Some(after.name));
        finding.subjects.extend(scope.subjects_after(after.name));
    }
    compare_mandatory(findings, scope, before, after);
    if findings.mode == Mode::Release {
        keywords::compare_rows(findings, scope, before, after);
        if scope.is_parameters() {
            let wire = ["style", "explode", "allowReserved", "content"];
            let told = ["name", "in", "required", "schema"];
            keywords::compare_beside(findings, scope, before.name, (before.value, after.value), &told, &wire);
        }
    } else {
        facts::compare(findings, scope, before.name, &before.layers, &after.layers);
        for finding in &mut findings.found[first..] {
            finding.about(after);
        }
    }
}

/// Reports the rows that only one document has.
pub fn report_unpaired<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, pairing: &Pairing<'a>) {
    let (added, removed) = match scope.label.as_str() {
        COMPONENTS => (ChangeKind::TypeAdded, ChangeKind::TypeRemoved),
        _ if scope.is_parameters() => (ChangeKind::ParameterAdded, ChangeKind::ParameterRemoved),
        _ => (ChangeKind::FieldAdded, ChangeKind::FieldRemoved),
    };
    for row in &pairing.removed {
        let kind = row.kind.to_string();
        findings.add(removed, scope, row.name, &[], Some(&kind), None).row = Some(row);
    }
    for row in &pairing.added {
        let when: &[When] = if row.mandatory == Some(true) {
            &[When::Mandatory]
        } else {
            &[]
        };
        let kind = row.kind.to_string();
        let finding = findings.add(added, scope, row.name, when, None, Some(&kind)).about(row);
        finding.row = Some(row);
    }
}

fn compare_mandatory<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &Row, after: &Row) {
    if before.mandatory == after.mandatory {
        return;
    }
    let is_unstated = before.mandatory.is_none() || after.mandatory.is_none();
    let is_silent = match (findings.before.source, findings.after.source) {
        // Some copies of a form lose the column.
        (Source::Page(old), Source::Page(new)) => old != new,
        // A page that says nothing does not contradict a contract that asks for nothing.
        (_, Source::Contract) => after.mandatory != Some(true),
        _ => false,
    };
    if is_unstated && is_silent {
        return;
    }
    let when: &[When] = match (is_unstated, after.mandatory) {
        (true, _) => &[When::Unstated],
        (false, Some(true)) => &[When::Mandatory],
        (false, _) => &[],
    };
    let word = |mandatory: Option<bool>| mandatory.map(|yes| if yes { "Yes" } else { "No" });
    let (old, new) = (word(before.mandatory), word(after.mandatory));
    findings.add(ChangeKind::MandatoryChanged, scope, before.name, when, old, new);
}
