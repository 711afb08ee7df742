//! What is printed: for pipes, for terminals, and for programs.

use std::{fmt::Write, path::Path};

use serde_json::{Value, json};
use textwrap::{Options, WordSplitter};

use crate::{
    diff::{Change, ChangeKind, Severity, counts},
    docs::{Recorded, draft::Draft},
    spec::Location,
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
        let gap = if index > 0 && columns.is_some() { "\n" } else { "" };
        let _ = writeln!(out, "{gap}{}", heading(page));
        for line in page.drafted.iter().flat_map(|draft| lines_of(draft, page.page)) {
            let _ = writeln!(out, "  {line}");
        }
        let places = page.changes.iter().map(|located| located.place.to_string());
        let width = places.map(|place| place.len()).max().unwrap_or(0);
        let mut part = None;
        for Located { change, place } in &page.changes {
            let location = change.location.as_str();
            let start = format!("  {:<8}  {:<width$}  ", severity(change), place.to_string());
            let name = name(change);
            let colon = if name.is_empty() { "" } else { ": " };
            let mut clause = format!("{name}{colon}{}", change.clause());
            if let Some(columns) = columns {
                if part.replace(location) != Some(location) {
                    let _ = writeln!(out, "{location}");
                }
                clause = broken(&clause, start.len(), columns);
            } else {
                let joint = if name.is_empty() { ": " } else { " \u{b7} " };
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
    format!("{:#}\n", Value::Array(objects.collect()))
}

/// What was read of a new operation, and what would write its contract.
fn lines_of(draft: &Draft, page: &Path) -> Vec<String> {
    let mut lines = vec![draft.uri.clone()];
    lines.extend(draft.read.iter().cloned());
    let settled = draft.settled.iter();
    lines.extend(settled.map(|one| format!("contradiction at {}: {}", one.at, one.documented)));
    lines.extend(draft.notes.iter().cloned());
    let questions = draft.questions.iter();
    lines.extend(questions.map(|one| format!("open at {}: {}", one.at, one.reason)));
    let (page, file) = (page.display(), draft.files.first().cloned().unwrap_or_default());
    lines.push(format!(
        "`cargo xtask docs draft {page}` would write openapi/{}",
        file.display()
    ));
    lines
}

/// What a page was compared with.
fn heading(page: &ComparedPage) -> String {
    let (file, operation) = (page.page.display(), &page.operation);
    let Some((Recorded { edition, .. }, date)) = page.against else {
        return format!("{file}: no spec has this operation");
    };
    let date = if date.is_empty() {
        String::new()
    } else {
        format!(" ({date})")
    };
    match page.changes.is_empty() {
        true => format!("{file}: {operation} as in {edition}{date}, nothing changed"),
        false => format!("{file}: {operation} against {edition}{date}"),
    }
}

/// How many changes there are of each severity; nothing where there are none.
fn sum(pages: &[ComparedPage]) -> String {
    let all = pages
        .iter()
        .flat_map(|page| &page.changes)
        .map(|located| &located.change);
    let plural = match all.clone().count() {
        0 => return String::new(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    format!("{plural}: {}\n", counts(all))
}

/// The severity in a word of few letters.
fn severity(change: &Change) -> &'static str {
    match change.severity {
        Severity::Breaking => "breaking",
        Severity::Additive => "additive",
        Severity::Documentation => "docs",
    }
}

/// The name that the location does not say already: the place of a table ends in the field that holds it.
fn name(change: &Change) -> &str {
    let is_table = matches!(change.kind, ChangeKind::TableLost | ChangeKind::TableFound);
    let place = change.location.trim_end_matches("[]");
    let is_said = place.ends_with(&format!(".{}", change.name));
    if is_table && is_said { "" } else { &change.name }
}

/// Breaks a text that begins at a column between its words, and lets what follows begin there as well.
fn broken(text: &str, column: usize, columns: usize) -> String {
    if columns < NARROWEST {
        return text.to_owned();
    }
    let indent = " ".repeat(column);
    let options = Options::new(columns)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    let lines = textwrap::fill(text, options.initial_indent(&indent).subsequent_indent(&indent));
    lines.trim_start().to_owned()
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
