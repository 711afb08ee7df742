//! What every rule works with: the specs, and the findings so far.

use std::{collections::BTreeSet, fmt};

use super::node::Node;
use crate::spec::{Document, Specs, component_name, operations, references, schemas};

/// Every rule, by name.
pub const RULES: &str = "
    closed-enum duplicate-component duplicate-path enum-values error-ranges example-file example-form
    example-invalid example-status example-unknown-key example-unknown-value field-name info-version inline-schema
    integer-format media-type misplaced-mark missing-description missing-example missing-sample no-composition
    no-title one-error one-success open-enum open-object openapi-structure openapi-version operation-id
    operation-tag parameter-form path-item path-parameters provenance ref-form ref-loop ref-siblings ref-target
    request-body request-format required response-constraint response-format schema-name security shared-part
    status-code unknown-keyword untyped unused-component
";

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

/// The specs that are being checked, and what was found so far.
pub(super) struct Lint<'a> {
    pub(super) specs: &'a Specs,
    /// Components that a response leads to; the server decides what they hold, so they must be open.
    response_schemas: BTreeSet<String>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Lint<'a> {
    pub(super) fn new(specs: &'a Specs) -> Self {
        Self {
            specs,
            response_schemas: response_schemas(specs),
            findings: Vec::new(),
        }
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.specs.documents.iter().map(Node::root)
    }

    /// Every operation, and its path.
    pub(super) fn operations(&self) -> Vec<(&'a str, Node<'a>)> {
        let of_document = |document: &'a Document| {
            let found = operations(&document.value).into_iter();
            found.map(move |(pointer, path, value)| (path, Node::new(document, pointer, value)))
        };
        self.specs.documents.iter().flat_map(of_document).collect()
    }

    /// Every schema, inner ones before those around them.
    pub(super) fn schemas(&self) -> Vec<Node<'a>> {
        let of_document = |document: &'a Document| {
            let found = schemas(&document.value).into_iter();
            found.map(move |at| Node::new(document, at.pointer, at.schema))
        };
        self.specs.documents.iter().flat_map(of_document).collect()
    }

    /// Every shared component of a kind.
    pub(super) fn components(&self, kind: &str) -> Vec<(&'a str, Node<'a>)> {
        let of_document = |root: Node<'a>| root.child("components").child(kind).entries().collect::<Vec<_>>();
        self.documents().flat_map(of_document).collect()
    }

    pub(super) fn report(&mut self, node: &Node<'_>, rule: &'static str, message: impl Into<String>) {
        debug_assert!(RULES.split_whitespace().any(|known| known == rule), "{rule} is listed");
        self.findings.push(Finding {
            file: node.document.name.clone(),
            line: node.document.line(&node.pointer),
            rule,
            message: message.into(),
        });
    }

    /// Reports `message` unless `holds`.
    pub(super) fn require(&mut self, holds: bool, node: &Node<'_>, rule: &'static str, message: impl Into<String>) {
        if !holds {
            self.report(node, rule, message);
        }
    }

    pub(super) fn require_text(&mut self, node: &Node<'_>, key: &str, what: &str) {
        let is_there = !node.text(key).trim().is_empty();
        self.require(is_there, node, "missing-description", format!("{what} has no `{key}`"));
    }

    /// Whether the schema at `pointer` describes what the server sends.
    pub(super) fn is_response_side(&self, pointer: &str) -> bool {
        let Some(rest) = pointer.strip_prefix("/components/schemas/") else {
            return pointer.contains("/responses/");
        };
        let name = rest.split('/').next().unwrap_or(rest);
        self.response_schemas.contains(name)
    }

    pub(super) fn found(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule.starts_with(rule))
    }
}

/// Components that a response leads to, directly or through others.
fn response_schemas(specs: &Specs) -> BTreeSet<String> {
    let references: Vec<_> = specs.documents.iter().flat_map(references).collect();
    let mut reached = BTreeSet::new();
    loop {
        let before = reached.len();
        for reference in &references {
            let is_reached = match reference.pointer.strip_prefix("/components/schemas/") {
                Some(rest) => reached.contains(rest.split('/').next().unwrap_or(rest)),
                None => reference.pointer.contains("/responses/"),
            };
            if let (true, Some(target)) = (is_reached, component_name(&reference.target)) {
                reached.insert(target.to_owned());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}
