//! Places in the specs that a page speaks about, and the way from a page's words to them.

use crate::spec::{Document, METHODS, Specs, child, operations};
use serde_json::Value;

/// Something in the specs: what it is and where it stands.
#[derive(Clone)]
pub(in crate::docs) struct Node<'a> {
    pub(in crate::docs) document: &'a Document,
    pub(in crate::docs) pointer: String,
    pub(in crate::docs) value: &'a Value,
}

/// More references than any chain of them has; a loop of them is a finding of another rule.
const MOST_STEPS: usize = 16;

impl<'a> Node<'a> {
    /// What stands below it under a key.
    pub(in crate::docs) fn child(&self, key: &str) -> Option<Self> {
        Some(Self {
            document: self.document,
            pointer: child(&self.pointer, key),
            value: self.value.get(key)?,
        })
    }

    /// Itself and everything that it refers to, itself first.
    pub(in crate::docs) fn lineage(&self, specs: &'a Specs) -> Vec<Self> {
        let mut found = vec![self.clone()];
        while let Some(next) = found.last().and_then(|last| last.target(specs)) {
            if found.len() == MOST_STEPS {
                break;
            }
            found.push(next);
        }
        found
    }

    /// The end of its references.
    pub(in crate::docs) fn resolved(&self, specs: &'a Specs) -> Self {
        self.lineage(specs).pop().unwrap_or_else(|| self.clone())
    }

    fn target(&self, specs: &'a Specs) -> Option<Self> {
        let reference = self.value.get("$ref").or_else(|| self.value["allOf"][0].get("$ref"));
        let (_, pointer) = reference?.as_str()?.split_once('#')?;
        specs.documents.iter().find_map(|document| {
            Some(Self {
                document,
                pointer: pointer.to_owned(),
                value: document.value.pointer(pointer)?,
            })
        })
    }

    /// Whether it is the same place as another.
    pub(in crate::docs) fn is(&self, other: &Self) -> bool {
        self.document.name == other.document.name && self.pointer == other.pointer
    }

    /// The name of the component that it is.
    pub(in crate::docs) fn component(&self) -> Option<&str> {
        let name = self.pointer.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then_some(name)
    }
}

/// The operation of a method and a path.
pub(in crate::docs) fn operation<'a>(specs: &'a Specs, method: &str, path: &str) -> Option<Node<'a>> {
    let method = METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method))?;
    specs.documents.iter().find_map(|document| {
        let wanted = child(&child("/paths", path), method);
        let (pointer, _, value) = operations(&document.value)
            .into_iter()
            .find(|(pointer, ..)| *pointer == wanted)?;
        Some(Node {
            document,
            pointer,
            value,
        })
    })
}

/// The schema of the body of a response, by its key such as `200` or `4XX`.
pub(in crate::docs) fn body<'a>(specs: &'a Specs, operation: &Node<'a>, key: &str) -> Option<Node<'a>> {
    let response = operation.child("responses")?.child(key)?.resolved(specs);
    response.child("content")?.child("application/json")?.child("schema")
}

/// The object that a table describes: `at` is its place in the body, as pages are recorded.
pub(in crate::docs) fn object_at<'a>(specs: &'a Specs, body: &Node<'a>, at: &str) -> Option<Node<'a>> {
    walk(specs, body, at).map(|(end, _)| end)
}

/// A property and the object that has it, by the place of the property in the body.
pub(in crate::docs) fn field_at<'a>(specs: &'a Specs, body: &Node<'a>, at: &str) -> Option<(Node<'a>, Node<'a>)> {
    walk(specs, body, at)?.1
}

/// Follows a place: the object or value at its end, and the last property on the way with its object.
fn walk<'a>(specs: &'a Specs, body: &Node<'a>, at: &str) -> Option<(Node<'a>, Option<(Node<'a>, Node<'a>)>)> {
    let mut node = body.resolved(specs);
    let mut last = None;
    let mut rest = at;
    loop {
        // A page may take a list for its element, or the other way round; that is said by the type of the field.
        while let Some(items) = node.child("items") {
            node = items.resolved(specs);
        }
        rest = rest.trim_start_matches("[]").trim_start_matches('.');
        if rest.is_empty() {
            return Some((node, last));
        }
        let properties = node.child("properties")?;
        let names = properties.value.as_object()?.keys();
        let begins = names.filter(|name| {
            rest.strip_prefix(name.as_str())
                .is_some_and(|tail| tail.is_empty() || tail.starts_with(['.', '[']))
        });
        // Names have dots in them, so the longest one is meant.
        let name = begins.max_by_key(|name| name.len())?;
        rest = rest.get(name.len()..)?;
        let property = properties.child(name)?;
        let object = std::mem::replace(&mut node, property.resolved(specs));
        last = Some((property, object));
    }
}
