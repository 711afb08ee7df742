//! The parameters of a recorded page beside those of its operation.

use crate::provenance::Aspect;
use docpages::{Field, Place};

use super::{
    Stance, Survey, Weight,
    places::Node,
    types,
    values::{self, Listings},
};
use crate::docs::Recorded;

pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let parameters = parameters(survey, operation);
    for documented in &record.page.request.parameters {
        let place = word(documented.place);
        let name = &documented.field.name;
        // What credentials a page asks for is the business of the security schemes.
        if documented.place == Place::Header {
            continue;
        }
        let known = parameters
            .iter()
            .find(|node| node.value["in"] == place && node.value["name"] == **name);
        match known {
            Some(node) => check(survey, record, operation, node, &documented.field),
            None => {
                let message = format!("the page has a {place} parameter {name}, and the spec does not");
                survey.differ(record, Aspect::Presence, &[operation], message, Weight::stated(name));
            }
        }
    }
    for node in &parameters {
        let is_documented = record.page.request.parameters.iter().any(|documented| {
            node.value["in"] == word(documented.place) && node.value["name"] == *documented.field.name
        });
        survey.mention(record, node, if is_documented { Stance::Has } else { Stance::Lacks });
        if !is_documented {
            let message = "the page does not have the parameter".to_owned();
            survey.differ(record, Aspect::Presence, &[node, operation], message, Weight::Silent);
        }
    }
}

/// The parameters of an operation, where they are declared.
pub(super) fn parameters<'a>(survey: &Survey<'a>, operation: &Node<'a>) -> Vec<Node<'a>> {
    let Some(list) = operation.child("parameters") else {
        return Vec::new();
    };
    let count = list.value.as_array().map_or(0, Vec::len);
    let entries = (0..count).filter_map(|index| {
        let entry = Node {
            document: list.document,
            pointer: format!("{}/{index}", list.pointer),
            value: list.value.get(index)?,
        };
        Some(entry.resolved(survey.specs))
    });
    entries.collect()
}

/// The word for a place in a spec.
pub(super) fn word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "body",
    }
}

fn check<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>, node: &Node<'a>, field: &Field) {
    let Some(schema) = node.child("schema") else {
        return;
    };
    let specs = survey.specs;
    let target = schema.resolved(specs);
    let places = [node, &target, operation];
    if !types::agree(specs, &field.kind, &schema) {
        let message = format!(
            "the page has type {}, the spec {}",
            field.kind,
            types::describe(specs, &schema)
        );
        survey.differ(record, Aspect::Type, &places, message, Weight::stated(&field.kind));
    }
    let required = node.value["required"] == true;
    if field.mandatory.is_some_and(|mandatory| mandatory != required) {
        let message = format!("mandatory is {} on the page and {required} in the spec", !required);
        survey.differ(record, Aspect::Mandatory, &places, message, Weight::Lost);
    }
    check_default(survey, record, &places, field);
    check_limits(survey, record, &places, field);
    let mut listings = Listings::default();
    listings.add(&places, field, &target);
    listings.compare(survey, record);
    if field.values.is_empty() && target.value["enum"].is_array() {
        let message = "the spec closes the list of values, and the page has none".to_owned();
        survey.differ(record, Aspect::Values, &places, message, Weight::Lost);
    }
}

fn check_default<'a>(survey: &mut Survey<'a>, record: &'a Recorded, places: &[&Node<'a>; 3], field: &Field) {
    let [_, schema, _] = places;
    let default = schema.value.get("default").map(text);
    if field.default == default {
        return;
    }
    let [documented, specified] = [&field.default, &default].map(|side| side.as_deref().unwrap_or("no default"));
    let message = format!("the page has {documented}, the spec {specified}");
    let places: &[&Node<'a>] = places;
    survey.differ(
        record,
        Aspect::Default,
        places,
        message,
        match &field.default {
            Some(default) => Weight::stated(default),
            None => Weight::Silent,
        },
    );
}

/// What a value reads like in a page.
pub(super) fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A request that the spec refuses and the page allows is at odds with it; so is a limit that the spec ignores.
fn check_limits<'a>(survey: &mut Survey<'a>, record: &'a Recorded, places: &[&Node<'a>; 3], field: &Field) {
    let [node, schema, _] = places;
    let places: &[&Node<'a>] = places;
    for (side, documented) in [("min", &field.minimum), ("max", &field.maximum)] {
        let specified = values::limit(&[schema, node], side);
        if documented.is_some() && *documented != specified {
            let message = format!(
                "the page has {side}imum {}, and the spec does not",
                documented.as_deref().unwrap_or("")
            );
            survey.differ(
                record,
                Aspect::Limits,
                places,
                message,
                Weight::stated(format!("{side}imum {}", documented.as_deref().unwrap_or_default())),
            );
        }
    }
    let narrows = ["pattern", "minLength", "maxLength", "minimum", "maximum"];
    if field.minimum.is_none() && field.maximum.is_none() && narrows.iter().any(|key| !schema.value[*key].is_null()) {
        let message = "the spec limits the value, and the page does not".to_owned();
        survey.differ(record, Aspect::Limits, places, message, Weight::Lost);
    }
}
