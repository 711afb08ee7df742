//! The OpenAPI document of a page.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::{
    body::Body,
    operation::{Operation, Response},
    parameters::Parameter,
    rows::{FieldRow, FieldTable},
};
use crate::{defect::Defect, form::Form, types};

pub(crate) fn render(page: Operation, form: Form, defects: &[Defect]) -> Value {
    let mut components = Components::default();
    let body = components.body(page.body).map(|schema| {
        let bodies = page.requests.iter().filter_map(|request| request.body.as_ref());
        object([("content", content(Some(schema), bodies))])
    });
    let responses = page.responses.into_iter().map(|shown| response(shown, &mut components));
    let responses: Map<String, Value> = responses.collect();
    let mut bodies = 0;
    let requests = page.requests.iter().map(|request| {
        bodies += usize::from(request.body.is_some());
        let is_example = body.is_some() && request.body.is_some();
        object([
            ("method", request.method.map(|method| json!(method))),
            ("target", request.target.as_ref().map(|target| json!(target))),
            ("example", is_example.then(|| json!(numbered("example", bodies)))),
            ("body", request.body.clone().filter(|_| body.is_none())),
        ])
    });
    let requests = list(requests);
    let mut described: Vec<u16> = responses.keys().filter_map(|status| status.parse().ok()).collect();
    let mut listed = page.status_codes.clone();
    described.sort_unstable();
    listed.sort_unstable();

    let operation = object([
        ("operationId", page.id.as_ref().map(|id| json!(id))),
        ("parameters", list(page.parameters.into_iter().map(parameter))),
        ("requestBody", body),
        ("responses", Some(Value::Object(responses))),
        ("x-request-examples", requests),
    ]);
    let title = page
        .id
        .clone()
        .unwrap_or_else(|| format!("{} {}", page.method, page.path));
    let operations = object([(&page.method.to_lowercase(), Some(operation))]);
    let schemas = some(components.schemas).map(|schemas| object([("schemas", Some(schemas))]));
    object([
        ("openapi", Some(json!("3.0.3"))),
        ("info", Some(json!({"title": title, "version": "", "x-form": form}))),
        ("paths", Some(object([(&page.path, Some(operations))]))),
        ("components", schemas),
        (
            "x-status-codes",
            (listed != described).then(|| json!(page.status_codes)),
        ),
        ("x-defects", list(defects.iter().map(|defect| json!(defect)))),
    ])
}

/// An object of the entries that have a value.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    entries
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect::<Map<_, _>>()
        .into()
}

/// A list that is not empty.
fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    Some(items.collect::<Vec<_>>())
        .filter(|items| !items.is_empty())
        .map(Value::Array)
}

/// An object that is not empty.
fn some(map: Map<String, Value>) -> Option<Value> {
    (!map.is_empty()).then_some(Value::Object(map))
}

fn response(response: Response, components: &mut Components) -> (String, Value) {
    let status = response
        .status
        .map_or_else(|| "default".to_owned(), |status| status.to_string());
    let schema = components.body(response.body);
    let payloads = response.payloads.iter().map(|(_, payload)| payload);
    let content = content(schema, payloads);
    (status, object([("description", Some(json!(""))), ("content", content)]))
}

fn parameter(parameter: Parameter) -> Value {
    let row = parameter.row;
    object([
        ("name", Some(json!(row.name))),
        ("in", Some(json!(parameter.place))),
        ("required", row.mandatory.map(Value::Bool)),
        ("schema", Some(schema(row, None))),
    ])
}

/// The content of a request or response, where there is any.
fn content<'a>(schema: Option<Value>, examples: impl Iterator<Item = &'a Value>) -> Option<Value> {
    let examples = (1..).zip(examples);
    let examples =
        examples.map(|(number, value)| (numbered("example", number), object([("value", Some(value.clone()))])));
    let has_schema = schema.is_some();
    let media = object([("schema", schema), ("examples", some(examples.collect()))]);
    (has_schema || media.get("examples").is_some()).then(|| object([("application/json", Some(media))]))
}

/// A name and its number, from the second on: `status`, `status_2`.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 {
        name.to_owned()
    } else {
        format!("{name}_{number}")
    }
}

/// The schemas that bodies refer to.
#[derive(Default)]
struct Components {
    schemas: Map<String, Value>,
    /// How often each name was asked for.
    numbers: HashMap<String, usize>,
    /// The component of each type that no table describes.
    lost: HashMap<String, String>,
}

impl Components {
    /// The schema of a body. Its other tables become components.
    fn body(&mut self, body: Body) -> Option<Value> {
        if body.tables.is_empty() {
            return None;
        }
        let names = self.reserve_names(&body);
        let mut root = json!({"type": "object"});
        for (index, (table, name)) in body.tables.into_iter().zip(&names).enumerate() {
            let object = self.object(table, &names);
            match (self.schemas.get_mut(name), object) {
                // The body is inline, and also a component if a type within refers to it.
                (None, object) => root = object,
                (Some(Value::Object(schema)), Value::Object(object)) => {
                    schema.extend(object);
                    if body.root == Some(index) {
                        root = Value::Object(schema.clone());
                    }
                }
                _ => {}
            }
        }
        Some(root)
    }

    /// Reserves a component for each table, named by the type that refers to it, else by the caption.
    fn reserve_names(&mut self, body: &Body) -> Vec<String> {
        let mut names = Vec::new();
        for (index, table) in body.tables.iter().enumerate() {
            let is_root = body.root == Some(index);
            let words = table.users.iter().filter_map(|at| body.row(*at)?.refers_to());
            let mut documented: Vec<&str> = Vec::new();
            for word in words.chain(table.type_name().filter(|_| !is_root)) {
                if !documented.contains(&word) {
                    documented.push(word);
                }
            }
            let is_inline = is_root && table.users.is_empty();
            names.push(if is_inline {
                String::new()
            } else {
                self.reserve(&documented)
            });
        }
        names
    }

    fn reserve(&mut self, documented: &[&str]) -> String {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let base = documented
            .first()
            .copied()
            .unwrap_or("Unnamed")
            .replace(|c| !is_allowed(c), "_");
        let number = self.numbers.entry(base.clone()).or_default();
        let name = loop {
            *number += 1;
            let name = numbered(&base, *number);
            if !self.schemas.contains_key(&name) {
                break name;
            }
        };
        let names = (documented != [name.as_str()]).then(|| json!(documented));
        let schema = object([("type", Some(json!("object"))), ("x-documented-names", names)]);
        self.schemas.insert(name.clone(), schema);
        name
    }

    fn object(&mut self, table: FieldTable, names: &[String]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for row in table.rows {
            let component = match (row.table, row.refers_to()) {
                (Some(table), _) => names.get(table).cloned(),
                (None, Some(word)) => Some(self.lost(word)),
                (None, None) => None,
            };
            if !properties.contains_key(&row.name) {
                required.extend((row.mandatory == Some(true)).then(|| json!(row.name)));
                properties.insert(row.name.clone(), schema(row, component.as_deref()));
            }
        }
        object([
            ("type", Some(json!("object"))),
            ("required", list(required.into_iter())),
            ("properties", Some(Value::Object(properties))),
        ])
    }

    fn lost(&mut self, word: &str) -> String {
        match self.lost.get(word) {
            Some(name) => name.clone(),
            None => {
                let name = self.reserve(&[word]);
                self.lost.insert(word.to_owned(), name.clone());
                name
            }
        }
    }
}

/// The schema of a field with its values, limits and default. Values and limits of a list or map apply to its elements.
fn schema(row: FieldRow, component: Option<&str>) -> Value {
    let mut schema = types::with_component(row.schema, component);
    let facts = row.facts;
    if let Some(inner) = types::innermost_mut(&mut schema) {
        let kind = types::kind(inner).map(str::to_owned);
        let limits = if kind.as_deref() == Some("string") {
            ["minLength", "maxLength"]
        } else {
            ["minimum", "maximum"]
        };
        let values = facts.values.iter().map(|value| typed(value, kind.as_deref()));
        extend(inner, "enum", list(values));
        if matches!(kind.as_deref(), Some("string" | "integer" | "number" | "boolean")) {
            extend(
                inner,
                "x-mentioned",
                list(facts.mentioned.iter().map(|word| json!(word))),
            );
        }
        for (key, limit) in limits.into_iter().zip([&facts.minimum, &facts.maximum]) {
            extend(inner, key, limit.as_ref().map(|limit| typed(limit, Some("number"))));
        }
    }
    let default = facts
        .default
        .as_ref()
        .map(|default| typed(default, types::kind(&schema)));
    extend(&mut schema, "default", default);
    schema
}

/// Adds a keyword, beside which a reference has to be in `allOf`.
fn extend(schema: &mut Value, key: &str, value: Option<Value>) {
    let Some(value) = value else { return };
    if schema.get("$ref").is_some() {
        *schema = json!({"allOf": [schema.take()]});
    }
    if let Value::Object(schema) = schema {
        schema.insert(key.to_owned(), value);
    }
}

/// Converts a documented value to its type, where possible.
fn typed(text: &str, kind: Option<&str>) -> Value {
    let typed = match kind {
        Some("integer" | "number") => text.parse().ok().map(Number::into),
        Some("boolean") => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    typed.unwrap_or_else(|| json!(text))
}
