//! A place in a spec file, for rules to look at and to report.

use serde_json::Value;

use crate::spec::{Document, child};

/// A value and where it stands. What is missing is a node too, whose value is null.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub(super) document: &'a Document,
    pub(super) pointer: String,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn new(document: &'a Document, pointer: impl Into<String>, value: &'a Value) -> Self {
        Self {
            document,
            pointer: pointer.into(),
            value,
        }
    }

    /// The whole document.
    pub(super) fn root(document: &'a Document) -> Self {
        Self::new(document, "", &document.value)
    }

    pub(super) fn child(&self, key: &str) -> Self {
        Self::new(self.document, child(&self.pointer, key), &self.value[key])
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
        let object = self.value.as_object().into_iter().flatten();
        object.map(|(key, _)| key.as_str()).collect()
    }

    /// The entries of an object.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> {
        self.keys().into_iter().map(|key| (key, self.child(key)))
    }

    /// The elements of an array.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| Self::new(self.document, format!("{}/{index}", self.pointer), value))
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
