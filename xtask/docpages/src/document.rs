//! A page as an OpenAPI document.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use crate::{Field, Form, Page, Parameter, Place, Scalar, Table, Type};

/// Renders what a page states as an OpenAPI 3.0 document.
#[must_use]
pub fn document(form: Form, page: &Page) -> Value {
    let mut writer = Writer::default();
    let mut operation = Map::new();
    if let Some(id) = &page.operation {
        operation.insert("operationId".to_owned(), json!(id));
    }
    let parameters: Vec<Value> = page
        .request
        .parameters
        .iter()
        .filter(|row| row.place != Place::Body)
        .map(parameter)
        .collect();
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), json!(parameters));
    }
    let request = writer.request_body(page);
    operation.extend(request.clone().map(|body| ("requestBody".to_owned(), body)));
    let responses = writer.responses(page);
    let described: Vec<u16> = responses.keys().filter_map(|status| status.parse().ok()).collect();
    operation.insert("responses".to_owned(), Value::Object(responses));
    let requests: Vec<Value> = page
        .examples
        .requests
        .iter()
        .map(|example| {
            let mut shown = json!({"method": example.method, "target": example.target});
            if let (Some(body), None) = (&example.body, &request) {
                shown["body"] = body.clone();
            }
            shown
        })
        .collect();
    if !requests.is_empty() {
        operation.insert("x-request-examples".to_owned(), json!(requests));
    }

    let title = page
        .operation
        .clone()
        .unwrap_or_else(|| format!("{} {}", page.method, page.path));
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": title, "version": "", "x-form": form},
        "paths": {(page.path.clone()): {(page.method.to_lowercase()): operation}},
    });
    if !writer.schemas.is_empty() {
        document["components"] = json!({"schemas": writer.schemas});
    }
    let sorted = |mut statuses: Vec<u16>| {
        statuses.sort_unstable();
        statuses
    };
    if sorted(described) != sorted(page.status_codes.clone()) {
        document["x-status-codes"] = json!(page.status_codes);
    }
    if !page.defects.is_empty() {
        document["x-defects"] = json!(page.defects);
    }
    document
}

fn parameter(parameter: &Parameter) -> Value {
    let mut shown = json!({"name": parameter.field.name, "in": parameter.place});
    if let Some(mandatory) = parameter.field.mandatory {
        shown["required"] = json!(mandatory);
    }
    shown["schema"] = with_facts(schema_of(&parameter.field.kind, None), &parameter.field);
    shown
}

#[derive(Default)]
struct Writer {
    schemas: Map<String, Value>,
    /// The name of the schema of each type word that no table describes.
    lost: HashMap<String, String>,
}

impl Writer {
    fn request_body(&mut self, page: &Page) -> Option<Value> {
        let fields: Vec<&Field> = page
            .request
            .parameters
            .iter()
            .filter(|row| row.place == Place::Body)
            .map(|row| &row.field)
            .collect();
        if fields.is_empty() && page.request.tables.is_empty() {
            return None;
        }
        let tables: Vec<&Table> = page.request.tables.iter().collect();
        let names = self.names(&tables, &fields);
        let schema = if fields.is_empty() {
            json!({"type": "object"})
        } else {
            self.object(&fields, &[String::new()], None, &tables, &names)
        };
        self.components(&tables, &names);
        let bodies = page
            .examples
            .requests
            .iter()
            .filter_map(|example| example.body.as_ref());
        Some(json!({"content": content(Some(schema), bodies)}))
    }

    fn responses(&mut self, page: &Page) -> Map<String, Value> {
        let mut responses = Map::new();
        let word = |status: Option<u16>| status.map_or_else(|| "default".to_owned(), |status| status.to_string());
        let is_success = |status: Option<u16>| status.is_none_or(|status| status < 300);
        let successes: Vec<_> = page
            .responses
            .iter()
            .map(|response| response.status)
            .filter(|status| is_success(*status))
            .collect();
        // An example without a status is one of success.
        let status_of = |example: Option<u16>| match (example, successes.as_slice()) {
            (None, [only]) => *only,
            _ => example,
        };
        let mut statuses: Vec<Option<u16>> = page.responses.iter().map(|response| response.status).collect();
        for status in page
            .examples
            .responses
            .iter()
            .map(|example| status_of(example.status))
            .chain(page.status_codes.iter().copied().map(Some))
        {
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
        for status in statuses {
            let tables: Vec<&Table> = page
                .responses
                .iter()
                .filter(|response| response.status == status)
                .flat_map(|response| &response.tables)
                .collect();
            let (roots, tables): (Vec<&Table>, Vec<&Table>) = tables
                .into_iter()
                .partition(|table| table.at.iter().any(String::is_empty));
            let root: Vec<&Field> = roots.iter().flat_map(|table| &table.fields).collect();
            let names = self.names(&tables, &root);
            let schema = if let [root_table] = roots.as_slice() {
                Some(self.object(&root, &root_table.at, None, &tables, &names))
            } else {
                (!tables.is_empty()).then(|| json!({"type": "object"}))
            };
            self.components(&tables, &names);
            let payloads = page
                .examples
                .responses
                .iter()
                .filter(|example| status_of(example.status) == status)
                .map(|example| &example.payload);
            let content = content(schema, payloads);
            let mut response = json!({"description": ""});
            if !content.is_null() {
                response["content"] = content;
            }
            responses.insert(word(status), response);
        }
        responses
    }

    /// Names the components of the tables of a body: by the word of the type that refers to them, else by the caption.
    fn names(&mut self, tables: &[&Table], root: &[&Field]) -> Vec<String> {
        let mut words: Vec<Vec<String>> = vec![Vec::new(); tables.len()];
        let body = [String::new()];
        let users = std::iter::once((root.to_vec(), &body[..], None)).chain(tables.iter().map(|table| {
            (
                table.fields.iter().collect(),
                table.at.as_slice(),
                table.name.as_deref(),
            )
        }));
        for (fields, at, own) in users {
            for field in fields {
                let Some(word) = field.kind.refers_to() else { continue };
                let found = described_by(field, at, own, tables).and_then(|table| words.get_mut(table));
                if let Some(words) = found.filter(|words| !words.iter().any(|known| known == word)) {
                    words.push(word.to_owned());
                }
            }
        }
        let mut names = Vec::new();
        for (table, mut documented) in tables.iter().zip(words) {
            documented.extend(table.name.clone().filter(|name| !documented.contains(name)));
            let name = self.unused(documented.first().map_or("Unnamed", String::as_str));
            let mut schema = json!({"type": "object"});
            if documented != [name.as_str()] {
                schema["x-documented-names"] = json!(documented);
            }
            self.schemas.insert(name.clone(), schema);
            names.push(name);
        }
        names
    }

    fn unused(&self, documented: &str) -> String {
        let base: String = documented
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let numbered = (2_u32..).map(|number| format!("{base}_{number}"));
        std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| !self.schemas.contains_key(name))
            .unwrap_or(base)
    }

    fn components(&mut self, tables: &[&Table], names: &[String]) {
        for (table, name) in tables.iter().zip(names) {
            let fields: Vec<&Field> = table.fields.iter().collect();
            let object = self.object(&fields, &table.at, table.name.as_deref(), tables, names);
            if let (Some(Value::Object(schema)), Value::Object(object)) = (self.schemas.get_mut(name), object) {
                schema.extend(object);
            }
        }
    }

    fn object(
        &mut self,
        fields: &[&Field],
        at: &[String],
        own: Option<&str>,
        tables: &[&Table],
        names: &[String],
    ) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields {
            if properties.contains_key(&field.name) {
                continue;
            }
            let component = described_by(field, at, own, tables)
                .and_then(|table| names.get(table).cloned())
                .or_else(|| field.kind.refers_to().map(|word| self.lost(word)));
            properties.insert(
                field.name.clone(),
                with_facts(schema_of(&field.kind, component.as_deref()), field),
            );
            if field.mandatory == Some(true) {
                required.push(field.name.clone());
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
        if let Some(name) = self.lost.get(word) {
            return name.clone();
        }
        let name = self.unused(word);
        let mut schema = json!({"type": "object"});
        if name != word {
            schema["x-documented-names"] = json!([word]);
        }
        self.schemas.insert(name.clone(), schema);
        self.lost.insert(word.to_owned(), name.clone());
        name
    }
}

/// The table that describes a field of an object that stands at some places.
fn described_by(field: &Field, at: &[String], own: Option<&str>, tables: &[&Table]) -> Option<usize> {
    let places: Vec<String> = at
        .iter()
        .map(|place| crate::interpret::extend(place, &field.name, &field.kind))
        .collect();
    if let Some(found) = tables
        .iter()
        .position(|table| table.at.iter().any(|at| places.contains(at)))
    {
        return Some(found);
    }
    // What refers to itself has no place of its own, and neither has what a lost table refers to.
    let word = field.kind.refers_to()?;
    let mut namesakes = tables
        .iter()
        .enumerate()
        .filter(|(_, table)| table.name.as_deref() == Some(word));
    let (found, table) = namesakes.next().filter(|_| namesakes.next().is_none())?;
    let is_above = own == Some(word)
        || table
            .at
            .iter()
            .any(|above| places.iter().any(|place| place.starts_with(&format!("{above}."))));
    (is_above || at.is_empty()).then_some(found)
}

fn content<'a>(schema: Option<Value>, examples: impl Iterator<Item = &'a Value>) -> Value {
    let mut media = Map::new();
    media.extend(schema.map(|schema| ("schema".to_owned(), schema)));
    let examples: Map<String, Value> = examples
        .enumerate()
        .map(|(index, value)| {
            (
                if index == 0 {
                    "example".to_owned()
                } else {
                    format!("example_{}", index + 1)
                },
                json!({"value": value}),
            )
        })
        .collect();
    if !examples.is_empty() {
        media.insert("examples".to_owned(), Value::Object(examples));
    }
    if media.is_empty() {
        return Value::Null;
    }
    json!({"application/json": media})
}

/// The schema of a type; what a table describes refers to its component.
fn schema_of(kind: &Type, component: Option<&str>) -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    match (kind, component) {
        (Type::Named(_), Some(component)) => reference(component),
        (Type::Named(_), None) => json!({"type": "object"}),
        (Type::Scalar(Scalar::Object), Some(component)) => json!({"type": "object", "allOf": [reference(component)]}),
        (Type::Scalar(scalar), _) => match scalar {
            Scalar::String => json!({"type": "string"}),
            Scalar::Integer => json!({"type": "integer"}),
            Scalar::Long => json!({"type": "integer", "format": "int64"}),
            Scalar::Number => json!({"type": "number"}),
            Scalar::Float => json!({"type": "number", "format": "float"}),
            Scalar::Double => json!({"type": "number", "format": "double"}),
            Scalar::Boolean => json!({"type": "boolean"}),
            Scalar::Object => json!({"type": "object"}),
        },
        (Type::Array(inner), _) => json!({"type": "array", "items": schema_of(inner, component)}),
        (Type::Map(values), _) => json!({"type": "object", "additionalProperties": schema_of(values, component)}),
        (Type::Unknown(word), _) => json!({"x-unknown-type": word}),
    }
}

/// Adds values, default and limits. Those of a list or a map are those of its elements.
fn with_facts(mut schema: Value, field: &Field) -> Value {
    let mut facts = Map::new();
    let mut inner = &mut schema;
    for key in ["items", "additionalProperties"].iter().cycle().take(16) {
        if inner.get(key).is_some() {
            inner = &mut inner[*key];
        }
    }
    let kind = inner["type"].as_str().unwrap_or_default().to_owned();
    if !field.values.is_empty() {
        let values: Vec<Value> = field.values.iter().map(|value| typed(value, &kind)).collect();
        facts.insert("enum".to_owned(), json!(values));
    }
    let (least, greatest) = if kind == "string" {
        ("minLength", "maxLength")
    } else {
        ("minimum", "maximum")
    };
    for (key, limit) in [(least, &field.minimum), (greatest, &field.maximum)] {
        if let Some(limit) = limit {
            facts.insert(key.to_owned(), typed(limit, "number"));
        }
    }
    if !facts.is_empty() {
        extend(inner, facts);
    }
    if let Some(default) = &field.default {
        let kind = schema["type"].as_str().unwrap_or_default().to_owned();
        extend(
            &mut schema,
            [("default".to_owned(), typed(default, &kind))].into_iter().collect(),
        );
    }
    schema
}

/// Adds keywords, beside which a reference has to stand in `allOf`.
fn extend(schema: &mut Value, facts: Map<String, Value>) {
    if schema.get("$ref").is_some() {
        *schema = json!({"allOf": [schema.take()]});
    }
    if let Value::Object(schema) = schema {
        schema.extend(facts);
    }
}

/// A documented value as a value of its type, where it can be one.
fn typed(text: &str, kind: &str) -> Value {
    let number = || -> Option<Number> { text.parse().ok() };
    match kind {
        "integer" | "number" => number().map_or_else(|| json!(text), Value::Number),
        "boolean" => text.parse::<bool>().map_or_else(|_| json!(text), Value::Bool),
        _ => json!(text),
    }
}

/// The documented spelling of a schema: `String`, `PoolModel object`, `Array of strings`, `Map<String,String>`.
#[must_use]
pub fn documented_type(document: &Value, schema: &Value) -> String {
    type_of(document, schema).to_string()
}

fn type_of(document: &Value, schema: &Value) -> Type {
    let scalar = |scalar| Type::Scalar(scalar);
    if let Some(word) = schema["x-unknown-type"].as_str() {
        return Type::Unknown(word.to_owned());
    }
    if let Some(kind) = schema["type"].as_str() {
        return match (kind, schema["format"].as_str()) {
            ("string", _) => scalar(Scalar::String),
            ("integer", Some("int64")) => scalar(Scalar::Long),
            ("integer", _) => scalar(Scalar::Integer),
            ("number", Some("float")) => scalar(Scalar::Float),
            ("number", Some("double")) => scalar(Scalar::Double),
            ("number", _) => scalar(Scalar::Number),
            ("boolean", _) => scalar(Scalar::Boolean),
            ("array", _) => Type::Array(Box::new(type_of(document, &schema["items"]))),
            ("object", _) if schema["additionalProperties"].is_object() => {
                Type::Map(Box::new(type_of(document, &schema["additionalProperties"])))
            }
            ("object", _) => scalar(Scalar::Object),
            (other, _) => Type::Unknown(other.to_owned()),
        };
    }
    let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    let Some(name) = reference.and_then(|reference| reference.strip_prefix("#/components/schemas/")) else {
        return Type::Unknown(String::new());
    };
    let documented = document["components"]["schemas"][name]["x-documented-names"][0].as_str();
    Type::Named(documented.unwrap_or(name).to_owned())
}
