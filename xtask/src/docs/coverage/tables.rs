//! The tables of the responses of a recorded page beside the schemas.

use std::collections::BTreeMap;

use crate::provenance::Aspect;
use docpages::{Field, Response, Table};

use super::{
    Stance, Survey, Weight,
    places::{self, Node},
    types,
    values::{self, Listings},
};
use crate::docs::Recorded;

pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let mut walk = Walk::default();
    for response in &record.page.responses {
        let Some(body) = body(survey, operation, response.status) else {
            continue;
        };
        for table in &response.tables {
            for at in &table.at {
                compare(survey, record, operation, &body, table, at, &mut walk);
            }
        }
        check_required(survey, record, operation, &body, response);
    }
    check_names(survey, record, operation, walk.names);
    walk.listings.compare(survey, record);
}

/// The body of a status; the oldest pages have one response, which is that of a success.
pub(super) fn body<'a>(survey: &Survey<'a>, operation: &Node<'a>, status: Option<u16>) -> Option<Node<'a>> {
    let status = status.unwrap_or(200);
    let keys = [status.to_string(), format!("{}XX", status / 100)];
    keys.iter().find_map(|key| places::body(survey.specs, operation, key))
}

/// What is gathered over all tables of a page.
#[derive(Default)]
struct Walk<'a> {
    /// The documented names of types, and what stands for them in the specs.
    names: BTreeMap<String, Vec<Node<'a>>>,
    listings: Listings<'a>,
}

fn compare<'a>(
    survey: &mut Survey<'a>,
    record: &'a Recorded,
    operation: &Node<'a>,
    body: &Node<'a>,
    table: &Table,
    at: &str,
    walk: &mut Walk<'a>,
) {
    let Some(object) = places::object_at(survey.specs, body, at) else {
        let message = format!("the page has a table for `{at}`, and the spec has nothing there");
        return survey.differ(record, Aspect::Presence, &[operation], message, Weight::stated(at));
    };
    survey.mention(record, &object, Stance::Has);
    let properties = object.child("properties");
    for field in &table.fields {
        let own = properties.as_ref().and_then(|properties| properties.child(&field.name));
        if own.is_none() {
            let message = format!("the page has a field `{}`, and the spec does not", field.name);
            survey.differ(
                record,
                Aspect::Presence,
                &[&object, operation],
                message,
                Weight::stated(&field.name),
            );
        }
        // The oldest pages have one table for a success and a failure.
        let found = match own {
            Some(property) => Some((property, object.clone())),
            None => error_field(survey, operation, &field.name),
        };
        let Some((property, object)) = found else { continue };
        survey.mention(record, &property, Stance::Has);
        check_field(survey, record, operation, &object, &property, field, walk);
    }
    let Some(properties) = properties else { return };
    for (name, _) in properties.value.as_object().into_iter().flatten() {
        if let Some(property) = properties.child(name)
            && !table.fields.iter().any(|field| field.name == *name)
        {
            survey.mention(record, &property, Stance::Lacks);
            let message = "the page does not have the field".to_owned();
            survey.differ(
                record,
                Aspect::Presence,
                &[&property, &object, operation],
                message,
                Weight::Silent,
            );
        }
    }
}

/// The field of that name of the body of a failure, and that body.
fn error_field<'a>(survey: &Survey<'a>, operation: &Node<'a>, name: &str) -> Option<(Node<'a>, Node<'a>)> {
    let body = places::body(survey.specs, operation, "4XX")?;
    places::field_at(survey.specs, &body, name)
}

/// What a property leads to: what it refers to, and for a list what its elements are.
pub(super) fn targets<'a>(survey: &Survey<'a>, property: &Node<'a>) -> Vec<Node<'a>> {
    let mut found = property.lineage(survey.specs);
    while let Some(items) = found.last().and_then(|last| last.child("items")) {
        found.extend(items.lineage(survey.specs));
    }
    found
}

fn check_field<'a>(
    survey: &mut Survey<'a>,
    record: &'a Recorded,
    operation: &Node<'a>,
    object: &Node<'a>,
    property: &Node<'a>,
    field: &Field,
    walk: &mut Walk<'a>,
) {
    let specs = survey.specs;
    let targets = targets(survey, property);
    let mut places: Vec<&Node<'a>> = targets.iter().collect();
    places.extend([object, operation]);
    let target = targets.last().unwrap_or(property);
    for node in targets.iter().skip(1) {
        survey.mention(record, node, Stance::Touches);
    }
    if !types::agree(specs, &field.kind, property) {
        let message = format!(
            "the page has type {}, the spec {}",
            field.kind,
            types::describe(specs, property)
        );
        survey.differ(record, Aspect::Type, &places, message, Weight::stated(&field.kind));
    }
    if let (Some(name), Some(component)) = (field.kind.refers_to(), target.component()) {
        walk.names.entry(name.to_owned()).or_default().push(target.clone());
        let documented = target.value["x-documented-names"].as_array();
        if name != component && !documented.is_some_and(|names| names.iter().any(|known| *known == *name)) {
            let message = format!("the page calls the type {name}, and `x-documented-names` does not have that");
            survey.differ(
                record,
                Aspect::TypeName,
                &[target, property, operation],
                message,
                Weight::stated(name),
            );
        }
    }
    if let Some(default) = &field.default {
        let message = format!("the page has the default {default}, and a response has no defaults");
        survey.differ(record, Aspect::Default, &places, message, Weight::stated(default));
    }
    for (side, documented) in [("min", &field.minimum), ("max", &field.maximum)] {
        if documented.is_some() && *documented != values::limit(&places, side) {
            let limit = documented.as_deref().unwrap_or_default();
            let message = format!("the page has {side}imum {limit}, and `x-documented-constraints` does not");
            survey.differ(
                record,
                Aspect::Limits,
                &places,
                message,
                Weight::stated(format!("{side}imum {limit}")),
            );
        }
    }
    walk.listings.add(&places, field, target);
}

/// A page does not say which fields of a response are always there; a spec that does needs a reason.
fn check_required<'a>(
    survey: &mut Survey<'a>,
    record: &'a Recorded,
    operation: &Node<'a>,
    body: &Node<'a>,
    response: &Response,
) {
    for at in response.tables.iter().flat_map(|table| &table.at) {
        if let Some(object) = places::object_at(survey.specs, body, at)
            && object.value["required"].is_array()
        {
            let message = "the spec has required fields, and the page does not say which are always there".to_owned();
            survey.differ(record, Aspect::Required, &[&object, operation], message, Weight::Lost);
        }
    }
}

/// One documented name for two types is a difference at both.
fn check_names<'a>(
    survey: &mut Survey<'a>,
    record: &'a Recorded,
    operation: &Node<'a>,
    names: BTreeMap<String, Vec<Node<'a>>>,
) {
    for (name, nodes) in names {
        let mut different: Vec<&Node<'a>> = Vec::new();
        for node in &nodes {
            if !different.iter().any(|known| known.is(node)) {
                different.push(node);
            }
        }
        if different.len() > 1 {
            for node in different {
                let message = format!("the page has the name {name} for this type and for another");
                survey.differ(record, Aspect::TypeName, &[node, operation], message, Weight::Lost);
            }
        }
    }
}
