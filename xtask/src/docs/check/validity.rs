//! Examples of a page that the contracts do not allow.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    diff::{Change, ChangeKind, Example, Operation, Side, View, join, of_responses},
    docs::Recorded,
    spec::{media, resolve, self_contained, validator},
};

/// A change for each thing in an example that is not valid, and was valid in the recorded edition.
pub(super) fn changes(bundle: &Value, contract: &Operation, page: &View, record: &Recorded) -> Vec<Change> {
    let all = |view: &View| -> Vec<(String, (String, String))> {
        let operations = view.operations.iter();
        let examples = operations.flat_map(|operation| of_responses(view.document, operation));
        let errors = examples.flat_map(|example| {
            let location = format!("example response {}", example.status.unwrap_or_default());
            let errors = errors(bundle, contract, &example).into_iter();
            errors.map(move |error| (location.trim_end().to_owned(), error))
        });
        errors.collect()
    };
    let known: BTreeSet<_> = all(&record.view()).into_iter().map(|(_, error)| error).collect();
    let new = all(page).into_iter().filter(|(_, error)| !known.contains(error));
    let change = |(location, (path, message)): (String, (String, String))| Change {
        after: Some(message),
        ..Change::new(ChangeKind::ExampleInvalid, Side::Any, &[], &location, &path)
    };
    new.map(change).collect()
}

/// What is wrong with an example: where in it, and what. A page without statuses shows success and failure alike, so
/// that its examples need to be valid as either.
fn errors(bundle: &Value, contract: &Operation, example: &Example) -> Vec<(String, String)> {
    let statuses: &[&str] = match &example.status {
        Some(status) => &[*status],
        None => &["200", "400"],
    };
    let tried = statuses.iter().filter_map(|status| {
        let response = resolve(bundle, &contract.value["responses"][contract.response_key(status)?]);
        let schema = self_contained(bundle, &media(response)["schema"]);
        let validator = validator(&schema).ok()?;
        let errors = validator.iter_errors(example.payload);
        let told = errors.map(|error| (path(error.instance_path().as_str()), error.to_string()));
        Some(told.collect::<Vec<_>>())
    });
    tried.min_by_key(Vec::len).unwrap_or_default()
}

/// A JSON pointer as changes name places.
fn path(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1);
    parts.fold(String::new(), |path, part| {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            path + "[]"
        } else {
            join(&path, &part.replace("~1", "/").replace("~0", "~"))
        }
    })
}
