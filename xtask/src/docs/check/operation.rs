//! Which operation of the contracts a page describes.

use std::collections::BTreeSet;

use crate::{
    diff::{Operation, Side, Table, View, join},
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
