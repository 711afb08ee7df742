//! The files of a draft: the contract, its payloads, and its provenance.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value, json};

use super::{
    example,
    page::{Body, Page},
    settle::INT_OR_STRING,
    shapes::{Shape, Shapes, identifier, reference},
};
use crate::spec::COMMON;

/// The mark of a description that a person has to write: the lint names each.
pub(super) const GAP: &str = "";

/// Keywords of the shapes that contracts have too.
const KEYWORDS: [&str; 8] = [
    "type",
    "format",
    "items",
    "default",
    "nullable",
    "x-documented-constraints",
    "x-tolerates",
    "additionalProperties",
];

/// What the contracts of one batch are written with.
pub(super) struct Writer<'a> {
    pub pages: &'a [Page],
    pub shapes: &'a Shapes,
    /// The shapes that are written, in their order.
    pub order: &'a [usize],
    /// The common document of the folder.
    pub common: &'a Value,
    /// Tags by subject.
    pub tags: &'a BTreeMap<String, String>,
    pub edition: &'a str,
}

/// The name of the contract's file.
pub(super) fn file(id: &str) -> String {
    format!("{}.yaml", id.to_kebab_case())
}

/// The subject of an operation: the first word of the path behind the project.
pub(super) fn subject(path: &str) -> String {
    let mut segments = path.split('/').skip(2).filter(|segment| !segment.starts_with('{'));
    segments.next().unwrap_or("other").to_kebab_case()
}

/// Whether two parameters are one, whatever their schemas.
pub(super) fn is_same(parameter: &Value, other: &Value) -> bool {
    ["name", "in"].iter().all(|key| parameter[key] == other[key])
}

fn component(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("{COMMON}#/components/{kind}/{name}") })
}

impl Writer<'_> {
    /// The shapes that are written for a page, in their order.
    pub(super) fn own(&self, number: usize) -> impl Iterator<Item = &Shape> {
        let shapes = self.order.iter().map(|shape| &self.shapes.0[*shape]);
        shapes.filter(move |shape| shape.page == number)
    }

    /// The tag of the contracts about the same subject, else the subject.
    fn tag(&self, path: &str) -> String {
        let subject = subject(path);
        self.tags.get(&subject).cloned().unwrap_or(subject)
    }

    /// The contract of a page. Adds the payloads that its examples name, each with its file.
    pub fn contract(&self, number: usize, payloads: &mut Vec<(String, Value)>) -> Value {
        let page = &self.pages[number];
        let stem = page.id.to_snake_case();
        let parameters: Vec<Value> = page
            .parameters
            .iter()
            .map(|parameter| self.parameter(page, parameter, number))
            .collect();
        let mut operation = json!({
            "operationId": page.id, "tags": [self.tag(&page.path)], "summary": sentence(&page.id), "description": GAP, "parameters": parameters,
        });
        if let Some(body) = &page.request {
            let content = self.content(number, body, &format!("{stem}.request"), payloads);
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        let (status, body) = &page.success;
        operation["responses"][status] = json!({ "description": format!("Success of {}.", page.id) });
        if let Some(body) = body {
            operation["responses"][status]["content"] =
                self.content(number, body, &format!("{stem}.response"), payloads);
        }
        let mut shared = Map::new();
        for (status, examples) in &page.failures {
            operation["responses"][status] = self.shared_failure(status);
            if !examples.is_empty() {
                let code: u16 = status.parse().unwrap_or_default();
                let shown = documented(
                    examples,
                    &format!("{stem}.error_{status}"),
                    &json!({ "x-status": code }),
                    payloads,
                );
                let media =
                    json!({ "application/json": { "schema": component("schemas", "ErrorBody"), "examples": shown } });
                let name = format!("{}Error{status}", page.id);
                operation["responses"][status] = json!({ "$ref": format!("#/components/responses/{name}") });
                shared.insert(
                    name,
                    json!({ "description": format!("Failure with status {status}."), "content": media }),
                );
            }
        }
        for range in ["4XX", "5XX"] {
            operation["responses"][range] = self.shared_failure(range);
        }
        operation["x-codeSamples"] = json!([{ "lang": "Rust", "label": "Rust, with the crate modelarts", "source": example::sample(page, self.shapes) }]);
        let mut contract = json!({
            "openapi": "3.0.3",
            "info": { "title": format!("ModelArts: {}", page.id), "version": page.path.split('/').nth(1) },
            "paths": { &page.path: { &page.method: operation } },
        });
        let own = self.own(number);
        let schemas: Map<String, Value> = own.map(|shape| (shape.name.clone(), self.component(shape))).collect();
        for (kind, components) in [("schemas", schemas), ("responses", shared)] {
            if !components.is_empty() {
                contract["components"][kind] = components.into();
            }
        }
        contract
    }

    fn parameter(&self, page: &Page, parameter: &Value, number: usize) -> Value {
        let shared = self.common["components"]["parameters"]
            .as_object()
            .into_iter()
            .flatten();
        let mut same = shared.filter(|(_, shared)| is_same(shared, parameter));
        if let Some((name, _)) = same.next() {
            return component("parameters", name);
        }
        let mut written = parameter.clone();
        written["description"] = GAP.into();
        written["schema"] = self.schema(&parameter["schema"], number);
        written["example"] = example::of_parameter(page, parameter, self.shapes);
        written
    }

    /// The content of a body, and its payloads; where no page shows one, it is made.
    fn content(&self, number: usize, body: &Body, stem: &str, payloads: &mut Vec<(String, Value)>) -> Value {
        let mut examples = documented(&body.examples, stem, &json!({}), payloads);
        if examples.is_empty() {
            let file = format!("examples/constructed/{stem}.json");
            let summary = "Every field; the page shows no example";
            examples.insert(
                "constructed".to_owned(),
                json!({ "summary": summary, "externalValue": file, "x-constructed": true }),
            );
            payloads.push((
                file,
                example::payload(self.shapes, body.root, &mut BTreeSet::new()).unwrap_or_default(),
            ));
        }
        json!({ "application/json": { "schema": { "$ref": self.refer(body.root, number) }, "examples": examples } })
    }

    fn shared_failure(&self, status: &str) -> Value {
        let own = [
            ("400", "BadRequest"),
            ("403", "Forbidden"),
            ("404", "NotFound"),
            ("500", "InternalError"),
        ];
        let own = own
            .into_iter()
            .find(|(known, name)| *known == status && self.common["components"]["responses"].get(name).is_some());
        let any = if status.starts_with('4') {
            "ClientError"
        } else {
            "ServerError"
        };
        component("responses", own.map_or(any, |(_, name)| name))
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

    fn component(&self, shape: &Shape) -> Value {
        let description = if shape.is_root {
            format!("{}.", sentence(&shape.name))
        } else {
            GAP.to_owned()
        };
        let mut component = json!({ "type": shape.schema["type"], "description": description });
        if let Some(values) = shape.schema["x-extensible-enum"].as_array() {
            component["x-extensible-enum"] = values.clone().into();
            let names = variants(values);
            if names
                .iter()
                .zip(values)
                .any(|(name, value)| value.as_str().map(str::to_upper_camel_case).as_ref() != Some(name))
            {
                component["x-enum-varnames"] = names.into();
            }
            component["x-enum-descriptions"] = values.iter().map(|_| GAP).collect();
            return component;
        }
        if shape.schema["required"]
            .as_array()
            .is_some_and(|required| !required.is_empty())
        {
            component["required"] = shape.schema["required"].clone();
        }
        if shape.schema["properties"]
            .as_object()
            .is_some_and(|fields| !fields.is_empty())
        {
            component["properties"] = self.fields(&shape.schema, shape.page).into();
        }
        let others = shape.schema.get("additionalProperties");
        component["additionalProperties"] = others.map_or_else(|| json!({}), |values| self.schema(values, shape.page));
        if shape.is_named && shape.documented != shape.name {
            component["x-documented-names"] = json!([shape.documented]);
        }
        component
    }

    /// The fields of an object. Those whose names languages without regard to case could not tell apart are one.
    pub(super) fn fields(&self, schema: &Value, page: usize) -> Map<String, Value> {
        let mut fields: Map<String, Value> = Map::new();
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let forms = [name.to_snake_case(), name.to_lowercase()];
            if let Some(first) = forms.iter().find_map(|form| known.get(form)) {
                let spellings = &mut fields[first]["x-other-spellings"];
                let known = spellings.as_array().cloned().unwrap_or_default();
                *spellings = known.into_iter().chain([name.as_str().into()]).collect();
                continue;
            }
            known.extend(forms.map(|form| (form, name.clone())));
            let mut field = self.schema(field, page);
            if let Some(target) = field.as_object_mut().and_then(|field| field.remove("$ref")) {
                field["allOf"] = json!([{ "$ref": target }]);
            }
            field["description"] = GAP.into();
            fields.insert(name.clone(), field);
        }
        fields
    }

    /// A schema with the names of what it refers to, and without a description.
    fn schema(&self, schema: &Value, page: usize) -> Value {
        let mut written = Map::new();
        if let Some(shape) = reference(schema) {
            written.insert("$ref".to_owned(), self.refer(shape, page).into());
        } else if schema["$ref"] == INT_OR_STRING {
            return component("schemas", INT_OR_STRING);
        }
        for (key, value) in schema.as_object().into_iter().flatten() {
            if ["items", "additionalProperties"].contains(&key.as_str()) {
                written.insert(key.clone(), self.schema(value, page));
            } else if KEYWORDS.contains(&key.as_str()) {
                written.insert(key.clone(), value.clone());
            }
        }
        if let Some(target) = written.remove("$ref") {
            let target = json!({ "$ref": target });
            if written.is_empty() {
                return target;
            }
            written.insert("allOf".to_owned(), json!([target]));
        }
        written.into()
    }

    /// What was read: a line for each parameter and each schema.
    pub fn read(&self, number: usize) -> Vec<String> {
        let parameters = self.pages[number].parameters.iter().map(|parameter| {
            let need = if parameter["required"] == true {
                ", mandatory"
            } else {
                ""
            };
            let text = |key: &str| parameter[key].as_str().unwrap_or_default();
            format!(
                "{} {}: {}{need}",
                text("in"),
                text("name"),
                parameter["schema"]["type"].as_str().unwrap_or("string")
            )
        });
        let schemas = self.own(number).map(|shape| {
            let fields = shape.schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str());
            let values = shape.schema["x-extensible-enum"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            format!(
                "{}: {}",
                shape.name,
                fields.chain(values).collect::<Vec<_>>().join(", ")
            )
        });
        parameters.chain(schemas).collect()
    }
}

/// How many descriptions are missing.
pub(super) fn gaps(value: &Value) -> usize {
    let of_entry = |(key, value): (&String, &Value)| match value {
        Value::String(text) => usize::from(key == "description" && text == GAP),
        Value::Array(texts) if key == "x-enum-descriptions" => texts.iter().filter(|text| **text == GAP).count(),
        value => gaps(value),
    };
    let entries = value.as_object().into_iter().flatten().map(of_entry);
    entries.sum::<usize>() + value.as_array().into_iter().flatten().map(gaps).sum::<usize>()
}

/// The entries of examples that the page shows, and their files.
fn documented(examples: &[Value], stem: &str, with: &Value, payloads: &mut Vec<(String, Value)>) -> Map<String, Value> {
    let mut entries = Map::new();
    for (number, payload) in (1..).zip(examples) {
        let suffix = if number == 1 {
            String::new()
        } else {
            format!("_{number}")
        };
        let file = format!("examples/{stem}{suffix}.json");
        let mut entry = json!({ "summary": "As the page shows it", "externalValue": &file });
        with.as_object()
            .into_iter()
            .flatten()
            .for_each(|(key, value)| entry[key] = value.clone());
        entries.insert(format!("documented{suffix}"), entry);
        payloads.push((file, payload.clone()));
    }
    entries
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
            &value.replacen('-', if value.starts_with('-') { " minus " } else { " " }, 1),
            "Value",
        );
        let numbered = (2..).map(|number| format!("{base}No{number}"));
        let name = std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| taken.insert(name.clone()));
        name.unwrap_or_default()
    });
    names.collect()
}
