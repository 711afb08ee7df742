//! Schemas by name: each is a type of the generated crates, whoever uses it.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{self, component_name};
use serde_json::Value;

use super::{
    change::{Change, Level},
    schemas::{self, Sent},
};

/// Who sends a component, and in which operations it occurs.
#[derive(Default)]
struct Uses {
    sent: BTreeSet<Sent>,
    operations: BTreeSet<String>,
}

/// What differs in the components that both versions have, and which of them came or went.
pub fn compare(old: &Value, new: &Value) -> Vec<Change> {
    let (was, is) = (&old["components"]["schemas"], &new["components"]["schemas"]);
    let (old_uses, new_uses) = (uses(old), uses(new));
    let mut changes = Vec::new();
    for name in super::operations::keys(was, is) {
        let uses = [&old_uses, &new_uses].into_iter().filter_map(|uses| uses.get(name));
        let uses = uses.fold(Uses::default(), |mut all, uses| {
            all.sent.extend(&uses.sent);
            all.operations.extend(uses.operations.iter().cloned());
            all
        });
        // What nothing refers to is generated too, as if the service sent it.
        let sent = if uses.sent.is_empty() {
            BTreeSet::from([Sent::ByThem])
        } else {
            uses.sent
        };
        let operations: Vec<_> = uses.operations.into_iter().collect();
        let mut found = Vec::new();
        for sent in sent {
            let mut note = |change: Change| found.push(change);
            match (was.get(name), is.get(name)) {
                (Some(schema), None) => {
                    let what = match renamed(schema, was, is) {
                        Some(other) => format!("the type is now called {other}"),
                        None => "the type is gone".to_owned(),
                    };
                    note(schemas::change(Level::Breaking, sent.scope(), name, what));
                }
                (None, Some(_)) => note(schemas::change(Level::Additive, sent.scope(), name, "the type is new")),
                (Some(was), Some(is)) => schemas::compare(was, is, name, sent, &mut note),
                (None, None) => {}
            }
        }
        changes.extend(gravest(found).into_iter().map(|change| Change {
            operations: operations.clone(),
            ..change
        }));
    }
    changes
}

/// A component that is sent both ways is compared twice; of each difference the graver judgement stands.
fn gravest(found: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    for change in found {
        match kept
            .iter_mut()
            .find(|other| other.place == change.place && other.what == change.what)
        {
            Some(other) if other.level < change.level => *other = change,
            Some(_) => {}
            None => kept.push(change),
        }
    }
    kept
}

/// The name under which a component lives on: a new one that says the same.
fn renamed(schema: &Value, was: &Value, is: &Value) -> Option<String> {
    let components = is.as_object()?.iter();
    let mut news = components.filter(|(name, other)| was.get(name.as_str()).is_none() && *other == schema);
    news.next().map(|(name, _)| name.clone())
}

/// Every component that operations lead to.
fn uses(document: &Value) -> BTreeMap<String, Uses> {
    let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
    for (_, _, operation) in spec::operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let mut waiting = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            references(spec::resolve(document, parameter), Sent::ByUs, &mut waiting);
        }
        references(&operation["requestBody"], Sent::ByUs, &mut waiting);
        for (_, response) in operation["responses"].as_object().into_iter().flatten() {
            references(spec::resolve(document, response), Sent::ByThem, &mut waiting);
        }
        let mut seen = BTreeSet::new();
        while let Some((name, sent)) = waiting.pop() {
            if seen.insert((name, sent)) {
                let entry = uses.entry(name.to_owned()).or_default();
                entry.sent.insert(sent);
                entry.operations.insert(id.to_owned());
                references(&document["components"]["schemas"][name], sent, &mut waiting);
            }
        }
    }
    uses
}

fn references<'a>(value: &'a Value, sent: Sent, found: &mut Vec<(&'a str, Sent)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value.as_str().and_then(component_name)) {
                    ("$ref", Some(name)) => found.push((name, sent)),
                    // Payloads are data.
                    ("value" | "example", _) if object.get("properties").is_none() => {}
                    _ => references(value, sent, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, sent, found)),
        _ => {}
    }
}
