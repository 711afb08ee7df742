//! Two versions of one schema.

use std::collections::BTreeSet;

use crate::spec::open_enum_variants;
use serde_json::Value;

use super::{
    change::{Change, Level, Scope},
    operations::keys,
};

/// Who sends what a schema describes. What widens the one side narrows the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sent {
    /// Parameters and bodies of requests.
    ByUs,
    /// Responses.
    ByThem,
}

impl Sent {
    /// Whom changes of it concern.
    pub fn scope(self) -> Scope {
        match self {
            Self::ByUs => Scope::Request,
            Self::ByThem => Scope::Response,
        }
    }

    /// The level of a change that lets more values through.
    fn widened(self) -> Level {
        if self == Self::ByUs {
            Level::Additive
        } else {
            Level::Breaking
        }
    }

    /// The level of a change that lets fewer values through.
    fn narrowed(self) -> Level {
        if self == Self::ByUs {
            Level::Breaking
        } else {
            Level::Additive
        }
    }
}

/// Keywords that say something to people alone.
const WORDS: [&str; 12] = [
    "description",
    "title",
    "example",
    "deprecated",
    "externalDocs",
    "x-source",
    "x-doc-deviation",
    "x-documented-names",
    "x-documented-constraints",
    "x-enum-descriptions",
    "x-enum-sources",
    "x-bit-flags",
];

/// Keywords that let fewer values through where they stand.
const LIMITS: [&str; 10] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
];

/// A change whose operations are filled in by whoever knows them.
pub fn change(level: Level, scope: Scope, place: &str, what: impl Into<String>) -> Change {
    Change {
        level,
        scope,
        operations: Vec::new(),
        place: place.to_owned(),
        what: what.into(),
    }
}

/// Tells `note` of every difference. Components are compared by name, so a reference is followed no further.
pub fn compare(old: &Value, new: &Value, place: &str, sent: Sent, note: &mut dyn FnMut(Change)) {
    if old == new {
        return;
    }
    let mut add = |level: Level, what: String| {
        let scope = if level == Level::Documentation {
            Scope::Words
        } else {
            sent.scope()
        };
        note(change(level, scope, place, what));
    };
    let (was, is) = (type_of(old), type_of(new));
    if was != is {
        // Nothing below is comparable.
        add(Level::Breaking, format!("the type is {is}, and was {was}"));
        return;
    }
    for key in keys(old, new) {
        let (before, after) = (&old[key], &new[key]);
        if before == after {
            continue;
        }
        match key {
            // Judged as a whole above, or one by one below.
            "type" | "$ref" | "format" | "properties" | "items" | "x-enum-varnames" | "x-extensible-enum" => {}
            // A reference with words beside it is still that reference.
            "allOf"
                if [before, after]
                    .iter()
                    .all(|parts| parts.as_array().is_none_or(|parts| parts.len() == 1)) => {}
            _ if WORDS.contains(&key) => add(Level::Documentation, format!("`{key}` reads differently")),
            "nullable" if *after == true => add(sent.widened(), "the value may be null".to_owned()),
            "nullable" => add(sent.narrowed(), "the value is never null".to_owned()),
            "default" => add(Level::Breaking, format!("the default is {after}, and was {before}")),
            "required" => required(before, after, new, sent, &mut add),
            "enum" => values(before, after, sent, &mut add),
            _ if LIMITS.contains(&key) => {
                let (level, what) = match (before.is_null(), after.is_null()) {
                    (true, _) => (sent.narrowed(), format!("`{key}` {after} is new")),
                    (_, true) => (sent.widened(), format!("`{key}` {before} is gone")),
                    // Which of two limits is the narrower is not worth a guess.
                    _ => (Level::Breaking, format!("`{key}` is {after}, and was {before}")),
                };
                add(level, what);
            }
            "x-open-map" if *after == true => add(Level::Additive, "the map can be read by any key".to_owned()),
            // Of what nobody thought of, the worst is assumed.
            _ => add(Level::Breaking, format!("`{key}` is {after}, and was {before}")),
        }
    }
    variants(old, new, &mut add);
    for key in keys(&old["properties"], &new["properties"]) {
        let inner = format!("{place}.{key}");
        match (old["properties"].get(key), new["properties"].get(key)) {
            (Some(_), None) => note(change(Level::Breaking, sent.scope(), &inner, "the field is gone")),
            // A field that must be sent is noted as required.
            (None, Some(_)) => note(change(Level::Additive, sent.scope(), &inner, "the field is new")),
            (Some(was), Some(is)) => compare(was, is, &inner, sent, note),
            (None, None) => {}
        }
    }
    compare(&old["items"], &new["items"], &format!("{place}[]"), sent, note);
}

/// What a schema becomes in Rust, in words; schemas of which it differs are different types.
fn type_of(schema: &Value) -> String {
    let target = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"));
    if let Some(target) = target.and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or(target).to_owned();
    }
    if let Some(Value::Array(parts)) = schema.get("oneOf").or(schema.get("anyOf")) {
        let parts: Vec<_> = parts.iter().map(type_of).collect();
        return format!("one of {}", parts.join(" and "));
    }
    let mut words = vec![schema["type"].as_str().unwrap_or("anything")];
    words.extend(schema["format"].as_str());
    if schema.get("x-extensible-enum").is_some() {
        words.push("with known values");
    } else if schema.get("enum").is_some() {
        words.push("with a closed list of values");
    }
    if schema.get("x-tolerates").is_some() {
        words.push("or its only element");
    }
    words.join(" ")
}

fn required(before: &Value, after: &Value, new: &Value, sent: Sent, add: &mut dyn FnMut(Level, String)) {
    let (was, is) = (texts(before), texts(after));
    for name in is.difference(&was) {
        add(sent.narrowed(), format!("`{name}` is now required"));
    }
    for name in was.difference(&is) {
        // Where the field is gone altogether, that is the change.
        if new["properties"].get(*name).is_some() {
            add(sent.widened(), format!("`{name}` is no longer required"));
        }
    }
}

fn values(before: &Value, after: &Value, sent: Sent, add: &mut dyn FnMut(Level, String)) {
    let (was, is) = (texts(before), texts(after));
    for value in is.difference(&was) {
        add(sent.widened(), format!("value `{value}` is new"));
    }
    for value in was.difference(&is) {
        // The variant of the generated enum is gone on either side.
        add(Level::Breaking, format!("value `{value}` is gone"));
    }
}

/// Known values are variants in Rust. Others may come at any time, so a new one breaks nobody.
fn variants(old: &Value, new: &Value, add: &mut dyn FnMut(Level, String)) {
    let (was, is) = (open_enum_variants(old), open_enum_variants(new));
    for (variant, value) in &was {
        match is.iter().find(|(_, other)| other == value) {
            None => add(
                Level::Breaking,
                format!("value `{value}` is no longer known, so variant {variant} is gone"),
            ),
            Some((other, _)) if other != variant => {
                add(Level::Breaking, format!("variant {variant} is now called {other}"));
            }
            Some(_) => {}
        }
    }
    for (variant, value) in &is {
        if !was.iter().any(|(_, other)| other == value) {
            add(
                Level::Additive,
                format!("value `{value}` is known, as variant {variant}"),
            );
        }
    }
}

fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
