//! Altering one fact of a page at a time.

mod examples;
mod rows;
mod tables;

use xtask::diff::ChangeKind;
use docpages::{Field, Form, Page, Place, Table};
use serde_json::json;

use crate::compose::Damage;

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
}

fn scalar_field(name: &str, mandatory: Option<bool>) -> Field {
    let json = json!({ "name": name, "type": "String", "mandatory": mandatory });
    serde_json::from_value(json).unwrap()
}
