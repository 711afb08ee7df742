//! From the blocks of a page to what they state.

mod body;
mod description;
mod document;
mod evidence;
mod examples;
mod parameters;
mod phrase;
mod rows;
mod sections;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use self::{
    body::{Body, label},
    document::Operation,
    examples::{Check, Request, read_json, read_request, without_host},
    rows::FieldTable,
    sections::Parts,
};
use crate::{
    DefectKind, Form, Unreadable,
    blocks::{Document, RawTable},
    defect::Defects,
};

/// Reads the blocks of a page of a form.
pub(crate) fn interpret(form: Form, document: Document) -> Result<(Value, Defects), Unreadable> {
    let mut parts = Parts::of(document);
    let (method, address) = parts.method_line.take().ok_or(Unreadable::NoMethodLine { form })?;
    let path = without_host(&address).split('?').next().unwrap_or_default();
    let path = path.trim_end_matches(['.', ',', ';']).to_owned();
    let mut defects = Defects::default();
    report_absent(&parts, &mut defects);

    let requests = requests(&parts.example_requests, &mut defects);
    let payloads = payloads(&parts, &mut defects);

    let read = |tables: Vec<RawTable>| tables.into_iter().map(FieldTable::read).collect();
    let examples: Vec<&Value> = requests.iter().filter_map(|request| request.body.as_ref()).collect();
    let (parameters, body) = parameters::sort(
        method,
        &path,
        &examples,
        read(parts.uri_tables),
        read(parts.request_tables),
    );
    for parameter in &parameters {
        let at = format!("{} {}", parameter.place.word(), parameter.row.field.name);
        parameter.row.report(&at, &mut defects);
    }
    let body = Body::read(body, "request body", &examples, &mut defects);
    let responses: Vec<(Option<u16>, Body)> = parts
        .responses
        .into_iter()
        .map(|(status, tables)| {
            let examples: Vec<&Value> = payloads
                .iter()
                .filter(|shown| shown.status == status)
                .map(|shown| &shown.payload)
                .collect();
            (
                status,
                Body::read(read(tables), &label("response", status), &examples, &mut defects),
            )
        })
        .collect();

    let operation = Operation {
        id: parts.topic.filter(|topic| is_operation(topic)),
        method,
        path,
        parameters,
        body,
        responses,
        status_codes: parts.status_codes,
        requests,
        payloads,
    };
    check_examples(&operation, &mut defects);
    Ok((operation.document(form), defects))
}

/// An example of a response.
pub(crate) struct Payload {
    pub(crate) status: Option<u16>,
    pub(crate) payload: Value,
    /// Its name in defects.
    at: String,
}

fn requests(codes: &[String], defects: &mut Defects) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for (index, code) in codes.iter().enumerate() {
        let read = read_request(code, &numbered("example request", index), requests.last_mut(), defects);
        requests.extend(read);
    }
    requests
}

fn payloads(parts: &Parts, defects: &mut Defects) -> Vec<Payload> {
    let mut successes = parts
        .responses
        .iter()
        .map(|(status, _)| *status)
        .filter(|status| is_success(*status));
    // An example without a status is one of success.
    let success = successes.next().filter(|_| successes.next().is_none()).flatten();
    let mut counts: HashMap<Option<u16>, usize> = HashMap::new();
    let mut payloads = Vec::new();
    for (status, code) in &parts.example_responses {
        let count = counts.entry(*status).or_default();
        let at = numbered(&label("example response", *status), *count);
        *count += 1;
        if let Some(payload) = read_json(code.trim(), &at, defects) {
            payloads.push(Payload {
                status: status.or(success),
                payload,
                at,
            });
        }
    }
    payloads
}

fn check_examples(operation: &Operation, defects: &mut Defects) {
    for (index, request) in operation.requests.iter().enumerate() {
        Check::new(&numbered("example request", index), &operation.body, defects).request(request, operation);
    }
    for shown in &operation.payloads {
        if let Some((_, body)) = operation.responses.iter().find(|(status, _)| *status == shown.status) {
            Check::new(&shown.at, body, defects).payload(&shown.payload);
        }
    }
}

/// Reports the sections that are absent, and the statuses of which the page says too little.
fn report_absent(parts: &Parts, defects: &mut Defects) {
    for section in &parts.absent {
        defects.add(DefectKind::SectionAbsent, section, "the page has no such section");
    }
    let has_section = |name: &str| !parts.absent.contains(&name);
    let has_table = |status| {
        parts
            .responses
            .iter()
            .any(|(other, tables)| *other == Some(status) && !tables.is_empty())
    };
    let has_example = |status| parts.example_responses.iter().any(|(other, _)| *other == Some(status));
    let described = parts.responses.iter().filter_map(|(status, _)| *status);
    let mentioned: BTreeSet<u16> = described.chain(parts.status_codes.iter().copied()).collect();
    for status in mentioned
        .into_iter()
        .filter(|status| !has_table(*status) && !has_example(*status))
    {
        let at = label("response", Some(status));
        defects.add(
            DefectKind::StatusUndescribed,
            &at,
            "the page mentions the status and shows nothing of it",
        );
    }
    if parts.status_codes.is_empty() && has_section("status codes") {
        defects.add(DefectKind::TableAbsent, "status codes", "the section has no table");
    }
    if parts.example_requests.is_empty() && has_section("example request") {
        defects.add(DefectKind::ExampleAbsent, "example request", "the page shows none");
    }
    if has_section("example response") && !parts.example_responses.iter().any(|(status, _)| is_success(*status)) {
        let success = parts
            .responses
            .iter()
            .map(|(status, _)| *status)
            .find(|status| is_success(*status));
        let at = label("example response", success.flatten());
        defects.add(DefectKind::ExampleAbsent, &at, "the page shows none");
    }
}

fn is_success(status: Option<u16>) -> bool {
    status.is_none_or(|status| status < 300)
}

/// Old topics have numbers (`modelarts_03_0136`, `EN-US_TOPIC_0000001910007924`), which name no operation.
fn is_operation(topic: &str) -> bool {
    topic.starts_with(|c: char| c.is_ascii_uppercase()) && topic.chars().all(|c| c.is_ascii_alphanumeric())
}

fn numbered(label: &str, index: usize) -> String {
    if index == 0 {
        label.to_owned()
    } else {
        format!("{label} {}", index + 1)
    }
}
