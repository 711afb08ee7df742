//! Which operation of the contracts a page describes.

use std::collections::BTreeSet;

use crate::{
    diff::{Operation, Side, View},
    docs::Recorded,
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
    let all = || contracts.operations.iter();
    let by_uri = all().find(|operation| operation.method == page.method && operation.path == page.path);
    let by_name = || all().find(|operation| page.id.is_some() && operation.id == page.id);
    let by_facts = || {
        let id = closest(records, page)?;
        all().find(|operation| operation.id == Some(id))
    };
    by_uri.or_else(by_name).or_else(by_facts)
}

/// The operation of the recorded page that is most like a page.
fn closest<'a>(records: &'a [Recorded], page: &Operation) -> Option<&'a str> {
    let alike = records.iter().filter_map(|record| {
        let view = record.view();
        let recorded = view.operations.first()?;
        let is_other_name = matches!((recorded.id, page.id), (Some(old), Some(new)) if old != new);
        let likeness = likeness(recorded, page);
        // A sibling on the same path sends something else.
        let is_alike = !is_other_name && parameters(recorded) == parameters(page) && likeness >= SAME;
        is_alike.then_some((likeness, record.operation.as_str()))
    });
    alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, operation)| operation)
}

/// Everything that is sent but the placeholders of the path, which go with the URI.
fn parameters(operation: &Operation) -> BTreeSet<(String, String)> {
    let bodies = operation
        .bodies
        .iter()
        .filter(|body| body.side == Side::Request && body.label != "path");
    let rows = bodies.filter_map(|body| Some((&body.label, &body.tables.get(body.root?)?.rows)));
    rows.flat_map(|(label, rows)| rows.iter().map(|row| (label.clone(), row.name.to_owned())))
        .collect()
}

/// How many of the fields of the responses are the same.
fn likeness(before: &Operation, after: &Operation) -> f64 {
    let (before, after) = (fields(before), fields(after));
    let all = before.union(&after).count();
    if all == 0 {
        0.0
    } else {
        before.intersection(&after).count() as f64 / all as f64
    }
}

fn fields(operation: &Operation) -> BTreeSet<(String, String, String)> {
    let bodies = operation.bodies.iter().filter(|body| body.side == Side::Response);
    let tables = bodies.flat_map(|body| body.tables.iter().map(|table| (&body.label, table)));
    let rows = tables.flat_map(|(label, table)| {
        let place = table.at.first().cloned().unwrap_or_default();
        table
            .rows
            .iter()
            .map(move |row| (label.clone(), place.clone(), row.name.to_owned()))
    });
    rows.collect()
}
