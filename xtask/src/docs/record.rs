//! `cargo xtask docs record`: the facts of a page, kept beside the specs.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    artefact::{Artefact, Change, Plan},
    provenance::{Provenance, SOURCES, Source, SourceKind},
    spec::{Specs, operations},
};
use anyhow::{Context, Result, bail};
use docpages::Page;

use super::Recorded;

/// The page cannot be read: there is no such file, or nothing in it that a reader knows.
#[derive(Debug)]
pub struct PageNotRead(PathBuf);

impl fmt::Display for PageNotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.0.display())
    }
}

/// Reads a page and writes its facts. Gives the lines to print.
pub fn run(root: &Path, file: &Path, edition: &str) -> Result<Vec<String>> {
    let directory = root.join("openapi");
    let specs = Specs::load(&directory)?;
    check_edition(&specs, edition)?;
    let not_read = || PageNotRead(file.to_owned());
    let bytes = std::fs::read(file).with_context(not_read)?;
    let reading = docpages::read(&bytes).with_context(not_read)?;
    let recorded = Recorded {
        operation: operation_id(&specs, &reading.page)?,
        edition: edition.to_owned(),
        form: reading.form,
        page: reading.page,
    };
    let path = Path::new("openapi").join(recorded.path());
    let artefacts = [Artefact {
        path: path.clone(),
        content: recorded.to_json()?,
    }];
    let plan = Plan::new(root, &artefacts, &[])?;
    plan.apply()?;
    let verb = match plan.changes.first() {
        Some((_, Change::Created)) => "created",
        Some((_, Change::Updated | Change::Removed)) => "updated",
        None => "up to date:",
    };
    let mut lines = vec![format!("{verb} {}", path.display())];
    lines.extend(summary(&recorded));
    Ok(lines)
}

fn check_edition(specs: &Specs, edition: &str) -> Result<()> {
    let provenance = Provenance::load(specs)?;
    let is_page = |source: &Source| source.kind == SourceKind::Page;
    if provenance.source(edition).is_some_and(is_page) {
        return Ok(());
    }
    let pages = provenance.sources.iter().filter(|(_, source)| is_page(source));
    let known: Vec<&str> = pages.map(|(id, _)| id.as_str()).collect();
    bail!(
        "`{edition}` is not a page in openapi/{SOURCES}; declare it there with title and date, or name \
         one of {}",
        known.join(", ")
    );
}

fn operation_id(specs: &Specs, page: &Page) -> Result<String> {
    for document in &specs.documents {
        for (pointer, path, operation) in operations(&document.value) {
            let is_method = pointer
                .rsplit('/')
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case(&page.method));
            if let (true, Some(id)) = (is_method && path == page.path, operation["operationId"].as_str()) {
                return Ok(id.to_owned());
            }
        }
    }
    bail!(
        "the page describes {} {}, which no spec has; write its spec first (openapi/README.md, \"To add an operation\")",
        page.method,
        page.path
    );
}

/// What was read, so that a person can hold it against the page.
fn summary(recorded: &Recorded) -> Vec<String> {
    let page = &recorded.page;
    let tables = page.responses.iter().flat_map(|response| &response.tables);
    let (tables, fields) = tables.fold((0, 0), |(tables, fields), table| {
        (tables + 1, fields + table.fields.len())
    });
    let mut lines = vec![format!(
        "  {}: {} parameters, {tables} tables with {fields} fields, {} examples of responses, {} defects",
        recorded.form,
        page.request.parameters.len(),
        page.examples.responses.len(),
        page.defects.len()
    )];
    lines.extend(
        page.defects
            .iter()
            .map(|defect| format!("  {}: {}", defect.at, defect.detail)),
    );
    lines
}
