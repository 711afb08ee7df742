//! The line of the specs to edit for a change.

use crate::spec::{Specs, child};
use docpages::{Change, ChangeKind};

use super::{
    super::coverage::places::{self, Node},
    response_key,
};

/// A line of a file, or the file alone.
pub(super) struct Line {
    /// The file, from the root of the workspace.
    pub(super) file: String,
    /// The line, counted from 1.
    pub(super) line: usize,
}

impl Line {
    fn of(node: &Node) -> Self {
        Self {
            file: format!("openapi/{}", node.document.name),
            line: node.document.line(&node.pointer),
        }
    }
}

/// Where a new operation begins: how to add one.
pub(super) fn of_new_operation(specs: &Specs) -> Line {
    let file = "README.md";
    let text = std::fs::read_to_string(specs.directory.join(file)).unwrap_or_default();
    let line = text
        .lines()
        .position(|line| line == "## To add an operation")
        .map_or(1, |index| index + 1);
    Line {
        file: format!("openapi/{file}"),
        line,
    }
}

/// The line for a change of an operation: what the change is about, else the nearest thing around it.
pub(super) fn of(specs: &Specs, operation: &Node, change: &Change) -> Line {
    let found = match change.location.split_once(' ').unwrap_or((&change.location, "")) {
        ("uri", _) if change.kind == ChangeKind::OperationRenamed => operation.child("operationId"),
        (place @ ("path" | "query" | "header"), rest) => {
            let name = if rest.is_empty() { &change.name } else { rest };
            parameter(specs, operation, place, name)
        }
        ("status", _) => status(operation, &change.name),
        ("example", rest) => example(specs, operation, rest),
        ("response", rest) => field(specs, operation, rest, change),
        ("request", _) => operation.child("requestBody"),
        _ => None,
    };
    Line::of(&found.unwrap_or_else(|| operation.clone()))
}

fn parameter<'a>(specs: &'a Specs, operation: &Node<'a>, place: &str, name: &str) -> Option<Node<'a>> {
    let parameters = operation.child("parameters")?;
    let count = parameters.value.as_array()?.len();
    let mut all = (0..count).filter_map(|index| {
        let entry = Node {
            document: parameters.document,
            pointer: child(&parameters.pointer, &index.to_string()),
            value: parameters.value.get(index)?,
        };
        Some(entry.resolved(specs))
    });
    let found = all.find(|parameter| parameter.value["in"] == place && parameter.value["name"] == name);
    found.or(Some(parameters))
}

fn status<'a>(operation: &Node<'a>, name: &str) -> Option<Node<'a>> {
    let responses = operation.child("responses")?;
    responses.child(name).or(Some(responses))
}

/// The examples of a response, which stand with the component where the response is one.
fn example<'a>(specs: &'a Specs, operation: &Node<'a>, rest: &str) -> Option<Node<'a>> {
    let status = rest.strip_prefix("response")?.trim().split(' ').next()?;
    let key = response_key(operation, status.parse().unwrap_or(200))?;
    let response = operation.child("responses")?.child(&key)?.resolved(specs);
    let media = response.child("content")?.child("application/json")?;
    media.child("examples").or(Some(media))
}

/// A field of a response; a new one goes among the properties of its object.
fn field<'a>(specs: &'a Specs, operation: &Node<'a>, rest: &str, change: &Change) -> Option<Node<'a>> {
    // The oldest pages have one response, without a status.
    let (status, place) = match rest.split_once(' ').unwrap_or((rest, "")) {
        (status, place) if status.parse::<u16>().is_ok() => (status.parse().ok()?, place),
        _ => (200, rest),
    };
    let key = response_key(operation, status)?;
    let body = places::body(specs, operation, &key)?;
    let field = if place.is_empty() {
        change.name.clone()
    } else {
        format!("{place}.{}", change.name)
    };
    let is_table = matches!(change.kind, ChangeKind::TableLost | ChangeKind::TableFound);
    let is_defect = matches!(change.kind, ChangeKind::DefectAppeared | ChangeKind::DefectGone);
    if is_table || is_defect {
        // The place is that of the table, or of the very field.
        return places::field_at(specs, &body, place)
            .map(|(property, _)| property)
            .or(Some(body));
    }
    if change.kind != ChangeKind::FieldAdded
        && let Some((property, _)) = places::field_at(specs, &body, &field)
    {
        return Some(property);
    }
    let object = places::object_at(specs, &body, place);
    object
        .map(|object| object.child("properties").unwrap_or(object))
        .or(Some(body))
}
