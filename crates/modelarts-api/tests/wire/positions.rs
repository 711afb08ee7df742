//! Every place in a payload, with what the specs say of it.

use std::sync::LazyLock;

use serde_json::Value;
use xtask::spec::{Bundle, Specs, resolve};

/// The specs as one document.
pub(crate) static BUNDLE: LazyLock<Value> = LazyLock::new(|| {
    let specs = Specs::load(&xtask::root().join("openapi")).unwrap();
    Bundle::new(&specs).unwrap().value
});

/// Kind of value that the specs have at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Object,
    Array,
    /// An array whose only element may stand in its place, or an object in whose place an array of it may stand.
    OneOrMany,
    Text,
    /// A string from an open list.
    OpenEnum,
    Integer,
    Number,
    IntOrString,
    StringOrInt,
    Boolean,
    /// Any value: the place has no schema, or its key has no field.
    Anything,
}

/// A place in a payload.
#[derive(Debug, Clone)]
pub(crate) struct Position {
    /// JSON pointer.
    pub(crate) pointer: String,
    /// The same in the form of an error, such as `items[0].metadata.name`.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// Keys in the schema of an object.
    pub(crate) known_keys: Vec<String>,
    /// Whether it is in an object, and so may be absent.
    pub(crate) is_field: bool,
}

/// Every place of `payload`, a value of the component `schema`; the whole payload comes first.
pub(crate) fn positions(payload: &Value, schema: &str) -> Vec<Position> {
    let whole = Position {
        pointer: String::new(),
        path: String::new(),
        kind: Kind::Anything,
        known_keys: Vec::new(),
        is_field: false,
    };
    let mut found = Vec::new();
    walk(payload, &BUNDLE["components"]["schemas"][schema], whole, &mut found);
    found[0].path = ".".to_owned();
    found
}

fn walk(value: &Value, schema: &Value, mut position: Position, found: &mut Vec<Position>) {
    let is_object = schema["x-tolerates"] == "array";
    let mut schema = resolve(&*BUNDLE, schema);
    position.kind = if is_object { Kind::OneOrMany } else { kind(schema) };
    let element = &schema["items"];
    // An only element in place of its array has the path of the array.
    if position.kind == Kind::OneOrMany && !is_object && value.is_object() {
        schema = resolve(&*BUNDLE, element);
    }
    let properties = schema["properties"].as_object();
    position.known_keys = properties.into_iter().flatten().map(|(key, _)| key.clone()).collect();
    found.push(position.clone());
    let Position { pointer, path, .. } = position.clone();
    let inside = |pointer, path, is_field| Position {
        pointer,
        path,
        is_field,
        ..position.clone()
    };
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let dot = if path.is_empty() { "" } else { "." };
                let inner = inside(xtask::spec::child(&pointer, key), format!("{path}{dot}{key}"), true);
                walk(value, &schema["properties"][key], inner, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let inner = inside(format!("{pointer}/{index}"), format!("{path}[{index}]"), false);
                walk(item, element, inner, found);
            }
        }
        _ => {}
    }
}

fn kind(schema: &Value) -> Kind {
    match schema["anyOf"][0]["type"].as_str() {
        Some("integer") => return Kind::IntOrString,
        Some(_) => return Kind::StringOrInt,
        None => {}
    }
    match schema["type"].as_str() {
        Some("object") => Kind::Object,
        Some("array") if schema.get("x-tolerates").is_some() => Kind::OneOrMany,
        Some("array") => Kind::Array,
        Some("string") if schema.get("x-extensible-enum").is_some() => Kind::OpenEnum,
        Some("string") => Kind::Text,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        None if schema.is_null() || schema.as_object().is_some_and(|schema| schema.is_empty()) => Kind::Anything,
        other => panic!("a schema of type {other:?} is unknown to these tests"),
    }
}

/// `payload` with every array that tolerates it replaced by its first element.
pub(crate) fn collapsed(payload: &Value, schema: &str) -> Value {
    let mut collapsed = payload.clone();
    let mut tolerant = positions(payload, schema);
    tolerant.retain(|position| position.kind == Kind::OneOrMany);
    // From the inside out, so that the pointers that are left stay right.
    for position in tolerant.iter().rev() {
        let place = collapsed.pointer_mut(&position.pointer).unwrap();
        if let Some(first) = place.get(0) {
            *place = first.clone();
        }
    }
    collapsed
}

/// Removes the field at `pointer`.
pub(crate) fn remove(payload: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let object = payload.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
    assert!(object.remove(&key).is_some(), "{pointer} is there");
}
