//! The files of a draft: the contract, its payloads, and its provenance.

use std::collections::{BTreeMap, BTreeSet};

use docpages::{DefectKind, to_yaml};
use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value, json};

use super::{
    Settled, example,
    page::{Body, Page},
    settle::{Contradiction, INT_OR_STRING},
    shapes::{Shapes, identifier, reference},
};
use crate::{artefact::Artefact, spec::COMMON};

/// The fields of an error, which is one for all operations.
pub(super) const ERROR_FIELDS: [&str; 3] = ["error_code", "error_msg", "request_id"];

/// The mark of a description that a person has to write: the lint names each.
const GAP: &str = "";

/// What the contracts of one batch are written with.
pub(super) struct Writer<'a> {
    pub pages: &'a [Page],
    pub shapes: &'a Shapes,
    /// The shapes that are written, in their order.
    pub order: &'a [usize],
    /// The common document of the folder.
    pub common: &'a Value,
    pub edition: &'a str,
}

/// The name of the contract's file.
pub(super) fn file(id: &str) -> String {
    format!("{}.yaml", id.to_kebab_case())
}

/// The tag of an operation: the first word of the path behind the project.
pub(super) fn tag(path: &str) -> String {
    let mut segments = path.split('/').skip(2).filter(|segment| !segment.starts_with('{'));
    segments.next().unwrap_or("other").to_kebab_case()
}

impl Writer<'_> {
    /// The files of a page, below the folder of the contracts.
    pub fn files(&self, number: usize, contradictions: &[Contradiction]) -> Vec<Artefact> {
        let page = &self.pages[number];
        let mut payloads = Vec::new();
        let contract = self.contract(number, &mut payloads);
        let provenance = self.provenance(number, contradictions);
        let mut files = vec![
            artefact(file(&page.id), to_yaml(&contract)),
            artefact(format!("provenance/{}", file(&page.id)), to_yaml(&provenance)),
        ];
        files.extend(
            payloads
                .into_iter()
                .map(|(file, value)| artefact(file, format!("{value:#}\n"))),
        );
        files
    }

    fn contract(&self, number: usize, payloads: &mut Vec<(String, Value)>) -> Value {
        let page = &self.pages[number];
        let snake = page.id.to_snake_case();
        let mut operation = json!({
            "operationId": page.id,
            "tags": [tag(&page.path)],
            "summary": sentence(&page.id),
            "description": GAP,
            "parameters": page.parameters.iter().map(|parameter| self.parameter(page, parameter, number)).collect::<Vec<_>>(),
        });
        if let Some(body) = &page.request {
            let mut request = json!({ "required": true });
            request["content"] = self.content(number, body, &format!("{snake}.request"), payloads);
            operation["requestBody"] = request;
        }
        let mut success = json!({ "description": format!("Success of {}.", page.id) });
        if let Some(body) = &page.response.body {
            success["content"] = self.content(number, body, &format!("{snake}.response"), payloads);
        }
        let mut responses = Map::from_iter([(page.response.status.clone(), success)]);
        let mut shared = Map::new();
        for (status, examples) in &page.failures {
            let reference = if examples.is_empty() {
                self.shared_failure(status)
            } else {
                let name = format!("{}Error{status}", page.id);
                shared.insert(name.clone(), self.failure(status, examples, &snake, payloads));
                format!("#/components/responses/{name}")
            };
            responses.insert(status.clone(), json!({ "$ref": reference }));
        }
        for range in ["4XX", "5XX"] {
            responses.insert(range.to_owned(), json!({ "$ref": self.shared_failure(range) }));
        }
        operation["responses"] = responses.into();
        operation["x-codeSamples"] =
            json!([{ "lang": "Rust", "label": "Rust, with the crate modelarts", "source": sample(page, self) }]);

        let own = self.order.iter().filter(|shape| self.shapes.0[**shape].page == number);
        let schemas: Map<String, Value> = own
            .map(|shape| (self.shapes.0[*shape].name.clone(), self.component(*shape)))
            .collect();
        let components = [("schemas", schemas), ("responses", shared)]
            .into_iter()
            .filter(|(_, components)| !components.is_empty());
        let components: Map<String, Value> = components
            .map(|(kind, components)| (kind.to_owned(), components.into()))
            .collect();
        let mut contract = json!({
            "openapi": "3.0.3",
            "info": { "title": format!("ModelArts: {}", page.id), "version": page.path.split('/').nth(1) },
            "paths": { &page.path: { &page.method: operation } },
        });
        if !components.is_empty() {
            contract["components"] = components.into();
        }
        contract
    }

    fn parameter(&self, page: &Page, parameter: &Value, number: usize) -> Value {
        let shared = self.common["components"]["parameters"]
            .as_object()
            .into_iter()
            .flatten();
        let mut same =
            shared.filter(|(_, shared)| shared["name"] == parameter["name"] && shared["in"] == parameter["in"]);
        if let Some((name, _)) = same.next() {
            return json!({ "$ref": format!("{COMMON}#/components/parameters/{name}") });
        }
        let mut written = json!({ "name": parameter["name"], "in": parameter["in"] });
        if parameter["required"] == true {
            written["required"] = true.into();
        }
        written["description"] = GAP.into();
        written["schema"] = self.element(&parameter["schema"], number);
        written["example"] = example::of_parameter(page, parameter, self.shapes);
        written
    }

    /// The content of a body, and its payloads; where no page shows one, it is made.
    fn content(&self, number: usize, body: &Body, stem: &str, payloads: &mut Vec<(String, Value)>) -> Value {
        let mut examples = Map::new();
        for (index, payload) in body.examples.iter().enumerate() {
            let suffix = if index == 0 {
                String::new()
            } else {
                format!("_{}", index + 1)
            };
            let file = format!("examples/{stem}{suffix}.json");
            examples.insert(
                format!("documented{suffix}"),
                json!({ "summary": "As the page shows it", "externalValue": &file }),
            );
            payloads.push((file, payload.clone()));
        }
        if examples.is_empty() {
            let file = format!("examples/constructed/{stem}.json");
            examples.insert("constructed".to_owned(), json!({ "summary": "Every field; the page shows no example", "externalValue": &file, "x-constructed": true }));
            payloads.push((file, example::payload(self.shapes, body.root)));
        }
        json!({ "application/json": { "schema": { "$ref": self.refer(body.root, number) }, "examples": examples } })
    }

    fn failure(&self, status: &str, examples: &[Value], snake: &str, payloads: &mut Vec<(String, Value)>) -> Value {
        let mut entries = Map::new();
        for (index, payload) in examples.iter().enumerate() {
            let suffix = if index == 0 {
                String::new()
            } else {
                format!("_{}", index + 1)
            };
            let file = format!("examples/{snake}.error_{status}{suffix}.json");
            let code = status.parse::<u16>().unwrap_or_default();
            entries.insert(
                format!("documented{suffix}"),
                json!({ "summary": "As the page shows it", "externalValue": &file, "x-status": code }),
            );
            payloads.push((file, payload.clone()));
        }
        let schema = json!({ "$ref": format!("{COMMON}#/components/schemas/ApiError") });
        json!({ "description": format!("Failure with status {status}."), "content": { "application/json": { "schema": schema, "examples": entries } } })
    }

    fn shared_failure(&self, status: &str) -> String {
        let own = match status {
            "400" => "BadRequest",
            "403" => "Forbidden",
            "404" => "NotFound",
            "500" => "InternalError",
            _ => "",
        };
        let any = if status.starts_with('4') {
            "ClientError"
        } else {
            "ServerError"
        };
        let name = if self.common["components"]["responses"].get(own).is_some() {
            own
        } else {
            any
        };
        format!("{COMMON}#/components/responses/{name}")
    }

    fn refer(&self, shape: usize, from: usize) -> String {
        let shape = &self.shapes.0[shape];
        let file = if shape.page == from {
            String::new()
        } else {
            file(&self.pages[shape.page].id)
        };
        format!("{file}#/components/schemas/{}", shape.name)
    }

    /// A component, its fields in their order.
    fn component(&self, number: usize) -> Value {
        let shape = &self.shapes.0[number];
        let mut component = json!({ "type": shape.schema["type"], "description": GAP });
        if shape.is_root {
            component["description"] = format!("{}.", sentence(&shape.name)).into();
        }
        if let Some(values) = shape.schema.get("x-extensible-enum").and_then(Value::as_array) {
            component["x-extensible-enum"] = values.clone().into();
            let names = variants(values);
            if names
                .iter()
                .zip(values)
                .any(|(name, value)| value.as_str().is_none_or(|value| value.to_upper_camel_case() != *name))
            {
                component["x-enum-varnames"] = names.into();
            }
            component["x-enum-descriptions"] = values.iter().map(|_| GAP).collect();
            return component;
        }
        if let Some(required) = shape.schema.get("required") {
            component["required"] = required.clone();
        }
        let fields = self.fields(&shape.schema, shape.page);
        if !fields.is_empty() {
            component["properties"] = fields.into();
        }
        component["additionalProperties"] = match shape.schema.get("additionalProperties") {
            Some(values) if *values != json!({}) => self.element(values, shape.page),
            _ => json!({}),
        };
        if shape.is_named && shape.documented != shape.name {
            component["x-documented-names"] = json!([shape.documented]);
        }
        component
    }

    /// The fields of an object. Those whose names languages without regard to case could not tell apart are one.
    fn fields(&self, schema: &Value, page: usize) -> Map<String, Value> {
        let mut fields: Map<String, Value> = Map::new();
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let same = [name.to_snake_case(), name.to_lowercase()]
                .into_iter()
                .find_map(|form| known.get(&form).cloned());
            if let Some(first) = same {
                let spellings = &mut fields[&first]["x-other-spellings"];
                let mut all = spellings.as_array().cloned().unwrap_or_default();
                all.push(name.as_str().into());
                *spellings = all.into();
                continue;
            }
            known.extend([
                (name.to_snake_case(), name.clone()),
                (name.to_lowercase(), name.clone()),
            ]);
            fields.insert(name.clone(), self.field(field, page));
        }
        fields
    }

    fn field(&self, schema: &Value, page: usize) -> Value {
        let element = self.element(schema, page);
        let mut field = Map::new();
        match element {
            Value::Object(mut element) if element.contains_key("$ref") => {
                field.insert("allOf".to_owned(), json!([{ "$ref": element.remove("$ref") }]));
                field.insert("description".to_owned(), GAP.into());
                field.extend(element);
            }
            Value::Object(mut element) => {
                for key in ["type", "format"] {
                    field.extend(element.remove(key).map(|value| (key.to_owned(), value)));
                }
                field.insert("description".to_owned(), GAP.into());
                field.extend(element);
            }
            _ => {}
        }
        field.into()
    }

    /// A schema without a description: of an element, of the values of a map, of a parameter.
    fn element(&self, schema: &Value, page: usize) -> Value {
        if let Some(shape) = reference(schema) {
            let mut written = json!({ "$ref": self.refer(shape, page) });
            if let Some(tolerated) = schema.get("x-tolerates") {
                written["x-tolerates"] = tolerated.clone();
            }
            return written;
        }
        if schema["$ref"] == INT_OR_STRING {
            return json!({ "$ref": format!("{COMMON}#/components/schemas/{INT_OR_STRING}") });
        }
        let mut written = Map::new();
        for (key, value) in schema.as_object().into_iter().flatten() {
            match key.as_str() {
                "items" => written.insert(key.clone(), self.element(value, page)),
                "type" | "format" | "default" | "nullable" | "x-documented-constraints" | "x-tolerates" => {
                    written.insert(key.clone(), value.clone())
                }
                _ => None,
            };
        }
        written.into()
    }

    fn provenance(&self, number: usize, contradictions: &[Contradiction]) -> Value {
        let page = &self.pages[number];
        let own = contradictions.iter().filter(|one| one.page == number);
        let mut deviations: Vec<Value> = own.filter_map(|one| self.deviation(one)).collect();
        let mut about_status = |documented: String, actual: String, reason: &str| {
            deviations.push(json!({
                "at": page.id, "pages": [self.edition], "aspect": "status", "documented": documented, "actual": actual, "reason": reason,
            }));
        };
        let (status, listed) = (&page.response.status, &page.response.documented_status);
        if status != listed && listed != "default" {
            about_status(
                format!("The answer with a body has status {listed}."),
                format!("It has status {status}."),
                "An answer with that status has no body.",
            );
        }
        if !page.other_successes.is_empty() {
            about_status(
                format!("{} is a status of success too.", page.other_successes.join(", ")),
                format!("The status is {status}."),
                "The page describes no body for another.",
            );
        }
        let notes = page.defects.iter().filter_map(|defect| {
            let actual = match defect.kind {
                DefectKind::ListLost => "Any value may come.",
                DefectKind::TableNameRepeated => "Each has a schema of its own.",
                DefectKind::DefinitionLost | DefectKind::MarkupLeaked => "No effect: descriptions are our own.",
                DefectKind::ExampleUrlDiffers => "The address is that of the section about it.",
                DefectKind::ExampleBodyUnexpected => "The request has no body, unless an example shows fields of one.",
                DefectKind::ExampleAbsent => "A constructed example stands in for it.",
                DefectKind::ExampleKeyUndocumented if defect.at.starts_with("example request") && !defect.at.contains(' ') => "It is not sent.",
                _ => return None,
            };
            Some(json!({ "at": page.id, "pages": [self.edition], "documented": format!("{}: {}.", defect.at, defect.detail), "actual": actual }))
        });
        let notes: Vec<Value> = notes.collect();
        let mut provenance = json!({ "written_from": { &page.id: [self.edition] } });
        for (key, entries) in [("deviations", deviations), ("notes", notes)] {
            if !entries.is_empty() {
                provenance[key] = entries.into();
            }
        }
        provenance
    }

    /// None for a type that is not written, since an example has another in its place.
    fn deviation(&self, one: &Contradiction) -> Option<Value> {
        let at = self.place(one)?;
        let mut entry = json!({ "at": at, "pages": [self.edition], "aspect": one.aspect });
        if let Some(quoted) = &one.quoted {
            entry["quoted"] = json!([quoted]);
        }
        entry["documented"] = one.documented.as_str().into();
        entry["actual"] = one.actual.as_str().into();
        entry["reason"] = "The example of the page shows it.".into();
        Some(entry)
    }

    /// The contradictions of a page.
    pub fn settled(&self, number: usize, contradictions: &[Contradiction]) -> Vec<Settled> {
        let own = contradictions.iter().filter(|one| one.page == number);
        let settled = own.filter_map(|one| {
            let (documented, actual) = (one.documented.clone(), one.actual.clone());
            Some(Settled {
                at: self.place(one)?,
                aspect: one.aspect,
                documented,
                actual,
            })
        });
        settled.collect()
    }

    /// The place of a contradiction, as the provenance names places.
    fn place(&self, one: &Contradiction) -> Option<String> {
        let shape = self.order.contains(&one.shape).then(|| &self.shapes.0[one.shape])?;
        let is_field = self.fields(&shape.schema, shape.page).contains_key(&one.field);
        Some(if is_field {
            format!("{}.{}", shape.name, one.field)
        } else {
            shape.name.clone()
        })
    }
}

fn artefact(path: String, content: String) -> Artefact {
    Artefact {
        path: path.into(),
        content,
    }
}

/// `Create network` of `CreateNetwork`.
fn sentence(name: &str) -> String {
    let words = name.to_snake_case().replace('_', " ");
    words.get(..1).map_or_else(String::new, str::to_uppercase) + words.get(1..).unwrap_or_default()
}

/// A name for each value, all different.
fn variants(values: &[Value]) -> Vec<String> {
    let mut taken = BTreeSet::from(["Unknown".to_owned()]);
    let names = values.iter().filter_map(Value::as_str).map(|value| {
        let base = identifier(
            &value.replace('-', if value.starts_with('-') { " minus " } else { " " }),
            "Value",
        );
        let numbered = (2..).map(|number| format!("{base}No{number}"));
        let name = std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or_default();
        taken.insert(name.clone());
        name
    });
    names.collect()
}

/// A program that makes the call.
fn sample(page: &Page, writer: &Writer<'_>) -> String {
    let method = page.id.to_snake_case();
    let needed = page
        .parameters
        .iter()
        .filter(|parameter| parameter["required"] == true && parameter["name"] != "project_id");
    let setters = needed.map(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default().to_snake_case();
        format!(".{name}({})", example::of_parameter(page, parameter, writer.shapes))
    });
    let setters: String = setters.collect();
    let body = page
        .request
        .as_ref()
        .map(|body| writer.shapes.0[body.root].name.as_str());
    let (import, value, setter) = match body {
        Some(name) => (
            "use modelarts::{Client, raw::types};",
            format!("    let body = types::{name}::default();\n"),
            ".body(body.clone())",
        ),
        None => ("use modelarts::Client;", String::new(), ""),
    };
    format!(
        "{import}\n\n#[tokio::main]\nasync fn main() -> Result<(), modelarts::Error> {{\n    let client = Client::builder().region(\"cn-north-4\").build().await?;\n{value}    \
         let answer = client.call(|api, project| api.{method}().project_id(project.as_str()){setters}{setter}).await?;\n    println!(\"{{answer:?}}\");\n    Ok(())\n}}\n"
    )
}
