//! Listed values and limits.

use std::collections::BTreeSet;

use crate::provenance::Aspect;
use docpages::Field;
use serde_json::Value;

use super::{Survey, Weight, parameters::text, places::Node};
use crate::docs::Recorded;

/// The values that a schema lists. A bit mask lists its flags, as pages do.
fn known(schema: &Node<'_>) -> Vec<String> {
    let listed = ["x-extensible-enum", "enum"]
        .iter()
        .find_map(|key| schema.value[*key].as_array());
    match (listed, schema.value["x-bit-flags"].as_object()) {
        (Some(values), _) => values.iter().map(text).collect(),
        // A mask without any flag is one that pages list too.
        (None, Some(flags)) => {
            let flags = flags.values().map(|flag| text(&flag["value"]));
            flags.chain(["0".to_owned()]).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// What a page lists at the places of one schema; several fields may share it.
pub(super) struct Listing<'a> {
    /// The end of the references.
    schema: Node<'a>,
    /// Where a deviation may stand.
    places: Vec<Node<'a>>,
    values: BTreeSet<String>,
}

/// Every listing of one page.
#[derive(Default)]
pub(super) struct Listings<'a>(Vec<Listing<'a>>);

impl<'a> Listings<'a> {
    /// Takes in what the page lists for one field.
    pub(super) fn add(&mut self, places: &[&Node<'a>], field: &Field, schema: &Node<'a>) {
        let known = self.0.iter_mut().find(|listing| listing.schema.is(schema));
        let places = places.iter().map(|place| (*place).clone());
        let values = field.values.iter().cloned();
        match known {
            Some(listing) => {
                listing.places.extend(places);
                listing.values.extend(values);
            }
            None => self.0.push(Listing {
                schema: schema.clone(),
                places: places.collect(),
                values: values.collect(),
            }),
        }
    }

    /// Compares each with its schema.
    pub(super) fn compare(self, survey: &mut Survey<'a>, record: &'a Recorded) {
        for listing in self.0 {
            compare(survey, record, &listing);
        }
    }
}

fn compare<'a>(survey: &mut Survey<'a>, record: &'a Recorded, listing: &Listing<'a>) {
    let known = known(&listing.schema);
    let places: Vec<&Node<'a>> = listing.places.iter().collect();
    for value in listing.values.iter().filter(|value| !known.contains(value)) {
        let message = format!("the page lists the value {value:?}, and the spec does not");
        survey.differ(record, Aspect::Values, &places, message, Weight::stated(value));
    }
    let sources = &listing.schema.value["x-enum-sources"];
    for value in &known {
        let sources = sources[value].as_array();
        let cited = sources.map(|sources| sources.iter().any(|source| *source == *record.edition));
        let is_listed = listing.values.contains(value);
        match cited {
            Some(false) if is_listed => {
                let message = format!(
                    "`x-enum-sources` of {value:?} leaves out {}, which lists the value",
                    record.edition
                );
                survey.report(&listing.schema, "source-differs", message);
            }
            // Lists go missing from flattened pages without a trace; such a page does not speak against a source.
            Some(true) if !is_listed && !listing.values.is_empty() => {
                let message = format!(
                    "`x-enum-sources` of {value:?} names {}, which does not list the value",
                    record.edition
                );
                survey.report(&listing.schema, "source-differs", message);
            }
            _ if is_listed => {}
            _ => {
                let message = format!("the spec lists the value {value:?}, and the page does not");
                let weight = if cited.is_none() && !listing.values.is_empty() {
                    Weight::Lost
                } else {
                    Weight::Silent
                };
                survey.differ(record, Aspect::Values, &places, message, weight);
            }
        }
    }
}

/// A limit by its side, `min` or `max`, wherever one of the nodes states it.
pub(super) fn limit(nodes: &[&Node<'_>], side: &str) -> Option<String> {
    let keys = [format!("{side}imum"), format!("{side}Length"), format!("{side}Items")];
    nodes.iter().find_map(|node| {
        let found = |holder: &Value| keys.iter().find_map(|key| holder.get(key).map(text));
        found(&node.value["x-documented-constraints"]).or_else(|| found(node.value))
    })
}
