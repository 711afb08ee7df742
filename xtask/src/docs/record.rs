//! Recorded editions of pages, `openapi/pages/<Operation>/<edition>.yaml`, and `cargo xtask docs record`, which keeps the
//! facts of a page there.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use docpages::Unreadable;
use serde_json::Value;

use crate::{
    artefact::{Artefact, Plan},
    diff::{self, Operation, View, of_responses},
    provenance::{Provenance, SOURCES, SourceKind},
    spec::{Document, PAGES, Root, Specs, child, recorded_pages},
};

/// One edition of one page, as it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The vendor's name of the operation, as the contract has it.
    pub operation: String,
    /// The edition: an id of `provenance/sources.yaml`.
    pub edition: String,
    /// What the page states, as an OpenAPI document.
    pub document: Value,
}

impl Recorded {
    /// A page to record.
    pub fn new(operation: &str, edition: &str, mut document: Value) -> Self {
        document["info"]["version"] = edition.into();
        Self {
            operation: operation.to_owned(),
            edition: edition.to_owned(),
            document,
        }
    }

    /// Every recorded edition below the folder of the specs, by operation and edition.
    pub fn all(specs: &Path) -> Result<Vec<Self>> {
        let pages = recorded_pages(specs)?.into_iter();
        let records = pages.map(|(operation, edition)| Self::load(specs, operation, edition));
        records.collect()
    }

    fn load(specs: &Path, operation: String, edition: String) -> Result<Self> {
        let mut recorded = Self {
            operation,
            edition,
            document: Value::Null,
        };
        let file = recorded.path();
        recorded.document = Document::load(specs, &file)?.value;
        let (view, file) = (recorded.view(), specs.join(file));
        let file = file.display();
        if view.operations.len() != 1 || !view.source.is_page() {
            bail!("{file} is not a recorded page, which has one operation and `x-form`");
        }
        let version = &recorded.document["info"]["version"];
        if *version != *recorded.edition {
            bail!("{file} holds edition {version}, which belongs in a file of that name");
        }
        Ok(recorded)
    }

    /// The page, as it is compared.
    pub fn view(&self) -> View<'_> {
        View::of(&self.document)
    }

    /// Where it is kept, below the folder of the specs.
    pub fn path(&self) -> String {
        format!("{PAGES}/{}/{}.yaml", self.operation, self.edition)
    }

    /// The content of its file.
    pub fn to_yaml(&self) -> String {
        docpages::to_yaml(&self.document)
    }
}

/// What a page states, as an OpenAPI document.
pub fn read(page: &[u8]) -> Result<Value, Unreadable> {
    docpages::read(page).map(|reading| reading.document)
}

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
    let artefacts = [Artefact::new(path, recorded.to_yaml())];
    let plan = Plan::new(root, &artefacts, &[])?;
    plan.apply()?;
    let change = plan.changes.first().map(|(_, change)| change.to_string());
    let change = change.unwrap_or("up to date:".to_owned());
    let mut lines = vec![format!("{change} {}", artefacts[0].path.display())];
    lines.extend(summary(&recorded.view()));
    Ok(lines)
}

fn check_edition(specs: &Specs, edition: &str) -> Result<()> {
    let provenance = Provenance::load(specs)?;
    let pages = provenance
        .sources
        .iter()
        .filter(|(_, source)| source.kind == SourceKind::Page);
    let known: Vec<&str> = pages.map(|(id, _)| id.as_str()).collect();
    let remedy = "declare it there with title and date, or name one of";
    ensure!(
        known.contains(&edition),
        "`{edition}` is not a page in openapi/{SOURCES}; {remedy} {}",
        known.join(", ")
    );
    Ok(())
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
    let (mut parameters, mut tables, mut fields) = (0, 0, 0);
    for body in &operation.bodies {
        for rows in body.tables.iter().map(|table| table.rows.len()) {
            if diff::is_parameters(&body.label) {
                parameters += rows;
            } else {
                tables += usize::from(rows > 0);
                fields += rows;
            }
        }
    }
    let (examples, defects) = (of_responses(view.document, operation).len(), view.defects.len());
    let counts = format!("{parameters} parameters, {tables} tables with {fields} fields");
    let mut lines = vec![format!(
        "  {form}: {counts}, {examples} examples of responses, {defects} defects"
    )];
    let defects = view.defects.iter();
    lines.extend(defects.map(|defect| format!("  {}: {}", defect.at, defect.detail)));
    lines
}
