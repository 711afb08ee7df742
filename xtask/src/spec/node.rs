//! Places in YAML files, for rules to look at and to report.

use std::cell::RefCell;

use serde_json::Value;

use super::{
    document::{Document, Finding, Location, child},
    reference::component_name,
    specs::Specs,
    walk::{entries, items, word},
};

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

/// An inspection of the specs, and what was found so far.
pub(crate) struct Inspection<'a> {
    pub(crate) specs: &'a Specs,
    pub(crate) findings: RefCell<Vec<Finding>>,
}

impl<'a> Inspection<'a> {
    pub(crate) fn new(specs: &'a Specs) -> Self {
        let findings = RefCell::default();
        Self { specs, findings }
    }

    /// The root of a document.
    pub(crate) fn root(&'a self, document: &'a Document) -> Node<'a> {
        Node {
            inspection: self,
            document,
            pointer: String::new(),
            value: &document.value,
        }
    }

    /// The root of the shared document.
    pub(crate) fn common(&'a self) -> Node<'a> {
        self.root(self.specs.common())
    }

    /// The root of every document.
    pub(crate) fn documents(&'a self) -> impl Iterator<Item = Node<'a>> {
        self.specs.documents.iter().map(|document| self.root(document))
    }

    /// What `find` finds in every document.
    pub(crate) fn nodes(&'a self, find: fn(&Value) -> Vec<(String, &Value)>) -> impl Iterator<Item = Node<'a>> {
        self.documents().flat_map(move |root| {
            let found = find(root.value).into_iter();
            found.map(move |(pointer, value)| Node { pointer, value, ..root })
        })
    }

    /// Whether a rule whose name starts so found anything.
    pub(crate) fn found(&self, rule: &str) -> bool {
        let findings = self.findings.borrow();
        findings.iter().any(|finding| finding.rule.starts_with(rule))
    }
}

/// A value and where it stands. What is missing is a node too, whose value is null.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) inspection: &'a Inspection<'a>,
    pub(crate) document: &'a Document,
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
}

impl<'a> Node<'a> {
    pub(crate) fn report(&self, rule: &'static str, message: impl Into<String>) {
        debug_assert!(RULES.split_whitespace().any(|known| known == rule), "{rule} is listed");
        let finding = self.location().finding(rule, message);
        self.inspection.findings.borrow_mut().push(finding);
    }

    pub(crate) fn location(&self) -> Location {
        self.document.location(&self.pointer)
    }

    /// Reports `message` unless `holds`.
    pub(crate) fn require(&self, holds: bool, rule: &'static str, message: impl Into<String>) {
        if !holds {
            self.report(rule, message);
        }
    }

    /// Reports `message` at `key`, if it is there.
    pub(crate) fn refuse(&self, key: &str, rule: &'static str, message: impl Into<String>) {
        self.child(key).require(!self.has(key), rule, message);
    }

    pub(crate) fn require_text(&self, key: &str, what: &str) {
        let message = format!("{what} has no `{key}`");
        self.require(!self.text(key).trim().is_empty(), "missing-description", message);
    }

    /// The name, if it is a component that is a schema.
    pub(crate) fn component(&self) -> Option<&str> {
        component_name(&self.pointer)
    }

    pub(crate) fn child(&self, key: &str) -> Self {
        Self {
            pointer: child(&self.pointer, key),
            value: &self.value[key],
            ..*self
        }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The text under a key; empty where there is none.
    pub(crate) fn text(&self, key: &str) -> &'a str {
        word(&self.value[key])
    }

    /// The keys of an object.
    pub(crate) fn keys(&self) -> Vec<&'a str> {
        entries(self.value).map(|(key, _)| key).collect()
    }

    /// The entries of an object.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> {
        entries(self.value).map(|(key, _)| (key, self.child(key)))
    }

    /// The elements of an array.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> {
        items(self.value).enumerate().map(|(index, value)| Self {
            pointer: format!("{}/{index}", self.pointer),
            value,
            ..*self
        })
    }

    /// The strings among the elements of an array.
    pub(crate) fn strings(&self) -> Vec<&'a str> {
        items(self.value).filter_map(Value::as_str).collect()
    }

    /// Whether it is a list of strings, at least one.
    pub(crate) fn is_string_list(&self) -> bool {
        let list = self.value.as_array();
        list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_string))
    }
}
