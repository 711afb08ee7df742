//! What a page is about in the contracts: the operation, and the line to edit for each change.

use std::collections::BTreeSet;

use crate::{
    diff::{
        Change,
        ChangeKind::{DefectAppeared, DefectGone, FieldAdded, OperationRenamed, ParameterAdded, TableFound, TableLost},
        Operation, Side, Table, View, join,
    },
    docs::Recorded,
    spec::{Location, Specs, child, target},
};

/// How many of the fields must be the same that a page with another URI is taken for the same operation.
const SAME: f64 = 0.75;

/// Finds the operation by method and URI. A page whose URI changed is known by the vendor's name of the operation, or
/// by its parameters and fields.
pub(super) fn find<'v, 'a>(
    contracts: &'v View<'a>,
    records: &[Recorded],
    page: &Operation,
) -> Option<&'v Operation<'a>> {
    let named = |id: &str| contracts.operations.iter().find(|one| one.id == Some(id));
    let by_uri = contracts.operation((&page.method, page.path));
    by_uri
        .or_else(|| named(page.id?))
        .or_else(|| named(closest(records, page)?))
}

/// The operation of the recorded page that is most like a page.
fn closest<'a>(records: &'a [Recorded], page: &Operation) -> Option<&'a str> {
    let alike = records.iter().filter_map(|record| {
        let view = record.view();
        let recorded = view.operations.first()?;
        let is_other_name = matches!((recorded.id, page.id), (Some(old), Some(new)) if old != new);
        // A sibling on the same path sends something else.
        let sends_the_same = fields(recorded, Side::Request) == fields(page, Side::Request);
        let (old, new) = (fields(recorded, Side::Response), fields(page, Side::Response));
        let likeness = old.intersection(&new).count() as f64 / old.union(&new).count().max(1) as f64;
        let is_alike = !is_other_name && sends_the_same && likeness >= SAME;
        is_alike.then_some((likeness, record.operation.as_str()))
    });
    alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, operation)| operation)
}

/// Everything that is sent or comes back, but the placeholders of the path, which go with the URI.
fn fields(operation: &Operation, side: Side) -> BTreeSet<String> {
    let bodies = operation.bodies.iter();
    let bodies = bodies.filter(|body| body.side == side && body.label != "path");
    let fields = bodies.flat_map(|body| {
        let place = |table: &Table| table.at.first().cloned().unwrap_or_default();
        let rows = body.rows();
        rows.map(move |(table, row)| format!("{} {}", body.label, join(&place(table), row.name)))
    });
    fields.collect()
}

/// Where a new operation begins: how to add one.
pub(super) fn line_of_new_operation(specs: &Specs) -> Location {
    let file = "README.md";
    let text = std::fs::read_to_string(specs.directory.join(file)).unwrap_or_default();
    let line = text.lines().position(|line| line == "## To add an operation");
    location(file, line.map_or(1, |index| index + 1))
}

/// The line for a change of an operation: what the change is about, else the nearest thing around it.
pub(super) fn line_of(specs: &Specs, contract: &Operation, change: &Change) -> Location {
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
        Some(match layer.value.is_null() {
            true => holder,
            false => child(&holder, "properties"),
        })
    })
}
