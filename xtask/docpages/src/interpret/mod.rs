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

use std::collections::HashMap;

use serde_json::Value;

use self::{
    examples::{Check, read_json, read_request, without_host},
    operation::{Operation, Response},
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
    let (method, address) = parts.method_line.take().ok_or_else(|| {
        Unreadable(format!(
            "no line of the page, read as {form}, names a method and a path (such as `GET /v2/{{project_id}}/pools`): \
             it does not describe an operation, or that part was lost"
        ))
    })?;
    let path = without_host(&address).split('?').next().unwrap_or_default();
    let path = path.trim_end_matches(['.', ',', ';']).to_owned();
    let mut defects = Defects::default();
    report_absent(&parts, &mut defects);

    let mut requests = Vec::new();
    for (index, code) in parts.example_requests.iter().enumerate() {
        read_request(code, &numbered("example request", index), &mut requests, &mut defects);
    }
    let mut responses = responses(&parts, &mut defects);

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
        let at = format!("{} {}", parameter.place, parameter.row.name);
        parameter.row.report(&at, &mut defects);
    }
    let body = place_tables(body, "request body", &examples, &mut defects);
    for (response, (status, tables)) in responses.iter_mut().zip(parts.responses) {
        let examples: Vec<&Value> = response.payloads.iter().map(|(_, payload)| payload).collect();
        response.body = place_tables(read(tables), &label("response", status), &examples, &mut defects);
    }

    let operation = Operation {
        id: parts.topic.filter(|topic| is_operation(topic)),
        method,
        path,
        parameters,
        body,
        responses,
        status_codes: parts.status_codes,
        requests,
    };
    check_examples(&operation, &mut defects);
    let defects = defects.into_sorted();
    Ok((document::render(operation, form, &defects), defects))
}

/// The responses with their examples: first those that are described, then those that are only shown or listed.
fn responses(parts: &Parts, defects: &mut Defects) -> Vec<Response> {
    let mut responses = Vec::new();
    for (status, _) in &parts.responses {
        of_status(&mut responses, *status);
    }
    let mut successes = responses.iter().filter(|response| is_success(response.status));
    // An example without a status is one of success.
    let success = successes.next().filter(|_| successes.next().is_none());
    let success = success.and_then(|response| response.status);
    let mut counts: HashMap<Option<u16>, usize> = HashMap::new();
    for (status, code) in &parts.example_responses {
        let count = counts.entry(*status).or_default();
        let at = numbered(&label("example response", *status), *count);
        *count += 1;
        if let Some(payload) = read_json(code.trim(), &at, defects)
            && let Some(response) = of_status(&mut responses, status.or(success))
        {
            response.payloads.push((at, payload));
        }
    }
    for status in &parts.status_codes {
        of_status(&mut responses, Some(*status));
    }
    responses
}

/// The response of a status, which is added to the others if need be.
fn of_status(responses: &mut Vec<Response>, status: Option<u16>) -> Option<&mut Response> {
    if responses.iter().all(|response| response.status != status) {
        responses.push(Response {
            status,
            ..Response::default()
        });
    }
    responses.iter_mut().find(|response| response.status == status)
}

fn check_examples(operation: &Operation, defects: &mut Defects) {
    for (index, request) in operation.requests.iter().enumerate() {
        Check::new(&numbered("example request", index), &operation.body, defects).request(request, operation);
    }
    for response in &operation.responses {
        for (at, payload) in &response.payloads {
            Check::new(at, &response.body, defects).payload(payload);
        }
    }
}

/// Reports missing sections and examples.
fn report_absent(parts: &Parts, defects: &mut Defects) {
    for section in &parts.absent {
        defects.add(DefectKind::SectionAbsent, section, "the section is missing");
    }
    let has = |section: &str| !parts.absent.contains(&section);
    if has("status codes") && parts.status_codes.is_empty() && !parts.refers_to_status_codes {
        defects.add(DefectKind::TableAbsent, "status codes", "the section has no table");
    }
    let mut no_example = |at: &str| defects.add(DefectKind::ExampleAbsent, at, "the page has no such example");
    if has("example request") && parts.example_requests.is_empty() {
        no_example("example request");
    }
    if has("example response") && !parts.example_responses.iter().any(|(status, _)| is_success(*status)) {
        let mut described = parts.responses.iter().map(|(status, _)| *status);
        let success = described.find(|status| is_success(*status)).flatten();
        no_example(&label("example response", success));
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
