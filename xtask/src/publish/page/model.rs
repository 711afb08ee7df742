//! What the page says, in the order in which it says it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{
    examples::{self, Example},
    sources::{Cited, Deviation, Source, Sources},
    tree::{Field, Object, Shape, Trees},
};
use crate::spec::{operations, resolve};

/// The whole page.
#[derive(Serialize)]
pub struct Page {
    title: String,
    version: String,
    description: String,
    license: String,
    contact: String,
    servers: Vec<Server>,
    security: Vec<Security>,
    groups: Vec<Group>,
    failures: Vec<Failure>,
    /// The body of every failure.
    error: Shape,
    sources: Vec<Source>,
    /// Every place where the documentation is wrong, by operation.
    wrong: Vec<WrongGroup>,
    wrong_count: usize,
}

#[derive(Serialize)]
struct Server {
    url: String,
    description: String,
    variables: Vec<(String, Vec<String>)>,
}

#[derive(Serialize)]
struct Security {
    name: String,
    header: String,
    description: String,
}

/// The operations of one tag.
#[derive(Serialize)]
struct Group {
    name: String,
    description: String,
    operations: Vec<Operation>,
}

#[derive(Serialize)]
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    action: Option<String>,
    sources: Vec<Cited>,
    deviations: Vec<Deviation>,
    parameters: Vec<Parameter>,
    samples: Vec<Sample>,
    success: String,
    response: Shape,
    examples: Vec<Example>,
    /// Status, id and meaning of each.
    failures: Vec<(String, String, String)>,
    wrong_count: usize,
}

#[derive(Serialize)]
struct Parameter {
    place: String,
    example: String,
    default: Option<String>,
    pattern: Option<String>,
    field: Field,
}

#[derive(Serialize)]
struct Sample {
    id: String,
    label: String,
    source: String,
}

/// A failure that operations share.
#[derive(Serialize)]
struct Failure {
    id: String,
    description: String,
    examples: Vec<Example>,
}

#[derive(Serialize)]
struct WrongGroup {
    title: String,
    id: String,
    places: Vec<WrongPlace>,
}

#[derive(Serialize)]
struct WrongPlace {
    id: String,
    name: String,
    deviations: Vec<Deviation>,
}

impl Page {
    /// Reads a published document.
    pub fn new(document: &Value) -> Self {
        let mut trees = Trees::new(document);
        let mut counted = BTreeSet::new();
        let mut wrong = Vec::new();
        let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for (pointer, path, operation) in operations(document) {
            let (tag, operation) = Operation::new(document, &mut trees, &pointer, path, operation);
            by_tag.entry(tag).or_default().push(operation);
        }
        let tags = document["tags"].as_array().into_iter().flatten();
        let groups = tags.map(|tag| Group {
            name: text(&tag["name"]).replace('-', " "),
            description: text(&tag["description"]),
            operations: by_tag.remove(&text(&tag["name"])).unwrap_or_default(),
        });
        let groups: Vec<_> = groups.collect();
        for operation in groups.iter().flat_map(|group| &group.operations) {
            wrong.push(operation.wrong(&mut counted));
        }
        let error = trees.shape(&document["components"]["schemas"]["ApiError"], "ApiError", "");
        let mut places = Vec::new();
        collect_shape("ApiError", "ApiError", &error, &mut places);
        wrong.push(WrongGroup {
            title: "Failures".to_owned(),
            id: "failures".to_owned(),
            places,
        });
        wrong.retain(|group| !group.places.is_empty());
        let info = &document["info"];
        Self {
            title: text(&info["title"]),
            version: text(&info["version"]),
            description: text(&info["description"]),
            license: text(&info["license"]["name"]),
            contact: text(&info["contact"]["name"]),
            servers: servers(document),
            security: security(document),
            groups,
            failures: failures(document),
            error,
            sources: Sources(&document["x-sources"]).all(),
            wrong_count: wrong
                .iter()
                .flat_map(|group| &group.places)
                .map(|place| place.deviations.len())
                .sum(),
            wrong,
        }
    }
}

impl Operation {
    /// The operation's tag, and what the page says of it.
    fn new(document: &Value, trees: &mut Trees, pointer: &str, path: &str, operation: &Value) -> (String, Self) {
        let sources = Sources(&document["x-sources"]);
        let id = text(&operation["operationId"]);
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let parameters = parameters.map(|parameter| {
            let parameter = resolve(document, parameter);
            let name = text(&parameter["name"]);
            let owner = format!("{id}.{name}");
            Parameter {
                place: text(&parameter["in"]),
                example: text(&parameter["example"]),
                default: parameter["schema"].get("default").map(text),
                pattern: parameter["schema"]["pattern"].as_str().map(str::to_owned),
                field: Field {
                    shape: trees.shape(&parameter["schema"], &owner, &name),
                    id: owner,
                    path: name.clone(),
                    name,
                    required: parameter["required"] == true,
                    description: text(&parameter["description"]),
                    deviations: sources.deviations(parameter),
                    sources: sources.named(&parameter["x-source"]),
                    notes: Vec::new(),
                },
            }
        });
        let parameters = parameters.collect();
        let samples = operation["x-codeSamples"].as_array().into_iter().flatten();
        let samples = samples.enumerate().map(|(index, sample)| Sample {
            id: format!("{id}.sample.{index}"),
            label: text(&sample["label"]),
            source: text(&sample["source"]),
        });
        let success = &operation["responses"]["200"];
        let failures = operation["responses"].as_object().into_iter().flatten();
        let failures = failures.filter_map(|(status, response)| {
            let (_, name) = response["$ref"].as_str()?.rsplit_once('/')?;
            let meaning = text(&resolve(document, response)["description"]);
            Some((status.clone(), name.to_owned(), meaning))
        });
        let mut this = Self {
            method: pointer.rsplit('/').next().unwrap_or_default().to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            description: text(&operation["description"]),
            action: operation["x-iam-action"].as_str().map(str::to_owned),
            sources: sources.named(&operation["x-source"]),
            deviations: sources.deviations(operation),
            parameters,
            samples: samples.collect(),
            success: text(&success["description"]),
            response: trees.shape(&success["content"]["application/json"]["schema"], &id, ""),
            examples: examples::of_response(&id, success),
            failures: failures.collect(),
            wrong_count: 0,
            id,
        };
        this.wrong_count = this
            .wrong(&mut BTreeSet::new())
            .places
            .iter()
            .map(|place| place.deviations.len())
            .sum();
        (text(&operation["tags"][0]), this)
    }

    /// Where its documentation is wrong, but for what `counted` says of parameters that operations share.
    fn wrong(&self, counted: &mut BTreeSet<String>) -> WrongGroup {
        let mut places = Vec::new();
        add(&self.id, "the operation", &self.deviations, &mut places);
        for Parameter { place, field, .. } in &self.parameters {
            let is_news = field
                .deviations
                .iter()
                .all(|deviation| counted.insert(format!("{} {}", field.name, deviation.documented)));
            if is_news {
                add(
                    &field.id,
                    &format!("{place} parameter {}", field.name),
                    &field.deviations,
                    &mut places,
                );
            }
            collect_shape(&field.id, &field.path, &field.shape, &mut places);
        }
        collect_shape(&self.id, "the response", &self.response, &mut places);
        WrongGroup {
            title: self.id.clone(),
            id: self.id.clone(),
            places,
        }
    }
}

fn add(id: &str, name: &str, deviations: &[Deviation], places: &mut Vec<WrongPlace>) {
    if !deviations.is_empty() {
        places.push(WrongPlace {
            id: id.to_owned(),
            name: name.to_owned(),
            deviations: deviations.to_vec(),
        });
    }
}

fn collect_shape(id: &str, name: &str, shape: &Shape, places: &mut Vec<WrongPlace>) {
    add(id, name, &shape.type_deviations, places);
    if let Some(Object {
        id, fields, deviations, ..
    }) = &shape.object
    {
        add(id, &format!("type {id}"), deviations, places);
        for field in fields {
            add(&field.id, &field.path, &field.deviations, places);
            collect_shape(&field.id, &field.path, &field.shape, places);
        }
    }
}

fn servers(document: &Value) -> Vec<Server> {
    let servers = document["servers"].as_array().into_iter().flatten();
    servers
        .map(|server| Server {
            url: text(&server["url"]),
            description: text(&server["description"]),
            variables: server["variables"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, variable)| {
                    let values = variable["enum"].as_array().into_iter().flatten();
                    (name.clone(), values.map(text).collect())
                })
                .collect(),
        })
        .collect()
}

fn security(document: &Value) -> Vec<Security> {
    let schemes = document["components"]["securitySchemes"].as_object();
    let schemes = schemes.into_iter().flatten();
    schemes
        .map(|(name, scheme)| Security {
            name: name.clone(),
            header: text(&scheme["name"]),
            description: text(&scheme["description"]),
        })
        .collect()
}

fn failures(document: &Value) -> Vec<Failure> {
    let responses = document["components"]["responses"].as_object();
    let responses = responses.into_iter().flatten();
    responses
        .map(|(name, response)| Failure {
            id: name.clone(),
            description: text(&response["description"]),
            examples: examples::of_response(name, response),
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_default()
}
