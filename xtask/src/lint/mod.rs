//! What a spec must be before anything is made from it.
//!
//! The rules keep out what progenitor rejects with a panic, what it accepts and silently gets wrong, and what would
//! make the published document worse for people or for other generators. All findings are reported at once.

mod documents;
mod enums;
mod examples;
mod operations;
mod parameters;
mod payloads;
mod provenance;
mod references;
mod responses;
mod schema_keywords;
mod schemas;

use std::{collections::BTreeSet, fmt, path::Path};

use anyhow::{Result, bail};

pub use references::LOOP;

use crate::spec::{Document, Specs, component_name, references};

/// One thing to mend, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file inside `openapi/`.
    pub file: String,
    /// The line in it, 1-based.
    pub line: usize,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: [{}] {}", self.file, self.line, self.rule, self.message)
    }
}

/// The specs under scrutiny and what was found so far.
struct Lint<'a> {
    specs: &'a Specs,
    /// Components that a response leads to; the server decides what they hold, so they must be open.
    response_schemas: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Lint<'_> {
    fn report(&mut self, document: &Document, pointer: &str, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding {
            file: document.name.clone(),
            line: document.line(pointer),
            rule,
            message: message.into(),
        });
    }

    /// Whether the schema at `pointer` describes what the server sends.
    fn is_response_side(&self, pointer: &str) -> bool {
        let Some(rest) = pointer.strip_prefix("/components/schemas/") else {
            return pointer.contains("/responses/");
        };
        let name = rest.split('/').next().unwrap_or(rest);
        self.response_schemas.contains(name)
    }
}

/// Every finding in the specs, ordered by file and line.
pub fn findings(specs: &Specs) -> Vec<Finding> {
    let mut lint = Lint {
        specs,
        response_schemas: response_schemas(specs),
        findings: Vec::new(),
    };
    documents::check(&mut lint);
    references::check(&mut lint);
    operations::check(&mut lint);
    parameters::check(&mut lint);
    responses::check(&mut lint);
    schemas::check(&mut lint);
    schema_keywords::check(&mut lint);
    enums::check(&mut lint);
    provenance::check(&mut lint);
    examples::check(&mut lint);
    payloads::check(&mut lint);
    lint.findings.sort();
    lint.findings.dedup();
    lint.findings
}

/// The specs, or every finding in one error; for what would generate from them.
pub fn run(directory: &Path) -> Result<Specs> {
    checked(directory, "nothing was written")
}

/// The specs, or every finding in one error; for the task that does nothing else.
pub fn alone(directory: &Path) -> Result<Specs> {
    checked(directory, "mend them, then `cargo xtask generate`")
}

fn checked(directory: &Path, verdict: &str) -> Result<Specs> {
    let specs = Specs::load(directory)?;
    refuse(directory, &findings(&specs), verdict)?;
    Ok(specs)
}

/// One error that holds every finding, and what follows from them; none is no error.
pub fn refuse(directory: &Path, findings: &[Finding], verdict: &str) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let folder = directory.file_name().unwrap_or_default().to_string_lossy();
    let lines: Vec<String> = findings.iter().map(|finding| format!("{folder}/{finding}")).collect();
    bail!(
        "{}\n{} finding(s) in the specs; {verdict}",
        lines.join("\n"),
        findings.len()
    );
}

/// Components reachable from a response of any operation.
fn response_schemas(specs: &Specs) -> BTreeSet<String> {
    let mut edges: Vec<(String, String)> = Vec::new();
    let mut reached = BTreeSet::new();
    for document in &specs.documents {
        for reference in references(document) {
            let Some(target) = component_name(&reference.target) else {
                continue;
            };
            match reference.pointer.strip_prefix("/components/schemas/") {
                Some(rest) => {
                    let from = rest.split('/').next().unwrap_or(rest);
                    edges.push((from.to_owned(), target.to_owned()));
                }
                None if reference.pointer.contains("/responses/") => {
                    reached.insert(target.to_owned());
                }
                None => {}
            }
        }
    }
    loop {
        let before = reached.len();
        for (from, to) in &edges {
            if reached.contains(from) {
                reached.insert(to.clone());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}
