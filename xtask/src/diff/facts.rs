//! What schemas state about a value: the values that are listed, the default and the limits.

use docpages::DefectKind;

use super::{
    ChangeKind,
    findings::{Findings, Mode, Scope},
    rules::When,
    source::values_are_comparable,
    view::{Layer, Row, View},
};

/// Compares the facts that two chains of schemas state about the value of a field.
pub fn compare<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    before: &[Layer<'a>],
    after: &[Layer<'a>],
) {
    compare_values(findings, scope, name, before, after);
    let (old, new) = (Row::default(before), Row::default(after));
    if old != new {
        let is_unstated = (old.is_none() || new.is_none()) && findings.mode != Mode::Release;
        let when: &[When] = if is_unstated { &[When::Unstated] } else { &[] };
        findings.add(
            ChangeKind::DefaultChanged,
            scope,
            name,
            when,
            old.as_deref(),
            new.as_deref(),
        );
    }
    let also_noted = findings.mode == Mode::Coverage;
    // Less is allowed where the minimum rises or the maximum falls.
    for (kind, side, narrowing) in [
        (ChangeKind::MinimumChanged, "min", 1.0),
        (ChangeKind::MaximumChanged, "max", -1.0),
    ] {
        let (old, new) = (
            Row::limit(before, side, also_noted),
            Row::limit(after, side, also_noted),
        );
        if old != new {
            let number = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok();
            let when: &[When] = match (number(&old), number(&new)) {
                (Some(old), Some(new)) if (new - old) * narrowing > 0.0 => &[When::Narrower],
                (Some(_), Some(_)) => &[When::Wider],
                (None, _) if findings.mode == Mode::Release => &[When::Narrower],
                (_, None) if findings.mode == Mode::Release => &[When::Wider],
                _ => &[],
            };
            findings.add(kind, scope, name, when, old.as_deref(), new.as_deref());
        }
    }
}

fn compare_values<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    before: &[Layer<'a>],
    after: &[Layer<'a>],
) {
    let also_noted = findings.mode == Mode::Coverage;
    let (old, new) = (Row::values(before, also_noted), Row::values(after, also_noted));
    let (own, other) = (findings.before, findings.after);
    let is_page = findings.mode == Mode::Pages;
    if is_page && !values_are_comparable((own.source, !old.is_empty()), (other.source, !new.is_empty())) {
        return;
    }
    let is_lost = |view: &View, subjects: Vec<String>| {
        let mut defects = view.defects.iter();
        defects.any(|defect| defect.kind == DefectKind::ListLost && subjects.contains(&defect.at))
    };
    if !old.is_empty() && new.is_empty() && is_lost(other, scope.subjects_after(name)) {
        findings.add(ChangeKind::ValuesLost, scope, name, &[], Some(&old.join(", ")), None);
        return;
    }
    if old.is_empty() && !new.is_empty() && is_lost(own, scope.subjects_before(name)) {
        findings.add(ChangeKind::ValuesFound, scope, name, &[], None, Some(&new.join(", ")));
        return;
    }
    let is_closed = after.iter().any(|layer| layer.schema["enum"].is_array());
    let when: &[When] = if is_closed { &[When::Closed] } else { &[] };
    for value in old.iter().filter(|value| !new.contains(value)) {
        findings.add(ChangeKind::ValueRemoved, scope, name, when, Some(value), None);
    }
    for value in new.iter().filter(|value| !old.contains(value)) {
        findings.add(ChangeKind::ValueAdded, scope, name, when, None, Some(value));
    }
}
