//! One recorded page beside its operation: the request line, the statuses, and what is demanded of every page.

use crate::provenance::Aspect;
use docpages::Place;

use super::{Stance, Survey, Weight, defects, examples, parameters, places, places::Node, tables};
use crate::docs::Recorded;

pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded) {
    let page = &record.page;
    let Some(operation) = places::operation(survey.specs, &page.method, &page.path) else {
        let common = survey.specs.common();
        let root = Node {
            document: common,
            pointer: String::new(),
            value: &common.value,
        };
        let message = format!(
            "recorded page {} has {} {}, which no spec has; write the spec, or remove the record",
            record.path().display(),
            page.method,
            page.path
        );
        survey.report(&root, "recorded-page", message);
        return;
    };
    check_identity(survey, record, &operation);
    survey.mention(record, &operation, Stance::Has);
    check_statuses(survey, record, &operation);
    check_security(survey, record, &operation);
    parameters::survey(survey, record, &operation);
    tables::survey(survey, record, &operation);
    examples::survey(survey, record, &operation);
    defects::survey(survey, record, &operation);
}

fn check_identity<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let id = operation.value["operationId"].as_str().unwrap_or_default();
    if record.operation != id {
        let message = format!(
            "recorded page {} belongs to {id}; record it again",
            record.path().display()
        );
        survey.report(operation, "recorded-page", message);
    }
    let common = &survey.specs.common().value;
    if common["x-sources"][&record.edition]["kind"] != "page" {
        let message = format!(
            "edition {} of {id} is recorded, and provenance/sources.yaml declares no page of that id",
            record.edition
        );
        survey.report(operation, "recorded-page", message);
    }
    let sources = operation.value["x-source"].as_array();
    if !sources.is_some_and(|sources| sources.iter().any(|source| *source == *record.edition)) {
        let message = format!(
            "edition {} is recorded, and `x-source` does not name it",
            record.edition
        );
        survey.report(operation, "recorded-page", message);
    }
}

/// Whether a key of the responses, such as `404` or `4XX`, stands for a status.
fn is_exactly(key: &str, status: u16) -> bool {
    key == status.to_string()
}

fn check_statuses<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let Some(responses) = operation.child("responses") else {
        return;
    };
    let keys: Vec<&str> = responses
        .value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .collect();
    let page = &record.page;
    let mut documented: Vec<u16> = page.status_codes.clone();
    documented.extend(page.responses.iter().filter_map(|response| response.status));
    documented.sort_unstable();
    documented.dedup();
    for status in &documented {
        if !keys.iter().any(|key| is_exactly(key, *status)) {
            let message = format!("the page documents status {status}, and the spec has no response of its own for it");
            survey.differ(
                record,
                Aspect::Status,
                &[&responses, operation],
                message,
                Weight::stated(status),
            );
        }
    }
    for key in keys {
        if !documented.iter().any(|status| is_exactly(key, *status)) {
            let message = format!("the spec has a response {key}, and the page does not");
            survey.differ(record, Aspect::Status, &[&responses, operation], message, Weight::Lost);
        }
    }
}

/// The specs ask for credentials in a header; a page that has no such parameter is at odds with that.
fn check_security<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let common = &survey.specs.common().value;
    let schemes = common["components"]["securitySchemes"].as_object();
    let has_header = record.page.request.parameters.iter().any(|parameter| {
        parameter.place == Place::Header
            && schemes.into_iter().flatten().any(|(_, scheme)| {
                scheme["name"]
                    .as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case(&parameter.field.name))
            })
    });
    if !has_header && schemes.is_some_and(|schemes| !schemes.is_empty()) {
        let message = "the request needs credentials, and the page has no header for them".to_owned();
        survey.differ(record, Aspect::Security, &[operation], message, Weight::Lost);
    }
}
