//! Altering rows: names, types, mandatory, defaults, limits, values and places.

use xtask::diff::ChangeKind;
use docpages::{Field, Page, Parameter, Place, Type};

use super::{Mutations, Site, every, field, is_parameter, location, scalar_field, sites, with_captions, with_lists};

impl Mutations<'_> {
    /// Renaming, removing and adding.
    pub(super) fn row(&mut self, site: Site) {
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
    pub(super) fn facts(&mut self, site: Site) {
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

    pub(super) fn values(&mut self, site: Site) {
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
    pub(super) fn moves(&mut self, site: Site) {
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
