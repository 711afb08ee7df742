//! OpenAPI documents as the diff reads them: operations whose bodies are tables, which is how documentation prints them.

use std::collections::{BTreeSet, HashMap};

use docpages::{Defect, DefectKind};
use serde_json::Value;

use super::{
    rules::Side,
    source::Source,
    types::{Type, has_keywords},
};
use crate::spec::{child, operations, other_spellings, resolve, target, target_component};

/// More places of one table, and deeper ones, than these are not told apart.
const MOST_PLACES: usize = 64;

/// The label of components that no operation leads to.
pub const COMPONENTS: &str = "components";

/// An OpenAPI document, page or contract.
pub struct View<'a> {
    pub document: &'a Value,
    pub source: Source,
    /// What a page lost, or says in two ways.
    pub defects: Vec<Defect>,
    pub operations: Vec<Operation<'a>>,
}

/// An operation.
pub struct Operation<'a> {
    /// The vendor's name of it; absent where a page carries none.
    pub id: Option<&'a str>,
    /// The HTTP method, in capital letters.
    pub method: String,
    pub path: &'a str,
    pub pointer: String,
    pub value: &'a Value,
    /// The parameters by their place, the body that is sent, and a body for each response that describes one.
    pub bodies: Vec<Body<'a>>,
    /// The statuses that are listed.
    pub statuses: Vec<String>,
}

/// Fields that are sent together.
pub struct Body<'a> {
    /// `query`, `request body`, `response 200`; `response` where a page tells no statuses apart.
    pub label: String,
    pub side: Side,
    /// Those that nothing in the body leads to come last.
    pub tables: Vec<Table<'a>>,
    /// The index of the table of the body itself, where there is one.
    pub root: Option<usize>,
}

/// The fields of one object.
pub struct Table<'a> {
    /// The documented name of the type. The body itself has none, nor has any table where the form drops captions.
    pub name: Option<&'a str>,
    pub layer: Layer<'a>,
    /// Where the object stands in the body, sorted: `""`, `items[]`, `items[].metadata`. Empty where nothing leads to it.
    pub at: Vec<String>,
    pub rows: Vec<Row<'a>>,
}

/// A schema and where it stands in the document.
#[derive(Clone)]
pub struct Layer<'a> {
    pub pointer: String,
    /// The name of the component that it is.
    pub component: Option<&'a str>,
    pub schema: &'a Value,
}

/// A field of an object, or a parameter.
pub struct Row<'a> {
    pub name: &'a str,
    /// Where the parameter, or the schema of the field, stands.
    pub pointer: String,
    /// The parameter; of a field its schema.
    pub value: &'a Value,
    /// The schema and those that it refers to, through lists and maps to their elements.
    pub layers: Vec<Layer<'a>>,
    pub kind: Type,
    /// Whether it must be sent, or is always there; absent where a page does not say.
    pub mandatory: Option<bool>,
    /// The index of the table of the object, or of the elements, that it holds.
    pub below: Option<usize>,
}

impl<'a> View<'a> {
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

    /// The operation of a method and a path.
    pub fn operation(&self, uri: (&str, &str)) -> Option<&Operation<'a>> {
        self.operations.iter().find(|one| (&*one.method, one.path) == uri)
    }

    pub fn is_page(&self) -> bool {
        matches!(self.source, Source::Page(_))
    }
}

impl<'a> Operation<'a> {
    /// The vendor's name, else the URI.
    pub fn name(&self) -> String {
        self.id
            .map_or_else(|| format!("{} {}", self.method, self.path), str::to_owned)
    }

    pub fn body(&self, label: &str) -> Option<&Body<'a>> {
        self.bodies.iter().find(|body| body.label == label)
    }

    /// The bodies of the responses.
    pub fn responses(&self) -> impl Iterator<Item = &Body<'a>> {
        self.bodies.iter().filter(|body| body.side == Side::Response)
    }

    /// The key of a status among the responses: `404`, else `4XX`, else `default`.
    pub fn response_key(&self, status: &str) -> Option<String> {
        let any = format!("{}XX", status.get(..1)?);
        let mut keys = [status.to_owned(), any, "default".to_owned()].into_iter();
        keys.find(|key| self.value["responses"].get(key).is_some())
    }
}

impl<'a> Body<'a> {
    /// The table of the body itself.
    pub fn root(&self) -> Option<&Table<'a>> {
        self.tables.get(self.root?)
    }

    /// The status of a response; the oldest pages have one response for all of them.
    pub fn status(&self) -> Option<&str> {
        self.label.strip_prefix("response ")
    }

    /// The table at a place. A page may take a list for its element, or the other way round.
    pub fn table_at(&self, place: &str) -> Option<&Table<'a>> {
        let place = without_marks(place);
        let is_there = |table: &&Table| table.at.iter().any(|at| without_marks(at) == place);
        self.tables.iter().find(is_there)
    }

    /// The field at a place, and the table that it is in.
    pub fn field_at(&self, place: &str) -> Option<(&Table<'a>, &Row<'a>)> {
        let place = without_marks(place);
        let is_there = |table: &Table, row: &Row| table.at.iter().any(|at| without_marks(&join(at, row.name)) == place);
        let mut tables = self.tables.iter();
        tables.find_map(|table| Some((table, table.rows.iter().find(|row| is_there(table, row))?)))
    }
}

impl<'a> Layer<'a> {
    fn new(pointer: String, component: Option<&'a str>, schema: &'a Value) -> Self {
        Self {
            pointer,
            component,
            schema,
        }
    }

    /// Whether the schema is that of an object with a table.
    pub fn is_table(&self) -> bool {
        !self.schema["properties"].is_null()
    }
}

impl<'a> Table<'a> {
    fn new(layer: Layer<'a>, name: Option<&'a str>) -> Self {
        Self {
            name,
            layer,
            at: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The table of a body itself, whose rows stand in no object.
    fn root(pointer: String, rows: Vec<Row<'a>>) -> Self {
        let layer = Layer::new(pointer, None, &Value::Null);
        Self {
            at: vec![String::new()],
            rows,
            ..Self::new(layer, None)
        }
    }

    /// Its fields, for people.
    pub fn listing(&self) -> String {
        self.rows.iter().map(|row| row.name).collect::<Vec<_>>().join(", ")
    }
}

impl<'a> Row<'a> {
    /// Whether a field of this name is meant.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.spellings().any(|spelling| spelling == name)
    }

    /// What a contract lists as other spellings of the name.
    pub fn spellings(&self) -> impl Iterator<Item = &'a str> {
        self.layers
            .iter()
            .take(1)
            .flat_map(|layer| other_spellings(layer.schema))
    }

    pub fn is_nullable(&self) -> bool {
        self.layers.iter().any(|layer| layer.schema["nullable"] == true)
    }

    /// The component that the field, or an element of it, is.
    pub fn component(&self) -> Option<&Layer<'a>> {
        self.layers.last().filter(|layer| layer.component.is_some())
    }
}

/// The values that schemas list. With those that a contract only notes: a bit mask lists its flags, as pages do.
pub fn values(layers: &[Layer], also_noted: bool) -> Vec<String> {
    let list = |layer: &Layer| -> Option<Vec<String>> {
        let schema = layer.schema;
        if let Some(values) = schema["x-extensible-enum"].as_array().or(schema["enum"].as_array()) {
            return Some(values.iter().map(text).collect());
        }
        let flags = schema["x-bit-flags"].as_object().filter(|_| also_noted)?.values();
        // A mask without any flag is one that pages list too.
        Some(flags.map(|flag| text(&flag["value"])).chain(["0".to_owned()]).collect())
    };
    layers.iter().find_map(list).unwrap_or_default()
}

/// The `default`, or the least (`min`) or greatest (`max`) value or length, also where a contract only notes it.
pub fn stated(layers: &[Layer], fact: &str, also_noted: bool) -> Option<String> {
    let keys = ["", "imum", "Length", "Items"].map(|end| format!("{fact}{end}"));
    let within = |schema: &Value| keys.iter().find_map(|key| schema.get(key)).map(text);
    let find = |layer: &Layer| {
        let noted = within(&layer.schema["x-documented-constraints"]).filter(|_| also_noted);
        noted.or_else(|| within(layer.schema))
    };
    layers.iter().find_map(find)
}

/// Whether a label is that of parameters, and not of the body of a request or a response.
pub fn is_parameters(label: &str) -> bool {
    matches!(label, "path" | "query" | "header" | "cookie")
}

/// The entries of an object; none of anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.as_str(), value))
}

/// The items of a list; none of anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What a value reads like on a page.
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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

/// The name and the schema of the component that a schema refers to.
pub fn component_of<'a>(document: &'a Value, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let name = target_component(schema)?;
    Some((name, document["components"]["schemas"].get(name)?))
}

/// The names that pages give a component, its own where none is noted.
pub fn documented_names<'a>(name: &'a str, schema: &'a Value) -> Vec<&'a str> {
    let names = items(&schema["x-documented-names"]);
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    if names.is_empty() { vec![name] } else { names }
}

/// The name that a document prints for a component: pages have names of their own, a contract that of the component.
pub fn printed_name<'a>(document: &Value, name: &'a str, schema: &'a Value) -> &'a str {
    let is_page = !document["info"]["x-form"].is_null();
    if is_page {
        documented_names(name, schema)[0]
    } else {
        name
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
        self.says_mandatory = parameters.any(|parameter| !parameter["required"].is_null());
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
