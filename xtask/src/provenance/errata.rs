//! The errata of the documentation, for people: `openapi/dist/errata.md`.

use std::{collections::BTreeSet, fmt::Write};

use super::{
    entries::{Deviation, Provenance, SourceKind},
    place::Place,
};
use crate::spec::{Document, Specs, operations};

/// Every deviation and every note, operation by operation.
pub fn errata(specs: &Specs, provenance: &Provenance) -> String {
    let mut text = "<!-- Made by `cargo xtask generate` from openapi/provenance/. Do not edit. -->\n# Errata\n\n\
                    Where the documentation contradicts itself or the service, and what is true instead. A number such \
                    as 002-13 is\nthat of a defect in the first five pages that were read.\n"
        .to_owned();
    for document in &specs.documents {
        let operations = operations(&document.value);
        let ids = operations
            .iter()
            .filter_map(|(.., operation)| operation["operationId"].as_str());
        let title = ids.collect::<Vec<_>>().join(", ");
        let title = if title.is_empty() { "All operations" } else { &title };
        let entries = provenance.deviations.iter().chain(&provenance.notes);
        let lines: String = entries.filter_map(|entry| line(entry, document, provenance)).collect();
        if !lines.is_empty() {
            let _ = write!(
                text,
                "\n## {title}\n\n| where | documented | actual | why | editions | number |\n|---|---|---|---|---|---|\n{lines}"
            );
        }
    }
    write_editions(&mut text, provenance);
    text
}

/// The line of an entry in the table of one contract; `None` where the entry is about others.
fn line(entry: &Deviation, document: &Document, provenance: &Provenance) -> Option<String> {
    let is_here = |place: &&Place| document.value.pointer(&place.pointer).is_some();
    let here: Vec<&Place> = entry.at.iter().filter(is_here).collect();
    let pages = here.iter().flat_map(|place| provenance.pages_at(place, entry));
    let mut seen = BTreeSet::new();
    let pages: Vec<_> = pages.filter(|page| seen.insert(*page)).collect();
    let places: Vec<_> = here.iter().map(|place| format!("`{}`", place.name)).collect();
    (!here.is_empty()).then(|| {
        format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            places.join(", "),
            cell(&entry.documented),
            cell(&entry.actual),
            cell(&entry.reason),
            pages.join(", "),
            entry.settles.join(", ")
        )
    })
}

fn write_editions(text: &mut String, provenance: &Provenance) {
    text.push_str("\n## Editions\n\n| id | title | date |\n|---|---|---|\n");
    for (id, source) in &provenance.sources {
        let title = match &source.url {
            Some(url) => format!("[{}]({url})", cell(&source.title)),
            None => cell(&source.title),
        };
        let is_page = source.kind == SourceKind::Page;
        let kind = if is_page { "" } else { " (not a page)" };
        let _ = writeln!(text, "| {id} | {title}{kind} | {} |", source.date);
    }
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").trim().to_owned()
}
