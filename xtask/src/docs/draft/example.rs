//! Examples of what a page does not show: values, payloads, and a program.

use std::collections::BTreeSet;

use heck::{ToKebabCase, ToSnakeCase};
use serde_json::{Map, Value, json};

use super::{
    page::{Body, Page},
    shapes::{Shape, Shapes, reference},
};
use crate::spec::{entries, items, word};

/// Payloads, each with its file.
pub(super) type Payloads = Vec<(String, Value)>;

/// A program that makes the call.
pub(super) fn sample(page: &Page, shapes: &Shapes) -> String {
    let mut call = format!("api.{}().project_id(project.as_str())", page.id.to_snake_case());
    for parameter in &page.parameters {
        if parameter["required"] == true && parameter["name"] != "project_id" {
            let setter = word(&parameter["name"]).to_snake_case();
            call += &format!(".{setter}({})", of_parameter(page, parameter, shapes));
        }
    }
    let (mut import, mut body) = ("Client", String::new());
    if let Some(Body { root, .. }) = &page.request {
        import = "{Client, raw::types}";
        body = format!("    let body = types::{}::default();\n", shapes.0[*root].name);
        call += ".body(body.clone())";
    }
    format!(
        "use modelarts::{import};\n\n#[tokio::main]\nasync fn main() -> Result<(), modelarts::Error> {{\n    \
         let client = Client::builder().region(\"cn-north-4\").build().await?;\n{body}    \
         let answer = client.call(|api, project| {call}).await?;\n    println!(\"{{answer:?}}\");\n    Ok(())\n}}\n"
    )
}

/// A payload with every field of a shape; a type that is used twice is shown once.
pub(super) fn payload(shapes: &Shapes, shape: usize, shown: &mut BTreeSet<usize>) -> Option<Value> {
    let Shape { schema, existing, .. } = &shapes.0[shape];
    if existing.is_some() {
        return existing.clone();
    }
    if let Some(values) = schema.get("x-extensible-enum") {
        return Some(values[0].clone());
    }
    if !shown.insert(shape) {
        let is_whole = items(&schema["required"]).next().is_none();
        return is_whole.then(|| json!({}));
    }
    let mut payload = Map::new();
    for (name, field) in entries(&schema["properties"]) {
        payload.extend(value(shapes, field, shown).map(|value| (name.to_owned(), value)));
    }
    let others = schema
        .get("additionalProperties")
        .filter(|values| **values != json!({}));
    let other = others.and_then(|values| value(shapes, values, shown));
    payload.extend(other.map(|value| ("key".to_owned(), value)));
    Some(payload.into())
}

fn value(shapes: &Shapes, schema: &Value, shown: &mut BTreeSet<usize>) -> Option<Value> {
    Some(
        match (reference(schema), schema.get("default"), word(&schema["type"])) {
            (Some(shape), ..) => return payload(shapes, shape, shown),
            (_, Some(default), _) => default.clone(),
            (.., "array") => value(shapes, &schema["items"], shown).into_iter().collect(),
            (.., "string") => "string".into(),
            (.., "boolean") => true.into(),
            (.., "number") => 0.5.into(),
            _ => schema["x-documented-constraints"]
                .get("minimum")
                .cloned()
                .unwrap_or(1.into()),
        },
    )
}

/// The value of a parameter in an example of the page, else its default or a listed one, else one made of its name.
pub(super) fn of_parameter(page: &Page, parameter: &Value, shapes: &Shapes) -> Value {
    let name = word(&parameter["name"]);
    let made = value(shapes, &parameter["schema"], &mut BTreeSet::new()).unwrap_or_default();
    let shown = page.shown.get(name).map(String::as_str);
    match (&made, shown) {
        (Value::String(_), Some(text)) => text.into(),
        (Value::Number(_) | Value::Bool(_), Some(text)) => {
            let is_alike = |shown: &Value| shown.is_i64() == made.is_i64() && shown.is_boolean() == made.is_boolean();
            serde_json::from_str(text).ok().filter(is_alike).unwrap_or(made)
        }
        (Value::String(text), None) if text == "string" => name.to_kebab_case().into(),
        _ => made,
    }
}
