//! OpenAPI documents as the diff reads them: operations whose bodies are tables, which is how documentation prints them.

use docpages::Defect;
use serde_json::Value;

use super::{rules::Side, source::Source, types::Type};
use crate::spec::{Schema, other_spellings};

/// An OpenAPI document, page or contract.
pub struct View<'a> {
    pub document: &'a Value,
    pub source: Source,
    /// What a page lost, or says in two ways.
    pub defects: Vec<Defect>,
    pub operations: Vec<Operation<'a>>,
    /// The named schemas of a contract, as if they were fields of one body.
    pub components: Body<'a>,
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
    pub name: Option<String>,
    pub layer: Schema<'a>,
    /// Where the object stands in the body, sorted: `""`, `items[]`, `items[].metadata`. Empty where nothing leads to it.
    pub at: Vec<String>,
    pub rows: Vec<Row<'a>>,
}

/// A field of an object, or a parameter.
pub struct Row<'a> {
    pub name: &'a str,
    /// Where the parameter, or the schema of the field, stands.
    pub pointer: String,
    /// The parameter; of a field its schema.
    pub value: &'a Value,
    /// The schema and those that it refers to, through lists and maps to their elements.
    pub layers: Vec<Schema<'a>>,
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

    /// Each component that an operation uses, with that operation and the side of the call.
    pub fn uses(&self) -> impl Iterator<Item = (String, String, Side)> {
        let operations = self.operations.iter();
        let bodies = operations.flat_map(|one| one.bodies.iter().map(move |body| (one, body)));
        bodies.flat_map(|(operation, body)| {
            let tables = body.tables.iter().map(|table| &table.layer);
            let layers = body.rows().flat_map(|(_, row)| &row.layers).chain(tables);
            let names = layers.filter_map(|layer| layer.name());
            names.map(move |name| (name.to_owned(), operation.name(), body.side))
        })
    }
}

impl<'a> Operation<'a> {
    /// The vendor's name, else the URI.
    pub fn name(&self) -> String {
        let uri = || format!("{} {}", self.method, self.path);
        self.id.map_or_else(uri, str::to_owned)
    }

    pub fn body(&self, label: &str) -> Option<&Body<'a>> {
        self.bodies.iter().find(|body| body.label == label)
    }

    /// The bodies of the responses.
    pub fn responses(&self) -> impl Iterator<Item = &Body<'a>> {
        self.bodies.iter().filter(|body| body.side == Side::Response)
    }

    /// The body that a location names, and the place in it: `response 200 items[].metadata`, `query`.
    pub fn locate<'w>(&self, location: &'w str) -> Option<(&Body<'a>, &'w str)> {
        let split = |words: &'w str| words.split_once(' ').unwrap_or((words, ""));
        let (kind, rest) = split(location);
        let (word, inner) = split(rest);
        let (label, place) = match kind {
            "request" => ("request body".to_owned(), inner),
            "response" => {
                // The oldest pages have one response, without a status.
                let has_status = word.parse::<u16>().is_ok();
                let (status, place) = if has_status { (word, inner) } else { ("200", rest) };
                (format!("response {}", self.response_key(status)?), place)
            }
            kind => (kind.to_owned(), rest),
        };
        Some((self.body(&label)?, place))
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

    /// Every row, with its table.
    pub fn rows(&self) -> impl Iterator<Item = (&Table<'a>, &Row<'a>)> {
        let tables = self.tables.iter();
        tables.flat_map(|table| table.rows.iter().map(move |row| (table, row)))
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
        let is_there = |at: &String, row: &Row| without_marks(&join(at, row.name)) == place;
        let mut rows = self.rows();
        rows.find(|(table, row)| table.at.iter().any(|at| is_there(at, row)))
    }
}

impl Table<'_> {
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
        let own = self.layers.first().into_iter();
        own.flat_map(|layer| other_spellings(layer.value))
    }

    pub fn is_nullable(&self) -> bool {
        self.layers.iter().any(|layer| layer.value["nullable"] == true)
    }

    /// The component that the field, or an element of it, is.
    pub fn component(&self) -> Option<&Schema<'a>> {
        self.layers.last().filter(|layer| layer.name().is_some())
    }
}

/// Whether a label is that of parameters, and not of the body of a request or a response.
pub fn is_parameters(label: &str) -> bool {
    matches!(label, "path" | "query" | "header" | "cookie")
}

/// The place of a field in a body.
pub fn join(place: &str, name: &str) -> String {
    let dot = if place.is_empty() || name.is_empty() { "" } else { "." };
    format!("{place}{dot}{name}")
}

fn without_marks(place: &str) -> String {
    place.replace("[]", "").replace("{}", "")
}
