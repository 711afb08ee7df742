//! Comparing the damage of two editions. Damage that follows from another change is a note to it.

use docpages::{Defect, DefectKind};

use super::{
    ChangeKind::{self, *},
    document::text,
    findings::{Finding, Findings, Scope, alone},
    rules::Side,
    source::defect_is_comparable,
};

/// Compares the defects. Those about where tables belong come last, since any other may be their cause.
pub fn compare(findings: &mut Findings) {
    let mut defects = unpaired(findings);
    defects.sort_by_key(|(_, defect)| matches!(defect.kind, DefectKind::TableAbsent | DefectKind::TableUnplaced));
    for (kind, defect) in defects {
        report(findings, kind, defect);
    }
}

/// The defects that only one edition has, as far as its form says anything about them.
fn unpaired<'a>(findings: &Findings<'a>) -> Vec<(ChangeKind, &'a Defect)> {
    let (before, after) = (findings.before, findings.after);
    // A defect is the same if it is of the same row, wherever that stands.
    let are_one = |old: &Defect, new: &Defect| {
        let mut rows = findings.rows.iter();
        let is_row = |[before, after]: &[Vec<String>; 2]| before.contains(&old.at) && after.contains(&new.at);
        old.kind == new.kind && (old.at == new.at || rows.any(is_row))
    };
    let mut gone: Vec<&Defect> = before.defects.iter().collect();
    let mut found = Vec::new();
    for defect in &after.defects {
        match gone.iter().position(|old| are_one(old, defect)) {
            Some(index) => drop(gone.remove(index)),
            None => found.push((DefectAppeared, defect)),
        }
    }
    found.extend(gone.into_iter().map(|defect| (DefectGone, defect)));
    found.retain(|(_, defect)| defect_is_comparable(defect.kind, before.source, after.source));
    found
}

fn report(findings: &mut Findings, kind: ChangeKind, defect: &Defect) {
    let appeared = kind == DefectAppeared;
    if appeared && defect.kind == DefectKind::ExampleKeyUndocumented {
        return report_undocumented_key(findings, defect);
    }
    if let Some(cause) = findings.found.iter_mut().find(|finding| explains(finding, defect)) {
        let note = &mut cause.change.note;
        *note = note.or_else(|| note_of(defect.kind).filter(|_| appeared));
        return;
    }
    let sides = alone(!appeared, Some(defect.detail.clone()));
    // The word by which a kind is recorded.
    let word = serde_json::to_value(defect.kind)
        .map(|word| text(&word))
        .unwrap_or_default();
    findings.add(kind, &Scope::new(Side::Any, &defect.at), &word, &[], sides);
}

/// A key that the example has gained or that its table has lost; the example's own change is told with it.
fn report_undocumented_key(findings: &mut Findings, defect: &Defect) {
    let (example, path) = split(&defect.at);
    let mut value = None;
    if let Some(index) = findings.found.iter().position(|finding| explains(finding, defect)) {
        let cause = &mut findings.found[index].change;
        if cause.kind != ExampleChanged {
            cause.note = note_of(defect.kind);
            return;
        }
        if cause.name == path {
            value = findings.found.remove(index).change.after;
        }
    }
    let scope = Scope::new(Side::Any, example);
    findings.add(ExampleKeyUndocumented, &scope, &path, &[], (None, value));
}

/// `example response 200 items[].x` as `example response 200` and `items[].x`.
fn split(at: &str) -> (String, String) {
    let words = if at.starts_with("example response ") { 3 } else { 2 };
    let mut parts = at.splitn(words + 1, ' ');
    let location: Vec<_> = parts.by_ref().take(words).collect();
    (location.join(" "), parts.next().unwrap_or_default().to_owned())
}

/// The place in the body that a defect is about, also where an example shows it.
fn body_place(at: &str) -> String {
    let Some(example) = at.strip_prefix("example ") else {
        return without_lists(at);
    };
    let mut words: Vec<&str> = example.split(' ').collect();
    // The second example of several without a status is `example response 2`.
    let number = words.get(1).and_then(|word| word.parse::<u16>().ok());
    if number.is_some_and(|ordinal| ordinal < 100) {
        words.remove(1);
    }
    match words.as_slice() {
        ["request", path @ ..] if !path.is_empty() => without_lists(&format!("request body {}", path.join(" "))),
        ["request"] => at.to_owned(),
        words => without_lists(&words.join(" ")),
    }
}

/// An example may show a list where the table has its element, or the other way round.
fn without_lists(place: &str) -> String {
    place.replace("[]", "")
}

/// Whether a change touches the place of a defect, or what the defect is about.
fn explains(finding: &Finding, defect: &Defect) -> bool {
    let at = body_place(&defect.at);
    let is_there = |subject: &String| {
        let subject = without_lists(subject);
        let rest = at.strip_prefix(&subject);
        // The values of a map have one place, whatever their keys.
        let map = at.split_once("{}").and_then(|(map, _)| subject.strip_prefix(map));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{', ' ']))
            || map.is_some_and(|rest| rest.starts_with('.'))
    };
    let location = finding.change.location.as_str();
    finding.subjects.iter().any(is_there)
        || match defect.kind {
            DefectKind::ExampleUrlDiffers | DefectKind::ExampleBodyUnexpected => {
                matches!(location, "uri" | "example request")
            }
            DefectKind::ExampleAbsent => {
                matches!(finding.change.kind, ExampleAdded | ExampleRemoved)
            }
            // Where a page does not say which table is meant, it is found by fields, types and the example, and any
            // change of these may leave it in doubt. A table that is gone has a change of its own.
            DefectKind::TableUnplaced | DefectKind::TableNameRepeated | DefectKind::TableAbsent => {
                ["response", "request body", "example"]
                    .iter()
                    .any(|word| location.starts_with(word))
            }
            _ => false,
        }
}

fn note_of(kind: DefectKind) -> Option<&'static str> {
    match kind {
        DefectKind::ExampleKeyUndocumented => Some("the example still has it"),
        DefectKind::ExampleContradictsTable => Some("the example has another type"),
        DefectKind::ExampleUrlDiffers => Some("the example of the request is not for the URI"),
        DefectKind::TableAbsent => Some("no table describes the type"),
        DefectKind::ListLost => Some("a list of values is announced and lost"),
        _ => None,
    }
}
