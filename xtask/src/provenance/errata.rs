//! The errata of the documentation, for people: `openapi/dist/errata.md`.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::Value;

use super::{Place, Provenance, SourceKind};
use crate::spec::{Specs, operations};

/// A defect of pages, as a row of a table.
struct Row<'a> {
    at: &'a [Place],
    pages: &'a [String],
    documented: &'a str,
    actual: &'a str,
    reason: Option<&'a str>,
    settles: &'a [String],
}

/// Every deviation and every note, operation by operation.
pub fn errata(specs: &Specs, provenance: &Provenance) -> String {
    let mut text = "<!-- Made by `cargo xtask generate` from openapi/provenance/. Do not edit. -->\n# Errata\n\n\
                    Where the documentation contradicts itself or the service, and what is true instead. Numbers such \
                    as 002-13 are those\nunder which the defects of the first five pages were listed.\n"
        .to_owned();
    let mut groups: BTreeMap<usize, Vec<Row<'_>>> = BTreeMap::new();
    for row in rows(provenance) {
        let owner = row.at.first().and_then(|place| owner(specs, place));
        groups.entry(owner.unwrap_or_default()).or_default().push(row);
    }
    for (index, document) in specs.documents.iter().enumerate() {
        let rows = groups.remove(&index).unwrap_or_default();
        let ids: Vec<_> = operations(&document.value)
            .iter()
            .filter_map(|(_, _, operation)| operation["operationId"].as_str())
            .collect();
        let title = if ids.is_empty() {
            "All operations".to_owned()
        } else {
            ids.join(", ")
        };
        write_group(&mut text, &title, &rows);
    }
    write_editions(&mut text, provenance);
    text
}

fn rows(provenance: &Provenance) -> impl Iterator<Item = Row<'_>> {
    let deviations = provenance.deviations.iter().map(|entry| Row {
        at: &entry.at,
        pages: &entry.pages,
        documented: &entry.documented,
        actual: &entry.actual,
        reason: Some(&entry.reason),
        settles: &entry.settles,
    });
    deviations.chain(provenance.notes.iter().map(|entry| Row {
        at: &entry.at,
        pages: &entry.pages,
        documented: &entry.documented,
        actual: &entry.actual,
        reason: None,
        settles: &entry.settles,
    }))
}

/// The index of the contract that has a place.
fn owner(specs: &Specs, place: &Place) -> Option<usize> {
    let mut documents = specs.documents.iter();
    documents.position(|document| document.value.pointer(&place.pointer).is_some_and(Value::is_object))
}

fn write_group(text: &mut String, title: &str, rows: &[Row<'_>]) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "\n## {title}\n\n| where | documented | actual | why | editions | number |\n|---|---|---|---|---|---|\n"
    );
    for row in rows {
        let places: Vec<_> = row.at.iter().map(|place| format!("`{}`", place.name)).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            places.join(", "),
            cell(row.documented),
            cell(row.actual),
            cell(row.reason.unwrap_or_default()),
            row.pages.join(", "),
            row.settles.join(", ")
        );
    }
}

fn write_editions(text: &mut String, provenance: &Provenance) {
    text.push_str("\n## Editions\n\n| id | title | date |\n|---|---|---|\n");
    for (id, source) in &provenance.sources {
        let title = match &source.url {
            Some(url) => format!("[{}]({url})", cell(&source.title)),
            None => cell(&source.title),
        };
        let kind = if source.kind == SourceKind::Page {
            ""
        } else {
            " (not a page)"
        };
        let _ = writeln!(text, "| {id} | {title}{kind} | {} |", source.date);
    }
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").trim().to_owned()
}
