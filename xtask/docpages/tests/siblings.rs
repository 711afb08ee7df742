//! What docutils reads in other pages of the publisher is what the reader reads: every row with its name, its type,
//! whether it is mandatory, its values and its places.
//!
//! `siblings/oracle.txt` is what `siblings/oracle.py` printed of 88 pages. A dozen of them, stripped of their prose, are
//! in `siblings/pages`; all are compared if `DOCPAGES_SIBLINGS` names a folder that has them.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot read its pages fails"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use docpages::read;
use serde_json::{Map, Value};

/// The rows of each table, by its places.
type Facts = BTreeMap<String, BTreeSet<String>>;

fn oracle() -> BTreeMap<String, Facts> {
    let mut pages: BTreeMap<String, Facts> = BTreeMap::new();
    let (mut page, mut places) = ("", "");
    for line in include_str!("siblings/oracle.txt").lines() {
        if let Some(name) = line.strip_prefix("# ") {
            page = name;
        } else if let Some(row) = line.strip_prefix("  ") {
            let table = pages.entry(page.to_owned()).or_default();
            table.entry(places.to_owned()).or_default().insert(row.to_owned());
        } else {
            places = line;
        }
    }
    pages
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rst") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The facts of a document, as the oracle prints them.
struct Printer<'a> {
    document: &'a Value,
    /// The places and the rows of each table, by its component.
    tables: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
}

impl<'a> Printer<'a> {
    fn facts(document: &'a Value) -> Facts {
        let paths = document["paths"].as_object().unwrap();
        let operation = paths
            .values()
            .flat_map(|path| path.as_object().unwrap().values())
            .next()
            .unwrap();
        let mut facts = Facts::new();
        let mut printer = Self {
            document,
            tables: BTreeMap::new(),
        };
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let row = printer.row(
                &parameter["name"],
                &parameter["schema"],
                parameter["required"].as_bool(),
            );
            facts
                .entry(parameter["in"].as_str().unwrap().to_owned())
                .or_default()
                .insert(row);
        }
        printer.body("request body", &operation["requestBody"], true);
        for (status, response) in operation["responses"].as_object().unwrap() {
            let label = if status == "default" {
                "response".to_owned()
            } else {
                format!("response {status}")
            };
            printer.body(&label, response, false);
        }
        printer.unplaced();
        for (places, rows) in printer.tables.into_values() {
            facts
                .entry(places.into_iter().collect::<Vec<_>>().join(" ; "))
                .or_default()
                .extend(rows);
        }
        facts
    }

    fn body(&mut self, label: &str, holder: &'a Value, is_request: bool) {
        let schema = &holder["content"]["application/json"]["schema"];
        let mut waiting = vec![(schema, label.to_owned(), vec![label.to_owned()])];
        while let Some((schema, place, above)) = waiting.pop() {
            let required = schema["required"].as_array();
            let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
            let table = above.last().unwrap();
            let Some(fields) = schema["properties"].as_object() else {
                continue;
            };
            for (name, field) in fields {
                let row = self.row(
                    &Value::from(name.as_str()),
                    field,
                    is_request.then(|| is_required(name)),
                );
                let (places, rows) = self.tables.entry(table.clone()).or_default();
                places.insert(place.clone());
                rows.insert(row);
                let (marks, single) = innermost(field);
                if let Some(component) = component(single).filter(|component| !above.contains(&(*component).to_owned()))
                {
                    let space = if place == label { " " } else { "." };
                    let below = &self.document["components"]["schemas"][component];
                    let above = above.iter().cloned().chain([component.to_owned()]).collect();
                    waiting.push((below, format!("{place}{space}{name}{marks}"), above));
                }
            }
        }
    }

    /// The tables that no field leads to.
    fn unplaced(&mut self) {
        let schemas = self.document["components"]["schemas"].as_object();
        let defects = self.document["x-defects"].as_array().into_iter().flatten();
        let mut labels = defects
            .filter(|defect| defect["kind"] == "table-unplaced")
            .map(|defect| &defect["at"]);
        for (name, schema) in schemas
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema.get("properties").is_some())
        {
            if !self.tables.contains_key(name) {
                let fields = schema["properties"].as_object().unwrap().iter();
                let required = |field: &str| {
                    schema["required"]
                        .as_array()
                        .is_some_and(|all| all.iter().any(|one| one == field))
                };
                let row = |(field, schema): (&String, _)| {
                    self.row(&Value::from(field.as_str()), schema, Some(required(field)))
                };
                let place = format!("{} ?", labels.next().unwrap().as_str().unwrap());
                self.tables
                    .insert(name.clone(), (BTreeSet::from([place]), fields.map(row).collect()));
            }
        }
    }

    fn row(&self, name: &Value, schema: &Value, mandatory: Option<bool>) -> String {
        let mandatory = mandatory.map_or("-", |yes| if yes { "yes" } else { "no" });
        let values = innermost(schema).1["enum"].as_array().into_iter().flatten();
        let values = values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let cells = [
            name.as_str().unwrap().to_owned(),
            self.kind(schema),
            mandatory.to_owned(),
        ];
        cells.into_iter().chain(values).collect::<Vec<_>>().join(" | ")
    }

    fn kind(&self, schema: &Value) -> String {
        let text = |key: &str| schema[key].as_str().map(str::to_owned);
        if let Some(items) = schema.get("items") {
            format!("[{}]", self.kind(items))
        } else if let Some(values) = schema.get("additionalProperties") {
            format!("{{{}}}", self.kind(values))
        } else if let Some(kind) = text("type") {
            kind + &text("format").map(|format| format!(":{format}")).unwrap_or_default()
        } else if let Some(component) = component(schema) {
            let names = &self.document["components"]["schemas"][component]["x-documented-names"];
            names[0].as_str().unwrap_or(component).to_owned()
        } else {
            text("x-unknown-type").unwrap_or_else(|| "object".to_owned())
        }
    }
}

fn innermost(schema: &Value) -> (String, &Value) {
    for (key, mark) in [("items", "[]"), ("additionalProperties", "{}")] {
        if let Some(inner) = schema.get(key) {
            let (marks, single) = innermost(inner);
            return (format!("{mark}{marks}"), single);
        }
    }
    (String::new(), schema)
}

fn component(schema: &Value) -> Option<&str> {
    let reference = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref"))?;
    reference.as_str()?.strip_prefix("#/components/schemas/")
}

#[test]
fn every_row_is_what_docutils_reads() {
    let oracle = oracle();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/siblings/pages");
    let folder = std::env::var_os("DOCPAGES_SIBLINGS").map_or(own, PathBuf::from);
    let (mut rows, mut lists, mut wrong) = (0, 0, Vec::new());
    let mut kinds: Map<String, Value> = Map::new();
    let pages = pages(&folder);
    for page in &pages {
        let name = page.file_stem().unwrap().to_str().unwrap();
        let reading = read(&std::fs::read(page).unwrap()).unwrap();
        for defect in &reading.defects {
            let kind = serde_json::to_value(defect.kind).unwrap();
            let count = kinds.entry(kind.as_str().unwrap()).or_insert(Value::from(0));
            *count = Value::from(count.as_u64().unwrap() + 1);
        }
        let found = Printer::facts(&reading.document);
        let expected = oracle
            .get(name)
            .unwrap_or_else(|| panic!("the oracle does not know {name}"));
        rows += expected.values().map(BTreeSet::len).sum::<usize>();
        lists += expected
            .values()
            .flatten()
            .filter(|row| row.matches(" | ").count() > 2)
            .count();
        for places in expected
            .keys()
            .chain(found.keys().filter(|places| !expected.contains_key(*places)))
        {
            let none = BTreeSet::new();
            let (old, new) = (
                expected.get(places).unwrap_or(&none),
                found.get(places).unwrap_or(&none),
            );
            wrong.extend(
                old.difference(new)
                    .map(|row| format!("{name}: missing at {places}: {row}")),
            );
            wrong.extend(
                new.difference(old)
                    .map(|row| format!("{name}: extra at {places}: {row}")),
            );
        }
    }
    println!(
        "{} pages, {rows} rows, {lists} lists of values, {} wrong; defects: {kinds:?}",
        pages.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(pages.len() >= 12, "only {} pages", pages.len());
}
