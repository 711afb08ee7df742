//! Altering tables and statuses.

use xtask::diff::ChangeKind;
use docpages::{Page, Response, Table, Type};

use super::{Mutations, every, scalar_field};

impl Mutations<'_> {
    /// Tables that are lost, and types with another name.
    pub(super) fn tables(&mut self) {
        let response_tables = self
            .page
            .responses
            .iter()
            .enumerate()
            .flat_map(|(index, response)| (0..response.tables.len()).map(move |table| (Some(index), table)));
        let all: Vec<_> = (0..self.page.request.tables.len())
            .map(|table| (None, table))
            .chain(response_tables)
            .collect();
        for (response, table) in all {
            let facts = of(&mut self.page.clone(), response)[table].clone();
            let Some(name) = facts.name.clone() else { continue };
            let label = response.map_or("request body".to_owned(), |index| {
                format!("response {}", self.page.responses[index].status.unwrap())
            });
            let (parent, last) = parent(&facts.at[0]);
            let parent = format!("{label} {parent}").trim_end().to_owned();
            let place = format!("{label} {}", facts.at[0]);
            self.add(every, &[(ChangeKind::TableLost, &place, &last)], |page| {
                of(page, response).remove(table);
            });
            self.add(every, &[(ChangeKind::TypeRenamed, &parent, &last)], |page| {
                let new = format!("{name}Model");
                of(page, response)[table].name = Some(new.clone());
                let rows = of(page, response).iter_mut().flat_map(|table| &mut table.fields);
                for row in rows {
                    row.kind = renamed(&row.kind, &name, &new);
                }
                if response.is_none() {
                    for parameter in &mut page.request.parameters {
                        parameter.field.kind = renamed(&parameter.field.kind, &name, &new);
                    }
                }
            });
        }
    }

    pub(super) fn statuses(&mut self) {
        let codes = "status codes";
        self.add(every, &[(ChangeKind::StatusCodeAdded, codes, "403")], |page| {
            page.status_codes.push(403)
        });
        for (index, status) in self.page.status_codes.iter().enumerate() {
            let word = status.to_string();
            self.add(every, &[(ChangeKind::StatusCodeRemoved, codes, &word)], |page| {
                page.status_codes.remove(index);
            });
            self.add(
                every,
                &[
                    (ChangeKind::StatusCodeRemoved, codes, &word),
                    (ChangeKind::StatusCodeAdded, codes, "418"),
                ],
                |page| {
                    page.status_codes[index] = 418;
                },
            );
        }
        let body = Response {
            status: Some(403),
            tables: vec![Table {
                name: None,
                at: vec![String::new()],
                fields: vec![scalar_field("error_code", None), scalar_field("error_msg", None)],
            }],
        };
        self.add(every, &[(ChangeKind::StatusCodeAdded, codes, "403")], |page| {
            page.status_codes.push(403);
            page.responses.push(body.clone());
        });
        self.add(every, &[(ChangeKind::ResponseAdded, "response 403", "")], |page| {
            page.responses.push(body)
        });
        for (index, response) in self.page.responses.iter().enumerate().skip(1) {
            let status = response.status.unwrap();
            let label = format!("response {status}");
            if !self
                .page
                .examples
                .responses
                .iter()
                .any(|example| example.status == Some(status))
            {
                self.add(every, &[(ChangeKind::ResponseRemoved, &label, "")], |page| {
                    page.responses.remove(index);
                });
            }
            self.add(
                every,
                &[(ChangeKind::StatusCodeRemoved, codes, &status.to_string())],
                |page| {
                    page.responses.remove(index);
                    page.status_codes.retain(|code| *code != status);
                    page.examples.responses.retain(|example| example.status != Some(status));
                },
            );
        }
    }
}

fn of(page: &mut Page, response: Option<usize>) -> &mut Vec<Table> {
    match response {
        Some(index) => &mut page.responses[index].tables,
        None => &mut page.request.tables,
    }
}

/// `items[].spec.mirrors[]` as `items[].spec` and `mirrors`.
fn parent(place: &str) -> (String, String) {
    let bare = place.trim_end_matches("[]");
    let (parent, last) = bare.rsplit_once('.').unwrap_or(("", bare));
    (parent.to_owned(), last.to_owned())
}

fn renamed(kind: &Type, old: &str, new: &str) -> Type {
    match kind {
        Type::Named(name) if name == old => Type::Named(new.to_owned()),
        Type::Array(inner) => Type::Array(Box::new(renamed(inner, old, new))),
        Type::Map(inner) => Type::Map(Box::new(renamed(inner, old, new))),
        kind => kind.clone(),
    }
}
