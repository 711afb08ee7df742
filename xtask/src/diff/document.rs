//! OpenAPI documents as the diff reads them: operations whose bodies are tables, which is how documentation prints them.

use docpages::Defect;
use serde_json::Value;

use super::{rules::Side, source::Source, types::Type};
use crate::spec::{other_spellings, target_component};

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
    pub fn new(pointer: String, component: Option<&'a str>, schema: &'a Value) -> Self {
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
    pub fn new(layer: Layer<'a>, name: Option<&'a str>) -> Self {
        Self {
            name,
            layer,
            at: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The table of a body itself, whose rows stand in no object.
    pub fn root(pointer: String, rows: Vec<Row<'a>>) -> Self {
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
        let noted = schema["x-documented-constraints"]["enum"]
            .as_array()
            .filter(|_| also_noted);
        let listed = schema["x-extensible-enum"].as_array().or(schema["enum"].as_array());
        if let Some(values) = listed.or(noted) {
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
