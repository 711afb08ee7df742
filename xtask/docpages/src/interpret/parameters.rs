//! Parameters outside of the body.

use serde_json::{Value, json};

use super::{
    components::{object, schema},
    rows::{FieldRow, FieldTable},
};
use crate::vocabulary::{CaptionOf, is_header};

/// A parameter outside of the body.
pub(crate) struct Parameter {
    /// `path`, `query` or `header`.
    pub(crate) place: &'static str,
    pub(crate) row: FieldRow,
}

impl Parameter {
    pub(crate) fn document(self) -> Value {
        object([
            ("name", Some(json!(self.row.name))),
            ("in", Some(json!(self.place))),
            ("required", self.row.mandatory.map(Value::Bool)),
            ("schema", Some(schema(self.row, None))),
        ])
    }
}

/// Separates parameters from the tables of the body.
///
/// Captions decide. Without them the tables of the URI are those of the path and the query, and the tables of the request
/// are those of the headers and the body, in this order.
pub(crate) fn sort(
    method: &str,
    path: &str,
    bodies: &[&Value],
    uri: Vec<FieldTable>,
    request: Vec<FieldTable>,
) -> (Vec<Parameter>, Vec<FieldTable>) {
    let is_open = |table: &FieldTable| {
        table
            .caption
            .as_ref()
            .is_none_or(|caption| caption.of == CaptionOf::Unsaid)
    };
    let is_in_path = |row: &FieldRow| path.contains(&format!("{{{}}}", row.name));
    let is_path_known = uri.iter().chain(&request).any(|table| stated(table) == Some("path"));
    let has_placeholder = |table: &FieldTable| is_open(table) && table.rows.iter().any(is_in_path);
    let path_table = uri
        .iter()
        .position(has_placeholder)
        .or_else(|| uri.iter().position(is_open).filter(|_| path.contains('{')))
        .filter(|_| !is_path_known);
    let is_alone = uri.len() == 1;

    let mut parameters = Vec::new();
    for (index, table) in uri.into_iter().enumerate() {
        let place = match stated(&table) {
            None if !is_open(&table) || is_alone => None,
            None if path_table == Some(index) => Some("path"),
            stated => stated.or(Some("query")),
        };
        // Old pages have one table for path and query. Where all other rows are placeholders, a mandatory one is a
        // placeholder under another name.
        let others = table.rows.iter().filter(|row| !is_in_path(row)).count();
        for row in table.rows {
            let is_path = is_in_path(&row) || (row.mandatory == Some(true) && path.contains('{') && others == 1);
            let place = place.unwrap_or(if is_path { "path" } else { "query" });
            parameters.push(Parameter { place, row });
        }
    }

    let headers = request.iter().position(is_open).filter(|first| {
        let is_header = |row: &FieldRow| is_header(&row.name);
        let has_key = |table: &FieldTable| {
            let mut bodies = bodies.iter().filter_map(|body| body.as_object());
            bodies.any(|body| table.rows.iter().any(|row| body.contains_key(&row.name)))
        };
        let table = |index: usize| request.get(index);
        let is_before_body =
            || table(*first).is_some_and(|table| !has_key(table)) && table(first + 1).is_some_and(has_key);
        table(*first).is_some_and(|table| table.rows.iter().any(is_header))
            || (matches!(method, "GET" | "HEAD") && bodies.is_empty())
            || is_before_body()
    });
    let mut body = Vec::new();
    for (index, table) in request.into_iter().enumerate() {
        match stated(&table).or((headers == Some(index)).then_some("header")) {
            Some(place) => parameters.extend(table.rows.into_iter().map(|row| Parameter { place, row })),
            None => body.push(table),
        }
    }
    (parameters, body)
}

/// The place that the caption of a table states.
fn stated(table: &FieldTable) -> Option<&'static str> {
    match table.caption.as_ref()?.of {
        CaptionOf::Path => Some("path"),
        CaptionOf::Query => Some("query"),
        CaptionOf::RequestHeader => Some("header"),
        _ => None,
    }
}
