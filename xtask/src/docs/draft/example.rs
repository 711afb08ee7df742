//! Examples of what a page does not show: values, payloads, and a program.

use std::collections::BTreeSet;

use heck::{ToKebabCase, ToSnakeCase};
use serde_json::{Map, Value, json};

use super::{
    page::{Body, Page},
    shapes::{Shapes, reference},
};

/// A program that makes the call.
pub(super) fn sample(page: &Page, shapes: &Shapes) -> String {
    let needed = page
        .parameters
        .iter()
        .filter(|parameter| parameter["required"] == true && parameter["name"] != "project_id");
    let setters = needed.map(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default().to_snake_case();
        format!(".{name}({})", of_parameter(page, parameter, shapes))
    });
    let mut call = format!(
        "api.{}().project_id(project.as_str()){}",
        page.id.to_snake_case(),
        setters.collect::<String>()
    );
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
    let schema = &shapes.0[shape].schema;
    if let Some(values) = schema.get("x-extensible-enum") {
        return Some(values[0].clone());
    }
    if !shown.insert(shape) {
        let is_whole = schema["required"].as_array().is_none_or(Vec::is_empty);
        return is_whole.then(|| json!({}));
    }
    let mut payload = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        payload.extend(value(shapes, field, shown).map(|value| (name.clone(), value)));
    }
    if let Some(values) = schema
        .get("additionalProperties")
        .filter(|values| **values != json!({}))
    {
        payload.extend(value(shapes, values, shown).map(|value| ("key".to_owned(), value)));
    }
    Some(payload.into())
}

fn value(shapes: &Shapes, schema: &Value, shown: &mut BTreeSet<usize>) -> Option<Value> {
    match (reference(schema), schema.get("default"), schema["type"].as_str()) {
        (Some(shape), ..) => payload(shapes, shape, shown),
        (_, Some(default), _) => Some(default.clone()),
        (.., Some("array")) => Some(value(shapes, &schema["items"], shown).into_iter().collect()),
        (.., Some("string")) => Some("string".into()),
        (.., Some("boolean")) => Some(true.into()),
        (.., Some("number")) => Some(0.5.into()),
        _ => Some(
            schema["x-documented-constraints"]
                .get("minimum")
                .cloned()
                .unwrap_or(1.into()),
        ),
    }
}

/// The value of a parameter in an example of the page, else its default or a listed one, else one made of its name.
pub(super) fn of_parameter(page: &Page, parameter: &Value, shapes: &Shapes) -> Value {
    let name = parameter["name"].as_str().unwrap_or_default();
    let made = value(shapes, &parameter["schema"], &mut BTreeSet::new()).unwrap_or_default();
    let shown = page.shown.get(name).map(String::as_str);
    match (&made, shown) {
        (Value::String(_), Some(text)) => text.into(),
        (Value::Number(_) | Value::Bool(_), Some(text)) => {
            let shown = serde_json::from_str(text).ok();
            shown
                .filter(|shown: &Value| shown.is_i64() == made.is_i64() && shown.is_boolean() == made.is_boolean())
                .unwrap_or(made)
        }
        (Value::String(text), None) if text == "string" => name.to_kebab_case().into(),
        _ => made,
    }
}
