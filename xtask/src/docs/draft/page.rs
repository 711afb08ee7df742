//! One page as the parts of a contract, before its examples are heard.

use std::collections::HashMap;

use docpages::Defect;
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::shapes::{Shapes, place_name, reference, type_name};
use crate::spec::{component_name, entries, operations};

/// Headers that every request has, and no contract.
const HEADERS_OF_ALL: [&str; 2] = ["content-type", "x-auth-token"];

/// A page, taken apart.
pub(super) struct Page {
    /// The vendor's name of the operation, else one made of method and path.
    pub id: String,
    pub method: String,
    pub path: String,
    /// Parameters as they will stand in the contract, but for descriptions.
    pub parameters: Vec<Value>,
    pub request: Option<Body>,
    pub response: Response,
    /// Failures with their examples.
    pub failures: Vec<(String, Vec<Value>)>,
    /// Further successes that the page lists.
    pub other_successes: Vec<String>,
    /// Paths and queries of the examples of requests.
    pub targets: Vec<String>,
    pub defects: Vec<Defect>,
    /// What cannot be drafted: place and reason.
    pub questions: Vec<(String, String)>,
}

/// A body that is sent or comes back.
pub(super) struct Body {
    /// The shape of the body.
    pub root: usize,
    pub examples: Vec<Value>,
}

/// The response of a success.
pub(super) struct Response {
    pub status: String,
    /// The status on the page, where it cannot be true.
    pub documented_status: String,
    /// None where it has no body.
    pub body: Option<Body>,
}

/// Reads the parts out of what the reader made of a page, which is the page of that number.
pub(super) fn take_apart(document: &Value, number: usize, shapes: &mut Shapes) -> Option<Page> {
    let (pointer, path, operation) = operations(document).into_iter().next()?;
    let method = pointer.rsplit('/').next()?.to_owned();
    let id = operation["operationId"]
        .as_str()
        .map_or_else(|| id_of(&method, path), ToUpperCamelCase::to_upper_camel_case);
    let defects: Vec<Defect> = serde_json::from_value(document["x-defects"].clone()).unwrap_or_default();
    let mut reader = Reader {
        document,
        number,
        shapes,
        known: HashMap::new(),
    };

    let responses = || entries(&operation["responses"]);
    let media = |response: &Value| response["content"]["application/json"].clone();
    let is_success = |status: &str| status == "default" || status.starts_with('2');
    let successes: Vec<(&str, Value)> = responses()
        .filter(|(status, _)| is_success(status))
        .map(|(status, response)| (status, media(response)))
        .collect();
    // Of several successes, the one that is described is the one that comes.
    let chosen = successes.iter().max_by_key(|(status, media)| {
        let known = (media.get("schema").is_some(), media.get("examples").is_some());
        (known, std::cmp::Reverse(status.parse::<u16>().unwrap_or_default()))
    });
    let (status, media_of_success) = chosen.cloned().unwrap_or(("default", Value::Null));
    let body = reader.body(&media_of_success, &format!("{id}Response"));
    // A page may show `{}` for nothing.
    let body = body.filter(|body| {
        status != "204"
            || media_of_success.get("schema").is_some()
            || body.examples.iter().any(|example| *example != json!({}))
    });
    let response = Response {
        status: if status == "default" || (status == "204" && body.is_some()) {
            "200".to_owned()
        } else {
            status.to_owned()
        },
        documented_status: status.to_owned(),
        body,
    };

    let mut questions = Vec::new();
    let failures = responses()
        .filter(|(status, _)| !is_success(status))
        .map(|(status, response)| {
            for (field, _) in entries(&media(response)["schema"]["properties"]) {
                if !super::contract::ERROR_FIELDS.contains(&field) {
                    questions.push((
                        format!("response {status} {field}"),
                        "errors have no such field".to_owned(),
                    ));
                }
            }
            (status.to_owned(), examples(&media(response)))
        });
    let failures = failures.collect();

    let mut request_examples = examples(&media(&operation["requestBody"]));
    let shown = operation["x-request-examples"].as_array().into_iter().flatten();
    let targets = shown
        .clone()
        .filter_map(|example| Some(example["target"].as_str()?.to_owned()))
        .collect();
    for body in shown.filter_map(|example| example.get("body")) {
        if *body != json!({}) && !request_examples.contains(body) {
            request_examples.push(body.clone());
        }
    }
    let described = media(&operation["requestBody"]);
    let has_request = described.get("schema").is_some() || !request_examples.is_empty();
    let request = has_request.then(|| {
        let mut media = described;
        media["examples"] = Value::Null;
        let root = reader.root(&media["schema"], &format!("{id}Request"));
        Body {
            root,
            examples: request_examples,
        }
    });

    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.filter(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default().to_lowercase();
        parameter["in"] != "header" || !HEADERS_OF_ALL.contains(&name.as_str())
    });
    let parameters = parameters.map(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default();
        let mut schema = reader.schema(&parameter["schema"], &place_name(&id, name));
        if reference(&schema).is_some() || schema.get("type").is_none() {
            let place = format!("{} {name}", parameter["in"].as_str().unwrap_or_default());
            questions.push((
                place,
                "a parameter can be neither an object nor of an unknown type; it is drafted as a string".to_owned(),
            ));
            schema = json!({ "type": "string" });
        }
        let is_required = parameter["required"] == true || parameter["in"] == "path";
        json!({ "name": name, "in": parameter["in"], "required": is_required, "schema": schema })
    });
    let parameters = parameters.collect();
    Some(Page {
        id,
        method,
        path: path.to_owned(),
        parameters,
        request,
        response,
        failures,
        other_successes: successes
            .iter()
            .map(|(status, _)| (*status).to_owned())
            .filter(|other| other != status)
            .collect(),
        targets,
        defects,
        questions,
    })
}

/// `GetJobResourceSpecs` of `GET /v1/{project_id}/job/resource-specs`, and `ByJobId` for each further parameter.
fn id_of(method: &str, path: &str) -> String {
    let mut id = type_name(method);
    for segment in path.split('/').skip(2) {
        match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            None => id += &type_name(segment),
            Some("project_id") => {}
            Some(parameter) => id += &format!("By{}", type_name(parameter)),
        }
    }
    id
}

fn examples(media: &Value) -> Vec<Value> {
    entries(&media["examples"])
        .map(|(_, example)| example["value"].clone())
        .collect()
}

/// Turns the reader's schemas into shapes.
struct Reader<'a> {
    document: &'a Value,
    number: usize,
    shapes: &'a mut Shapes,
    /// The shape of each component.
    known: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    fn body(&mut self, media: &Value, name: &str) -> Option<Body> {
        let examples = examples(media);
        (media.get("schema").is_some() || !examples.is_empty()).then(|| Body {
            root: self.root(&media["schema"], name),
            examples,
        })
    }

    fn root(&mut self, schema: &Value, name: &str) -> usize {
        let root = self.shapes.add(self.number, name, Value::Null);
        let root = reference(&root).unwrap_or_default();
        self.shapes.0[root].is_root = true;
        self.describe(root, schema);
        if schema.is_null() {
            // Its examples say what it is.
            self.shapes.0[root].schema = json!({ "type": "object", "properties": {} });
        }
        root
    }

    /// Fills in the schema of an object, whose fields may refer back to it.
    fn describe(&mut self, shape: usize, object: &Value) {
        let parent = self.shapes.0[shape].documented.clone();
        let mut properties = Map::new();
        for (name, field) in entries(&object["properties"]) {
            let word = docpages::documented_type(self.document, field);
            properties.insert(name.to_owned(), self.schema(field, &place_name(&parent, name)));
            self.shapes.0[shape].words.insert(name.to_owned(), word);
        }
        self.shapes.0[shape].schema = if properties.is_empty() {
            json!({ "type": "object", "additionalProperties": {} })
        } else {
            let mut schema = json!({ "type": "object", "properties": properties });
            if let Some(required) = object.get("required") {
                schema["required"] = required.clone();
            }
            schema
        };
    }

    fn component(&mut self, name: &str, place: &str) -> Value {
        let Some((name, component)) =
            entries(&self.document["components"]["schemas"]).find(|(known, _)| *known == name)
        else {
            return json!({});
        };
        if let Some(known) = self.known.get(name) {
            return json!({ "$ref": known });
        }
        let documented = match component.get("x-documented-names") {
            Some(names) => names[0].as_str(),
            None => Some(name),
        };
        let added = self.shapes.add(self.number, documented.unwrap_or(place), Value::Null);
        if let Some(shape) = reference(&added) {
            self.shapes.0[shape].is_named = documented.is_some();
            self.known.insert(name, shape);
            self.describe(shape, component);
        }
        added
    }

    /// The schema of a field. Objects become shapes, so that each has a name: that of its place where no other is documented.
    fn schema(&mut self, schema: &Value, place: &str) -> Value {
        let target = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"));
        if let Some(name) = target.and_then(Value::as_str).and_then(component_name) {
            return self.component(name, place);
        }
        match schema["type"].as_str() {
            Some("array") => json!({ "type": "array", "items": self.schema(&schema["items"], place) }),
            Some("object") => {
                let values = match schema.get("additionalProperties") {
                    Some(values) => self.schema(values, &format!("{place}Value")),
                    None => json!({}),
                };
                self.shapes.add(
                    self.number,
                    place,
                    json!({ "type": "object", "additionalProperties": values }),
                )
            }
            Some(kind) => scalar(kind, schema),
            None => json!({}),
        }
    }
}

/// A single value: its type, its default, its list, and what the page says of its limits.
fn scalar(kind: &str, documented: &Value) -> Value {
    let mut schema = json!({ "type": kind });
    let mut limits = Map::new();
    if kind == "integer" {
        schema["format"] = "int64".into();
    }
    for (key, value) in entries(documented) {
        let fits = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "boolean" => value.is_boolean(),
            _ => value.is_number(),
        };
        match key {
            "default" if fits => schema["default"] = value.clone(),
            "enum" if kind == "string" => schema["enum"] = value.clone(),
            "enum" if kind == "boolean" => {}
            "enum" | "minimum" | "maximum" | "minLength" | "maxLength" => {
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
