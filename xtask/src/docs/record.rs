//! `cargo xtask docs record`: the facts of a page, kept beside the contracts.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Recorded, read};
use crate::{
    artefact::{Artefact, Change, Plan},
    diff::{self, Body, Operation, View, of_responses},
    provenance::{Provenance, SOURCES, Source, SourceKind},
    spec::{Specs, child},
};

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
    let specs = Specs::load(&root.join("openapi"))?;
    check_edition(&specs, edition)?;
    let not_read = || PageNotRead(file.to_owned());
    let bytes = std::fs::read(file).with_context(not_read)?;
    let document = read(&bytes).with_context(not_read)?;
    let recorded = Recorded::new(&operation_id(&specs, &document)?, edition, document);
    let path = Path::new("openapi").join(recorded.path());
    let artefacts = [Artefact {
        path: path.clone(),
        content: recorded.to_yaml(),
    }];
    let plan = Plan::new(root, &artefacts, &[])?;
    plan.apply()?;
    let verb = match plan.changes.first() {
        Some((_, Change::Created)) => "created",
        Some((_, Change::Updated | Change::Removed)) => "updated",
        None => "up to date:",
    };
    let mut lines = vec![format!("{verb} {}", path.display())];
    lines.extend(summary(&recorded.view()));
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
        "`{edition}` is not a page in openapi/{SOURCES}; declare it there with title and date, or name one of {}",
        known.join(", ")
    );
}

fn operation_id(specs: &Specs, document: &Value) -> Result<String> {
    let view = View::of(document);
    let Some(Operation { method, path, .. }) = view.operations.first() else {
        bail!("the page describes no operation");
    };
    let operation = specs.at(&child(&child("/paths", path), &method.to_lowercase()));
    match operation.and_then(|operation| operation["operationId"].as_str()) {
        Some(id) => Ok(id.to_owned()),
        None => bail!(
            "the page describes {method} {path}, which no spec has; write its spec first, with \
             `cargo xtask docs draft`"
        ),
    }
}

/// What was read, so that a person can hold it against the page.
fn summary(view: &View) -> Vec<String> {
    let (diff::Source::Page(form), Some(operation)) = (view.source, view.operations.first()) else {
        return Vec::new();
    };
    let (parameters, bodies): (Vec<&Body>, Vec<&Body>) = operation
        .bodies
        .iter()
        .partition(|body| diff::is_parameters(&body.label));
    let rows = |bodies: &[&Body]| -> Vec<usize> {
        let tables = bodies.iter().flat_map(|body| &body.tables);
        tables.map(|table| table.rows.len()).filter(|rows| *rows > 0).collect()
    };
    let fields = rows(&bodies);
    let mut lines = vec![format!(
        "  {form}: {} parameters, {} tables with {} fields, {} examples of responses, {} defects",
        rows(&parameters).iter().sum::<usize>(),
        fields.len(),
        fields.iter().sum::<usize>(),
        of_responses(view.document, operation).len(),
        view.defects.len()
    )];
    let defects = view.defects.iter();
    lines.extend(defects.map(|defect| format!("  {}: {}", defect.at, defect.detail)));
    lines
}
