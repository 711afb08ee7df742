//! The specs that are being checked, places in them, and findings.

use std::{cell::RefCell, collections::BTreeSet};

use serde_json::Value;

use crate::spec::{Document, Finding, Specs, child, component_name, entries, operations, reachable};

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

/// The specs that are being checked, and what was found so far.
pub(super) struct Lint<'a> {
    pub(super) specs: &'a Specs,
    /// Pointers of what a response leads to; the server decides what it holds, so it must be open.
    response_side: BTreeSet<&'a str>,
    pub(super) findings: RefCell<Vec<Finding>>,
}

impl<'a> Lint<'a> {
    pub(super) fn new(specs: &'a Specs) -> Self {
        let of_document = |document: &'a Document| {
            let own = operations(&document.value).into_iter();
            own.map(|(_, _, operation)| &operation["responses"])
                .chain([&document.value["components"]["responses"]])
        };
        let responses = specs.documents.iter().flat_map(of_document);
        Self {
            specs,
            response_side: responses.flat_map(|response| reachable(specs, response)).collect(),
            findings: RefCell::default(),
        }
    }

    /// The root of every document.
    pub(super) fn documents(&'a self) -> impl Iterator<Item = Node<'a>> {
        self.nodes(|document| vec![(String::new(), document)])
    }

    /// What `find` finds in every document.
    pub(super) fn nodes(&'a self, find: fn(&Value) -> Vec<(String, &Value)>) -> impl Iterator<Item = Node<'a>> {
        self.specs.documents.iter().flat_map(move |document| {
            let found = find(&document.value).into_iter();
            found.map(move |(pointer, value)| Node {
                lint: self,
                document,
                pointer,
                value,
            })
        })
    }

    pub(super) fn found(&self, rule: &str) -> bool {
        self.findings
            .borrow()
            .iter()
            .any(|finding| finding.rule.starts_with(rule))
    }
}

/// A value and where it stands. What is missing is a node too, whose value is null.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub(super) lint: &'a Lint<'a>,
    pub(super) document: &'a Document,
    pub(super) pointer: String,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn report(&self, rule: &'static str, message: impl Into<String>) {
        debug_assert!(RULES.split_whitespace().any(|known| known == rule), "{rule} is listed");
        let finding = self.document.finding(&self.pointer, rule, message);
        self.lint.findings.borrow_mut().push(finding);
    }

    /// Reports `message` unless `holds`.
    pub(super) fn require(&self, holds: bool, rule: &'static str, message: impl Into<String>) {
        if !holds {
            self.report(rule, message);
        }
    }

    /// Reports `message` at `key`, if it is there.
    pub(super) fn refuse(&self, key: &str, rule: &'static str, message: impl Into<String>) {
        self.child(key).require(!self.has(key), rule, message);
    }

    pub(super) fn require_text(&self, key: &str, what: &str) {
        let message = format!("{what} has no `{key}`");
        self.require(!self.text(key).trim().is_empty(), "missing-description", message);
    }

    /// Whether the schema describes what the server sends.
    pub(super) fn is_response_side(&self) -> bool {
        if !self.pointer.starts_with("/components/schemas/") {
            return self.pointer.contains("/responses/");
        }
        let end = self
            .pointer
            .match_indices('/')
            .nth(3)
            .map_or(self.pointer.len(), |(end, _)| end);
        self.lint.response_side.contains(&self.pointer[..end])
    }

    /// The name, if it is a component that is a schema.
    pub(super) fn component(&self) -> Option<&str> {
        component_name(&self.pointer)
    }

    pub(super) fn child(&self, key: &str) -> Self {
        Self {
            pointer: child(&self.pointer, key),
            value: &self.value[key],
            ..*self
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The text under a key; empty where there is none.
    pub(super) fn text(&self, key: &str) -> &'a str {
        self.value[key].as_str().unwrap_or_default()
    }

    /// The keys of an object.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        entries(self.value).map(|(key, _)| key).collect()
    }

    /// The entries of an object.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> {
        entries(self.value).map(|(key, _)| (key, self.child(key)))
    }

    /// The elements of an array.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| Self {
            pointer: format!("{}/{index}", self.pointer),
            value,
            ..*self
        })
    }

    /// The strings among the elements of an array.
    pub(super) fn strings(&self) -> Vec<&'a str> {
        let items = self.value.as_array().into_iter().flatten();
        items.filter_map(Value::as_str).collect()
    }

    /// Whether it is a list of strings, at least one.
    pub(super) fn is_string_list(&self) -> bool {
        let list = self.value.as_array();
        list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_string))
    }
}
