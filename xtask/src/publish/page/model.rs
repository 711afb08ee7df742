//! What the page shows beyond the document itself: operations by tag, types as trees of fields, and the errata.
//!
//! Each component stands in a tree once; where it is used again, a link leads there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::text;
use crate::spec::{Schema, child, entries, items, media, method, operations, resolve, success, target, word};

/// The model that the templates read beside the published document.
pub fn page(document: &Value) -> Value {
    let mut page = Page {
        document,
        shown: BTreeSet::new(),
        places: Vec::new(),
        counted: BTreeSet::new(),
    };
    let mut errata = Vec::new();
    let mut groups: Vec<_> = items(&document["tags"]).cloned().collect();
    for group in &mut groups {
        let mut tagged = operations(document);
        tagged.retain(|(_, _, operation)| operation["tags"][0] == group["name"]);
        // A list before its items, and those before what they have.
        tagged.sort_by_key(|(_, path, _)| path.matches('/').count());
        let shown = tagged.into_iter().map(|(pointer, path, operation)| {
            let shown = page.operation(&pointer, path, operation);
            errata.push(json!({ "title": shown["id"], "places": std::mem::take(&mut page.places) }));
            shown
        });
        group["operations"] = shown.collect();
        group["title"] = word(&group["name"]).replace('-', " ").into();
    }
    let error = Schema::component(document, "ErrorBody").map(|error| page.type_of(&error, "ErrorBody", ""));
    let failures = entries(&document["components"]["responses"]).map(|(name, response)| {
        page.count(&child("/components/responses", name), response, name, name);
        json!({
            "id": name,
            "description": response["description"],
            "deviations": response["x-doc-deviation"],
            "examples": examples(name, response),
        })
    });
    let failures: Vec<_> = failures.collect();
    let failures_wrong = page.places.len();
    errata.push(json!({ "title": "Failures", "places": page.places }));
    errata.retain(|group| group["places"] != json!([]));
    json!({
        "groups": groups,
        "error": error,
        "failures": failures,
        "failures_wrong": failures_wrong,
        "errata": errata,
        "wrong": page.counted.len(),
        "regions": regions(document),
        "project": document["components"]["parameters"]["ProjectId"]["example"],
    })
}

/// Every region with the host of its server.
fn regions(document: &Value) -> Vec<Value> {
    let mut regions = Vec::new();
    for server in items(&document["servers"]) {
        let host = word(&server["url"]).trim_start_matches("https://");
        let listed = items(&server["variables"]["region"]["enum"]).map(word);
        // A server without a variable has its one region in its name.
        let own = host.split('.').nth(1).filter(|label| !label.starts_with('{'));
        let ids = listed.chain(own);
        regions.extend(ids.map(|id| json!({ "id": id, "host": host.replace("{region}", id) })));
    }
    let default = &document["servers"][0]["variables"]["region"]["default"];
    regions.sort_by_key(|region| region["id"] != *default);
    regions
}

struct Page<'a> {
    document: &'a Value,
    /// The components whose fields or values the page has.
    shown: BTreeSet<String>,
    /// The places of the current group where the documentation is wrong.
    places: Vec<Value>,
    /// JSON pointers of the deviations that are in the errata: operations share parameters, and the first one has them.
    counted: BTreeSet<String>,
}

impl Page<'_> {
    fn operation(&mut self, pointer: &str, path: &str, operation: &Value) -> Value {
        let id = operation["operationId"].as_str().unwrap_or(path);
        self.count(pointer, operation, id, "the operation");
        let parameters = items(&operation["parameters"]).enumerate();
        let parameters = parameters
            .map(|(index, parameter)| self.parameter(&format!("{pointer}/parameters/{index}"), parameter, id));
        let parameters: Vec<_> = parameters.collect();
        let mut type_of = |place: &str| {
            let pointer = format!("{pointer}/{place}/content/application~1json/schema");
            Some(self.type_of(&Schema::at(self.document, pointer)?, id, ""))
        };
        let body = type_of("requestBody");
        let (status, success) = success(operation).unwrap_or(("", &Value::Null));
        let response = type_of(&format!("responses/{status}"));
        let failures = entries(&operation["responses"]).filter_map(|(status, response)| {
            let (_, name) = response["$ref"].as_str()?.rsplit_once('/')?;
            Some(json!({ "status": status, "id": name }))
        });
        json!({
            "id": id,
            "method": method(pointer),
            "path": path,
            "own": operation,
            "parameters": parameters,
            "body": body,
            "body_examples": examples(&format!("{id}.request"), &operation["requestBody"]),
            "status": status,
            "meaning": success["description"],
            "response": response,
            "examples": examples(id, success),
            "failures": failures.collect::<Vec<_>>(),
            "samples": self.samples(operation),
            "wrong": self.places.len(),
        })
    }

    /// The samples, each with a name for its tab and with places that the reader fills in.
    fn samples(&self, operation: &Value) -> Vec<Value> {
        let region = regions(self.document).into_iter().next().unwrap_or_default();
        let project = &self.document["components"]["parameters"]["ProjectId"]["example"];
        let fills = [
            ("host", &region["host"]),
            ("region", &region["id"]),
            ("project", project),
        ];
        let samples = items(&operation["x-codeSamples"]).map(|sample| {
            let tab = match word(&sample["lang"]) {
                "Shell" => "curl",
                language => language,
            };
            let html = text::fillable(word(&sample["source"]), &fills);
            json!({ "lang": sample["lang"], "label": sample["label"], "tab": tab, "html": html })
        });
        samples.collect()
    }

    fn parameter(&mut self, pointer: &str, parameter: &Value, operation: &str) -> Value {
        let own = resolve(self.document, parameter);
        let pointer = target(parameter).unwrap_or(pointer);
        let name = word(&own["name"]);
        let id = format!("{operation}.{name}");
        let place = word(&own["in"]);
        self.count(pointer, own, &id, &format!("{place} parameter {name}"));
        let schema = Schema::new(self.document, child(pointer, "schema"), &own["schema"]);
        let shown = self.type_of(&schema, &id, name);
        json!({ "id": id, "name": name, "path": name, "required": own["required"] == true, "own": own, "type": shown })
    }

    /// The type of a value: in words, and with everything below it. `id` is its place on the page, `path` in a payload.
    fn type_of(&mut self, schema: &Schema<'_>, id: &str, path: &str) -> Value {
        let (mut element, mut path) = (schema.clone(), path.to_owned());
        while let Some(items) = element.items() {
            element = items;
            path.push_str("[]");
        }
        let end = element.resolved();
        let is_object = end.kind() == Some("object");
        let is_union = !end.alternatives().is_empty();
        let is_listed = is_object || is_union || !end.known_values().is_empty();
        let name = end.name();
        let id = name.filter(|_| is_listed).unwrap_or(id);
        let format = end.value["format"].as_str().map(|format| format!(" ({format})"));
        let mut shown = json!({
            "kind": schema.type_name() + &format.unwrap_or_default(),
            "id": id,
            "name": name,
            "own": end.value,
            "open": end.is_open(),
        });
        if is_listed && name.is_some_and(|name| !self.shown.insert(name.to_owned())) {
            shown["see"] = match (is_object, is_union) {
                (true, _) => "Fields".into(),
                (_, true) => "Type".into(),
                _ => "Values".into(),
            };
            return shown;
        }
        if let Some(name) = name {
            self.count(&end.pointer, end.value, id, &format!("type {name}"));
        }
        shown["values"] = values(&end, id).into();
        let fields = end.properties().map(|(key, property)| {
            let dot = if path.is_empty() { "" } else { "." };
            let (id, path) = (format!("{id}.{key}"), format!("{path}{dot}{key}"));
            self.count(&property.pointer, property.value, &id, &path);
            json!({
                "id": id,
                "name": key,
                "path": path,
                "required": end.is_required(key),
                "own": property.value,
                "type": self.type_of(&property, &id, &path),
            })
        });
        shown["fields"] = fields.collect();
        shown
    }

    /// Notes where the documentation of a place is wrong: `id` on the page, `name` in the errata.
    fn count(&mut self, pointer: &str, place: &Value, id: &str, name: &str) {
        for (index, _) in items(&place["x-doc-deviation"]).enumerate() {
            if self.counted.insert(format!("{pointer}/{index}")) {
                self.places.push(json!({ "id": id, "name": name, "number": index + 1 }));
            }
        }
    }
}

/// The listed values of a type with their meanings.
fn values(schema: &Schema<'_>, id: &str) -> Vec<Value> {
    let value = |(name, value, meaning)| {
        let sources = &schema.value["x-enum-sources"][word(value)];
        json!({ "id": format!("{id}.{name}"), "value": value, "meaning": meaning, "sources": sources })
    };
    schema.listed().into_iter().map(value).collect()
}

fn examples(owner: &str, response: &Value) -> Vec<Value> {
    let examples = entries(&media(response)["examples"]);
    let examples = examples.map(|(name, entry)| {
        json!({
            "id": format!("{owner}.example.{name}"),
            "summary": entry["summary"],
            "constructed": entry["x-constructed"] == true,
            "status": entry["x-status"],
            "html": text::payload(&entry["value"]),
        })
    });
    examples.collect()
}
