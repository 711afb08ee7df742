//! Places in the contracts, by the dotted names that people write.

use serde::Deserialize;

use crate::spec::{Schema, Specs, child, operations, parameters, targets};

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
pub enum PlaceKind {
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
        let (pointer, value, kind) = find(specs, &self.name)?;
        self.pointer = pointer;
        self.value = value;
        Some(kind)
    }
}

fn find(specs: &Specs, name: &str) -> Option<(String, Option<String>, PlaceKind)> {
    let cut = name.find(['.', '=']).unwrap_or(name.len());
    let (head, rest) = name.split_at(cut);
    if let Some(schema) = Schema::component(specs, head) {
        return match (rest.strip_prefix('.'), rest.strip_prefix('=')) {
            (Some(property), _) => {
                let pointer = child(&child(&schema.pointer, "properties"), property);
                specs.at(&pointer).map(|_| (pointer, None, PlaceKind::Property))
            }
            (_, Some(value)) => {
                let is_listed = schema.known_values().iter().any(|known| *known == value);
                is_listed.then(|| (schema.pointer, Some(value.to_owned()), PlaceKind::Value))
            }
            _ => Some((schema.pointer, None, PlaceKind::Schema)),
        };
    }
    if let Some(component) = rest.strip_prefix('.')
        && let pointer = child(&format!("/components/{head}"), component)
        && specs.at(&pointer).is_some()
    {
        let kind = if head == "parameters" {
            PlaceKind::Parameter
        } else {
            PlaceKind::Component
        };
        return Some((pointer, None, kind));
    }
    let (document, operation) = specs.documents.iter().find_map(|document| {
        let mut found = operations(&document.value).into_iter();
        let (pointer, ..) = found.find(|(_, _, operation)| operation["operationId"] == head)?;
        Some((document, pointer))
    })?;
    let Some(parameter) = rest.strip_prefix('.') else {
        return rest.is_empty().then_some((operation, None, PlaceKind::Operation));
    };
    let of_operation = parameters(&document.value)
        .into_iter()
        .filter(|(pointer, _)| pointer.starts_with(&operation));
    let mut resolved = of_operation.map(|(pointer, value)| match targets(specs, value).last() {
        Some((shared, value)) => ((*shared).to_owned(), *value),
        None => (pointer, value),
    });
    let (pointer, _) = resolved.find(|(_, value)| value["name"] == parameter)?;
    Some((pointer, None, PlaceKind::Parameter))
}
