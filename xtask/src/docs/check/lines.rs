//! The line of the contracts to edit for a change.

use crate::{
    diff::{
        Change,
        ChangeKind::{DefectAppeared, DefectGone, FieldAdded, OperationRenamed, ParameterAdded, TableFound, TableLost},
        Operation, join,
    },
    spec::{Location, Specs, child, target},
};

/// Where a new operation begins: how to add one.
pub(super) fn of_new_operation(specs: &Specs) -> Location {
    let file = "README.md";
    let text = std::fs::read_to_string(specs.directory.join(file)).unwrap_or_default();
    let line = text.lines().position(|line| line == "## To add an operation");
    location(file, line.map_or(1, |index| index + 1))
}

/// The line for a change of an operation: what the change is about, else the nearest thing around it.
pub(super) fn of(specs: &Specs, contract: &Operation, change: &Change) -> Location {
    let (word, rest) = change.location.split_once(' ').unwrap_or((&change.location, ""));
    let found = match word {
        "uri" if change.kind == OperationRenamed => Some(child(&contract.pointer, "operationId")),
        "status" => Some(child(&child(&contract.pointer, "responses"), &change.name)),
        "example" => example(contract, rest),
        _ => field(contract, change),
    };
    let found = specs.location(&found.unwrap_or_else(|| contract.pointer.clone()));
    location(&found.file, found.line)
}

/// A line of a file, which is named from the root of the workspace.
fn location(file: &str, line: usize) -> Location {
    let file = format!("openapi/{file}");
    Location { file, line }
}

/// The examples of a response, which stand with the component where the response is one.
fn example(contract: &Operation, rest: &str) -> Option<String> {
    let status = rest.strip_prefix("response")?.trim().split(' ').next()?;
    let key = contract.response_key(if status.is_empty() { "200" } else { status })?;
    let own = child(&child(&contract.pointer, "responses"), &key);
    let response = target(&contract.value["responses"][&key]).unwrap_or(&own);
    Some(format!("{response}/content/application~1json/examples"))
}

/// A field or a parameter; a new one goes among those of its object.
fn field(contract: &Operation, change: &Change) -> Option<String> {
    let (body, place) = contract.locate(&change.location)?;
    let row = match change.kind {
        FieldAdded | ParameterAdded => None,
        // The place is that of the table, or of the very field.
        TableLost | TableFound | DefectAppeared | DefectGone => body.field_at(place),
        _ => body.field_at(&join(place, &change.name)),
    };
    row.map(|(_, row)| row.pointer.clone()).or_else(|| {
        let layer = &body.table_at(place).or(body.root())?.layer;
        let holder = Some(layer.pointer.clone()).filter(|pointer| !pointer.is_empty())?;
        // Parameters are a list.
        Some(if layer.value.is_null() {
            holder
        } else {
            child(&holder, "properties")
        })
    })
}
