//! What a page states, as an OpenAPI document.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::{
    Payload,
    body::Body,
    examples::Request,
    parameters::Parameter,
    rows::{Field, FieldTable},
};
use crate::Form;

/// What a page states about its operation.
pub(crate) struct Operation {
    /// The vendor's name of the operation, such as `ListPools`, where the page carries it.
    pub(crate) id: Option<String>,
    pub(crate) method: &'static str,
    /// The path with its placeholders, such as `/v2/{project_id}/pools`.
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Body,
    /// The responses; one without a status on the oldest pages, which have one for all of them.
    pub(crate) responses: Vec<(Option<u16>, Body)>,
    /// The table of status codes.
    pub(crate) status_codes: Vec<u16>,
    pub(crate) requests: Vec<Request>,
    pub(crate) payloads: Vec<Payload>,
}

impl Operation {
    /// Renders the document.
    pub(crate) fn document(&self, form: Form) -> Value {
        let mut components = Components::default();
        let mut operation = Map::new();
        operation.extend(self.id.as_ref().map(|id| ("operationId".to_owned(), json!(id))));
        if !self.parameters.is_empty() {
            operation.insert("parameters".to_owned(), self.parameters.iter().map(parameter).collect());
        }
        let schema = components.body(&self.body);
        let has_body = schema.is_some();
        if has_body {
            let bodies = self.requests.iter().filter_map(|request| request.body.as_ref());
            operation.insert("requestBody".to_owned(), with_content(Map::new(), schema, bodies));
        }
        let responses = self.responses(&mut components);
        let mut described: Vec<u16> = responses.keys().filter_map(|status| status.parse().ok()).collect();
        operation.insert("responses".to_owned(), Value::Object(responses));
        if !self.requests.is_empty() {
            let requests = self.requests.iter().map(|request| {
                let mut shown = json!({"method": request.method, "target": request.target});
                if let Some(body) = request.body.as_ref().filter(|_| !has_body) {
                    shown["body"] = body.clone();
                }
                shown
            });
            operation.insert("x-request-examples".to_owned(), requests.collect());
        }

        let title = self
            .id
            .clone()
            .unwrap_or_else(|| format!("{} {}", self.method, self.path));
        let mut document = json!({
            "openapi": "3.0.3",
            "info": {"title": title, "version": "", "x-form": form},
        });
        let method = self.method.to_lowercase();
        document["paths"] = object([(&self.path, object([(&method, Value::Object(operation))]))]);
        if !components.schemas.is_empty() {
            document["components"] = object([("schemas", Value::Object(components.schemas))]);
        }
        let mut listed = self.status_codes.clone();
        listed.sort_unstable();
        described.sort_unstable();
        if listed != described {
            document["x-status-codes"] = json!(self.status_codes);
        }
        document
    }

    fn responses(&self, components: &mut Components) -> Map<String, Value> {
        let mut statuses: Vec<Option<u16>> = self.responses.iter().map(|(status, _)| *status).collect();
        let shown = self.payloads.iter().map(|shown| shown.status);
        for status in shown.chain(self.status_codes.iter().copied().map(Some)) {
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
        let mut responses = Map::new();
        for status in statuses {
            let body = self
                .responses
                .iter()
                .find(|(other, _)| *other == status)
                .map(|(_, body)| body);
            let schema = body.and_then(|body| components.body(body));
            let payloads = self
                .payloads
                .iter()
                .filter(|shown| shown.status == status)
                .map(|shown| &shown.payload);
            let description = [("description".to_owned(), json!(""))].into_iter().collect();
            let key = status.map_or_else(|| "default".to_owned(), |status| status.to_string());
            responses.insert(key, with_content(description, schema, payloads));
        }
        responses
    }
}

fn parameter(parameter: &Parameter) -> Value {
    let field = &parameter.row.field;
    let mut shown = json!({"name": field.name, "in": parameter.place.word()});
    if let Some(mandatory) = field.mandatory {
        shown["required"] = json!(mandatory);
    }
    shown["schema"] = schema(field, None);
    shown
}

/// Adds the content of a request or response, where there is any.
fn with_content<'a>(
    mut shown: Map<String, Value>,
    schema: Option<Value>,
    examples: impl Iterator<Item = &'a Value>,
) -> Value {
    let mut media = Map::new();
    media.extend(schema.map(|schema| ("schema".to_owned(), schema)));
    let named: Map<String, Value> = (1..)
        .zip(examples)
        .map(|(n, value)| (numbered("example", n), object([("value", value.clone())])))
        .collect();
    if !named.is_empty() {
        media.insert("examples".to_owned(), Value::Object(named));
    }
    if !media.is_empty() {
        shown.insert(
            "content".to_owned(),
            object([("application/json", Value::Object(media))]),
        );
    }
    Value::Object(shown)
}

/// An object, into which `json!` would copy its values.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
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
    fn body(&mut self, body: &Body) -> Option<Value> {
        if body.tables.is_empty() {
            return None;
        }
        let names = self.reserve_names(body);
        let mut root = json!({"type": "object"});
        for (index, table) in body.tables.iter().enumerate() {
            let object = self.object(table, &names);
            if body.root == Some(index) {
                root = object;
            } else if let (Some(Value::Object(schema)), Value::Object(object)) =
                (names.get(index).and_then(|name| self.schemas.get_mut(name)), object)
            {
                schema.extend(object);
            }
        }
        Some(root)
    }

    /// Names the component of each table by the type word that refers to it, else by the caption.
    fn reserve_names(&mut self, body: &Body) -> Vec<String> {
        let mut names = Vec::new();
        for (index, table) in body.tables.iter().enumerate() {
            let is_root = body.root == Some(index);
            let users = body
                .users
                .get(index)
                .into_iter()
                .flatten()
                .filter_map(|at| body.row(*at));
            let words = users.filter_map(|row| row.field.kind.refers_to());
            let mut documented: Vec<&str> = Vec::new();
            for word in words.chain(table.type_name().filter(|_| !is_root)) {
                if !documented.contains(&word) {
                    documented.push(word);
                }
            }
            let is_referred_to = body.users.get(index).is_some_and(|users| !users.is_empty());
            names.push(if is_root && !is_referred_to {
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
        let mut schema = json!({"type": "object"});
        if documented != [name.as_str()] {
            schema["x-documented-names"] = json!(documented);
        }
        self.schemas.insert(name.clone(), schema);
        name
    }

    fn object(&mut self, table: &FieldTable, names: &[String]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for row in &table.rows {
            let field = &row.field;
            let component = match (row.table, field.kind.refers_to()) {
                (Some(table), _) => names.get(table).cloned(),
                (None, Some(word)) => Some(self.lost(word)),
                (None, None) => None,
            };
            if !properties.contains_key(&field.name) {
                properties.insert(field.name.clone(), schema(field, component.as_deref()));
                required.extend((field.mandatory == Some(true)).then_some(&field.name));
            }
        }
        let mut object = json!({"type": "object"});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object["properties"] = Value::Object(properties);
        object
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

/// The schema of a field with its values, default and limits. Those of a list or a map are those of its elements.
fn schema(field: &Field, component: Option<&str>) -> Value {
    let mut schema = field.kind.schema(component);
    let mut inner = &mut schema;
    while let Some(key) = ["items", "additionalProperties"]
        .into_iter()
        .find(|key| inner.get(key).is_some())
    {
        inner = &mut inner[key];
    }
    let kind = inner["type"].as_str().map(str::to_owned);
    let mut facts = Map::new();
    if !field.facts.values.is_empty() {
        let values = field.facts.values.iter().map(|value| typed(value, kind.as_deref()));
        facts.insert("enum".to_owned(), values.collect());
    }
    let limits = if kind.as_deref() == Some("string") {
        ["minLength", "maxLength"]
    } else {
        ["minimum", "maximum"]
    };
    for (key, limit) in limits.into_iter().zip([&field.facts.minimum, &field.facts.maximum]) {
        facts.extend(
            limit
                .as_ref()
                .map(|limit| (key.to_owned(), typed(limit, Some("number")))),
        );
    }
    extend(inner, facts);
    if let Some(default) = &field.facts.default {
        let default = typed(default, schema["type"].as_str());
        extend(&mut schema, [("default".to_owned(), default)].into_iter().collect());
    }
    schema
}

/// Adds keywords, beside which a reference has to stand in `allOf`.
fn extend(schema: &mut Value, facts: Map<String, Value>) {
    if facts.is_empty() {
        return;
    }
    if schema.get("$ref").is_some() {
        *schema = json!({"allOf": [schema.take()]});
    }
    if let Value::Object(schema) = schema {
        schema.extend(facts);
    }
}

/// A documented value as a value of its type, where it can be one.
fn typed(text: &str, kind: Option<&str>) -> Value {
    let typed = match kind {
        Some("integer" | "number") => text.parse().ok().map(Number::into),
        Some("boolean") => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    typed.unwrap_or_else(|| json!(text))
}
