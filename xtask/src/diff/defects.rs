//! Comparing the damage of two editions. Damage that follows from another change is a note to it.

use docpages::{Defect, DefectKind};

use super::{
    ChangeKind::{self, *},
    findings::{Finding, Findings, Spot, alone},
    rules::Side,
    source::defect_is_comparable,
};
use crate::spec::text;

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
    let [before, after] = findings.views;
    // A defect is the same if it is of the same row, wherever that stands.
    let are_one = |old: &Defect, new: &Defect| {
        let mut rows = findings.rows.iter();
        let is_row = |spot: &Spot| spot.subjects(0).contains(&old.at) && spot.subjects(1).contains(&new.at);
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
    found.retain(|(_, defect)| defect_is_comparable(defect.kind, [before.source, after.source]));
    found
}

fn report(findings: &mut Findings, kind: ChangeKind, defect: &Defect) {
    let appeared = kind == DefectAppeared;
    // Another type than that of the example is told at the very field.
    let is_exact = appeared && defect.kind == DefectKind::ExampleContradictsTable;
    let cause = cause(findings, defect, is_exact);
    if appeared && defect.kind == DefectKind::ExampleKeyUndocumented {
        return report_undocumented_key(findings, defect, cause);
    }
    if let Some(index) = cause {
        let note = &mut findings.found[index].change.note;
        *note = note.or_else(|| note_of(defect.kind).filter(|_| appeared));
        return;
    }
    // The word by which a kind is recorded.
    let word = serde_json::to_value(defect.kind).map(|word| text(&word));
    let spot = Spot::new(Side::Any, &defect.at, word.unwrap_or_default());
    findings.add(kind, &spot, None, alone(usize::from(appeared), &defect.detail));
}

/// A key that the example has gained or that its table has lost; the example's own change is told with it.
fn report_undocumented_key(findings: &mut Findings, defect: &Defect, cause: Option<usize>) {
    // `example response 200 items[].x` is `example response 200` and `items[].x`.
    let at = defect.at.as_str();
    let spaces = usize::from(at.starts_with("example response ")) + 1;
    let end = at.match_indices(' ').nth(spaces).map_or(at.len(), |(end, _)| end);
    let (example, path) = (&at[..end], at[end..].trim_start());
    let mut value = None;
    if let Some(index) = cause {
        let change = &mut findings.found[index].change;
        if change.kind != ExampleChanged {
            change.note = note_of(defect.kind);
            return;
        }
        if change.name == path {
            value = findings.found.remove(index).change.after;
        }
    }
    let spot = Spot::new(Side::Any, example, path);
    findings.add(ExampleKeyUndocumented, &spot, None, [None, value]);
}

/// The index of the change that explains a defect: the nearest to its place, or that of the very field.
fn cause(findings: &Findings, defect: &Defect, is_exact: bool) -> Option<usize> {
    let at = body_place(&defect.at);
    let is_field = |nearness: usize| at.get(nearness..).is_none_or(|rest| !rest.contains('.'));
    let all = findings.found.iter().enumerate().rev();
    let causes = all.filter_map(|(index, finding)| Some((nearness(finding, defect)?, index)));
    let causes = causes.filter(|(nearness, _)| !is_exact || is_field(*nearness));
    causes.max_by_key(|(nearness, _)| *nearness).map(|(_, index)| index)
}

/// How much of the place of a defect a change touches, where it touches that or what the defect is about.
fn nearness(finding: &Finding, defect: &Defect) -> Option<usize> {
    let at = body_place(&defect.at);
    // An example as a whole says nothing of the body.
    let is_place = |subject: &&String| !(subject.starts_with("example ") && finding.spot.name.is_empty());
    let subjects = finding.subjects.iter().filter(is_place);
    let nearness = subjects.filter_map(|subject| {
        let subject = body_place(subject);
        let rest = at.strip_prefix(&subject);
        let is_around = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{', ' ']));
        // The values of a map have one place, whatever their keys.
        let map = at.split_once("{}").and_then(|(map, _)| subject.strip_prefix(map));
        (is_around || map.is_some_and(|rest| rest.starts_with('.'))).then_some(subject.len())
    });
    let (kind, location) = (finding.change.kind, finding.change.location.as_str());
    let is_about = match defect.kind {
        DefectKind::ExampleUrlDiffers | DefectKind::ExampleBodyUnexpected => {
            matches!(location, "uri" | "example request")
        }
        DefectKind::ExampleAbsent => matches!(kind, ExampleAdded | ExampleRemoved),
        // Where a page does not say which table is meant, it is found by fields, types and the example, and any change
        // of these may leave it in doubt. A table that is gone has a change of its own.
        DefectKind::TableUnplaced | DefectKind::TableNameRepeated | DefectKind::TableAbsent => {
            let parts = ["response", "request body", "example"];
            parts.iter().any(|part| location.starts_with(part))
        }
        _ => false,
    };
    nearness.max().or(is_about.then_some(0))
}

/// The place in the body that a defect or a change is about, also where an example shows it. An example may show a list
/// where the table has its element, or the other way round.
fn body_place(at: &str) -> String {
    let shown = at.strip_prefix("example ").filter(|shown| *shown != "request");
    let Some(shown) = shown else {
        return at.replace("[]", "");
    };
    let mut words: Vec<&str> = shown.split(' ').collect();
    // The second example of several without a status is `example response 2`.
    let number = words.get(1).and_then(|word| word.parse::<u16>().ok());
    if number.is_some_and(|ordinal| ordinal < 100) {
        words.remove(1);
    }
    let place = words.join(" ").replacen("request ", "request body ", 1);
    place.replace("[]", "")
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
