//! Rules that the specs must follow before anything is made from them.
//!
//! They keep out what progenitor rejects with a panic, what it accepts and silently gets wrong, and what would make the
//! published document worse for people or for other generators. All findings are reported at once.

mod documents;
mod enums;
mod examples;
mod keywords;
mod node;
mod operations;
mod references;
mod responses;
mod schemas;

use std::{collections::BTreeSet, fmt, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    provenance::Provenance,
    spec::{Bundle, Specs, component_name, references},
};
use node::Node;

/// Every rule.
pub const RULES: [&str; 50] = [
    "closed-enum",
    "duplicate-component",
    "duplicate-path",
    "enum-values",
    "error-ranges",
    "example-file",
    "example-form",
    "example-invalid",
    "example-status",
    "example-unknown-key",
    "example-unknown-value",
    "field-name",
    "info-version",
    "inline-schema",
    "integer-format",
    "media-type",
    "misplaced-mark",
    "missing-description",
    "missing-example",
    "missing-sample",
    "no-composition",
    "no-title",
    "one-error",
    "one-success",
    "open-enum",
    "open-object",
    "openapi-structure",
    "openapi-version",
    "operation-id",
    "operation-tag",
    "parameter-form",
    "path-item",
    "path-parameters",
    "provenance",
    "ref-form",
    "ref-loop",
    "ref-siblings",
    "ref-target",
    "request-body",
    "request-format",
    "required",
    "response-constraint",
    "response-format",
    "schema-name",
    "security",
    "shared-part",
    "status-code",
    "unknown-keyword",
    "untyped",
    "unused-component",
];

/// One thing to correct, and where.
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

/// Specs that passed the lint, and what every task needs of them.
pub struct Checked {
    /// The contracts.
    pub specs: Specs,
    /// Where they come from, and where pages are wrong.
    pub provenance: Provenance,
    /// The contracts as one document.
    pub bundle: Bundle,
}

/// The specs that are being checked, and what was found so far.
struct Lint<'a> {
    specs: &'a Specs,
    /// Components that a response leads to; the server decides what they hold, so they must be open.
    response_schemas: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Lint<'_> {
    fn report(&mut self, node: &Node<'_>, rule: &'static str, message: impl Into<String>) {
        debug_assert!(RULES.contains(&rule), "{rule} is listed");
        self.findings.push(Finding {
            file: node.document.name.clone(),
            line: node.document.line(&node.pointer),
            rule,
            message: message.into(),
        });
    }

    /// Reports `message` unless `holds`.
    fn require(&mut self, holds: bool, node: &Node<'_>, rule: &'static str, message: impl Into<String>) {
        if !holds {
            self.report(node, rule, message);
        }
    }

    fn require_text(&mut self, node: &Node<'_>, key: &str, what: &str) {
        let is_there = !node.text(key).trim().is_empty();
        self.require(is_there, node, "missing-description", format!("{what} has no `{key}`"));
    }

    /// Whether the schema at `pointer` describes what the server sends.
    fn is_response_side(&self, pointer: &str) -> bool {
        let Some(rest) = pointer.strip_prefix("/components/schemas/") else {
            return pointer.contains("/responses/");
        };
        let name = rest.split('/').next().unwrap_or(rest);
        self.response_schemas.contains(name)
    }

    fn found(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule.starts_with(rule))
    }
}

/// Every finding in the specs, ordered by file and line; and the bundle, where they can be bundled.
fn check(specs: &Specs, provenance: &Provenance) -> (Vec<Finding>, Result<Bundle>) {
    let mut lint = Lint {
        specs,
        response_schemas: response_schemas(specs),
        findings: Vec::new(),
    };
    documents::check(&mut lint);
    references::check(&mut lint);
    operations::check(&mut lint);
    responses::check(&mut lint);
    schemas::check(&mut lint);
    keywords::check(&mut lint);
    enums::check(&mut lint);
    for problem in &provenance.problems {
        lint.findings.push(Finding {
            file: problem.location.file.clone(),
            line: problem.location.line,
            rule: "provenance",
            message: problem.message.clone(),
        });
    }
    let bundle = Bundle::new(specs);
    examples::check(&mut lint, bundle.as_ref().ok());
    lint.findings.sort();
    lint.findings.dedup();
    (lint.findings, bundle)
}

/// Every finding in the specs, ordered by file and line.
pub fn findings(specs: &Specs, provenance: &Provenance) -> Vec<Finding> {
    check(specs, provenance).0
}

/// The specs, or every finding in one error; for what would generate from them.
pub fn run(directory: &Path) -> Result<Checked> {
    checked(directory, "nothing was written")
}

/// The specs, or every finding in one error; for the task that does nothing else.
pub fn alone(directory: &Path) -> Result<Checked> {
    checked(directory, "correct them, then run `cargo xtask generate`")
}

fn checked(directory: &Path, verdict: &str) -> Result<Checked> {
    let specs = Specs::load(directory)?;
    let provenance = Provenance::load(&specs)?;
    let (findings, bundle) = check(&specs, &provenance);
    refuse(directory, &findings, verdict)?;
    Ok(Checked {
        bundle: bundle.context("the specs cannot be bundled")?,
        specs,
        provenance,
    })
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
