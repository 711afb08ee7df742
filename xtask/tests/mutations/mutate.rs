//! Altering one fact of a page at a time.

mod edit;
mod examples;
mod rows;

use std::collections::{BTreeSet, HashMap};

use docpages::Form;
use serde_json::{Map, Value, json};
use xtask::{
    diff::{
        ChangeKind::{self, *},
        View,
    },
    spec::{METHODS, child},
};

use edit::{Site, at};

/// Kind, location and name of a change.
pub(crate) type Expected = (ChangeKind, String, String);

/// A page with one fact altered, and what must be said of it.
pub(crate) struct Mutation {
    pub(crate) document: Value,
    pub(crate) expected: Vec<Expected>,
    /// Whether a form carries the fact.
    pub(crate) carried_by: fn(Form) -> bool,
}

fn every(_: Form) -> bool {
    true
}

fn with_topic(form: Form) -> bool {
    form == Form::Rst
}

/// Every mutation of a page.
pub(crate) fn mutations(page: &Value) -> Vec<Mutation> {
    select(page, |_| true)
}

/// Some mutations of a page, of every kind: the first, the fourth, the sixteenth and so on.
pub(crate) fn sample(page: &Value) -> Vec<Mutation> {
    select(page, |count| count.is_power_of_two() && count.trailing_zeros() % 2 == 0)
}

/// The mutations of a page whose number among those of their kind is selected.
fn select(page: &Value, is_selected: fn(usize) -> bool) -> Vec<Mutation> {
    let view = View::of(page);
    let operation = &view.operations[0];
    let (mut sites, mut labels, mut places) = (Vec::new(), Map::new(), BTreeSet::new());
    for body in &operation.bodies {
        for table in &body.tables {
            let all = table
                .at
                .iter()
                .map(|place| format!("{} {place}", body.label).trim_end().to_owned());
            places.extend(all);
            if let Some(component) = table.layer.name() {
                labels.entry(component.to_owned()).or_insert(json!(body.label));
            }
            let Some(place) = table.at.first() else { continue };
            let location = format!("{} {place}", body.label).trim_end().to_owned();
            sites.extend(table.rows.iter().map(|row| Site {
                location: location.clone(),
                label: body.label.clone(),
                side: body.side,
                name: row.name.to_owned(),
                kind: row.kind.to_string(),
                mandatory: row.mandatory,
                pointer: row.pointer.clone(),
            }));
        }
    }
    let mut found = Mutations {
        page,
        operation: operation.pointer.clone(),
        statuses: operation.statuses.clone(),
        labels,
        places,
        counts: HashMap::new(),
        is_selected,
        found: Vec::new(),
    };
    for site in &sites {
        found.row(site, &sites);
        found.facts(site);
        found.values(site);
        found.moves(site, &sites, &view);
    }
    found.tables(&view);
    found.statuses();
    found.uri(operation.path);
    found.examples();
    found.found
}

struct Mutations<'a> {
    page: &'a Value,
    /// Pointer to the operation.
    operation: String,
    statuses: Vec<String>,
    /// The label of the body of each component.
    labels: Map<String, Value>,
    /// The places of all tables.
    places: BTreeSet<String>,
    /// How many mutations there were, by the changes that they are.
    counts: HashMap<Vec<ChangeKind>, usize>,
    is_selected: fn(usize) -> bool,
    found: Vec<Mutation>,
}

impl Mutations<'_> {
    fn add(
        &mut self,
        carried_by: fn(Form) -> bool,
        expected: &[(ChangeKind, &str, &str)],
        alter: impl FnOnce(&mut Value),
    ) {
        let count = self
            .counts
            .entry(expected.iter().map(|(kind, ..)| *kind).collect())
            .or_default();
        *count += 1;
        if !(self.is_selected)(*count) {
            return;
        }
        let mut document = self.page.clone();
        alter(&mut document);
        assert_ne!(document, *self.page, "no mutation: {expected:?}");
        self.note_unplaced(&mut document);
        let expected = expected
            .iter()
            .map(|(kind, location, name)| (*kind, (*location).into(), (*name).into()));
        self.found.push(Mutation {
            document,
            expected: expected.collect(),
            carried_by,
        });
    }

    /// A table that nothing leads to any more is still printed with its body.
    fn note_unplaced(&self, document: &mut Value) {
        let view = View::of(document);
        let tables = view.operations[0]
            .bodies
            .iter()
            .flat_map(|body| &body.tables)
            .filter(|table| !table.at.is_empty());
        let placed: Vec<_> = tables.filter_map(|table| table.layer.name()).collect();
        let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
        let unplaced =
            schemas.filter(|(name, schema)| !schema["properties"].is_null() && !placed.contains(&name.as_str()));
        let defect = |name: &String| json!({ "kind": "table-unplaced", "at": self.labels[name], "detail": "" });
        let defects: Value = unplaced.map(|(name, _)| defect(name)).collect();
        document["x-defects"] = defects;
    }

    /// Tables that are lost, and types with another name.
    fn tables(&mut self, view: &View) {
        for body in &view.operations[0].bodies {
            for table in body
                .tables
                .iter()
                .filter(|table| table.name.is_some() && !table.at.is_empty())
            {
                let name = table.name.as_deref().unwrap();
                let place = table.at[0].as_str();
                let bare = place.trim_end_matches(['[', ']', '{', '}']);
                let (parent, last) = bare.rsplit_once('.').unwrap_or(("", bare));
                let parent = format!("{} {parent}", body.label).trim_end().to_owned();
                let place = format!("{} {place}", body.label);
                let schema = &table.layer.pointer;
                self.add(every, &[(TableLost, &place, last)], |page| {
                    at(page, schema).as_object_mut().unwrap().shift_remove("properties");
                });
                let mut rows = body.tables.iter().flat_map(|table| &table.rows);
                // The type of a row may not name the table.
                if rows.any(|row| row.kind.refers_to() == Some(name)) {
                    self.add(every, &[(TypeRenamed, &parent, last)], |page| {
                        at(page, schema)["x-documented-names"] = json!([format!("{name}Model")]);
                    });
                }
            }
        }
    }

    fn statuses(&mut self) {
        let codes = "status codes";
        let listed: Vec<u16> = self.statuses.iter().map(|status| status.parse().unwrap()).collect();
        let free = [403, 409].into_iter().find(|status| !listed.contains(status)).unwrap();
        let free_word = free.to_string();
        let with_free = json!([listed.clone(), vec![free]].concat());
        let error = json!({ "type": "object", "properties": {
            "error_code": { "type": "string" }, "error_msg": { "type": "string" },
        } });
        let described = json!({ "description": "", "content": { "application/json": { "schema": error } } });
        let responses = child(&self.operation, "responses");
        // A page without a list of them gains or loses the whole list.
        if !listed.is_empty() {
            self.add(every, &[(StatusCodeAdded, codes, &free_word)], |page| {
                page["x-status-codes"] = with_free.clone();
            });
            self.add(every, &[(StatusCodeAdded, codes, &free_word)], |page| {
                page["x-status-codes"] = with_free.clone();
                at(page, &responses)[&free_word] = described.clone();
            });
        }
        self.add(every, &[(ResponseAdded, &format!("response {free}"), "")], |page| {
            page["x-status-codes"] = json!(listed);
            at(page, &responses)[&free_word] = described.clone();
        });
        for (index, status) in listed.iter().enumerate() {
            let word = status.to_string();
            let without: Vec<_> = listed.iter().filter(|other| *other != status).collect();
            let removed = (StatusCodeRemoved, codes, word.as_str());
            if !without.is_empty() {
                self.add(every, &[removed], |page| page["x-status-codes"] = json!(without));
            }
            self.add(every, &[removed, (StatusCodeAdded, codes, "418")], |page| {
                page["x-status-codes"] = json!(listed);
                page["x-status-codes"][index] = json!(418);
            });
            let content = &self.page.pointer(&responses).unwrap()[&word]["content"]["application/json"];
            let (has_table, has_example) = (!content["schema"].is_null(), !content["examples"].is_null());
            if index == 0 || !has_table {
                continue;
            }
            if !has_example {
                self.add(every, &[(ResponseRemoved, &format!("response {word}"), "")], |page| {
                    at(page, &responses)[&word] = json!({ "description": "" });
                });
            }
            self.add(every, &[removed], |page| {
                at(page, &responses).as_object_mut().unwrap().shift_remove(&word);
            });
        }
    }

    fn uri(&mut self, path: &str) {
        let item = child("/paths", path);
        let own = self.operation.rsplit('/').next().unwrap().to_owned();
        let method = METHODS
            .iter()
            .find(|method| **method == if own == "put" { "get" } else { "put" })
            .unwrap();
        self.add(every, &[(MethodChanged, "uri", "method")], |page| {
            let operation = at(page, &item)[&own].take();
            *at(page, &item) = json!({ *method: operation });
        });
        for (from, to) in [("/v", "/v1"), ("{project_id}", "projects/{project_id}")] {
            self.add(every, &[(PathChanged, "uri", "path")], |page| {
                let operation = at(page, &item).take();
                page["paths"] = json!({ path.replacen(from, to, 1): operation });
            });
        }
        let operation = self.operation.clone();
        if at(&mut self.page.clone(), &operation)["operationId"].is_null() {
            return;
        }
        self.add(with_topic, &[(OperationRenamed, "uri", "operation")], |page| {
            at(page, &operation)["operationId"] = json!("WatchSky");
        });
    }
}
