//! Reading an OpenAPI document into operations, bodies and tables.

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    document::{Body, Operation, Row, Table, View, join},
    rules::Side,
    source::Source,
    stated::{is_table, printed_name},
    types::follow,
};
use crate::spec::{Schema, child, entries, items, media, method, operations, reachable, resolve, target, text, word};

/// More places of one table, and deeper ones, than these are not told apart.
const MOST_PLACES: usize = 64;

/// The label of the components, which are compared like the fields of a body.
pub const COMPONENTS: &str = "components";

impl<'a> View<'a> {
    /// Reads a document.
    pub fn of(document: &'a Value) -> Self {
        let defects: Vec<Defect> = serde_json::from_value(document["x-defects"].clone()).unwrap_or_default();
        let mut reader = Reader::new(document);
        reader.unplaced = unplaced(document, &defects);
        let operations = operations(document).into_iter();
        Self {
            document,
            source: reader.source,
            operations: operations.map(|one| reader.operation(one)).collect(),
            components: reader.components(),
            defects,
        }
    }
}

/// Tables of a page that no body leads to, with the label of the body that they were printed with: each has a defect.
fn unplaced<'a>(document: &'a Value, defects: &[Defect]) -> Vec<(String, Schema<'a>)> {
    let led_to = reachable(document, &document["paths"]);
    let mut labels = defects.iter().filter(|defect| defect.kind == DefectKind::TableUnplaced);
    let mut label = "";
    let names = entries(&document["components"]["schemas"]).map(|(name, _)| name);
    let schemas = names.filter_map(|name| Schema::component(document, name));
    let free = schemas.filter(|schema| is_table(schema) && !led_to.contains(&*schema.pointer));
    let with_label = |schema| {
        label = labels.next().map_or(label, |defect| &defect.at);
        (label.to_owned(), schema)
    };
    free.map(with_label).collect()
}

struct Reader<'a> {
    document: &'a Value,
    source: Source,
    /// Tables that nothing leads to, with the label of their body.
    unplaced: Vec<(String, Schema<'a>)>,
    /// Whether the request says what must be sent: some copies of a page lose that column.
    says_mandatory: bool,
}

impl<'a> Reader<'a> {
    fn new(document: &'a Value) -> Self {
        let form = serde_json::from_value(document["info"]["x-form"].clone());
        Self {
            document,
            source: form.map_or(Source::Contract, Source::Page),
            unplaced: Vec::new(),
            says_mandatory: false,
        }
    }

    fn components(&self) -> Body<'a> {
        let mut tables = vec![self.table(String::new())];
        let schemas = entries(&self.document["components"]["schemas"]).filter(|_| !self.source.is_page());
        for (name, schema) in schemas {
            let schema = Schema::new(self.document, child("/components/schemas", name), schema);
            let row = self.row(&mut tables, name, schema, Some(false));
            tables[0].rows.push(row);
        }
        self.fill(&mut tables, 1, Side::Response);
        body(COMPONENTS, Side::Response, tables, Some(0))
    }

    /// What a value is or refers to, and where that stands.
    fn resolved(&self, value: &'a Value, pointer: String) -> (String, &'a Value) {
        let pointer = target(value).map_or(pointer, str::to_owned);
        (pointer, resolve(self.document, value))
    }

    fn operation(&mut self, (pointer, path, value): (String, &'a str, &'a Value)) -> Operation<'a> {
        let mut parameters = items(&value["parameters"]);
        let body = &media(&value["requestBody"])["schema"];
        self.says_mandatory =
            parameters.any(|parameter| !parameter["required"].is_null()) || !body["required"].is_null();
        let places = ["path", "query", "header", "cookie"];
        let mut bodies = Vec::from(places.map(|place| self.parameters(place, &pointer, value)));
        let request = self.resolved(&value["requestBody"], child(&pointer, "requestBody"));
        bodies.push(self.body("request body", Side::Request, request));
        let mut statuses = Vec::new();
        for (status, response) in entries(&value["responses"]) {
            let is_default = status == "default";
            let label = format!("response {}", if is_default { "" } else { status });
            statuses.extend((!is_default).then(|| status.to_owned()));
            let response = self.resolved(response, format!("{pointer}/responses/{status}"));
            let body = self.body(label.trim_end(), Side::Response, response);
            bodies.extend((!body.tables.is_empty()).then_some(body));
        }
        let listed = self.document["x-status-codes"].as_array();
        Operation {
            id: value["operationId"].as_str(),
            method: method(&pointer),
            path,
            value,
            bodies,
            statuses: listed.map_or(statuses, |listed| listed.iter().map(text).collect()),
            pointer,
        }
    }

    fn parameters(&self, place: &str, pointer: &str, operation: &'a Value) -> Body<'a> {
        let pointer = child(pointer, "parameters");
        let mut tables = vec![self.table(pointer.clone())];
        for (index, entry) in items(&operation["parameters"]).enumerate() {
            let (at, parameter) = self.resolved(entry, format!("{pointer}/{index}"));
            if parameter["in"] != place {
                continue;
            }
            // A contract that does not ask for something lets it be left out; a page may just not say.
            let unsaid = (!self.source.is_page()).then_some(false);
            let mandatory = parameter["required"].as_bool().or(unsaid);
            let name = word(&parameter["name"]);
            let schema = Schema::new(self.document, child(&at, "schema"), &parameter["schema"]);
            let row = self.row(&mut Vec::new(), name, schema, mandatory);
            tables[0].rows.push(Row {
                pointer: at,
                value: parameter,
                below: None,
                ..row
            });
        }
        body(place, Side::Request, tables, Some(0))
    }

    /// The table of a body itself, whose rows stand in no object.
    fn table(&self, pointer: String) -> Table<'a> {
        Table {
            name: None,
            layer: Schema::new(self.document, pointer, &Value::Null),
            at: vec![String::new()],
            rows: Vec::new(),
        }
    }

    /// A row, whose table is noted among those of the body.
    fn row(&self, tables: &mut Vec<Table<'a>>, name: &'a str, schema: Schema<'a>, mandatory: Option<bool>) -> Row<'a> {
        let (pointer, value) = (schema.pointer.clone(), schema.value);
        let (layers, kind) = follow(schema, self.source.is_page());
        Row {
            name,
            pointer,
            value,
            below: layers.last().and_then(|layer| self.index(tables, layer)),
            layers,
            kind,
            mandatory,
        }
    }

    /// The index of the table of a schema, which is noted where it is new; none where it is no object.
    fn index(&self, tables: &mut Vec<Table<'a>>, layer: &Schema<'a>) -> Option<usize> {
        let known = tables.iter().position(|table| table.layer.pointer == layer.pointer);
        if known.is_some() || !is_table(layer) {
            return known;
        }
        let name = layer.name().filter(|_| self.source.links_tables());
        tables.push(Table {
            name: name.map(|name| printed_name(name, layer.value, self.source.is_page()).to_owned()),
            layer: layer.clone(),
            at: Vec::new(),
            rows: Vec::new(),
        });
        Some(tables.len() - 1)
    }

    /// Reads the rows of tables from one on, and those of the tables that they lead to.
    fn fill(&self, tables: &mut Vec<Table<'a>>, mut next: usize, side: Side) {
        let is_said = !self.source.is_page() || (side == Side::Request && self.says_mandatory);
        while let Some(object) = tables.get(next).map(|table| table.layer.clone()) {
            for (name, property) in object.properties() {
                let mandatory = is_said.then(|| object.is_required(name));
                let row = self.row(tables, name, property, mandatory);
                tables[next].rows.push(row);
            }
            next += 1;
        }
    }

    /// The body of a request or a response, with the tables that it leads to.
    fn body(&mut self, label: &str, side: Side, (at, holder): (String, &'a Value)) -> Body<'a> {
        let unplaced: Vec<_> = self.unplaced.extract_if(.., |(place, _)| place == label).collect();
        let at = format!("{at}/content/application~1json/schema");
        let schema = &media(holder)["schema"];
        let (layers, kind) = follow(Schema::new(self.document, at, schema), self.source.is_page());
        let mut tables = Vec::new();
        let mut root = layers.last().and_then(|layer| self.index(&mut tables, layer));
        self.fill(&mut tables, 0, side);
        if let Some(root) = root {
            place(&mut tables, root, kind.marks, &mut Vec::new());
            tables[root].name = None;
        }
        for (_, schema) in unplaced {
            let first = tables.len();
            self.index(&mut tables, &schema);
            self.fill(&mut tables, first, side);
        }
        tables.iter_mut().for_each(|table| table.at.sort());
        if side == Side::Request && tables.is_empty() {
            // A request without a body sends no field of one.
            tables.push(self.table(String::new()));
            root = Some(0);
        }
        body(label, side, tables, root)
    }
}

fn body<'a>(label: impl Into<String>, side: Side, tables: Vec<Table<'a>>, root: Option<usize>) -> Body<'a> {
    Body {
        label: label.into(),
        side,
        tables,
        root,
    }
}

/// Notes where the tables stand, from one on. What holds itself has the place above it alone.
fn place(tables: &mut [Table], index: usize, at: String, above: &mut Vec<usize>) {
    let table = &mut tables[index];
    if above.contains(&index) || above.len() > MOST_PLACES || table.at.len() >= MOST_PLACES {
        return;
    }
    let inner = |row: &Row| Some((row.below?, format!("{}{}", join(&at, row.name), row.kind.marks)));
    let below: Vec<_> = table.rows.iter().filter_map(inner).collect();
    table.at.push(at);
    above.push(index);
    for (index, at) in below {
        place(tables, index, at, above);
    }
    above.pop();
}
