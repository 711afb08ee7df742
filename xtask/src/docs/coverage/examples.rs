//! The payloads of a recorded page beside the examples of the specs.

use crate::{
    provenance::Aspect,
    spec::{Specs, examples},
};
use serde_json::Value;

use super::{Survey, Weight, places::Node};
use crate::docs::Recorded;

/// A documented payload of the specs and the status that it comes with.
pub(super) struct Stored {
    status: Option<u16>,
    payload: Value,
}

/// Every documented payload of the specs. A file that cannot be read is a finding of another rule.
pub(super) fn stored(specs: &Specs) -> Vec<Stored> {
    let documented = examples(specs).into_iter().filter(|example| !example.is_constructed());
    let stored = documented.filter_map(|example| {
        Some(Stored {
            status: example.status,
            payload: example.payload(specs).ok()?,
        })
    });
    stored.collect()
}

/// Every documented payload is stored: it is an example, a snapshot, and what the mock answers.
pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    for example in &record.page.examples.responses {
        let is_stored = survey.payloads.iter().any(|stored| {
            (example.status.is_none() || stored.status == example.status) && stored.payload == example.payload
        });
        if !is_stored {
            let status = example
                .status
                .map_or("a response".to_owned(), |status| format!("status {status}"));
            let message = format!(
                "the page has an example of {status} that no file of `examples/` holds; it stands in {}",
                record.path().display()
            );
            let key = example.status.unwrap_or(200).to_string();
            let response = operation.child("responses").and_then(|responses| responses.child(&key));
            let places: Vec<&Node<'a>> = response.iter().chain([operation]).collect();
            survey.differ(record, Aspect::ResponseExample, &places, message, Weight::Lost);
        }
    }
}
