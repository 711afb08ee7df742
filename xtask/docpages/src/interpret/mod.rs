//! Interpretation of the blocks of a page.

mod body;
mod description;
mod document;
mod evidence;
mod examples;
mod operation;
mod parameters;
mod phrase;
mod placement;
mod rows;
mod sections;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use self::{
    body::Body,
    examples::{Check, read_json, read_request, without_host},
    operation::{Operation, Payload, Request},
    placement::place_tables,
    rows::FieldTable,
    sections::Parts,
};
use crate::{
    blocks::{Document, RawTable},
    defect::{Defect, DefectKind, Defects},
    form::Form,
    unreadable::Unreadable,
};

/// Renders the document of a page and lists its defects.
pub(crate) fn interpret(form: Form, document: Document) -> Result<(Value, Vec<Defect>), Unreadable> {
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
    let body = place_tables(body, "request body", &examples, &mut defects);
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
                place_tables(read(tables), &label("response", status), &examples, &mut defects),
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
    let defects = defects.into_sorted();
    Ok((document::render(&operation, form, &defects), defects))
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

/// Reports missing sections and examples, and statuses without a description.
fn report_absent(parts: &Parts, defects: &mut Defects) {
    for section in &parts.absent {
        defects.add(DefectKind::SectionAbsent, section, "the section is missing");
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
            "the status is mentioned but not described",
        );
    }
    if parts.status_codes.is_empty() && has_section("status codes") {
        defects.add(DefectKind::TableAbsent, "status codes", "the section has no table");
    }
    if parts.example_requests.is_empty() && has_section("example request") {
        defects.add(
            DefectKind::ExampleAbsent,
            "example request",
            "the page has no such example",
        );
    }
    if has_section("example response") && !parts.example_responses.iter().any(|(status, _)| is_success(*status)) {
        let success = parts
            .responses
            .iter()
            .map(|(status, _)| *status)
            .find(|status| is_success(*status));
        let at = label("example response", success.flatten());
        defects.add(DefectKind::ExampleAbsent, &at, "the page has no such example");
    }
}

/// Place of a status in defects.
fn label(what: &str, status: Option<u16>) -> String {
    status.map_or_else(|| what.to_owned(), |status| format!("{what} {status}"))
}

fn is_success(status: Option<u16>) -> bool {
    status.is_none_or(|status| status < 300)
}

/// Whether a topic id names an operation, unlike `modelarts_03_0136` or `EN-US_TOPIC_0000001910007924`.
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
