//! Which operation of the specs a page describes.

use std::collections::BTreeSet;

use crate::spec::operations;
use docpages::{Page, Place};

use super::{
    super::coverage::places::{self, Node},
    Inputs,
};

/// How many of the fields must be the same that a page with another URI is taken for the same operation.
const SAME: f64 = 0.75;

/// Finds the operation by method and URI. A page whose URI changed is known by the vendor's name of the operation, or
/// by its parameters and fields.
pub(super) fn find<'a>(inputs: &'a Inputs, page: &Page) -> Option<Node<'a>> {
    let specs = &inputs.specs;
    if let Some(operation) = places::operation(specs, &page.method, &page.path) {
        return Some(operation);
    }
    let by_name = specs.documents.iter().find_map(|document| {
        let mut found = operations(&document.value).into_iter();
        let name = page.operation.as_deref()?;
        let (pointer, _, value) = found.find(|(_, _, operation)| operation["operationId"] == name)?;
        Some(Node {
            document,
            pointer,
            value,
        })
    });
    by_name.or_else(|| by_facts(inputs, page))
}

fn by_facts<'a>(inputs: &'a Inputs, page: &Page) -> Option<Node<'a>> {
    let alike = inputs.records.iter().filter(|record| {
        let names = (&record.page.operation, &page.operation);
        let is_other_name = matches!(names, (Some(old), Some(new)) if old != new);
        // A sibling on the same path sends something else.
        !is_other_name && parameters(&record.page) == parameters(page) && likeness(&record.page, page) >= SAME
    });
    let closest = alike.max_by(|a, b| likeness(&a.page, page).total_cmp(&likeness(&b.page, page)))?;
    places::operation(&inputs.specs, &closest.page.method, &closest.page.path)
}

/// Everything but the placeholders of the path, which go with the URI.
fn parameters(page: &Page) -> BTreeSet<(Place, &str)> {
    let parameters = page
        .request
        .parameters
        .iter()
        .filter(|parameter| parameter.place != Place::Path);
    parameters
        .map(|parameter| (parameter.place, parameter.field.name.as_str()))
        .collect()
}

/// How many of the fields of the responses are the same.
fn likeness(before: &Page, after: &Page) -> f64 {
    let (before, after) = (fields(before), fields(after));
    let all = before.union(&after).count();
    if all == 0 {
        return 0.0;
    }
    before.intersection(&after).count() as f64 / all as f64
}

fn fields(page: &Page) -> BTreeSet<(Option<u16>, &str, &str)> {
    let tables = page
        .responses
        .iter()
        .flat_map(|response| response.tables.iter().map(|table| (response.status, table)));
    let rows = tables.flat_map(|(status, table)| {
        let place = table.at.first().map_or("", String::as_str);
        table
            .fields
            .iter()
            .map(move |field| (status, place, field.name.as_str()))
    });
    rows.collect()
}
