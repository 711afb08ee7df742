//! Interpretation of the blocks of a page.

mod body;
mod components;
mod description;
mod evidence;
mod examples;
mod names;
mod parameters;
mod phrase;
mod placement;
mod rows;
mod sections;

use serde_json::{Map, Value, json};

use self::{
    components::{Components, list, object},
    examples::{Check, Request, check_target, without_host},
    names::{label, numbered},
    placement::place_tables,
    rows::FieldTable,
    sections::{Page, Response},
};
use crate::{
    Reading,
    blocks::{Document, RawTable},
    defect::Defects,
    form::Form,
    unreadable::Unreadable,
};

/// Reads a page from its blocks.
pub(crate) fn interpret(form: Form, document: Document) -> Result<Reading, Unreadable> {
    let page = Page::of(document);
    let mut defects = page.defects;
    let (method, address) = page.method_line.ok_or_else(|| {
        Unreadable(format!(
            "no line of the page, read as {form}, names a method and a path (such as `GET /v2/{{project_id}}/pools`): \
             it does not describe an operation, or that part was lost"
        ))
    })?;
    let path = without_host(&address).split('?').next().unwrap_or_default();
    let path = path.trim_end_matches(['.', ',', ';']);

    let examples: Vec<&Value> = page
        .requests
        .iter()
        .filter_map(|request| request.body.as_ref())
        .collect();
    let (uri, request) = (read(page.uri_tables), read(page.request_tables));
    let (parameters, tables) = parameters::sort(method, path, &examples, uri, request);
    for parameter in &parameters {
        let at = format!("{} {}", parameter.place, parameter.row.name);
        parameter.row.report(&at, &mut defects);
    }
    let body = place_tables(tables, "request body", &examples, &mut defects);
    for (number, request) in (1..).zip(&page.requests) {
        let at = numbered("example request", " ", number);
        check_target(request, &at, (method, path, &parameters), &mut defects);
        Check::new(&at, &body, &mut defects).request(request);
    }
    let mut components = Components::default();
    let content = content(components.body(body), &examples);
    let body = content.filter(|content| content.pointer("/application~1json/schema").is_some());
    let responses: Map<String, Value> = page
        .responses
        .into_iter()
        .map(|shown| response(shown, &mut components, &mut defects))
        .collect();

    let mut described: Vec<u16> = responses.keys().filter_map(|status| status.parse().ok()).collect();
    let mut listed = page.status_codes.clone();
    described.sort_unstable();
    listed.sort_unstable();
    let id = page.topic.filter(|topic| is_operation(topic));
    let title = id.clone().unwrap_or_else(|| format!("{method} {path}"));
    let operation = object([
        ("operationId", id.map(Value::from)),
        (
            "parameters",
            list(parameters.into_iter().map(parameters::Parameter::document)),
        ),
        ("requestBody", body.as_ref().map(|content| json!({"content": content}))),
        ("responses", Some(Value::Object(responses))),
        ("x-request-examples", requests(&page.requests, body.is_some())),
    ]);
    let broken = std::mem::take(&mut defects.broken);
    let defects = defects.into_sorted();
    let document = object([
        ("openapi", Some(json!("3.0.3"))),
        ("info", Some(json!({"title": title, "version": "", "x-form": form}))),
        ("paths", Some(json!({path: {method.to_lowercase(): operation}}))),
        ("components", components.document()),
        (
            "x-status-codes",
            (listed != described).then(|| json!(page.status_codes)),
        ),
        ("x-defects", list(defects.iter().map(|defect| json!(defect)))),
    ]);
    Ok(Reading {
        form,
        document,
        defects,
        broken,
    })
}

fn read(tables: Vec<RawTable>) -> Vec<FieldTable> {
    tables.into_iter().map(FieldTable::read).collect()
}

/// The response of a status, by its key.
fn response(response: Response, components: &mut Components, defects: &mut Defects) -> (String, Value) {
    let examples: Vec<&Value> = response.payloads.iter().map(|(_, payload)| payload).collect();
    let body = place_tables(
        read(response.tables),
        &label("response", response.status),
        &examples,
        defects,
    );
    for (at, payload) in &response.payloads {
        Check::new(at, &body, defects).payload(payload);
    }
    let content = content(components.body(body), &examples);
    let status = response
        .status
        .map_or_else(|| "default".to_owned(), |status| status.to_string());
    (status, object([("description", Some(json!(""))), ("content", content)]))
}

/// The content of a request or response, where there is any.
fn content(schema: Option<Value>, examples: &[&Value]) -> Option<Value> {
    let named = |(number, value)| (numbered("example", "_", number), json!({"value": value}));
    let examples: Map<String, Value> = (1..).zip(examples).map(named).collect();
    let examples = (!examples.is_empty()).then_some(Value::Object(examples));
    let is_empty = schema.is_none() && examples.is_none();
    (!is_empty).then(|| json!({"application/json": object([("schema", schema), ("examples", examples)])}))
}

/// The examples of the request, each with its body or the name of its example of the body.
fn requests(requests: &[Request], has_body: bool) -> Option<Value> {
    let mut bodies = 0;
    list(requests.iter().map(|request| {
        bodies += usize::from(request.body.is_some());
        let body = request.body.as_ref();
        object([
            ("method", request.method.map(Value::from)),
            ("target", request.target.as_deref().map(Value::from)),
            (
                "example",
                body.filter(|_| has_body)
                    .map(|_| json!(numbered("example", "_", bodies))),
            ),
            ("body", body.filter(|_| !has_body).cloned()),
        ])
    }))
}

/// Whether a topic id names an operation, unlike `modelarts_03_0136` or `EN-US_TOPIC_0000001910007924`.
fn is_operation(topic: &str) -> bool {
    topic.starts_with(|c: char| c.is_ascii_uppercase()) && topic.chars().all(|c| c.is_ascii_alphanumeric())
}
