//! The payloads of a recorded page beside the examples of the specs.

use super::{Aspect, Survey, places::Node};
use crate::{docs::Recorded, spec::examples};

/// Every documented payload is stored: it is an example, a snapshot, and what the mock answers.
pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    let stored: Vec<_> = examples(survey.specs)
        .into_iter()
        .filter(|example| !example.is_constructed())
        // A file that cannot be read is a finding of another rule.
        .filter_map(|example| Some((example.status, example.payload(survey.specs).ok()?)))
        .collect();
    for example in &record.page.examples.responses {
        let is_stored = stored.iter().any(|(status, payload)| {
            (example.status.is_none() || *status == example.status) && *payload == example.payload
        });
        if !is_stored {
            let status = example
                .status
                .map_or("a response".to_owned(), |status| format!("status {status}"));
            let message = format!("the page has an example of {status} that no file of `examples/` holds");
            survey.differ(record, Aspect::ResponseExample, &[operation], message, true);
        }
    }
}
