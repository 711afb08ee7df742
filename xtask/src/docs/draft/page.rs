//! One page as the parts of a contract, before its examples are heard.

use std::{cmp::Reverse, collections::HashMap};

use docpages::{Defect, DefectKind};
use heck::ToUpperCamelCase;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    settle::Contradiction,
    shapes::{Shapes, identifier, innermost, place_name},
};
use crate::spec::{component_name, entries, items, media, method, operations, target, text, word};

/// The fields of an error, which is one for all operations.
const ERROR_FIELDS: [&str; 3] = ["error_code", "error_msg", "request_id"];

/// What the page, or the reader, leaves open.
#[derive(Serialize)]
pub struct Question {
    /// Where on the page.
    pub at: String,
    /// Why it is open.
    pub reason: String,
}

impl Question {
    pub(super) fn new(at: &str, reason: impl Into<String>) -> Self {
        Self {
            at: at.to_owned(),
            reason: reason.into(),
        }
    }
}

/// A page, taken apart.
#[derive(Default)]
pub(super) struct Page {
    pub number: usize,
    /// The number of its draft.
    pub draft: usize,
    /// The vendor's name of the operation, else one made of method and path.
    pub id: String,
    pub method: String,
    pub path: String,
    /// Parameters with name, place, need and schema.
    pub parameters: Vec<Value>,
    pub request: Option<Body>,
    /// The status of a success, and its body where it has one.
    pub success: (String, Option<Body>),
    /// Statuses of failures, with their examples.
    pub failures: Vec<(String, Vec<Value>)>,
    /// Values of parameters in the examples of requests.
    pub shown: HashMap<String, String>,
    /// Whether the page has the header for credentials.
    pub has_credentials: bool,
    pub defects: Vec<Defect>,
    pub contradictions: Vec<Contradiction>,
    pub questions: Vec<Question>,
}

impl Page {
    /// The bodies, and where the page shows them.
    pub fn bodies(&mut self) -> impl Iterator<Item = (&'static str, &mut Body)> {
        let request = self.request.iter_mut().map(|body| ("example request", body));
        request.chain(self.success.1.iter_mut().map(|body| ("example response", body)))
    }

    /// The schemas of the parameters, each with the page and a name that no other page has.
    pub fn schemas(&mut self) -> impl Iterator<Item = (usize, String, &mut Value)> {
        self.parameters.iter_mut().map(|parameter| {
            let name = format!("{} {}", self.id, parameter["name"]);
            (self.number, name, &mut parameter["schema"])
        })
    }

    fn contradict(&mut self, aspect: &'static str, quoted: Option<&str>, documented: String, actual: &str) {
        self.contradictions.push(Contradiction {
            page: self.number,
            aspect,
            quoted: quoted.map(str::to_owned),
            documented,
            actual: actual.to_owned(),
            ..Contradiction::default()
        });
    }

    /// What was wrong with examples that are kept: place, defect and repair.
    pub fn add_repaired(&mut self, repaired: Vec<(String, String, &str)>) {
        for (at, detail, actual) in repaired {
            let is_response = at.starts_with("example response");
            let aspect = if is_response {
                "response-example"
            } else {
                "request-example"
            };
            self.contradict(aspect, None, format!("{at}: {detail}."), actual);
        }
    }

    /// What the damages of the page leave open or contradict.
    fn add_defects(&mut self) {
        let defects = std::mem::take(&mut self.defects);
        for Defect { kind, at, detail } in &defects {
            let is_lost = match kind {
                // A section on status codes is a link to them where it has no table.
                DefectKind::TableAbsent => at != "status codes",
                DefectKind::TableUnplaced | DefectKind::RowBroken => true,
                DefectKind::TypeUnknown | DefectKind::ExampleBroken => true,
                _ => false,
            };
            self.questions.extend(is_lost.then(|| Question::new(at, detail)));
            let is_response = at.starts_with("example response");
            let (aspect, actual) = match kind {
                DefectKind::ExampleBroken if is_response => ("response-example", "It is left out."),
                DefectKind::ExampleBroken => ("request-example", "It is left out."),
                DefectKind::ExampleBodyUnexpected => (
                    "request-example",
                    "The request has no body, unless the example fills one.",
                ),
                DefectKind::ExampleUrlDiffers => ("request-example", "The address is that of the section about it."),
                DefectKind::MarkupLeaked => ("markup", "It means nothing."),
                _ => continue,
            };
            self.contradict(aspect, None, format!("{at}: {detail}."), actual);
        }
        self.defects = defects;
    }
}

/// A body that is sent or comes back.
pub(super) struct Body {
    /// Its shape.
    pub root: usize,
    pub examples: Vec<Value>,
}

/// Takes apart what the reader made of a page, which is the page of that number.
pub(super) fn take_apart(document: &Value, number: usize, shapes: &mut Shapes) -> Option<Page> {
    let (pointer, path, operation) = operations(document).into_iter().next()?;
    let method = method(&pointer);
    let id = operation["operationId"].as_str();
    let mut page = Page {
        number,
        id: id.map_or_else(|| id_of(&method, path), ToUpperCamelCase::to_upper_camel_case),
        path: path.to_owned(),
        success: ("200".to_owned(), None),
        defects: serde_json::from_value(document["x-defects"].clone()).unwrap_or_default(),
        method,
        ..Page::default()
    };
    let mut reader = Reader {
        document,
        number,
        shapes,
        known: HashMap::new(),
        is_answer: false,
        defaults: Vec::new(),
    };
    reader.request(operation, &mut page);
    reader.is_answer = true;
    reader.responses(operation, &mut page);
    page.contradictions.append(&mut reader.defaults);
    for parameter in items(&operation["parameters"]) {
        reader.parameter(parameter, &mut page);
    }
    page.add_defects();
    Some(page)
}

/// `GetJobResourceSpecs` of `GET /v1/{project_id}/job/resource-specs`, and `ByJobId` for each further parameter.
fn id_of(method: &str, path: &str) -> String {
    let mut id = identifier(method, "");
    for segment in path.split('/').skip(2).filter(|segment| *segment != "{project_id}") {
        let by = if segment.starts_with('{') { "By" } else { "" };
        id += &format!("{by}{}", identifier(segment, ""));
    }
    id
}

fn examples(media: &Value) -> Vec<Value> {
    let examples = entries(&media["examples"]);
    examples.map(|(_, example)| example["value"].clone()).collect()
}

/// Turns the reader's schemas into shapes.
struct Reader<'a> {
    document: &'a Value,
    number: usize,
    shapes: &'a mut Shapes,
    /// The shape of each component.
    known: HashMap<String, usize>,
    /// Whether the types are those of a response, where a default is none.
    is_answer: bool,
    /// The defaults in tables of the response.
    defaults: Vec<Contradiction>,
}

impl Reader<'_> {
    fn request(&mut self, operation: &Value, page: &mut Page) {
        let described = media(&operation["requestBody"]);
        let mut examples = examples(described);
        for example in items(&operation["x-request-examples"]) {
            page.shown.extend(values_in(word(&example["target"]), &page.path));
            let body = example.get("body").filter(|body| **body != json!({}));
            examples.extend(body.filter(|body| !examples.contains(body)).cloned());
        }
        if described.get("schema").is_some() || !examples.is_empty() {
            let root = self.root(&described["schema"], &format!("{}Request", page.id));
            page.request = Some(Body { root, examples });
        }
    }

    fn responses(&mut self, operation: &Value, page: &mut Page) {
        let is_success = |status: &str| status == "default" || status.starts_with('2');
        let responses = entries(&operation["responses"]);
        let (successes, failures): (Vec<_>, Vec<_>) = responses.partition(|(status, _)| is_success(status));
        for (status, response) in failures {
            let fields = entries(&media(response)["schema"]["properties"]);
            for (field, _) in fields.filter(|(field, _)| !ERROR_FIELDS.contains(field)) {
                let at = format!("response {status} {field}");
                page.questions.push(Question::new(&at, "errors have no such field"));
            }
            page.failures.push((status.to_owned(), examples(media(response))));
        }
        // Of several successes, the one that is described is the one that comes.
        let chosen = successes.iter().max_by_key(|(status, response)| {
            let is_known = ["schema", "examples"].map(|key| media(response).get(key).is_some());
            (is_known, Reverse(*status))
        });
        let Some((listed, response)) = chosen else { return };
        let media = media(response);
        let examples = examples(media);
        // A page may show `{}` for nothing.
        let is_shown = examples.iter().any(|example| *listed != "204" || *example != json!({}));
        let body = (media.get("schema").is_some() || is_shown).then(|| {
            let root = self.root(&media["schema"], &format!("{}Response", page.id));
            Body { root, examples }
        });
        let is_other = *listed == "default" || *listed == "204" && body.is_some();
        let status = if is_other { "200" } else { listed };
        page.success = (status.to_owned(), body);
        let others = successes.iter().map(|(other, _)| *other);
        for other in others.filter(|other| !["default", status].contains(other)) {
            let what = if other == *listed {
                "has a body"
            } else {
                "is a success too"
            };
            let actual = format!("A success has status {status}.");
            page.contradict("status", Some(other), format!("The status {other} {what}."), &actual);
        }
    }

    fn parameter(&mut self, parameter: &Value, page: &mut Page) {
        let (name, place) = (word(&parameter["name"]), word(&parameter["in"]));
        // Every request has these, and no contract.
        if place == "header" && ["content-type", "x-auth-token"].contains(&name.to_lowercase().as_str()) {
            page.has_credentials |= name.eq_ignore_ascii_case("x-auth-token");
            return;
        }
        let mut schema = self.schema(&parameter["schema"], &place_name(&page.id, name));
        if schema.get("type").is_none() {
            let reason = "neither an object nor an unknown type can be a parameter; it is drafted as a string";
            page.questions.push(Question::new(&format!("{place} {name}"), reason));
            schema = json!({ "type": "string" });
        }
        let is_required = parameter["required"] == true || place == "path";
        page.parameters
            .push(json!({ "name": name, "in": place, "required": is_required, "schema": schema }));
    }

    /// The shape of a body.
    fn root(&mut self, schema: &Value, name: &str) -> usize {
        let root = self.shapes.add(self.number, name, Value::Null);
        self.shapes.0[root].is_root = true;
        self.describe(root, schema);
        if schema.is_null() {
            // Its examples say what it is.
            self.shapes.0[root].schema = json!({ "type": "object", "properties": {} });
        }
        root
    }

    /// Fills in an object, whose fields may refer back to it.
    fn describe(&mut self, shape: usize, object: &Value) {
        let parent = self.shapes.0[shape].documented.clone();
        let mut properties = Map::new();
        for (name, field) in entries(&object["properties"]) {
            let word = docpages::documented_type(self.document, field);
            self.shapes.0[shape].words.insert(name.to_owned(), word);
            let mut schema = self.schema(field, &place_name(&parent, name));
            if self.is_answer {
                self.drop_default(field, &mut schema, (shape, name));
            }
            properties.insert(name.to_owned(), schema);
        }
        self.shapes.0[shape].schema = if properties.is_empty() {
            json!({ "type": "object", "additionalProperties": {} })
        } else {
            let required: Vec<_> = items(&object["required"]).collect();
            json!({ "type": "object", "properties": properties, "required": required })
        };
    }

    /// Leaves out the default that a table of the response states.
    fn drop_default(&mut self, documented: &Value, schema: &mut Value, (shape, field): (usize, &str)) {
        let default = documented.get("default").or_else(|| documented["items"].get("default"));
        let Some(default) = default.map(text) else { return };
        if let Some(schema) = innermost(schema).as_object_mut() {
            schema.remove("default");
        }
        self.defaults.push(Contradiction {
            page: self.number,
            shape: Some(shape),
            field: field.to_owned(),
            aspect: "default",
            documented: format!("The default is {default}."),
            actual: "There is no default in a response: an absent field is absent.".to_owned(),
            quoted: Some(default),
            ..Contradiction::default()
        });
    }

    fn component(&mut self, name: &str, place: &str) -> usize {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let component = &self.document["components"]["schemas"][name];
        let names = component.get("x-documented-names");
        let documented = names.map_or(Some(name), |names| names[0].as_str());
        let shape = self.shapes.add(self.number, documented.unwrap_or(place), Value::Null);
        self.shapes.0[shape].is_named = documented.is_some();
        self.known.insert(name.to_owned(), shape);
        self.describe(shape, component);
        shape
    }

    /// The schema of a field. An object becomes a shape, named after its place where the page has no name for it.
    fn schema(&mut self, schema: &Value, place: &str) -> Value {
        if let Some(name) = target(schema).and_then(component_name) {
            return json!({ "$ref": self.component(name, place) });
        }
        match schema["type"].as_str() {
            Some("array") => json!({ "type": "array", "items": self.schema(&schema["items"], place) }),
            Some("object") => {
                let values = schema.get("additionalProperties");
                let values = values.map(|values| self.schema(values, &format!("{place}Value")));
                let mut values = values.unwrap_or_else(|| json!({}));
                if let Some(listed) = values.as_object_mut().and_then(|values| values.remove("enum")) {
                    values["x-documented-constraints"]["enum"] = listed;
                }
                let map = json!({ "type": "object", "additionalProperties": values });
                json!({ "$ref": self.shapes.add(self.number, place, map) })
            }
            Some(kind) => scalar(kind, schema),
            None => json!({}),
        }
    }
}

/// A single value: its type, its default, its list, and what the page says of its limits.
fn scalar(kind: &str, documented: &Value) -> Value {
    let mut schema = json!({ "type": kind });
    if kind == "integer" {
        schema["format"] = "int64".into();
    }
    let mut limits = Map::new();
    for (key, value) in entries(documented) {
        let fits = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "boolean" => value.is_boolean(),
            _ => value.is_number(),
        };
        match (key, kind) {
            ("default", _) if fits => schema["default"] = value.clone(),
            ("enum", "string") => schema["enum"] = value.clone(),
            ("enum" | "minimum" | "maximum" | "minLength" | "maxLength", _) => {
                limits.insert(key.to_owned(), value.clone());
            }
            _ => {}
        }
    }
    if !limits.is_empty() {
        schema["x-documented-constraints"] = limits.into();
    }
    schema
}

/// The values of parameters in an address, but for placeholders and encoded texts.
fn values_in(target: &str, path: &str) -> Vec<(String, String)> {
    let (shown, query) = target.split_once('?').unwrap_or((target, ""));
    let in_path = path.split('/').zip(shown.split('/'));
    let in_path = in_path.filter_map(|(name, value)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value)));
    let all = in_path.chain(query.split('&').filter_map(|pair| pair.split_once('=')));
    let plain = all.filter(|(_, value)| !value.is_empty() && !value.contains(['{', '}', '%', '<', '$', '*']));
    plain.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
