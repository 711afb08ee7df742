//! The files of a draft: the contract, its payloads, and its provenance.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value, json};

use super::{
    beside::Beside,
    failures::response_for,
    known::{Known, Types, example},
    page::{Body, Page},
    shapes::{Shape, Shapes, identifier, reference, references},
};
use crate::spec::{COMMON, Schema, entries, items, word};

/// Payloads, each with its file.
pub(super) type Payloads = Vec<(String, Value)>;

/// The mark of a description that a person has to write: the lint names each.
pub(super) const GAP: &str = "";

/// Keywords of the shapes that contracts have too.
const KEYWORDS: [&str; 6] = [
    "type",
    "format",
    "default",
    "nullable",
    "x-documented-constraints",
    "x-tolerates",
];

/// What the contracts of one batch are written with.
pub(super) struct Writer<'a> {
    pub pages: &'a [Page],
    pub shapes: &'a Shapes,
    /// The shapes that are written, in their order.
    pub order: &'a [usize],
    pub beside: &'a Beside,
    /// The types of contracts, and those of the batch.
    pub types: Types,
    pub edition: &'a str,
}

/// The name of the file of a contract.
pub(super) fn file_of(id: &str) -> String {
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
    /// Writes the types of the batch.
    pub fn add_types(&mut self) {
        for shape in self.order.iter().map(|shape| &self.shapes.0[*shape]) {
            let known = Known {
                file: file_of(&self.pages[shape.page].id),
                is_shared: false,
                schema: self.component(shape),
            };
            self.types.add(&shape.name, known);
        }
    }

    /// The shapes that are written for a page, in their order.
    pub(super) fn own(&self, page: &Page) -> impl Iterator<Item = &Shape> {
        let shapes = self.order.iter().map(|shape| &self.shapes.0[*shape]);
        shapes.filter(move |shape| shape.page == page.number)
    }

    /// The contract of a page. Adds the payloads that its examples name.
    pub fn contract(&self, page: &Page, payloads: &mut Payloads) -> Value {
        let stem = page.id.to_snake_case();
        let subject = subject(&page.path);
        let parameters = page.parameters.iter().map(|parameter| self.parameter(page, parameter));
        // The tag of the contracts about the same subject, else the subject.
        let mut operation = json!({
            "operationId": page.id,
            "tags": [self.beside.tags.get(&subject).unwrap_or(&subject)],
            "summary": sentence(&page.id),
            "description": GAP,
            "parameters": parameters.collect::<Value>(),
        });
        if let Some(body) = &page.request {
            let content = self.content(page, body, &format!("{stem}.request"), payloads);
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        let (status, body) = &page.success;
        let responses = &mut operation["responses"];
        responses[status] = json!({ "description": format!("Success of {}.", page.id) });
        if let Some(body) = body {
            responses[status]["content"] = self.content(page, body, &format!("{stem}.response"), payloads);
        }
        let statuses = page.failures.iter().map(|(status, _)| status.as_str());
        for status in statuses.chain(["4XX", "5XX"]) {
            responses[status] = component("responses", response_for(&self.beside.common, status));
        }
        let source = self.sample(page);
        operation["x-codeSamples"] =
            json!([{ "lang": "Rust", "label": "Rust, with the crate modelarts", "source": source }]);
        let mut contract = json!({
            "openapi": "3.0.3",
            "info": { "title": format!("ModelArts: {}", page.id), "version": page.path.split('/').nth(1) },
            "paths": { &page.path: { page.method.to_lowercase(): operation } },
        });
        let names = self.own(page).map(|shape| &shape.name);
        let schemas = names.filter_map(|name| Some((name.clone(), self.types.get(name)?.schema.clone())));
        let schemas: Map<_, _> = schemas.collect();
        if !schemas.is_empty() {
            contract["components"]["schemas"] = schemas.into();
        }
        contract
    }

    fn parameter(&self, page: &Page, parameter: &Value) -> Value {
        let mut shared = entries(&self.beside.common["components"]["parameters"]);
        if let Some((name, _)) = shared.find(|(_, shared)| is_same(shared, parameter)) {
            return component("parameters", name);
        }
        let mut written = parameter.clone();
        written["description"] = GAP.into();
        written["schema"] = self.schema(&parameter["schema"], page.number);
        written["example"] = self.value_of(page, parameter);
        written
    }

    /// The content of a body, and its payloads; where no page shows one, it is made.
    fn content(&self, page: &Page, body: &Body, stem: &str, payloads: &mut Payloads) -> Value {
        let mut examples = documented(&body.examples, stem, payloads);
        if examples.is_empty() {
            let file = format!("examples/constructed/{stem}.json");
            let summary = "Every field; the page shows no example";
            let entry = json!({ "summary": summary, "externalValue": file, "x-constructed": true });
            examples.insert("constructed".to_owned(), entry);
            let root = Schema::component(&self.types, &self.shapes.0[body.root].name);
            let payload = root.and_then(|root| example(&root, &mut BTreeSet::new()));
            payloads.push((file, payload.unwrap_or_default()));
        }
        let schema = json!({ "$ref": self.refer(body.root, page.number) });
        json!({ "application/json": { "schema": schema, "examples": examples } })
    }

    fn refer(&self, shape: usize, from: usize) -> String {
        let Shape { page, name, exists, .. } = &self.shapes.0[shape];
        let file = match exists {
            true => self.types.get(name).map(|known| known.file.clone()),
            false => (*page != from).then(|| file_of(&self.pages[*page].id)),
        };
        format!("{}#/components/schemas/{name}", file.unwrap_or_default())
    }

    fn component(&self, shape: &Shape) -> Value {
        let schema = &shape.schema;
        let description = shape.is_root.then(|| format!("{}.", sentence(&shape.name)));
        let description = description.unwrap_or(GAP.to_owned());
        let mut component = json!({ "type": schema["type"], "description": description });
        if let Some(values) = schema["x-extensible-enum"].as_array() {
            component["x-extensible-enum"] = values.clone().into();
            let names = variants(values);
            let is_default = |(name, value): (&String, &Value)| word(value).to_upper_camel_case() == *name;
            if !names.iter().zip(values).all(is_default) {
                component["x-enum-varnames"] = names.into();
            }
            component["x-enum-descriptions"] = values.iter().map(|_| GAP).collect();
            return component;
        }
        if items(&schema["required"]).next().is_some() {
            component["required"] = schema["required"].clone();
        }
        let fields = self.fields(schema, shape.page);
        if !fields.is_empty() {
            component["properties"] = fields.into();
        }
        let others = schema.get("additionalProperties");
        let others = others.map(|values| self.schema(values, shape.page));
        component["additionalProperties"] = others.unwrap_or_else(|| json!({}));
        if self.is_open_map(schema) {
            component["x-open-map"] = true.into();
        }
        let own = shape.is_named.then_some(&shape.documented);
        let names = own
            .into_iter()
            .chain(&shape.other_names)
            .filter(|name| **name != shape.name);
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            component["x-documented-names"] = json!(names);
        }
        component
    }

    /// Whether the keys are those of labels or names of resources, of which others occur, and the values strings.
    fn is_open_map(&self, schema: &Value) -> bool {
        let is_string = |field: &Value| match reference(field) {
            Some(shape) => self.shapes.0[shape].schema["type"] == "string",
            None => field["type"] == "string",
        };
        let fields = &schema["properties"];
        entries(fields).any(|(key, _)| key.contains(['.', '/'])) && entries(fields).all(|(_, field)| is_string(field))
    }

    /// The fields of an object. Those whose names languages without regard to case could not tell apart are one.
    fn fields(&self, schema: &Value, page: usize) -> Map<String, Value> {
        let mut fields: Map<String, Value> = Map::new();
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (name, field) in entries(&schema["properties"]) {
            let forms = [name.to_snake_case(), name.to_lowercase()];
            if let Some(first) = forms.iter().find_map(|form| known.get(form)) {
                let spellings = &mut fields[first]["x-other-spellings"];
                *spellings = items(spellings).cloned().chain([name.into()]).collect();
                continue;
            }
            known.extend(forms.map(|form| (form, name.to_owned())));
            let mut field = self.schema(field, page);
            if let Some(target) = field.as_object_mut().and_then(|field| field.remove("$ref")) {
                field["allOf"] = json!([{ "$ref": target }]);
            }
            field["description"] = GAP.into();
            fields.insert(name.to_owned(), field);
        }
        fields
    }

    /// A schema with the names of what it refers to, and without a description.
    pub(super) fn schema(&self, schema: &Value, page: usize) -> Value {
        // Shapes have numbers.
        if let Some(union) = schema["$ref"].as_str() {
            return component("schemas", union);
        }
        let mut written = Map::new();
        for (key, value) in entries(schema) {
            if ["items", "additionalProperties"].contains(&key) {
                written.insert(key.to_owned(), self.schema(value, page));
            } else if KEYWORDS.contains(&key) {
                written.insert(key.to_owned(), value.clone());
            }
        }
        let Some(shape) = reference(schema) else {
            return written.into();
        };
        let target = json!({ "$ref": self.refer(shape, page) });
        if written.is_empty() {
            return target;
        }
        written.insert("allOf".to_owned(), json!([target]));
        written.into()
    }

    /// A line for each type of a contract that is not drafted again: what the page calls it, and where it is.
    pub fn reused(&self, page: &Page) -> BTreeSet<String> {
        let roots = [&page.success.1, &page.request]
            .into_iter()
            .flatten()
            .map(|body| body.root);
        let parts = self.own(page).flat_map(|shape| references(&shape.schema));
        let parameters = page
            .parameters
            .iter()
            .flat_map(|parameter| references(&parameter["schema"]));
        let shapes = roots.chain(parts).chain(parameters).map(|shape| &self.shapes.0[shape]);
        let notes = shapes.filter(|shape| shape.exists).filter_map(|shape| {
            let Known { file, is_shared, .. } = self.types.get(&shape.name)?;
            let advice = ", which should be in a file without operations";
            let advice = if *is_shared { "" } else { advice };
            Some(format!("{} is {} of {file}{advice}", shape.documented, shape.name))
        });
        notes.collect()
    }

    /// What was read: a line for each parameter and each schema.
    pub fn read(&self, page: &Page) -> Vec<String> {
        let parameters = page.parameters.iter().map(|parameter| {
            let [place, name] = ["in", "name"].map(|key| word(&parameter[key]));
            let kind = parameter["schema"]["type"].as_str().unwrap_or("string");
            let is_required = parameter["required"] == true;
            format!("{place} {name}: {kind}{}", if is_required { ", mandatory" } else { "" })
        });
        let schemas = self.own(page).map(|shape| {
            let fields = entries(&shape.schema["properties"]).map(|(name, _)| name);
            let values = items(&shape.schema["x-extensible-enum"]).map(word);
            let listed: Vec<_> = fields.chain(values).collect();
            format!("{}: {}", shape.name, listed.join(", "))
        });
        parameters.chain(schemas).collect()
    }
}

/// How many descriptions are missing.
pub(super) fn gaps(value: &Value) -> usize {
    let of_entry = |(key, value): (&str, &Value)| match value {
        Value::String(text) => usize::from(key == "description" && text == GAP),
        Value::Array(texts) if key == "x-enum-descriptions" => texts.iter().filter(|text| **text == GAP).count(),
        value => gaps(value),
    };
    entries(value).map(of_entry).sum::<usize>() + items(value).map(gaps).sum::<usize>()
}

/// The entries of examples that the page shows, and their files.
fn documented(examples: &[Value], stem: &str, payloads: &mut Payloads) -> Map<String, Value> {
    let mut entries = Map::new();
    for (number, payload) in (1..).zip(examples) {
        let file = format!("examples/{}.json", numbered(stem, number));
        let entry = json!({ "summary": "As the page shows it", "externalValue": file });
        entries.insert(numbered("documented", number), entry);
        payloads.push((file, payload.clone()));
    }
    entries
}

/// A name and its number, from the second on: `documented`, `documented_2`.
pub(super) fn numbered(name: &str, number: usize) -> String {
    match number {
        1 => name.to_owned(),
        _ => format!("{name}_{number}"),
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
    let names = values.iter().map(word).map(|value| {
        let first = if value.starts_with('-') { " minus " } else { " " };
        let base = identifier(&value.replacen('-', first, 1), "Value");
        let numbered = (2..).map(|number| format!("{base}No{number}"));
        let mut names = [base.clone()].into_iter().chain(numbered);
        names.find(|name| taken.insert(name.clone())).unwrap_or_default()
    });
    names.collect()
}
