//! The operations of an OpenAPI document as tables, which is how documentation pages print them.

use docpages::Defect;
use serde_json::Value;

use super::{rules::Side, source::Source, types::Type};
use crate::spec::resolve;

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

impl View<'_> {
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
    /// Whether it is the parameters of one place, and not the body of a request or a response.
    pub fn is_parameters(&self) -> bool {
        is_parameters(&self.label)
    }

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

impl<'a> Layer<'a> {
    /// A schema.
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
    /// The table of a body itself, whose rows stand in no object.
    pub fn root(pointer: String, rows: Vec<Row<'a>>) -> Self {
        let layer = Layer::new(pointer, None, &Value::Null);
        Self {
            name: None,
            layer,
            at: vec![String::new()],
            rows,
        }
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

/// Whether a label is that of parameters.
pub fn is_parameters(label: &str) -> bool {
    matches!(label, "path" | "query" | "header" | "cookie")
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

/// The label of components that no operation leads to.
pub const COMPONENTS: &str = "components";
