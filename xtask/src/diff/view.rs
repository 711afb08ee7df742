//! The operations of an OpenAPI document as tables, which is how documentation pages print them.

use std::collections::HashMap;

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    references::{component_of, printed_name, resolved_pointer},
    rules::Side,
    source::Source,
    types::Type,
};
use crate::spec::{child, operations, other_spellings, resolve};

/// An OpenAPI document, as the diff reads it.
#[derive(Debug)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Value,
    /// What it is.
    pub source: Source,
    /// What a page lost, or says in two ways.
    pub defects: Vec<Defect>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation<'a>>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The vendor's name of it; absent where a page carries none.
    pub id: Option<&'a str>,
    /// The HTTP method, in capital letters.
    pub method: String,
    /// The path with its placeholders.
    pub path: &'a str,
    /// Where it stands in the document.
    pub pointer: String,
    /// The operation itself.
    pub value: &'a Value,
    /// The parameters by their place, the body that is sent, and a body for each response that describes one.
    pub bodies: Vec<Body<'a>>,
    /// The statuses that are listed.
    pub statuses: Vec<String>,
}

/// Fields that are sent together.
#[derive(Debug)]
pub struct Body<'a> {
    /// `query`, `request body`, `response 200`; `response` where a page tells no statuses apart.
    pub label: String,
    /// Who sends it.
    pub side: Side,
    /// The tables; those that nothing in the body leads to come last.
    pub tables: Vec<Table<'a>>,
    /// The index of the table of the body itself, where there is one.
    pub root: Option<usize>,
}

/// The fields of one object.
#[derive(Debug)]
pub struct Table<'a> {
    /// The documented name of the type. The body itself has none, nor has any table where the form drops captions.
    pub name: Option<&'a str>,
    /// The schema, where it stands.
    pub layer: Layer<'a>,
    /// Where the object stands in the body, sorted: `""`, `items[]`, `items[].metadata`. Empty where nothing leads to it.
    pub at: Vec<String>,
    /// The fields, in the order of the document.
    pub rows: Vec<Row<'a>>,
}

/// A schema and where it stands in the document.
#[derive(Debug, Clone)]
pub struct Layer<'a> {
    /// JSON pointer.
    pub pointer: String,
    /// The name of the component that it is.
    pub component: Option<&'a str>,
    /// The schema.
    pub schema: &'a Value,
}

/// A field of an object, or a parameter.
#[derive(Debug)]
pub struct Row<'a> {
    /// The name.
    pub name: &'a str,
    /// What a contract lists as other spellings of the name.
    pub spellings: Vec<&'a str>,
    /// Where the parameter, or the schema of the field, stands.
    pub pointer: String,
    /// The parameter; of a field its schema.
    pub value: &'a Value,
    /// The schema and those that it refers to, through lists and maps to their elements.
    pub layers: Vec<Layer<'a>>,
    /// The type.
    pub kind: Type,
    /// Whether it must be sent, or is always there; absent where a page does not say.
    pub mandatory: Option<bool>,
    /// The table of the object, or of the elements, that it holds.
    pub below: Option<usize>,
}

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

    /// Whether the document is a page.
    pub fn is_page(&self) -> bool {
        matches!(self.source, Source::Page(_))
    }
}

impl<'a> Operation<'a> {
    /// The body of a label.
    pub fn body(&self, label: &str) -> Option<&Body<'a>> {
        self.bodies.iter().find(|body| body.label == label)
    }

    /// A response, with what its reference leads to.
    pub fn response(&self, document: &'a Value, status: &str) -> Option<&'a Value> {
        Some(resolve(document, self.value["responses"].get(status)?))
    }
}

impl<'a> Body<'a> {
    /// The table at a place. A page may take a list for its element, or the other way round.
    pub fn table_at(&self, place: &str) -> Option<&Table<'a>> {
        let place = without_marks(place);
        self.tables
            .iter()
            .find(|table| table.at.iter().any(|at| without_marks(at) == place))
    }

    /// The field at a place, and the table that it is in.
    pub fn field_at(&self, place: &str) -> Option<(&Table<'a>, &Row<'a>)> {
        let place = without_marks(place);
        let is_there = |table: &Table, row: &Row| table.at.iter().any(|at| without_marks(&join(at, row.name)) == place);
        self.tables
            .iter()
            .find_map(|table| Some((table, table.rows.iter().find(|row| is_there(table, row))?)))
    }
}

impl<'a> Row<'a> {
    /// The values that are listed. With those that a contract only notes: a bit mask lists its flags, as pages do.
    pub fn values(layers: &[Layer<'a>], also_noted: bool) -> Vec<String> {
        let list = |layer: &Layer<'a>| {
            let schema = layer.schema;
            let values = schema["x-extensible-enum"].as_array().or(schema["enum"].as_array());
            let flags = || {
                let flags = schema["x-bit-flags"].as_object().filter(|_| also_noted)?;
                // A mask without any flag is one that pages list too.
                Some(
                    flags
                        .values()
                        .map(|flag| text(&flag["value"]))
                        .chain(["0".to_owned()])
                        .collect(),
                )
            };
            values.map(|values| values.iter().map(text).collect()).or_else(flags)
        };
        layers.iter().find_map(list).unwrap_or_default()
    }

    /// The default.
    pub fn default(layers: &[Layer<'a>]) -> Option<String> {
        layers.iter().find_map(|layer| layer.schema.get("default")).map(text)
    }

    /// The least (`min`) or greatest (`max`) value or length, also where a contract only notes it.
    pub fn limit(layers: &[Layer<'a>], side: &str, also_noted: bool) -> Option<String> {
        let keys = [format!("{side}imum"), format!("{side}Length"), format!("{side}Items")];
        let within = |schema: &'a Value| keys.iter().find_map(|key| schema.get(key));
        let limit = |layer: &Layer<'a>| {
            let noted = within(&layer.schema["x-documented-constraints"]).filter(|_| also_noted);
            noted.or_else(|| within(layer.schema))
        };
        layers.iter().find_map(limit).map(text)
    }

    /// Whether the value may be null.
    pub fn is_nullable(&self) -> bool {
        self.layers.iter().any(|layer| layer.schema["nullable"] == true)
    }

    /// Whether a field of this name is meant.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.spellings.contains(&name)
    }
}

/// What a value reads like on a page.
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Tables of a page that no body leads to, with the label of the body that they were printed with.
fn unplaced<'a>(document: &'a Value, source: Source, defects: &[Defect]) -> Vec<(String, &'a str)> {
    if source == Source::Contract {
        return Vec::new();
    }
    let mut led_to: HashMap<&str, ()> = HashMap::new();
    let mut waiting: Vec<&Value> = operations(document)
        .into_iter()
        .map(|(_, _, operation)| operation)
        .collect();
    while let Some(value) = waiting.pop() {
        if let Some((name, schema)) = component_of(document, value)
            && led_to.insert(name, ()).is_none()
        {
            waiting.push(schema);
        }
        match value {
            Value::Object(object) => {
                let inner = object
                    .iter()
                    .filter(|(key, _)| *key != "examples" && *key != "x-request-examples");
                waiting.extend(inner.map(|(_, value)| value));
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let free = schemas.filter(|(name, schema)| !led_to.contains_key(name.as_str()) && !schema["properties"].is_null());
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
    let root = Layer {
        pointer: String::new(),
        component: None,
        schema: &Value::Null,
    };
    let root = Table {
        name: None,
        layer: root,
        at: vec![String::new()],
        rows: Vec::new(),
    };
    let mut tables = Tables {
        reader: &reader,
        side: Side::Response,
        tables: vec![root],
        known: HashMap::new(),
    };
    for name in names {
        if let Some(schema) = reader.schemas().and_then(|schemas| schemas.get(name)) {
            let mut row = reader.row(name, child("/components/schemas", name), schema, Some(false));
            let holds = row
                .layers
                .last()
                .filter(|last| !last.schema["properties"].is_null())
                .cloned();
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

/// The label of components that no operation leads to.
pub const COMPONENTS: &str = "components";

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
            let layer = Layer {
                pointer: child(pointer, "parameters"),
                component: None,
                schema: &Value::Null,
            };
            let table = Table {
                name: None,
                layer,
                at: vec![String::new()],
                rows: rows.collect(),
            };
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
        let mut layers = vec![Layer {
            pointer,
            component,
            schema,
        }];
        while let Some(Layer { pointer, schema, .. }) = layers.last()
            && layers.len() < MOST_PLACES
        {
            let next = if let Some((name, schema)) = component_of(self.document, schema) {
                Layer {
                    pointer: child("/components/schemas", name),
                    component: Some(name),
                    schema,
                }
            } else {
                let schema = *schema;
                let inner = ["items", "additionalProperties"].into_iter().find_map(|key| {
                    let inner = schema
                        .get(key)
                        .filter(|inner| inner.as_object().is_some_and(|inner| !inner.is_empty()));
                    inner
                        .filter(|_| schema["properties"].is_null())
                        .map(|inner| (key, inner))
                });
                let Some((key, inner)) = inner else { break };
                Layer {
                    pointer: child(pointer, key),
                    component: None,
                    schema: inner,
                }
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
        let root = layer
            .filter(|layer| !layer.schema["properties"].is_null())
            .map(|layer| tables.add(layer));
        if let Some(root) = root {
            tables.place(root, marks(&Type::of(tables.reader.document, schema)));
            tables.tables[root].name = None;
        }
        for (_, name) in unplaced {
            if let Some(schema) = tables.reader.schemas().and_then(|schemas| schemas.get(name)) {
                tables.add(Layer {
                    pointer: child("/components/schemas", name),
                    component: Some(name),
                    schema,
                });
            }
        }
        let mut tables = tables.tables;
        if side == Side::Request && tables.is_empty() {
            // A request without a body sends no field of one.
            let layer = Layer {
                pointer: String::new(),
                component: None,
                schema: &Value::Null,
            };
            tables.push(Table {
                name: None,
                layer,
                at: vec![String::new()],
                rows: Vec::new(),
            });
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
                let holds = row
                    .layers
                    .last()
                    .filter(|last| !last.schema["properties"].is_null())
                    .cloned();
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

/// The place of a field in a body.
pub fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

fn without_marks(place: &str) -> String {
    place.replace("[]", "").replace("{}", "")
}

/// `[]` for each list and `{}` for each map on the way to what a type holds.
fn marks(kind: &Type) -> String {
    match kind {
        Type::Array(inner) => format!("[]{}", marks(inner)),
        Type::Map(inner) => format!("{{}}{}", marks(inner)),
        _ => String::new(),
    }
}
