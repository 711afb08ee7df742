//! What is printed: for pipes, for terminals, and for programs.

use std::{fmt::Write, path::Path};

use serde_json::{Value, json};

use crate::{
    diff::{Change, ChangeKind, Severity, counts},
    docs::{Recorded, draft::Draft},
    provenance::Location,
};

/// The least width to break lines for; below it the terminal breaks them.
const NARROWEST: usize = 60;

/// A page that was compared.
pub(super) struct ComparedPage<'a> {
    pub(super) page: &'a Path,
    /// The operation that it describes: that of the contract, or its own name where no contract has it.
    pub(super) operation: String,
    /// The edition that it was compared with, and its date; none for an operation that is new.
    pub(super) against: Option<(&'a Recorded, &'a str)>,
    pub(super) changes: Vec<Located>,
    /// What was read of an operation that is new.
    pub(super) drafted: Option<Draft>,
}

/// A change, and the line of the contracts to edit.
pub(super) struct Located {
    pub(super) change: Change,
    pub(super) place: Location,
}

/// The changes of each page and a line that sums up. A pipe gets a line for each change, which stands for itself, for
/// `grep`; a terminal gets them below the part of the page that they are in, in lines that fit its columns.
pub(super) fn text(pages: &[ComparedPage], columns: Option<usize>) -> String {
    let mut out = String::new();
    for (index, page) in pages.iter().enumerate() {
        if index > 0 && columns.is_some() {
            out.push('\n');
        }
        out.push_str(&heading(page));
        for line in page
            .drafted
            .iter()
            .flat_map(|draft| lines_of(draft, &page.page.display().to_string()))
        {
            let _ = writeln!(out, "  {line}");
        }
        let places = page.changes.iter().map(|located| located.place.to_string());
        let width = places.map(|place| place.len()).max().unwrap_or(0);
        let mut part = None;
        for located in &page.changes {
            let location = located.change.location.as_str();
            let mut clause = clause(&located.change);
            let start = format!("  {:<8}  {:<width$}  ", severity(located), located.place.to_string());
            if let Some(columns) = columns {
                if part.replace(location) != Some(location) {
                    let _ = writeln!(out, "{location}");
                }
                clause = broken(&clause, start.len(), columns);
            } else {
                let is_whole = name(&located.change).is_empty();
                let joint = if is_whole { ": " } else { " \u{b7} " };
                clause = format!("{location}{joint}{clause}");
            }
            let _ = writeln!(out, "{start}{clause}");
        }
    }
    out + &sum(pages)
}

/// A list of objects, of all pages together.
pub(super) fn json(pages: &[ComparedPage]) -> String {
    let objects = pages.iter().flat_map(|page| {
        page.changes.iter().map(|Located { change, place }| {
            json!({
                "kind": change.kind,
                "operation": page.operation,
                "location": change.location,
                "name": change.name,
                "before": change.before,
                "after": change.after,
                "impact": change.severity,
                "file": place.file,
                "line": place.line,
                "page": page.page.display().to_string(),
                "edition": page.against.map(|(record, _)| &record.edition),
                "why": change.why,
                "note": change.note,
                "drafted": page.drafted,
            })
        })
    });
    // Values of JSON print without fail.
    format!("{:#}\n", Value::Array(objects.collect()))
}

/// What was read of a new operation, and what would write its contract.
fn lines_of(draft: &Draft, page: &str) -> Vec<String> {
    let mut lines = vec![draft.uri.clone()];
    lines.extend(draft.read.iter().cloned());
    lines.extend(
        draft
            .settled
            .iter()
            .map(|settled| format!("contradiction at {}: {}", settled.at, settled.documented)),
    );
    lines.extend(
        draft
            .questions
            .iter()
            .map(|question| format!("open at {}: {}", question.at, question.reason)),
    );
    let file = draft
        .files
        .first()
        .map(|file| file.display().to_string())
        .unwrap_or_default();
    lines.push(format!("`cargo xtask docs draft {page}` would write openapi/{file}"));
    lines
}

/// What a page was compared with.
fn heading(page: &ComparedPage) -> String {
    let file = page.page.display();
    let edition = page.against.map(|(record, date)| match date {
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

/// How many changes there are of each severity; nothing where there are none.
fn sum(pages: &[ComparedPage]) -> String {
    let all = pages.iter().flat_map(|page| &page.changes);
    let all = all.map(|located| &located.change);
    match all.clone().count() {
        0 => String::new(),
        count => format!("{count} change{}: {}\n", if count == 1 { "" } else { "s" }, counts(all)),
    }
}

/// The severity in a word of few letters.
fn severity(located: &Located) -> &'static str {
    match located.change.severity {
        Severity::Breaking => "breaking",
        Severity::Additive => "additive",
        Severity::Documentation => "docs",
    }
}

/// `controlMode: type Integer -> String`
fn clause(change: &Change) -> String {
    match name(change) {
        "" => change.clause(),
        name => format!("{name}: {}", change.clause()),
    }
}

/// The name that the location does not say already: the place of a table ends in the field that holds it.
fn name(change: &Change) -> &str {
    let is_table = matches!(change.kind, ChangeKind::TableLost | ChangeKind::TableFound);
    let is_said = change
        .location
        .trim_end_matches("[]")
        .ends_with(&format!(".{}", change.name));
    if is_table && is_said { "" } else { &change.name }
}

/// Breaks a text that begins at a column between its words, and lets what follows begin there as well.
fn broken(text: &str, column: usize, columns: usize) -> String {
    if columns < NARROWEST {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = column;
    for word in text.split(' ') {
        let length = word.chars().count();
        if out.is_empty() {
            used += length;
        } else if used + 1 + length > columns {
            let _ = write!(out, "\n{:column$}", "");
            used = column + length;
        } else {
            out.push(' ');
            used += 1 + length;
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn a_line_is_broken_between_words_where_the_terminal_ends() {
        let text = "containerNetwork: field added: Network object";
        assert_eq!(broken(text, 15, 60), text);
        let lines = "containerNetwork: field added: Network\n                object";
        assert_eq!(broken(text, 16, 60), lines);
        assert_eq!(broken(text, 16, 59), text);
        // A word that fits nowhere stays whole.
        let word = "x".repeat(99);
        assert_eq!(broken(&word, 10, 60), word);
        assert_eq!(broken(&format!("a {word}"), 10, 60), format!("a\n          {word}"));
    }
}
