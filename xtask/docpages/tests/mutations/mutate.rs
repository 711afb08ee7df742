//! Altering one fact of a page at a time.

use docpages::{ChangeKind, Field, Form, Page, Parameter, Place, Response, ResponseExample, Table, Type};
use serde_json::json;

use crate::{compose::Damage, payload};

/// A page with one fact altered, and what must be said of it: kind, location and name of each change.
pub(crate) struct Mutation {
    pub(crate) page: Page,
    pub(crate) damage: Damage,
    pub(crate) expected: Vec<(ChangeKind, String, String)>,
    /// Whether a form carries the fact.
    pub(crate) carried_by: fn(Form) -> bool,
}

fn every(_: Form) -> bool {
    true
}

fn with_lists(form: Form) -> bool {
    matches!(form, Form::Rst | Form::Html | Form::Caption)
}

fn with_captions(form: Form) -> bool {
    form.keeps_captions()
}

fn with_topic(form: Form) -> bool {
    form == Form::Rst
}

/// A row of some table.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Site {
    Parameter(usize),
    Request(usize, usize),
    Response(usize, usize, usize),
}

fn sites(page: &Page) -> Vec<Site> {
    let mut sites: Vec<_> = (0..page.request.parameters.len()).map(Site::Parameter).collect();
    for (table, facts) in page.request.tables.iter().enumerate() {
        sites.extend((0..facts.fields.len()).map(|row| Site::Request(table, row)));
    }
    for (response, facts) in page.responses.iter().enumerate() {
        for (table, facts) in facts.tables.iter().enumerate() {
            sites.extend((0..facts.fields.len()).map(|row| Site::Response(response, table, row)));
        }
    }
    sites
}

fn field(page: &mut Page, site: Site) -> &mut Field {
    match site {
        Site::Parameter(row) => &mut page.request.parameters[row].field,
        Site::Request(table, row) => &mut page.request.tables[table].fields[row],
        Site::Response(response, table, row) => &mut page.responses[response].tables[table].fields[row],
    }
}

fn location(page: &Page, site: Site) -> String {
    let at = |label: &str, table: &Table| format!("{label} {}", table.at[0]).trim_end().to_owned();
    match site {
        Site::Parameter(row) => match page.request.parameters[row].place {
            Place::Path => "path".to_owned(),
            Place::Query => "query".to_owned(),
            Place::Header => "header".to_owned(),
            Place::Body => "request body".to_owned(),
        },
        Site::Request(table, _) => at("request body", &page.request.tables[table]),
        Site::Response(response, table, _) => {
            let response = &page.responses[response];
            at(
                &format!("response {}", response.status.unwrap()),
                &response.tables[table],
            )
        }
    }
}

fn is_parameter(page: &Page, site: Site) -> bool {
    matches!(site, Site::Parameter(row) if page.request.parameters[row].place != Place::Body)
}

/// Every mutation of a page.
pub(crate) fn mutations(page: &Page) -> Vec<Mutation> {
    let mut found = Mutations {
        page,
        found: Vec::new(),
    };
    for site in sites(page) {
        found.row(site);
        found.facts(site);
        found.values(site);
        found.moves(site);
    }
    found.tables();
    found.statuses();
    found.uri();
    found.examples();
    found.found
}

struct Mutations<'a> {
    page: &'a Page,
    found: Vec<Mutation>,
}

impl Mutations<'_> {
    fn add(
        &mut self,
        carried_by: fn(Form) -> bool,
        expected: &[(ChangeKind, &str, &str)],
        alter: impl FnOnce(&mut Page),
    ) {
        let mut page = self.page.clone();
        alter(&mut page);
        assert_ne!(page, *self.page, "no mutation: {expected:?}");
        let expected = expected
            .iter()
            .map(|(kind, location, name)| (*kind, (*location).to_owned(), (*name).to_owned()));
        self.found.push(Mutation {
            page,
            damage: Damage::default(),
            expected: expected.collect(),
            carried_by,
        });
    }

    /// Renaming, removing and adding.
    fn row(&mut self, site: Site) {
        let location = location(self.page, site);
        let name = field(&mut self.page.clone(), site).name.clone();
        let (added, removed, renamed) = if is_parameter(self.page, site) {
            (
                ChangeKind::ParameterAdded,
                ChangeKind::ParameterRemoved,
                ChangeKind::ParameterRenamed,
            )
        } else {
            (
                ChangeKind::FieldAdded,
                ChangeKind::FieldRemoved,
                ChangeKind::FieldRenamed,
            )
        };
        for new in [format!("{name}New"), "zenith".to_owned()] {
            self.add(every, &[(renamed, &location, &name)], |page| {
                field(page, site).name = new
            });
        }
        self.add(every, &[(removed, &location, &name)], |page| {
            remove(page, site);
        });
        // Without captions, a table of the URI is that of the path if another one follows.
        let has_query = self
            .page
            .request
            .parameters
            .iter()
            .any(|parameter| parameter.place == Place::Query);
        let carried_by = if location == "path" && !has_query {
            with_captions
        } else {
            every
        };
        for mandatory in [Some(true), Some(false)] {
            let mandatory = if matches!(site, Site::Response(..)) {
                None
            } else {
                mandatory
            };
            self.add(carried_by, &[(added, &location, "zenith")], |page| {
                insert(page, site, scalar_field("zenith", mandatory))
            });
        }
    }

    /// Type, mandatory, default and limits.
    fn facts(&mut self, site: Site) {
        let location = location(self.page, site);
        let facts = field(&mut self.page.clone(), site).clone();
        let name = facts.name.as_str();
        for kind in other_types(&facts.kind) {
            self.add(every, &[(ChangeKind::TypeChanged, &location, name)], |page| {
                field(page, site).kind = kind
            });
        }
        if let Some(mandatory) = facts.mandatory {
            self.add(every, &[(ChangeKind::MandatoryChanged, &location, name)], |page| {
                field(page, site).mandatory = Some(!mandatory);
            });
        }
        if !matches!(facts.kind, Type::Scalar(_)) {
            return;
        }
        type Of = fn(&mut Field) -> &mut Option<String>;
        let fields: [(ChangeKind, Of); 3] = [
            (ChangeKind::DefaultChanged, |field| &mut field.default),
            (ChangeKind::MinimumChanged, |field| &mut field.minimum),
            (ChangeKind::MaximumChanged, |field| &mut field.maximum),
        ];
        for (kind, of) in fields {
            let stated = of(&mut facts.clone()).is_some();
            let others = [Some("17".to_owned()), stated.then_some("3".to_owned())];
            for other in others.into_iter().filter(|other| stated || other.is_some()) {
                // An altered default that is also a value of the list may stand beside it.
                self.add(every, &[(kind, &location, name)], |page| *of(field(page, site)) = other);
            }
            if stated {
                self.add(every, &[(kind, &location, name)], |page| *of(field(page, site)) = None);
            }
        }
    }

    fn values(&mut self, site: Site) {
        let location = location(self.page, site);
        let facts = field(&mut self.page.clone(), site).clone();
        let name = facts.name.as_str();
        if facts.values.is_empty() {
            return;
        }
        let (added, removed) = (ChangeKind::ValueAdded, ChangeKind::ValueRemoved);
        for index in 0..facts.values.len() {
            if facts.values.len() > 1 {
                self.add(with_lists, &[(removed, &location, name)], |page| {
                    field(page, site).values.remove(index);
                });
            }
            self.add(
                with_lists,
                &[(removed, &location, name), (added, &location, name)],
                |page| {
                    field(page, site).values[index] = "Hazy".to_owned();
                },
            );
        }
        self.add(with_lists, &[(added, &location, name)], |page| {
            field(page, site).values.push("Hazy".to_owned())
        });
        self.add(with_lists, &[(ChangeKind::ValuesLost, &location, name)], |page| {
            field(page, site).values.clear()
        });
        let at = match site {
            Site::Parameter(row) => match self.page.request.parameters[row].place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Body => "",
            },
            Site::Request(table, _) => &self.page.request.tables[table].at[0],
            Site::Response(response, table, _) => &self.page.responses[response].tables[table].at[0],
        };
        self.found
            .last_mut()
            .unwrap()
            .damage
            .lists
            .push((at.to_owned(), name.to_owned()));
    }

    /// From one place to each other place of the same side.
    fn moves(&mut self, site: Site) {
        let facts = field(&mut self.page.clone(), site).clone();
        let from = location(self.page, site);
        if !matches!(facts.kind, Type::Scalar(_)) {
            return;
        }
        let names: Vec<_> = sites(self.page)
            .into_iter()
            .map(|site| field(&mut self.page.clone(), site).name.clone())
            .collect();
        if names.iter().filter(|name| **name == facts.name).count() > 1 {
            return;
        }
        match site {
            Site::Parameter(row) if is_parameter(self.page, site) => {
                let places = [Place::Path, Place::Query, Place::Header];
                let own = self.page.request.parameters[row].place;
                let has = |place| {
                    self.page
                        .request
                        .parameters
                        .iter()
                        .any(|parameter| parameter.place == place)
                };
                for to in places.into_iter().filter(|place| *place != own && has(*place)) {
                    self.add(every, &[(ChangeKind::ParameterMoved, &from, &facts.name)], |page| {
                        let mut moved = page.request.parameters.remove(row);
                        moved.place = to;
                        let last = page
                            .request
                            .parameters
                            .iter()
                            .rposition(|parameter| parameter.place == to);
                        page.request.parameters.insert(last.unwrap() + 1, moved);
                    });
                }
            }
            Site::Response(response, table, row) => {
                let tables = self.page.responses[response].tables.len();
                for to in (0..tables).filter(|to| *to != table) {
                    self.add(every, &[(ChangeKind::FieldMoved, &from, &facts.name)], |page| {
                        let tables = &mut page.responses[response].tables;
                        let moved = tables[table].fields.remove(row);
                        tables[to].fields.push(moved);
                    });
                }
            }
            _ => {}
        }
    }

    /// Tables that are lost, and types with another name.
    fn tables(&mut self) {
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

    fn statuses(&mut self) {
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

    fn uri(&mut self) {
        let method = if self.page.method == "PUT" { "GET" } else { "PUT" };
        self.add(every, &[(ChangeKind::MethodChanged, "uri", "method")], |page| {
            page.method = method.to_owned()
        });
        for (from, to) in [("/v", "/v1"), ("{project_id}", "projects/{project_id}")] {
            self.add(every, &[(ChangeKind::PathChanged, "uri", "path")], |page| {
                page.path = page.path.replacen(from, to, 1)
            });
        }
        self.add(
            with_topic,
            &[(ChangeKind::OperationRenamed, "uri", "operation")],
            |page| {
                page.operation = Some("WatchSky".to_owned());
            },
        );
    }

    fn examples(&mut self) {
        let changed = ChangeKind::ExampleChanged;
        for (index, example) in self.page.examples.responses.iter().enumerate() {
            let location = format!("example response {}", example.status.unwrap());
            for payload::Place {
                pointer, path, is_map, ..
            } in payload::places(&example.payload)
            {
                let value = example.payload.pointer(&pointer).unwrap();
                for other in payload::others(value) {
                    self.add(every, &[(changed, &location, &path)], |page| {
                        *page.examples.responses[index].payload.pointer_mut(&pointer).unwrap() = other;
                    });
                }
                if !path.ends_with("[]") {
                    self.add(every, &[(changed, &location, &path)], |page| {
                        payload::remove(&mut page.examples.responses[index].payload, &pointer);
                    });
                }
                if value.is_object() {
                    let kind = if is_map {
                        changed
                    } else {
                        ChangeKind::ExampleKeyUndocumented
                    };
                    self.add(every, &[(kind, &location, &format!("{path}.zenith"))], |page| {
                        let object = page.examples.responses[index].payload.pointer_mut(&pointer).unwrap();
                        object["zenith"] = json!("high");
                    });
                }
            }
            self.add(
                every,
                &[(ChangeKind::ExampleKeyUndocumented, &location, "zenith")],
                |page| {
                    page.examples.responses[index].payload["zenith"] = json!(true);
                },
            );
            self.add(every, &[(ChangeKind::ExampleRemoved, &location, "")], |page| {
                page.examples.responses.remove(index);
            });
            self.add(
                every,
                &[(ChangeKind::DefectAppeared, &location, "example-broken")],
                |page| {
                    page.examples.responses[index].payload["broken"] =
                        json!("for the assertion that something is altered");
                },
            );
            let broken = self.found.last_mut().unwrap();
            broken.page = self.page.clone();
            broken.damage.examples.push(example.status.unwrap());
        }
        if let Some(index) = self
            .page
            .responses
            .iter()
            .position(|response| response.status == Some(404))
        {
            let status = self.page.responses[index].status;
            self.add(
                every,
                &[(ChangeKind::ExampleAdded, "example response 404", "")],
                |page| {
                    let payload = json!({ "error_code": "Sky.4040", "error_msg": "dark" });
                    page.examples.responses.push(ResponseExample { status, payload });
                },
            );
        }
        let location = "example request";
        self.add(every, &[(changed, location, "target")], |page| {
            page.examples.requests[0].target.push_str("/all")
        });
        self.add(every, &[(changed, location, "method")], |page| {
            page.examples.requests[0].method = "PATCH".to_owned()
        });
        match self.page.examples.requests[0].body.clone() {
            None => self.add(every, &[(changed, location, "body")], |page| {
                page.examples.requests[0].body = Some(json!({}))
            }),
            Some(body) => {
                for payload::Place { pointer, path, .. } in payload::places(&body) {
                    for other in payload::others(body.pointer(&pointer).unwrap()) {
                        self.add(every, &[(changed, location, &path)], |page| {
                            let body = page.examples.requests[0].body.as_mut().unwrap();
                            *body.pointer_mut(&pointer).unwrap() = other;
                        });
                    }
                }
            }
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

fn other_types(kind: &Type) -> Vec<Type> {
    let words: &[&str] = match kind.to_string().as_str() {
        "String" => &["Integer", "Array of strings"],
        "Integer" | "Long" | "Number" => &["String", "Boolean"],
        "Boolean" => &["String"],
        "Array of strings" => &["String", "Array of integers"],
        "Map<String,String>" => &["String", "Map<String,Integer>"],
        _ => &[],
    };
    if let Type::Named(_) = kind {
        return vec![Type::Array(Box::new(kind.clone()))];
    }
    if let Type::Array(inner) = kind
        && let Type::Named(_) = **inner
    {
        return vec![(**inner).clone()];
    }
    words.iter().map(|word| word.parse().unwrap()).collect()
}

fn scalar_field(name: &str, mandatory: Option<bool>) -> Field {
    let json = json!({ "name": name, "type": "String", "mandatory": mandatory });
    serde_json::from_value(json).unwrap()
}

fn remove(page: &mut Page, site: Site) {
    match site {
        Site::Parameter(row) => {
            page.request.parameters.remove(row);
        }
        Site::Request(table, row) => {
            page.request.tables[table].fields.remove(row);
        }
        Site::Response(response, table, row) => {
            page.responses[response].tables[table].fields.remove(row);
        }
    }
}

fn insert(page: &mut Page, site: Site, field: Field) {
    match site {
        Site::Parameter(row) => {
            let place = page.request.parameters[row].place;
            page.request.parameters.insert(row + 1, Parameter { place, field });
        }
        Site::Request(table, row) => page.request.tables[table].fields.insert(row + 1, field),
        Site::Response(response, table, row) => page.responses[response].tables[table].fields.insert(row + 1, field),
    }
}
