//! What is sent and what comes back: the tables of a side with their places.

use serde_json::Value;

use super::{
    defects::Defects,
    placement::{Placement, extend},
    places::{Operation, PlaceOf},
    rows::{FieldTable, brief},
    sections::names_type,
};
use crate::{DefectKind, Parameter, Place, Request, Response, ResponseExample, Table, blocks::RawTable};

/// The tables of one body.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// The tables.
    pub(crate) tables: Vec<FieldTable>,
    /// Where they stand.
    pub(crate) placement: Placement,
}

/// The words for a side in defects.
pub(crate) fn label(what: &str, status: Option<u16>) -> String {
    status.map_or_else(|| what.to_owned(), |status| format!("{what} {status}"))
}

impl Side {
    fn read(tables: Vec<FieldTable>, label: &str, examples: &[&Value], defects: &mut Defects) -> Self {
        let placement = Placement::of(&tables, examples);
        let side = Self { tables, placement };
        side.report(label, defects);
        side
    }

    fn report(&self, label: &str, defects: &mut Defects) {
        if self.placement.root.is_none() && !self.tables.is_empty() {
            defects.add(
                DefectKind::TableAbsent,
                label,
                "the table of the body itself is not there",
            );
        }
        let mut seen = std::collections::HashSet::new();
        for (index, table) in self.tables.iter().enumerate() {
            let place = self.placement.at.get(index).and_then(|places| places.first());
            if let Some(name) = names_type(table.caption.as_ref())
                && !seen.insert(name)
            {
                defects.add(
                    DefectKind::TableNameRepeated,
                    label,
                    format!("two tables are named {name}"),
                );
            }
            if place.is_none() {
                let names: Vec<String> = table.rows.iter().take(3).map(|row| brief(&row.field.name)).collect();
                let name = names_type(table.caption.as_ref())
                    .map(|name| format!("{} ", brief(name)))
                    .unwrap_or_default();
                let detail = format!(
                    "the page does not tell where the table {name}({}, …) belongs",
                    names.join(", ")
                );
                defects.add(DefectKind::TableUnplaced, label, detail);
            }
            // A table without a place may be anywhere, so its rows are named by the table.
            let place = place
                .cloned()
                .unwrap_or_else(|| names_type(table.caption.as_ref()).map_or("?".to_owned(), brief));
            for (row_at, row) in table.rows.iter().enumerate() {
                let at = format!(
                    "{label} {}",
                    extend(&place, &row.field.name, &crate::Type::Unknown(String::new()))
                );
                for (kind, detail) in &row.defects {
                    defects.add(*kind, &at, detail.clone());
                }
                if let (Some(name), false) = (
                    row.field.kind.refers_to(),
                    self.placement.described_by.contains_key(&(index, row_at)),
                ) {
                    defects.add(
                        DefectKind::TableAbsent,
                        &at,
                        format!("no table can be told to describe {name}"),
                    );
                }
            }
        }
    }

    fn into_tables(self, skipped: Option<usize>) -> Vec<Table> {
        let places = self.placement.at.into_iter();
        let tables = self
            .tables
            .into_iter()
            .zip(places)
            .enumerate()
            .filter(|(index, _)| Some(*index) != skipped);
        tables
            .map(|(index, (table, at))| Table {
                name: names_type(table.caption.as_ref())
                    .filter(|_| Some(index) != self.placement.root)
                    .map(str::to_owned),
                at,
                fields: table.rows.into_iter().map(|row| row.field).collect(),
            })
            .collect()
    }
}

/// The request side.
#[derive(Debug, Default)]
pub(crate) struct RequestSide {
    /// The parameters of path, query and header.
    pub(crate) outer: Vec<Parameter>,
    /// The body.
    pub(crate) body: Side,
}

impl RequestSide {
    pub(crate) fn read(operation: &Operation<'_>, tables: Vec<(bool, RawTable)>, defects: &mut Defects) -> Self {
        let tables: Vec<(bool, FieldTable)> = tables
            .into_iter()
            .map(|(of_uri, table)| (of_uri, FieldTable::read(table)))
            .collect();
        let places = operation.places(&tables);
        let mut outer = Vec::new();
        let mut body = Vec::new();
        for ((of_uri, table), place) in tables.into_iter().zip(places) {
            if place == PlaceOf::Body && !of_uri {
                body.push(table);
                continue;
            }
            let places: Vec<Place> = match place {
                PlaceOf::All(place) => vec![place; table.rows.len()],
                _ => (0..table.rows.len())
                    .map(|row| operation.place_of_row(&table, row))
                    .collect(),
            };
            for (row, place) in table.rows.into_iter().zip(places) {
                for (kind, detail) in row.defects {
                    defects.add(kind, &format!("{} {}", word(place), row.field.name), detail);
                }
                outer.push(Parameter {
                    place,
                    field: row.field,
                });
            }
        }
        let bodies: Vec<&Value> = operation
            .examples
            .iter()
            .filter_map(|example| example.body.as_ref())
            .collect();
        Self {
            outer,
            body: Side::read(body, "request body", &bodies, defects),
        }
    }

    pub(crate) fn into_model(mut self) -> Request {
        let root = self.body.placement.root;
        let fields = root
            .and_then(|root| self.body.tables.get_mut(root))
            .map(|table| std::mem::take(&mut table.rows));
        let mut parameters = self.outer;
        parameters.extend(fields.into_iter().flatten().map(|row| Parameter {
            place: Place::Body,
            field: row.field,
        }));
        Request {
            parameters,
            tables: self.body.into_tables(root),
        }
    }
}

fn word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "request body",
    }
}

/// What comes back with one status.
#[derive(Debug)]
pub(crate) struct ResponseSide {
    status: Option<u16>,
    is_only_success: bool,
    /// The body.
    pub(crate) side: Side,
}

impl ResponseSide {
    pub(crate) fn read(
        status: Option<u16>,
        tables: Vec<RawTable>,
        all: &[Option<u16>],
        examples: &[ResponseExample],
        defects: &mut Defects,
    ) -> Self {
        let is_success = |status: Option<u16>| status.is_none_or(|status| status < 300);
        let is_only_success = is_success(status) && all.iter().filter(|other| is_success(**other)).count() == 1;
        let mut response = Self {
            status,
            is_only_success,
            side: Side::default(),
        };
        let payloads: Vec<&Value> = examples
            .iter()
            .filter(|example| response.takes(example.status))
            .map(|example| &example.payload)
            .collect();
        let tables = tables.into_iter().map(FieldTable::read).collect();
        response.side = Side::read(tables, &label("response", status), &payloads, defects);
        response
    }

    /// Whether an example of a status is one of this response. One without a status is one of success.
    pub(crate) fn takes(&self, example: Option<u16>) -> bool {
        example == self.status || (example.is_none() && self.is_only_success)
    }

    pub(crate) fn into_model(self) -> Response {
        Response {
            status: self.status,
            tables: self.side.into_tables(None),
        }
    }
}
