//! Values for what a page does not show.

use std::collections::BTreeSet;

use heck::ToKebabCase;
use serde_json::{Map, Value, json};

use super::{
    page::Page,
    shapes::{Shapes, reference},
};

/// A payload with every field of a shape; a type that is used twice is shown once.
pub(super) fn payload(shapes: &Shapes, shape: usize) -> Value {
    object(shapes, shape, &mut BTreeSet::new()).unwrap_or_else(|| json!({}))
}

fn object(shapes: &Shapes, shape: usize, shown: &mut BTreeSet<usize>) -> Option<Value> {
    let schema = &shapes.0[shape].schema;
    if let Some(values) = schema.get("x-extensible-enum") {
        return Some(values[0].clone());
    }
    if !shown.insert(shape) {
        // Without fields it is a value like any other.
        let required = schema["required"]
            .as_array()
            .is_some_and(|required| !required.is_empty());
        return (!required).then(|| json!({}));
    }
    let mut object_shown = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        object_shown.extend(value(shapes, field, shown).map(|value| (name.clone(), value)));
    }
    if let Some(values) = schema
        .get("additionalProperties")
        .filter(|values| **values != json!({}))
    {
        object_shown.extend(value(shapes, values, shown).map(|value| ("key".to_owned(), value)));
    }
    Some(object_shown.into())
}

fn value(shapes: &Shapes, schema: &Value, shown: &mut BTreeSet<usize>) -> Option<Value> {
    if let Some(shape) = reference(schema) {
        return object(shapes, shape, shown);
    }
    if let Some(default) = schema.get("default") {
        return Some(default.clone());
    }
    match schema["type"].as_str() {
        Some("array") => Some(value(shapes, &schema["items"], shown).into_iter().collect()),
        Some("string") => Some(json!("string")),
        Some("boolean") => Some(json!(true)),
        Some("number") => Some(json!(0.5)),
        _ => Some(
            schema["x-documented-constraints"]
                .get("minimum")
                .cloned()
                .unwrap_or(json!(1)),
        ),
    }
}

/// The value of a parameter in an example of the page, else the first that is listed, else one made of its name.
pub(super) fn of_parameter(page: &Page, parameter: &Value, shapes: &Shapes) -> Value {
    let (name, schema) = (parameter["name"].as_str().unwrap_or_default(), &parameter["schema"]);
    let shown = page.targets.iter().find_map(|target| match parameter["in"].as_str() {
        Some("path") => in_path(target, &page.path, name),
        Some("query") => in_query(target, name),
        _ => None,
    });
    let typed = shown.and_then(|text| match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        Some("string") | None => Some(text.into()),
        _ => None,
    });
    typed.unwrap_or_else(|| match value(shapes, schema, &mut BTreeSet::new()) {
        Some(Value::String(text)) if text == "string" => name.to_kebab_case().into(),
        made => made.unwrap_or_default(),
    })
}

fn in_path<'a>(target: &'a str, path: &str, name: &str) -> Option<&'a str> {
    let target = target.split('?').next().unwrap_or_default();
    let mut segments = target.split('/').zip(path.split('/'));
    let (shown, _) = segments.find(|(_, documented)| *documented == format!("{{{name}}}"))?;
    is_plain(shown).then_some(shown)
}

fn in_query<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = target.split_once('?')?;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    is_plain(value).then_some(value)
}

/// Whether a value is one, and not a placeholder or an encoded text.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && !value.contains(['{', '}', '%', '<', '$', '*'])
}
