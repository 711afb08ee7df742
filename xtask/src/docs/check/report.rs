//! What is printed for pipes and programs.

use std::fmt::Write;

use docpages::{Change, ChangeKind, Impact};
use serde_json::{Value, json};

use super::{Checked, Located};

/// The most characters of a value that a line shows.
const MOST: usize = 48;

/// A line for each change below a line for its page, and a line that sums up. Each line stands for itself, for `grep`.
pub(super) fn text(pages: &[Checked]) -> String {
    let mut out = String::new();
    for page in pages {
        let width = page
            .changes
            .iter()
            .map(|located| place(located).len())
            .max()
            .unwrap_or(0);
        out.push_str(&heading(page));
        for located in &page.changes {
            let (impact, place) = (impact(located), place(located));
            let _ = writeln!(out, "  {impact:<8}  {place:<width$}  {}", sentence(&located.change));
        }
    }
    out.push_str(&sum(pages));
    out
}

/// What a page was compared with.
pub(super) fn heading(page: &Checked) -> String {
    let file = page.page.display();
    let edition = page.against.map(|record| match page.date {
        "" => record.edition.clone(),
        date => format!("{} ({date})", record.edition),
    });
    match edition {
        None => format!("{file}: no spec has this operation\n"),
        Some(edition) if page.changes.is_empty() => {
            format!("{file}: {} as in {edition}, nothing changed\n", page.operation)
        }
        Some(edition) => format!("{file}: {} against {edition}\n", page.operation),
    }
}

/// How many changes there are of each impact; nothing where there are none.
pub(super) fn sum(pages: &[Checked]) -> String {
    let all = || pages.iter().flat_map(|page| &page.changes);
    let count = |impact| all().filter(|located| located.change.impact == impact).count();
    let changes = match all().count() {
        0 => return String::new(),
        1 => "1 change".to_owned(),
        changes => format!("{changes} changes"),
    };
    format!(
        "{changes}: {} breaking, {} additive, {} documentation only\n",
        count(Impact::Breaking),
        count(Impact::Additive),
        count(Impact::Documentation)
    )
}

/// What a change means for users, in a word of few letters.
pub(super) fn impact(located: &Located) -> &'static str {
    match located.change.impact {
        Impact::Breaking => "breaking",
        Impact::Additive => "additive",
        Impact::Documentation => "docs",
    }
}

/// A list of objects, of all pages together.
pub(super) fn json(pages: &[Checked]) -> String {
    let objects = pages.iter().flat_map(|page| {
        page.changes.iter().map(|Located { change, place }| {
            json!({
                "kind": change.kind,
                "operation": page.operation,
                "location": change.location,
                "name": change.name,
                "before": change.before,
                "after": change.after,
                "impact": change.impact,
                "file": place.file,
                "line": place.line,
                "page": page.page.display().to_string(),
                "edition": page.against.map(|record| &record.edition),
                "why": change.why,
                "note": change.note,
            })
        })
    });
    // Values of JSON print without fail.
    format!("{:#}\n", Value::Array(objects.collect()))
}

/// The file and line to edit.
pub(super) fn place(located: &Located) -> String {
    format!("{}:{}", located.place.file, located.place.line)
}

/// `response 200 items[].spec · controlMode: type Integer -> String`
fn sentence(change: &Change) -> String {
    let joint = if name(change).is_empty() { ": " } else { " \u{b7} " };
    format!("{}{joint}{}", change.location, clause(change))
}

/// The name that the location does not say already.
fn name(change: &Change) -> &str {
    // The place of a table ends in the field that holds it.
    let is_said = change
        .location
        .trim_end_matches("[]")
        .ends_with(&format!(".{}", change.name));
    if is_said && is_table(change.kind) {
        ""
    } else {
        &change.name
    }
}

/// `controlMode: type Integer -> String`
pub(super) fn clause(change: &Change) -> String {
    let words = match (change.kind, &change.before, &change.after) {
        (ChangeKind::ExampleChanged, None, Some(_)) => "added",
        (ChangeKind::ExampleChanged, Some(_), None) => "removed",
        (kind, ..) => kind.words(),
    };
    let (before, after) = (change.before.as_deref().map(short), change.after.as_deref().map(short));
    let facts = match (before, after) {
        // The name and the location say what it was.
        (Some(_), Some(after)) if is_move(change.kind) => format!("to {after}"),
        (Some(before), Some(after)) => format!("{before} -> {after}"),
        (Some(before), None) if is_fact(change.kind) => format!("{before} -> none"),
        (None, Some(after)) if is_fact(change.kind) => format!("none -> {after}"),
        (Some(one), None) | (None, Some(one)) if *one != change.name => one,
        _ => String::new(),
    };
    let mut line = match name(change) {
        "" => words.to_owned(),
        name => format!("{name}: {words}"),
    };
    if !facts.is_empty() {
        let joint = if change.before.is_some() && change.after.is_some() || is_fact(change.kind) {
            " "
        } else {
            ": "
        };
        line.push_str(joint);
        line.push_str(&facts);
    }
    if let Some(note) = &change.note {
        let _ = write!(line, " ({note})");
    }
    line
}

fn is_move(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::FieldRenamed | ChangeKind::ParameterRenamed | ChangeKind::FieldMoved | ChangeKind::ParameterMoved
    )
}

fn is_table(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::TableLost | ChangeKind::TableFound)
}

/// Whether the absence of a value on one side is a fact of its own.
fn is_fact(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::DefaultChanged
            | ChangeKind::MinimumChanged
            | ChangeKind::MaximumChanged
            | ChangeKind::MandatoryChanged
    )
}

fn short(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST - 3).collect();
    format!("{head}...")
}
