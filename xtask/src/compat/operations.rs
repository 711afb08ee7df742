//! Operations, their parameters and responses, and the document as a whole.

use std::collections::BTreeMap;

use crate::spec;
use serde_json::Value;

use super::{
    change::{Change, Level, Scope},
    schemas::{self, Sent},
};

struct Operation<'a> {
    method: String,
    path: &'a str,
    value: &'a Value,
}

/// Notes changes of one place.
struct Notes<'a> {
    changes: &'a mut Vec<Change>,
    operations: Vec<String>,
}

impl Notes<'_> {
    fn add(&mut self, level: Level, scope: Scope, place: &str, what: impl Into<String>) {
        self.changes.push(Change {
            level,
            scope,
            operations: self.operations.clone(),
            place: place.to_owned(),
            what: what.into(),
        });
    }
}

/// What differs in operations and in what they share, but for the components.
pub fn compare(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    document(
        old,
        new,
        &mut Notes {
            changes: &mut changes,
            operations: Vec::new(),
        },
    );
    let (before, after) = (by_id(old), by_id(new));
    for (id, was) in &before {
        let mut notes = Notes {
            changes: &mut changes,
            operations: vec![id.clone()],
        };
        let Some(is) = after.get(id) else {
            notes.add(Level::Breaking, Scope::Request, id, "the operation is gone");
            continue;
        };
        if (&was.method, was.path) != (&is.method, is.path) {
            let what = format!("{} {} became {} {}", was.method, was.path, is.method, is.path);
            notes.add(Level::Breaking, Scope::Request, id, what);
        }
        parameters(id, (old, was.value), (new, is.value), &mut notes);
        bodies(id, (old, was.value), (new, is.value), &mut notes);
        responses(id, (old, was.value), (new, is.value), &mut notes);
        security(id, &was.value["security"], &is.value["security"], &mut notes);
        for key in keys(was.value, is.value) {
            if !["parameters", "requestBody", "responses", "security", "operationId"].contains(&key)
                && was.value[key] != is.value[key]
            {
                notes.add(
                    Level::Documentation,
                    Scope::Words,
                    id,
                    format!("`{key}` reads differently"),
                );
            }
        }
    }
    for id in after.keys().filter(|id| !before.contains_key(*id)) {
        let mut notes = Notes {
            changes: &mut changes,
            operations: vec![id.clone()],
        };
        notes.add(Level::Additive, Scope::Request, id, "the operation is new");
    }
    changes
}

fn by_id(document: &Value) -> BTreeMap<String, Operation<'_>> {
    let operations = spec::operations(document).into_iter();
    operations
        .map(|(pointer, path, value)| {
            let method = pointer.rsplit('/').next().unwrap_or_default().to_uppercase();
            let id = value["operationId"]
                .as_str()
                .map_or_else(|| format!("{method} {path}"), str::to_owned);
            (id, Operation { method, path, value })
        })
        .collect()
}

fn document(old: &Value, new: &Value, notes: &mut Notes) {
    let servers = |document: &Value| -> Vec<String> {
        let mut urls = Vec::new();
        for server in document["servers"].as_array().into_iter().flatten() {
            let url = server["url"].as_str().unwrap_or_default();
            urls.push(url.to_owned());
            for (name, variable) in server["variables"].as_object().into_iter().flatten() {
                let values = variable["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                urls.extend(values.map(|value| url.replace(&format!("{{{name}}}"), value)));
            }
        }
        urls
    };
    let (was, is) = (servers(old), servers(new));
    for url in was.iter().filter(|url| !is.contains(url)) {
        notes.add(Level::Breaking, Scope::Request, "servers", format!("{url} is gone"));
    }
    for url in is.iter().filter(|url| !was.contains(url)) {
        notes.add(Level::Additive, Scope::Request, "servers", format!("{url} is new"));
    }
    security("security", &old["security"], &new["security"], notes);
    let (was, is) = (
        &old["components"]["securitySchemes"],
        &new["components"]["securitySchemes"],
    );
    for name in keys(was, is) {
        let place = format!("security {name}");
        let in_words = |scheme: &Value| scheme["description"].clone();
        let on_the_wire = |scheme: &Value| ["type", "in", "name", "scheme"].map(|key| scheme[key].clone());
        if was.get(name).is_none() {
            // What may carry it is noted with `security`.
        } else if on_the_wire(&was[name]) != on_the_wire(&is[name]) {
            notes.add(
                Level::Breaking,
                Scope::Request,
                &place,
                "the scheme is another, or has another header",
            );
        } else if in_words(&was[name]) != in_words(&is[name]) {
            notes.add(
                Level::Documentation,
                Scope::Words,
                &place,
                "`description` reads differently",
            );
        }
    }
    for key in keys(old, new) {
        let is_text = !["paths", "components", "security"].contains(&key);
        // A new version says nothing by itself, and is judged apart.
        let without_version = |document: &Value| {
            let mut value = document[key].clone();
            if let (true, Some(info)) = (key == "info", value.as_object_mut()) {
                info.remove("version");
            }
            value
        };
        if is_text && without_version(old) != without_version(new) {
            notes.add(
                Level::Documentation,
                Scope::Words,
                key,
                format!("`{key}` reads differently"),
            );
        }
    }
}

fn security(place: &str, old: &Value, new: &Value, notes: &mut Notes) {
    let (was, is) = (old.as_array(), new.as_array());
    let gone = |from: Option<&Vec<Value>>, than: Option<&Vec<Value>>| {
        let alternatives = from.into_iter().flatten();
        let missing = alternatives.filter(|one| !than.is_some_and(|others| others.contains(one)));
        missing.map(Value::to_string).collect::<Vec<_>>()
    };
    for alternative in gone(was, is) {
        notes.add(
            Level::Breaking,
            Scope::Request,
            place,
            format!("requests may no longer carry {alternative}"),
        );
    }
    for alternative in gone(is, was) {
        notes.add(
            Level::Additive,
            Scope::Request,
            place,
            format!("requests may carry {alternative}"),
        );
    }
}

fn parameters(id: &str, old: (&Value, &Value), new: (&Value, &Value), notes: &mut Notes) {
    let (was, is) = (parameters_of(old), parameters_of(new));
    for (key, old_parameter) in &was {
        let (place, kind) = key;
        let at = format!("{id}.{place}");
        let Some(parameter) = is.get(key) else {
            notes.add(
                Level::Breaking,
                Scope::Request,
                &at,
                format!("the {kind} parameter is gone"),
            );
            continue;
        };
        match (old_parameter["required"] == true, parameter["required"] == true) {
            (false, true) => notes.add(Level::Breaking, Scope::Request, &at, "the parameter is now required"),
            (true, false) => notes.add(
                Level::Additive,
                Scope::Request,
                &at,
                "the parameter is no longer required",
            ),
            _ => {}
        }
        for key in keys(old_parameter, parameter) {
            if old_parameter[key] == parameter[key] || ["required", "schema"].contains(&key) {
                continue;
            }
            if ["style", "explode", "allowReserved", "content"].contains(&key) {
                notes.add(
                    Level::Breaking,
                    Scope::Request,
                    &at,
                    format!("`{key}` changed, so it is sent in another form"),
                );
            } else {
                notes.add(
                    Level::Documentation,
                    Scope::Words,
                    &at,
                    format!("`{key}` reads differently"),
                );
            }
        }
        schemas::compare(
            &old_parameter["schema"],
            &parameter["schema"],
            &at,
            Sent::ByUs,
            &mut |change| {
                notes.add(change.level, change.scope, &change.place, change.what);
            },
        );
    }
    for ((name, kind), parameter) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        let at = format!("{id}.{name}");
        if parameter["required"] == true {
            notes.add(
                Level::Breaking,
                Scope::Request,
                &at,
                format!("a required {kind} parameter is new"),
            );
        } else {
            notes.add(
                Level::Additive,
                Scope::Request,
                &at,
                format!("an optional {kind} parameter is new"),
            );
        }
    }
}

/// Name and place of each parameter, with what it resolves to.
fn parameters_of<'a>((document, operation): (&'a Value, &'a Value)) -> BTreeMap<(&'a str, &'a str), &'a Value> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .map(|parameter| {
            let parameter = spec::resolve(document, parameter);
            let text = |key: &str| parameter[key].as_str().unwrap_or_default();
            ((text("name"), text("in")), parameter)
        })
        .collect()
}

fn bodies(id: &str, old: (&Value, &Value), new: (&Value, &Value), notes: &mut Notes) {
    let (was, is) = (old.1.get("requestBody"), new.1.get("requestBody"));
    let at = format!("{id}.body");
    match (was, is) {
        (None, Some(body)) if spec::resolve(new.0, body)["required"] == true => {
            notes.add(Level::Breaking, Scope::Request, &at, "a required body is new");
        }
        (None, Some(_)) => notes.add(Level::Additive, Scope::Request, &at, "an optional body is new"),
        (Some(_), None) => notes.add(Level::Breaking, Scope::Request, &at, "the body is gone"),
        (Some(was), Some(is)) => {
            let (was, is) = (spec::resolve(old.0, was), spec::resolve(new.0, is));
            match (was["required"] == true, is["required"] == true) {
                (false, true) => notes.add(Level::Breaking, Scope::Request, &at, "the body is now required"),
                (true, false) => notes.add(Level::Additive, Scope::Request, &at, "the body is no longer required"),
                _ => {}
            }
            content(&at, &was["content"], &is["content"], Sent::ByUs, notes);
        }
        (None, None) => {}
    }
}

fn responses(id: &str, old: (&Value, &Value), new: (&Value, &Value), notes: &mut Notes) {
    let (was, is) = (&old.1["responses"], &new.1["responses"]);
    for status in keys(was, is) {
        let at = format!("{id}.{status}");
        let is_success = status.starts_with('2');
        match (was.get(status), is.get(status)) {
            (Some(_), None) if is_success => notes.add(Level::Breaking, Scope::Response, &at, "the response is gone"),
            // Failures have one form, so readers of them see nothing of it.
            (Some(_), None) => notes.add(Level::Additive, Scope::Response, &at, "the failure is no longer listed"),
            (None, Some(_)) if is_success => notes.add(Level::Breaking, Scope::Response, &at, "another success is new"),
            (None, Some(_)) => notes.add(Level::Additive, Scope::Response, &at, "the failure is new"),
            (Some(was), Some(is)) => {
                let (was, is) = (spec::resolve(old.0, was), spec::resolve(new.0, is));
                content(&at, &was["content"], &is["content"], Sent::ByThem, notes);
                for key in keys(was, is) {
                    if key != "content" && was[key] != is[key] {
                        notes.add(
                            Level::Documentation,
                            Scope::Words,
                            &at,
                            format!("`{key}` reads differently"),
                        );
                    }
                }
            }
            (None, None) => {}
        }
    }
}

fn content(at: &str, was: &Value, is: &Value, sent: Sent, notes: &mut Notes) {
    for media in keys(was, is) {
        let scope = sent.scope();
        match (was.get(media), is.get(media)) {
            (Some(_), None) => notes.add(Level::Breaking, scope, at, format!("{media} is gone")),
            (None, Some(_)) => notes.add(Level::Additive, scope, at, format!("{media} is new")),
            (Some(was), Some(is)) => {
                schemas::compare(&was["schema"], &is["schema"], at, sent, &mut |change| {
                    notes.add(change.level, change.scope, &change.place, change.what);
                });
                examples(at, &was["examples"], &is["examples"], notes);
            }
            (None, None) => {}
        }
    }
}

fn examples(at: &str, was: &Value, is: &Value, notes: &mut Notes) {
    for name in keys(was, is) {
        match (was.get(name), is.get(name)) {
            (Some(_), None) => notes.add(
                Level::Breaking,
                Scope::Payloads,
                at,
                format!("example `{name}` is gone"),
            ),
            (None, Some(_)) => notes.add(Level::Additive, Scope::Payloads, at, format!("example `{name}` is new")),
            (Some(was), Some(is)) if was["value"] != is["value"] => {
                notes.add(
                    Level::Additive,
                    Scope::Payloads,
                    at,
                    format!("example `{name}` holds other values"),
                );
            }
            (Some(was), Some(is)) if was != is => {
                notes.add(
                    Level::Documentation,
                    Scope::Words,
                    at,
                    format!("example `{name}` reads differently"),
                );
            }
            _ => {}
        }
    }
}

/// The keys of two objects, each once, those of the first before those that only the second has.
pub fn keys<'a>(old: &'a Value, new: &'a Value) -> Vec<&'a str> {
    let entries = |value: &'a Value| value.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    let mut keys: Vec<_> = entries(old).collect();
    keys.extend(entries(new).filter(|key| old.get(*key).is_none()));
    keys
}
