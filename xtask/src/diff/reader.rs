//! Reading an OpenAPI document into operations, bodies and tables.

use std::collections::{BTreeSet, HashMap};

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    document::{
        Body, COMPONENTS, Layer, Operation, Row, Table, View, component_of, entries, items, join, printed_name, text,
    },
    rules::Side,
    source::Source,
    types::{Type, has_keywords},
};
use crate::spec::{child, operations, resolve, target};

/// More places of one table, and deeper ones, than these are not told apart.
const MOST_PLACES: usize = 64;

impl<'a> View<'a> {
    /// Reads a document.
    pub fn of(document: &'a Value) -> Self {
        let defects: Vec<Defect> = serde_json::from_value(document["x-defects"].clone()).unwrap_or_default();
        let mut reader = Reader::new(document);
        reader.unplaced = unplaced(document, reader.source, &defects);
        let operations = operations(document).into_iter();
        Self {
            document,
            source: reader.source,
            operations: operations.map(|one| reader.operation(one)).collect(),
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
        waiting.extend(entries(value).map(|(_, inner)| inner));
        waiting.extend(items(value));
    }
    let schemas = entries(&document["components"]["schemas"]);
    let free = schemas.filter(|(name, schema)| !led_to.contains(name) && !schema["properties"].is_null());
    let mut labels = defects.iter().filter(|defect| defect.kind == DefectKind::TableUnplaced);
    let mut label = "";
    let with_label = |(name, _)| {
        label = labels.next().map_or(label, |defect| &defect.at);
        (label.to_owned(), name)
    };
    free.map(with_label).collect()
}

/// Named components as fields of one body, so that they are compared like any other.
pub fn components<'a>(document: &'a Value, names: &'a [String]) -> Body<'a> {
    let reader = Reader::new(document);
    let mut tables = Tables::new(&reader, Side::Response);
    tables.tables.push(Table::root(String::new(), Vec::new()));
    for name in names {
        if let Some(schema) = document["components"]["schemas"].get(name) {
            let mut row = reader.row(name, child("/components/schemas", name), schema, Some(false));
            row.below = row
                .layers
                .last()
                .filter(|last| last.is_table())
                .map(|layer| tables.add(layer));
            tables.tables[0].rows.push(row);
        }
    }
    let tables = tables.tables;
    Body {
        label: COMPONENTS.to_owned(),
        side: Side::Response,
        tables,
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
    fn new(document: &'a Value) -> Self {
        let form = serde_json::from_value(document["info"]["x-form"].clone());
        let source = form.map_or(Source::Contract, Source::Page);
        Self {
            document,
            source,
            unplaced: Vec::new(),
            says_mandatory: false,
        }
    }

    /// What a value is or refers to, and where that stands.
    fn resolved(&self, value: &'a Value, pointer: String) -> (String, &'a Value) {
        (
            target(value).map_or(pointer, str::to_owned),
            resolve(self.document, value),
        )
    }

    fn operation(&mut self, (pointer, path, value): (String, &'a str, &'a Value)) -> Operation<'a> {
        let mut parameters = items(&value["parameters"]);
        let body = &value["requestBody"]["content"]["application/json"]["schema"];
        self.says_mandatory =
            parameters.any(|parameter| !parameter["required"].is_null()) || !body["required"].is_null();
        let mut bodies = self.parameters(&pointer, value);
        let request = self.resolved(&value["requestBody"], child(&pointer, "requestBody"));
        bodies.push(self.body("request body".to_owned(), Side::Request, request));
        let mut statuses = Vec::new();
        for (status, response) in entries(&value["responses"]) {
            let is_default = status == "default";
            statuses.extend((!is_default).then(|| status.to_owned()));
            let label = if is_default {
                "response".to_owned()
            } else {
                format!("response {status}")
            };
            let response = self.resolved(response, format!("{pointer}/responses/{status}"));
            let body = self.body(label, Side::Response, response);
            bodies.extend((!body.tables.is_empty()).then_some(body));
        }
        let listed = self.document["x-status-codes"].as_array();
        Operation {
            id: value["operationId"].as_str(),
            method: pointer.rsplit('/').next().unwrap_or_default().to_uppercase(),
            path,
            value,
            bodies,
            statuses: listed.map_or(statuses, |listed| listed.iter().map(text).collect()),
            pointer,
        }
    }

    fn parameters(&self, pointer: &str, operation: &'a Value) -> Vec<Body<'a>> {
        let all = items(&operation["parameters"]).enumerate();
        let all = all.map(|(index, entry)| self.resolved(entry, format!("{pointer}/parameters/{index}")));
        let all: Vec<_> = all.collect();
        let row = |(at, parameter): &(String, &'a Value)| {
            let parameter = *parameter;
            let name = parameter["name"].as_str().unwrap_or_default();
            // A contract that does not ask for something lets it be left out; a page may just not say.
            let mandatory = parameter["required"]
                .as_bool()
                .or((self.source == Source::Contract).then_some(false));
            let row = self.row(name, child(at, "schema"), &parameter["schema"], mandatory);
            Row {
                pointer: at.clone(),
                value: parameter,
                ..row
            }
        };
        let place = |place: &str| {
            let rows = all.iter().filter(|(_, parameter)| parameter["in"] == place).map(row);
            let table = Table::root(child(pointer, "parameters"), rows.collect());
            Body {
                label: place.to_owned(),
                side: Side::Request,
                tables: vec![table],
                root: Some(0),
            }
        };
        ["path", "query", "header", "cookie"].map(place).into()
    }

    fn row(&self, name: &'a str, pointer: String, schema: &'a Value, mandatory: Option<bool>) -> Row<'a> {
        Row {
            name,
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
        let name = pointer.strip_prefix("/components/schemas/").unwrap_or_default();
        let component = self.component(name).map(|(name, _)| name);
        let mut layers = vec![Layer::new(pointer, component, schema)];
        while let Some(Layer { pointer, schema, .. }) = layers.last()
            && layers.len() < MOST_PLACES
        {
            let schema = *schema;
            if let Some((name, schema)) = component_of(self.document, schema) {
                layers.push(Layer::new(child("/components/schemas", name), Some(name), schema));
                continue;
            }
            let inner = ["items", "additionalProperties"]
                .into_iter()
                .find(|key| has_keywords(&schema[*key]));
            let Some(key) = inner.filter(|_| schema["properties"].is_null()) else {
                break;
            };
            layers.push(Layer::new(child(pointer, key), None, &schema[key]));
        }
        layers
    }

    fn component(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        let (name, schema) = self.document["components"]["schemas"]
            .as_object()?
            .get_key_value(name)?;
        Some((name, schema))
    }

    /// The body of a request or a response, with the tables that it leads to.
    fn body(&mut self, label: String, side: Side, (at, holder): (String, &'a Value)) -> Body<'a> {
        let unplaced: Vec<_> = self.unplaced.extract_if(.., |(place, _)| *place == label).collect();
        let mut tables = Tables::new(self, side);
        let schema = &holder["content"]["application/json"]["schema"];
        let layer = self
            .layers(format!("{at}/content/application~1json/schema"), schema)
            .pop();
        let mut root = layer.filter(Layer::is_table).map(|layer| tables.add(&layer));
        if let Some(root) = root {
            tables.place(root, marks(&Type::of(self.document, schema)));
            tables.tables[root].name = None;
        }
        for (name, schema) in unplaced.iter().filter_map(|(_, name)| self.component(name)) {
            tables.add(&Layer::new(child("/components/schemas", name), Some(name), schema));
        }
        let mut tables = tables.tables;
        tables.iter_mut().for_each(|table| table.at.sort());
        if side == Side::Request && tables.is_empty() {
            // A request without a body sends no field of one.
            tables.push(Table::root(String::new(), Vec::new()));
            root = Some(0);
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
    says_mandatory: bool,
    tables: Vec<Table<'a>>,
    /// The index of the table of each schema, by its pointer.
    known: HashMap<String, usize>,
}

impl<'r, 'a> Tables<'r, 'a> {
    fn new(reader: &'r Reader<'a>, side: Side) -> Self {
        let is_said = reader.source == Source::Contract || (side == Side::Request && reader.says_mandatory);
        Self {
            reader,
            says_mandatory: is_said,
            tables: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Adds the table of an object, and those of what its fields hold.
    fn add(&mut self, layer: &Layer<'a>) -> usize {
        let mut next = self.tables.len();
        let first = self.index(layer);
        while next < self.tables.len() {
            let Layer { pointer, schema, .. } = self.tables[next].layer.clone();
            let required = schema["required"].as_array();
            for (name, property) in entries(&schema["properties"]) {
                let at = child(&child(&pointer, "properties"), name);
                let listed = required.is_some_and(|names| names.iter().any(|one| one == name));
                let mut row = self
                    .reader
                    .row(name, at, property, self.says_mandatory.then_some(listed));
                row.below = row
                    .layers
                    .last()
                    .filter(|last| last.is_table())
                    .map(|layer| self.index(layer));
                self.tables[next].rows.push(row);
            }
            next += 1;
        }
        first
    }

    fn index(&mut self, layer: &Layer<'a>) -> usize {
        if let Some(index) = self.known.get(&layer.pointer) {
            return *index;
        }
        let component = layer.component.filter(|_| self.reader.source.links_tables());
        let name = component.map(|name| printed_name(self.reader.document, name, layer.schema));
        self.known.insert(layer.pointer.clone(), self.tables.len());
        self.tables.push(Table::new(layer.clone(), name));
        self.tables.len() - 1
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
                let at = format!("{}{}", join(&place, row.name), marks(&row.kind));
                waiting.extend(row.below.map(|below| (below, at, above.clone())));
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
