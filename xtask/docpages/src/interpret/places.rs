//! Where the parameters of a table are sent.

use super::rows::FieldTable;
use crate::{Place, RequestExample, vocabulary::CaptionOf};

/// Where the parameters of a table are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceOf {
    /// All of them to one place.
    All(Place),
    /// To the path or to the query, as each row shows: old pages have one table for both.
    EachRow,
    /// In the body, or in an object within it.
    Body,
}

/// The operation to which tables belong.
pub(crate) struct Operation<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) examples: &'a [RequestExample],
}

impl Operation<'_> {
    /// The places of tables, each of which stands in the section of the URI or in that of the request.
    ///
    /// A caption decides. Without it the tables of the URI are that of the path and then that of the query, and those of
    /// the request are that of the headers and then those of the body.
    pub(crate) fn places(&self, tables: &[(bool, FieldTable)]) -> Vec<PlaceOf> {
        let mut places: Vec<Option<PlaceOf>> = tables.iter().map(|(_, table)| stated(table)).collect();
        let open = |places: &[Option<PlaceOf>], of_uri: bool| -> Vec<usize> {
            let open = places.iter().zip(tables).enumerate();
            open.filter(|(_, (place, (uri, _)))| place.is_none() && *uri == of_uri)
                .map(|(index, _)| index)
                .collect()
        };
        let uri = open(&places, true);
        let is_path_known = places.contains(&Some(PlaceOf::All(Place::Path)));
        let has_placeholder = |index: &usize| {
            tables
                .get(*index)
                .is_some_and(|(_, table)| table.rows.iter().any(|row| self.is_in_path(&row.field.name)))
        };
        let path_table = uri
            .iter()
            .copied()
            .find(has_placeholder)
            .or(uri.first().copied().filter(|_| self.path.contains('{')));
        let is_alone = tables.iter().filter(|(of_uri, _)| *of_uri).count() == 1;
        for index in uri {
            let place = match path_table {
                _ if is_alone => PlaceOf::EachRow,
                Some(table) if table == index && !is_path_known => PlaceOf::All(Place::Path),
                _ => PlaceOf::All(Place::Query),
            };
            places
                .iter_mut()
                .skip(index)
                .take(1)
                .for_each(|open| *open = Some(place));
        }
        let request = open(&places, false);
        if let Some(first) = request.first().filter(|first| self.is_of_headers(tables, **first)) {
            places
                .iter_mut()
                .skip(*first)
                .take(1)
                .for_each(|open| *open = Some(PlaceOf::All(Place::Header)));
        }
        places.into_iter().map(|place| place.unwrap_or(PlaceOf::Body)).collect()
    }

    /// The place of a row of a table for both path and query.
    pub(crate) fn place_of_row(&self, table: &FieldTable, row: usize) -> Place {
        let is_in_path = |index: usize| {
            table
                .rows
                .get(index)
                .is_some_and(|row| self.is_in_path(&row.field.name))
        };
        let is_mandatory = table.rows.get(row).is_some_and(|row| row.field.mandatory == Some(true));
        // A placeholder under another name: all others are placeholders, and a path cannot do without it.
        let others_are = || (0..table.rows.len()).all(|other| other == row || is_in_path(other));
        if is_in_path(row) || (is_mandatory && self.path.contains('{') && others_are()) {
            Place::Path
        } else {
            Place::Query
        }
    }

    fn is_in_path(&self, name: &str) -> bool {
        self.path.contains(&format!("{{{name}}}"))
    }

    /// Whether the first table of the request is that of the headers.
    fn is_of_headers(&self, tables: &[(bool, FieldTable)], first: usize) -> bool {
        let Some((_, table)) = tables.get(first) else {
            return false;
        };
        let next = tables.get(first + 1).map(|(_, table)| table);
        let has_names = table.rows.iter().any(|row| is_header(&row.field.name));
        let has_no_body =
            matches!(self.method, "GET" | "HEAD") && self.examples.iter().all(|example| example.body.is_none());
        let is_before_body = || !self.has_key(table) && next.is_some_and(|next| self.has_key(next));
        has_names || has_no_body || is_before_body()
    }

    /// Whether a table has a key of the body of an example.
    fn has_key(&self, table: &FieldTable) -> bool {
        let mut bodies = self
            .examples
            .iter()
            .filter_map(|example| example.body.as_ref()?.as_object());
        bodies.any(|body| table.rows.iter().any(|row| body.contains_key(&row.field.name)))
    }
}

fn stated(table: &FieldTable) -> Option<PlaceOf> {
    match &table.caption.as_ref()?.of {
        CaptionOf::Path => Some(PlaceOf::All(Place::Path)),
        CaptionOf::Query => Some(PlaceOf::All(Place::Query)),
        CaptionOf::RequestHeader => Some(PlaceOf::All(Place::Header)),
        CaptionOf::Body | CaptionOf::Named(_) | CaptionOf::ResponseHeader => Some(PlaceOf::Body),
        CaptionOf::Unsaid => None,
    }
}

fn is_header(name: &str) -> bool {
    name.starts_with("X-")
        || name.contains('-') && name.starts_with(|c: char| c.is_ascii_uppercase())
        || name == "Authorization"
}
