//! The line of the contracts to edit for a change.

use crate::{
    diff::{Change, ChangeKind, Operation},
    docs::coverage::place_of,
    provenance::Location,
    spec::{Specs, child},
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
        "uri" if change.kind == ChangeKind::OperationRenamed => Some(child(&contract.pointer, "operationId")),
        "path" | "query" | "header" => parameter(contract, word, if rest.is_empty() { &change.name } else { rest }),
        "status" => Some(child(&child(&contract.pointer, "responses"), &change.name)),
        "example" => example(contract, rest),
        "response" => {
            // The oldest pages have one response, without a status.
            let (status, place) = rest.split_once(' ').unwrap_or((rest, ""));
            let has_status = status.parse::<u16>().is_ok();
            let (status, place) = if has_status { (status, place) } else { ("200", rest) };
            field(contract, &format!("response {status}"), place, change)
        }
        "request" => {
            let place = rest.strip_prefix("body").unwrap_or(rest).trim_start();
            field(contract, "request body", place, change)
        }
        _ => None,
    };
    let (document, line) = place_of(specs, &found.unwrap_or_else(|| contract.pointer.clone()));
    location(&document.name, line)
}

/// A line of a file, which is named from the root of the workspace.
fn location(file: &str, line: usize) -> Location {
    let file = format!("openapi/{file}");
    Location { file, line }
}

fn parameter(contract: &Operation, place: &str, name: &str) -> Option<String> {
    let table = &contract.body(place)?.tables[0];
    let row = table.rows.iter().find(|row| row.is_called(name));
    Some(row.map_or_else(|| table.layer.pointer.clone(), |row| row.pointer.clone()))
}

/// The examples of a response, which stand with the component where the response is one.
fn example(contract: &Operation, rest: &str) -> Option<String> {
    let status = rest.strip_prefix("response")?.trim().split(' ').next()?;
    let key = contract.response_key(if status.is_empty() { "200" } else { status })?;
    let own = child(&child(&contract.pointer, "responses"), &key);
    let target = contract.value["responses"][&key]["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'));
    Some(format!("{}/content/application~1json/examples", target.unwrap_or(&own)))
}

/// A field of a body; a new one goes among the properties of its object.
fn field(contract: &Operation, label: &str, place: &str, change: &Change) -> Option<String> {
    let status = label.strip_prefix("response ");
    let key = status.and_then(|status| contract.response_key(status));
    let label = key.map_or_else(|| label.to_owned(), |key| format!("response {key}"));
    let Some(body) = contract.body(&label) else {
        return status.is_none().then(|| child(&contract.pointer, "requestBody"));
    };
    let is_whole_place = matches!(
        change.kind,
        ChangeKind::TableLost | ChangeKind::TableFound | ChangeKind::DefectAppeared | ChangeKind::DefectGone
    );
    let around = || {
        let object = body.table_at(place).or(body.tables.first())?;
        Some(child(&object.layer.pointer, "properties"))
    };
    let row = if is_whole_place {
        // The place is that of the table, or of the very field.
        body.field_at(place)
    } else if change.kind == ChangeKind::FieldAdded {
        None
    } else {
        body.field_at(&crate::diff::join(place, &change.name))
    };
    row.map(|(_, row)| row.pointer.clone()).or_else(around)
}
