//! Places in the contracts, by the dotted names that people write.

use serde::Deserialize;

use crate::spec::{Document, Root, Schema, Specs, child, operations, parameters, targets};

/// A place in the contracts.
///
/// Its name is one of `Schema`, `Schema.property`, `Schema=value`, `OperationId`, `OperationId.parameter` and
/// `parameters.Name` (or another kind of shared component). Names of properties may have dots in them; names of schemas
/// and operations have none.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub struct Place {
    /// The name, as it is written.
    pub name: String,
    /// JSON pointer in the contract that has the place, and in the bundle. Empty until it is resolved.
    pub pointer: String,
    /// The listed value, where the place is one.
    pub value: Option<String>,
}

/// Kind of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A schema that is a component.
    Schema,
    /// A field of an object.
    Property,
    /// A value that a schema lists.
    Value,
    /// A shared response or another component.
    Component,
}

impl From<String> for Place {
    fn from(name: String) -> Self {
        Self {
            name,
            pointer: String::new(),
            value: None,
        }
    }
}

impl Place {
    /// Finds the place in the contracts and gives its kind; `None` where the name leads nowhere.
    pub(super) fn resolve(&mut self, specs: &Specs) -> Option<PlaceKind> {
        let cut = self.name.find(['.', '=']).unwrap_or(self.name.len());
        let (head, rest) = self.name.split_at(cut);
        let inner = rest.strip_prefix('.');
        let (pointer, kind) = if let Some(schema) = Schema::component(specs, head) {
            match (inner, rest.strip_prefix('=')) {
                (Some(property), _) => (
                    child(&child(&schema.pointer, "properties"), property),
                    PlaceKind::Property,
                ),
                (_, Some(value)) => {
                    let mut known = schema.known_values().into_iter();
                    self.value = Some(known.find(|known| *known == value)?.as_str()?.to_owned());
                    (schema.pointer, PlaceKind::Value)
                }
                _ => (schema.pointer, PlaceKind::Schema),
            }
        } else if let Some((document, operation)) = operation(specs, head) {
            match inner {
                Some(parameter) => (
                    find_parameter(specs, document, &operation, parameter)?,
                    PlaceKind::Parameter,
                ),
                None => (operation, PlaceKind::Operation),
            }
        } else if head == "parameters" {
            (child("/components/parameters", inner?), PlaceKind::Parameter)
        } else {
            (child(&child("/components", head), inner?), PlaceKind::Component)
        };
        specs.at(&pointer)?;
        self.pointer = pointer;
        Some(kind)
    }
}

fn operation<'a>(specs: &'a Specs, id: &str) -> Option<(&'a Document, String)> {
    specs.documents.iter().find_map(|document| {
        let mut found = operations(&document.value).into_iter();
        let (pointer, ..) = found.find(|(_, _, operation)| operation["operationId"] == id)?;
        Some((document, pointer))
    })
}

/// The parameter itself, which operations may share.
fn find_parameter(specs: &Specs, document: &Document, operation: &str, name: &str) -> Option<String> {
    let own = parameters(&document.value).into_iter();
    let mut own = own.filter(|(pointer, _)| pointer.starts_with(operation));
    own.find_map(|(pointer, value)| {
        let shared = targets(specs, value).pop();
        let (pointer, value) = shared.map_or((pointer, value), |(pointer, value)| (pointer.to_owned(), value));
        (value["name"] == name).then_some(pointer)
    })
}
