//! From the blocks of a page to the facts that it states.

mod defects;
mod description;
mod evidence;
mod example_objects;
mod examples;
mod order;
mod phrase;
mod placement;
mod places;
mod rows;
mod sections;
mod sides;

pub(crate) use self::placement::extend;
use self::{
    defects::Defects,
    examples::{Checker, read_request, read_response},
    places::Operation,
    sections::Parts,
    sides::{RequestSide, ResponseSide},
};
use crate::{DefectKind, Examples, Form, Page, Unreadable, blocks::Document};

/// Reads the blocks of a page of a form.
pub(crate) fn interpret(form: Form, document: Document) -> Result<Page, Unreadable> {
    let mut parts = Parts::of(document);
    let (method, address) = parts.method_line.take().ok_or(Unreadable::NoMethodLine { form })?;
    let target = examples::without_host(&address);
    let path = target
        .split('?')
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ',', ';'])
        .to_owned();
    let mut defects = Defects::default();
    for section in &parts.absent {
        defects.add(DefectKind::SectionAbsent, section, "the page has no such section");
    }

    let mut examples = Examples::default();
    for (index, code) in parts.example_requests.iter().enumerate() {
        let at = numbered("example request", index);
        let read = read_request(code, &at, examples.requests.last_mut(), &mut defects);
        examples.requests.extend(read);
    }
    let mut example_places = Vec::new();
    for (index, (status, code)) in parts.example_responses.iter().enumerate() {
        let same = parts
            .example_responses
            .iter()
            .take(index.min(64))
            .filter(|(other, _)| other == status)
            .count();
        let at = numbered(&sides::label("example response", *status), same);
        if let Some(example) = read_response(*status, code, &at, &mut defects) {
            examples.responses.push(example);
            example_places.push(at);
        }
    }

    let operation = Operation {
        method,
        path: &path,
        examples: &examples.requests,
    };
    let request = RequestSide::read(&operation, std::mem::take(&mut parts.request_tables), &mut defects);
    absent_responses(&parts, &mut defects);
    let statuses: Vec<Option<u16>> = parts.responses.iter().map(|(status, _)| *status).collect();
    let responses: Vec<ResponseSide> = std::mem::take(&mut parts.responses)
        .into_iter()
        .map(|(status, tables)| ResponseSide::read(status, tables, &statuses, &examples.responses, &mut defects))
        .collect();

    let mut checker = Checker::new(&mut defects);
    for (index, example) in examples.requests.iter().enumerate() {
        checker.request(&numbered("example request", index), example, method, &path, &request);
    }
    for (example, at) in examples.responses.iter().zip(&example_places) {
        if let Some(response) = responses.iter().find(|response| response.takes(example.status)) {
            checker.payload(at, &example.payload, &response.side);
        }
    }
    let has_sections = |name: &str| !parts.absent.contains(&name);
    if parts.example_requests.is_empty() && has_sections("example request") {
        defects.add(DefectKind::ExampleAbsent, "example request", "the page shows none");
    }

    Ok(Page {
        operation: parts.topic.filter(|topic| is_operation(topic)),
        method: method.to_owned(),
        path,
        request: request.into_model(),
        responses: responses.into_iter().map(ResponseSide::into_model).collect(),
        status_codes: parts.status_codes,
        examples,
        defects: defects.into_sorted(),
    })
}

/// The statuses of which the page says too little.
fn absent_responses(parts: &Parts, defects: &mut Defects) {
    let has_table = |status: u16| {
        parts
            .responses
            .iter()
            .any(|(other, tables)| *other == Some(status) && !tables.is_empty())
    };
    let has_example = |status: u16| parts.example_responses.iter().any(|(other, _)| *other == Some(status));
    let mentioned = parts
        .responses
        .iter()
        .filter_map(|(status, _)| *status)
        .chain(parts.status_codes.iter().copied());
    for status in mentioned.collect::<std::collections::BTreeSet<_>>() {
        if !has_table(status) && !has_example(status) {
            let at = sides::label("response", Some(status));
            defects.add(
                DefectKind::StatusUndescribed,
                &at,
                "the page mentions the status and shows nothing of it",
            );
        }
    }
    if parts.status_codes.is_empty() && !parts.absent.contains(&"status codes") {
        defects.add(DefectKind::TableAbsent, "status codes", "the section has no table");
    }
    let is_success = |status: Option<u16>| status.is_none_or(|status| status < 300);
    if parts.absent.contains(&"example response")
        || parts.example_responses.iter().any(|(status, _)| is_success(*status))
    {
        return;
    }
    let success = parts
        .responses
        .iter()
        .map(|(status, _)| *status)
        .find(|status| is_success(*status))
        .unwrap_or_default();
    defects.add(
        DefectKind::ExampleAbsent,
        &sides::label("example response", success),
        "the page shows none",
    );
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
