//! Examples of a page that the specs do not allow.

use std::collections::BTreeSet;

use crate::spec::{child, self_contained};
use docpages::{Change, Page, ResponseExample, invalid_example};

use super::{super::coverage::places::Node, Inputs, Recorded, response_key};

/// A change for each thing in an example that is not valid, and was valid in the recorded edition.
pub(super) fn changes(inputs: &Inputs, operation: &Node, page: &Page, record: &Recorded) -> Vec<Change> {
    let known: BTreeSet<_> = record
        .page
        .examples
        .responses
        .iter()
        .flat_map(|example| errors(inputs, operation, example))
        .collect();
    let mut found = Vec::new();
    for example in &page.examples.responses {
        for (path, message) in errors(inputs, operation, example) {
            if !known.contains(&(path.clone(), message.clone())) {
                found.push(invalid_example(example.status, &message, &path));
            }
        }
    }
    found
}

/// What is wrong with an example: where in it, and what. A page without statuses shows success and failure alike, so
/// that its examples need to be valid as either.
fn errors(inputs: &Inputs, operation: &Node, example: &ResponseExample) -> Vec<(String, String)> {
    let statuses: &[u16] = match &example.status {
        Some(status) => &[*status],
        None => &[200, 400],
    };
    let tried = statuses.iter().filter_map(|status| {
        let key = response_key(operation, *status)?;
        let pointer = child(&child(&operation.pointer, "responses"), &key);
        let bundle = &inputs.bundle.value;
        let mut response = bundle.pointer(&pointer)?;
        if let Some(target) = response["$ref"].as_str() {
            response = bundle.pointer(target.strip_prefix('#')?)?;
        }
        let schema = self_contained(bundle, &response["content"]["application/json"]["schema"]);
        let options = jsonschema::draft7::options().should_validate_formats(true);
        let validator = options.build(&schema).ok()?;
        let errors = validator.iter_errors(&example.payload);
        Some(
            errors
                .map(|error| (path(&error.instance_path().to_string()), error.to_string()))
                .collect::<Vec<_>>(),
        )
    });
    tried.min_by_key(Vec::len).unwrap_or_default()
}

/// A JSON pointer as changes name places.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str("[]");
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&name);
        }
    }
    path
}
