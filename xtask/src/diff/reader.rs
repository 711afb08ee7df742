//! Reading the operations of a document as tables.

use std::collections::{BTreeSet, HashMap};

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    references::{component_of, printed_name, resolved_pointer},
    rules::Side,
    source::Source,
    types::{Type, has_keywords},
    view::{Body, COMPONENTS, Layer, Operation, Row, Table, View, join, text},
};
use crate::spec::{child, operations, other_spellings, resolve};

/// More places of one table, and deeper ones, than these are not told apart.
const MOST_PLACES: usize = 64;

impl<'a> View<'a> {
    /// Reads a document, with every operation of it.
    pub fn of(document: &'a Value) -> Self {
        Self::with_operations(document, |_| true)
    }

    /// Reads a document, with one operation of it.
    pub fn of_operation(document: &'a Value, pointer: &str) -> Self {
        Self::with_operations(document, |found| found == pointer)
    }

    fn with_operations(document: &'a Value, is_wanted: impl Fn(&str) -> bool) -> Self {
        let form = serde_json::from_value(document["info"]["x-form"].clone());
        let source = form.map_or(Source::Contract, Source::Page);
        let defects: Vec<Defect> = serde_json::from_value(document["x-defects"].clone()).unwrap_or_default();
        let mut reader = Reader {
            document,
            source,
            unplaced: unplaced(document, source, &defects),
            says_mandatory: false,
        };
        let wanted = operations(document)
            .into_iter()
            .filter(|(pointer, ..)| is_wanted(pointer));
        Self {
            document,
            source,
            operations: wanted
                .map(|(pointer, path, value)| reader.operation(pointer, path, value))
                .collect(),
            defects,
        }
    }
}

/// Tables of a page that no body leads to, with the label of the body that they were printed with.
fn unplaced<'a>(document: &'a Value, source: Source, defects: &[Defect]) -> Vec<(String, &'a str)> {
    if source == Source::Contract {
        return Vec::new();
    }
    let mut led_to = BTreeSet::new();
    let mut waiting: Vec<&Value> = vec![&document["paths"]];
    while let Some(value) = waiting.pop() {
        if let Some((name, schema)) = component_of(document, value)
            && led_to.insert(name)
        {
            waiting.push(schema);
        }
        match value {
            Value::Object(object) => waiting.extend(object.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let free = schemas.filter(|(name, schema)| !led_to.contains(name.as_str()) && !schema["properties"].is_null());
    let labels = defects.iter().filter(|defect| defect.kind == DefectKind::TableUnplaced);
    let mut labels = labels.map(|defect| defect.at.clone());
    let mut label = String::new();
    let mut placed = Vec::new();
    for (name, _) in free {
        label = labels.next().unwrap_or(label);
        placed.push((label.clone(), name.as_str()));
    }
    placed
}

/// Named components as fields of one body, so that they are compared like any other.
pub fn components<'a>(document: &'a Value, names: &'a [String]) -> Body<'a> {
    let reader = Reader {
        document,
        source: Source::Contract,
        unplaced: Vec::new(),
        says_mandatory: true,
    };
    let root = Table::root(String::new(), Vec::new());
    let mut tables = Tables {
        reader: &reader,
        side: Side::Response,
        tables: vec![root],
        known: HashMap::new(),
    };
    for name in names {
        if let Some(schema) = reader.schemas().and_then(|schemas| schemas.get(name)) {
            let mut row = reader.row(name, child("/components/schemas", name), schema, Some(false));
            let holds = row.layers.last().filter(|last| last.is_table()).cloned();
            row.below = holds.map(|layer| tables.add(layer));
            tables.tables[0].rows.push(row);
        }
    }
    Body {
        label: COMPONENTS.to_owned(),
        side: Side::Response,
        tables: tables.tables,
        root: Some(0),
    }
}

struct Reader<'a> {
    document: &'a Value,
    source: Source,
    /// Tables that nothing leads to, with the label of their body.
    unplaced: Vec<(String, &'a str)>,
    /// Whether the request says what must be sent: some copies of a page lose that column.
    says_mandatory: bool,
}

impl<'a> Reader<'a> {
    fn operation(&mut self, pointer: String, path: &'a str, value: &'a Value) -> Operation<'a> {
        let mut parameters = value["parameters"].as_array().into_iter().flatten();
        self.says_mandatory = parameters.any(|parameter| !parameter["required"].is_null());
        let mut bodies = self.parameters(&pointer, value);
        let body = resolve(self.document, &value["requestBody"]);
        let at = resolved_pointer(&value["requestBody"], child(&pointer, "requestBody"));
        bodies.push(self.body("request body".to_owned(), Side::Request, body, &at));
        let responses = value["responses"].as_object();
        for (status, response) in responses.into_iter().flatten() {
            let label = if status == "default" {
                "response".to_owned()
            } else {
                format!("response {status}")
            };
            let at = resolved_pointer(response, format!("{pointer}/responses/{status}"));
            let response = resolve(self.document, response);
            let body = self.body(label, Side::Response, response, &at);
            if !body.tables.is_empty() {
                bodies.push(body);
            }
        }
        let listed = self.document["x-status-codes"].as_array();
        let listed = listed.map(|statuses| statuses.iter().map(text).collect());
        let keys = || {
            responses
                .into_iter()
                .flatten()
                .map(|(status, _)| status.clone())
                .filter(|key| key != "default")
        };
        Operation {
            id: value["operationId"].as_str(),
            method: pointer.rsplit('/').next().unwrap_or_default().to_uppercase(),
            path,
            value,
            bodies,
            statuses: listed.unwrap_or_else(|| keys().collect()),
            pointer,
        }
    }

    fn parameters(&self, pointer: &str, operation: &'a Value) -> Vec<Body<'a>> {
        let all = operation["parameters"].as_array().into_iter().flatten().enumerate();
        let all: Vec<_> = all
            .map(|(index, entry)| {
                let at = resolved_pointer(entry, format!("{pointer}/parameters/{index}"));
                (at, resolve(self.document, entry))
            })
            .collect();
        let place = |place: &&str| {
            let there = all.iter().filter(|(_, parameter)| parameter["in"] == **place);
            let rows = there.map(|(at, parameter)| {
                let mut row = self.row(
                    parameter["name"].as_str().unwrap_or_default(),
                    child(at, "schema"),
                    &parameter["schema"],
                    self.mandatory(parameter.get("required").and_then(Value::as_bool)),
                );
                (row.pointer, row.value) = (at.clone(), parameter);
                row
            });
            let table = Table::root(child(pointer, "parameters"), rows.collect());
            Body {
                label: (*place).to_owned(),
                side: Side::Request,
                tables: vec![table],
                root: Some(0),
            }
        };
        ["path", "query", "header", "cookie"].iter().map(place).collect()
    }

    /// A contract that does not ask for something lets it be left out; a page may just not say.
    fn mandatory(&self, stated: Option<bool>) -> Option<bool> {
        stated.or((self.source == Source::Contract).then_some(false))
    }

    fn row(&self, name: &'a str, pointer: String, schema: &'a Value, mandatory: Option<bool>) -> Row<'a> {
        Row {
            name,
            spellings: other_spellings(schema).collect(),
            layers: self.layers(pointer.clone(), schema),
            pointer,
            value: schema,
            kind: Type::of(self.document, schema),
            mandatory,
            below: None,
        }
    }

    /// A schema, and whatever it refers to.
    fn layers(&self, pointer: String, schema: &'a Value) -> Vec<Layer<'a>> {
        let component = pointer
            .strip_prefix("/components/schemas/")
            .filter(|name| !name.contains('/'));
        let component = component.and_then(|name| Some(self.schemas()?.get_key_value(name)?.0.as_str()));
        let mut layers = vec![Layer::new(pointer, component, schema)];
        while let Some(Layer { pointer, schema, .. }) = layers.last()
            && layers.len() < MOST_PLACES
        {
            let next = if let Some((name, schema)) = component_of(self.document, schema) {
                Layer::new(child("/components/schemas", name), Some(name), schema)
            } else {
                let schema = *schema;
                let inner = ["items", "additionalProperties"].into_iter().find_map(|key| {
                    let inner = schema.get(key).filter(|inner| has_keywords(inner))?;
                    schema["properties"].is_null().then_some((key, inner))
                });
                let Some((key, inner)) = inner else { break };
                Layer::new(child(pointer, key), None, inner)
            };
            layers.push(next);
        }
        layers
    }

    fn schemas(&self) -> Option<&'a serde_json::Map<String, Value>> {
        self.document["components"]["schemas"].as_object()
    }

    /// The body of a request or a response, with the tables that it leads to.
    fn body(&mut self, label: String, side: Side, holder: &'a Value, at: &str) -> Body<'a> {
        let unplaced: Vec<_> = self.unplaced.extract_if(.., |(place, _)| *place == label).collect();
        let mut tables = Tables {
            reader: self,
            side,
            tables: Vec::new(),
            known: HashMap::new(),
        };
        let schema = &holder["content"]["application/json"]["schema"];
        let at = format!("{at}/content/application~1json/schema");
        let layer = tables.reader.layers(at, schema).pop();
        let root = layer.filter(|layer| layer.is_table()).map(|layer| tables.add(layer));
        if let Some(root) = root {
            tables.place(root, marks(&Type::of(tables.reader.document, schema)));
            tables.tables[root].name = None;
        }
        for (_, name) in unplaced {
            if let Some(schema) = tables.reader.schemas().and_then(|schemas| schemas.get(name)) {
                tables.add(Layer::new(child("/components/schemas", name), Some(name), schema));
            }
        }
        let mut tables = tables.tables;
        if side == Side::Request && tables.is_empty() {
            // A request without a body sends no field of one.
            tables.push(Table::root(String::new(), Vec::new()));
            return Body {
                label,
                side,
                tables,
                root: Some(0),
            };
        }
        for table in &mut tables {
            table.at.sort();
        }
        Body {
            label,
            side,
            tables,
            root,
        }
    }
}

/// The tables of one body, while they are gathered.
struct Tables<'r, 'a> {
    reader: &'r Reader<'a>,
    side: Side,
    tables: Vec<Table<'a>>,
    /// The index of the table of each schema, by its pointer.
    known: HashMap<String, usize>,
}

impl<'a> Tables<'_, 'a> {
    /// Adds the table of an object, and those of what its fields hold.
    fn add(&mut self, layer: Layer<'a>) -> usize {
        let first = self.index(layer);
        let is_said =
            self.reader.source == Source::Contract || (self.side == Side::Request && self.reader.says_mandatory);
        let mut next = self.tables.len() - 1;
        while next < self.tables.len() {
            let Layer { pointer, schema, .. } = self.tables[next].layer.clone();
            let required = schema["required"].as_array();
            let mut rows = Vec::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let at = child(&child(&pointer, "properties"), name);
                let listed = required.is_some_and(|names| names.iter().any(|one| *one == **name));
                let mut row = self.reader.row(name, at, property, is_said.then_some(listed));
                let holds = row.layers.last().filter(|last| last.is_table()).cloned();
                row.below = holds.map(|layer| self.index(layer));
                rows.push(row);
            }
            self.tables[next].rows = rows;
            next += 1;
        }
        first
    }

    fn index(&mut self, layer: Layer<'a>) -> usize {
        if let Some(index) = self.known.get(&layer.pointer) {
            return *index;
        }
        let index = self.tables.len();
        self.known.insert(layer.pointer.clone(), index);
        let component = layer.component.filter(|_| self.reader.source.links_tables());
        let name = component.map(|name| printed_name(self.reader.document, name, layer.schema));
        self.tables.push(Table {
            name,
            layer,
            at: Vec::new(),
            rows: Vec::new(),
        });
        index
    }

    /// Notes where the tables stand, from the table of the body itself. What holds itself has the place above it alone.
    fn place(&mut self, root: usize, at: String) {
        let mut waiting = vec![(root, at, Vec::new())];
        while let Some((index, place, mut above)) = waiting.pop() {
            let table = &mut self.tables[index];
            if above.contains(&index) || above.len() > MOST_PLACES || table.at.len() >= MOST_PLACES {
                continue;
            }
            above.push(index);
            for row in &table.rows {
                if let Some(below) = row.below {
                    waiting.push((
                        below,
                        format!("{}{}", join(&place, row.name), marks(&row.kind)),
                        above.clone(),
                    ));
                }
            }
            table.at.push(place);
        }
    }
}

/// `[]` for each list and `{}` for each map on the way to what a type holds.
fn marks(kind: &Type) -> String {
    match kind {
        Type::Array(inner) => format!("[]{}", marks(inner)),
        Type::Map(inner) => format!("{{}}{}", marks(inner)),
        _ => String::new(),
    }
}
