//! The document for other languages: what a generator, a reader or a mock server understands, and nothing else.
//!
//! Plain values and maps stand where they are used, since their named types would be aliases, and a description ends in what
//! is known: values, flags, keys. What generators cannot express is less exact: an open map is a map of strings, and a union
//! of plain types is untyped. The annotated form is the same document with both as they are, and with all that is ours.

use serde_json::{Map, Value, json};

use crate::spec::{Schema, component_name, entries, operations, parameters, reachable, schemas, target, text, word};

/// The extensions that tools read.
const KEPT: [&str; 4] = [
    "x-extensible-enum",
    "x-enum-varnames",
    "x-enum-descriptions",
    "x-codeSamples",
];

/// The lean form of a document.
pub fn lean(document: &Value) -> Value {
    let annotated = annotated(document);
    let mut lean = annotated.clone();
    for (pointer, _) in schemas(&annotated) {
        if let Some(Value::Object(schema)) = lean.pointer_mut(&pointer) {
            schema.remove("anyOf");
            if schema.contains_key("x-open-map") {
                schema.remove("properties");
            }
            // Tools read names and meanings beside a closed list alone.
            if schema.contains_key("x-extensible-enum") {
                schema.retain(|key, _| !key.starts_with("x-enum-"));
            }
        }
    }
    strip(&mut lean);
    lean
}

/// The annotated form of a document.
pub fn annotated(document: &Value) -> Value {
    let mut annotated = document.clone();
    for (pointer, value) in schemas(document) {
        let is_outermost = component_name(&pointer).is_some() || pointer.ends_with("/schema");
        if let Some(own) = annotated.pointer_mut(&pointer).filter(|_| is_outermost) {
            *own = Value::Object(reshaped(&Schema::new(document, pointer, value)));
        }
    }
    for (pointer, _) in parameters(document) {
        let schema = Schema::at(document, format!("{pointer}/schema"));
        if let (Some(Value::Object(own)), Some(schema)) = (annotated.pointer_mut(&pointer), schema) {
            describe(own, known(&schema));
        }
    }
    for (pointer, _, operation) in operations(document) {
        let action = operation["x-iam-action"].as_str();
        let action = action.map(|action| format!("Identity policies allow it by the action `{action}`."));
        if let Some(Value::Object(own)) = annotated.pointer_mut(&pointer) {
            describe(own, action);
        }
    }
    let whole = annotated.clone();
    let used = reachable(&whole, &whole["paths"]);
    if let Some(Value::Object(components)) = annotated.pointer_mut("/components/schemas") {
        components.retain(|name, _| used.contains(format!("/components/schemas/{name}").as_str()));
    }
    annotated
}

/// A schema with plain values and maps in place of references to them, and with what is known in its description.
fn reshaped(schema: &Schema<'_>) -> Map<String, Value> {
    let mut own = schema.value.as_object().cloned().unwrap_or_default();
    if target(schema.value).is_some() {
        let end = schema.resolved().value;
        let is_plain = end["type"] != "object" && end.get("enum").is_none() || end["x-open-map"] == true;
        if !is_plain {
            return own;
        }
        own = inlined(own, end);
    }
    if own.contains_key("properties") {
        for (key, inner) in schema.properties() {
            own["properties"][key] = Value::Object(reshaped(&inner));
        }
    }
    if let Some(items) = schema.items() {
        let mut items = reshaped(&items);
        // The list says what its elements are.
        items.remove("description");
        own["items"] = Value::Object(items);
    }
    if own.contains_key("x-open-map") {
        own.insert("additionalProperties".to_owned(), json!({ "type": "string" }));
    }
    describe(&mut own, known(schema));
    own
}

/// A type with what stands beside a reference to it.
fn inlined(own: Map<String, Value>, end: &Value) -> Map<String, Value> {
    let mut whole = Map::new();
    for (key, value) in entries(end) {
        whole.insert(key.to_owned(), value.clone());
        if key == "description"
            && let Some(description) = own.get("description")
        {
            whole.insert(key.to_owned(), description.clone());
            let is_union = end.get("anyOf").is_some();
            describe(&mut whole, value.as_str().filter(|_| is_union).map(str::to_owned));
        }
    }
    for (key, value) in own {
        match (whole.get_mut(&key), value) {
            _ if ["$ref", "allOf", "description"].contains(&key.as_str()) => {}
            (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
            (_, value) => drop(whole.insert(key, value)),
        }
    }
    whole
}

/// Puts a sentence at the end of a description.
fn describe(owner: &mut Map<String, Value>, sentence: Option<String>) {
    if let Some(sentence) = sentence {
        let before = owner.get("description").and_then(Value::as_str).unwrap_or_default();
        let description = format!("{before} {sentence}").trim().to_owned();
        owner.insert("description".to_owned(), description.into());
    }
}

/// The listed values of a schema or of its elements, the flags of a bit mask or the named keys of a map, as a sentence.
fn known(schema: &Schema<'_>) -> Option<String> {
    if let Some(items) = schema.items() {
        return known(&items);
    }
    let end = schema.resolved().value;
    let values = schema.listed().into_iter();
    let values = values.map(|(_, value, meaning)| item(&text(value), word(meaning)));
    let keys = schema.properties().filter(|_| end["x-open-map"] == true);
    let keys = keys.map(|(key, inner)| {
        let meaning = [Some(inner.description().to_owned()), known(&inner)];
        item(key, &Vec::from_iter(meaning.into_iter().flatten()).join(" "))
    });
    let (values, keys): (Vec<_>, Vec<_>) = (values.collect(), keys.collect());
    let what = match (keys.is_empty(), schema.is_open()) {
        (false, _) => "Known keys",
        (_, true) => "Known values",
        _ => "Values",
    };
    let items = [values, keys].concat().join(", ");
    (!items.is_empty()).then(|| format!("{what}: {items}."))
}

/// A value with its meaning: `` `Rack` (a whole rack) ``.
fn item(value: &str, meaning: &str) -> String {
    let mut letters = meaning.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| match letters.clone().next() {
        // An abbreviation keeps its capitals.
        Some(second) if second.is_uppercase() || second == '-' => letter.to_string(),
        _ => letter.to_lowercase().to_string(),
    });
    match first {
        Some(first) => format!("`{value}` ({first}{})", letters.as_str()),
        None => format!("`{value}`"),
    }
}

/// Removes the extensions that are ours alone.
fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !key.starts_with("x-") || KEPT.contains(&key.as_str()));
            for (key, inner) in object {
                match key.as_str() {
                    // Their keys are names of the service.
                    "example" | "value" => {}
                    "properties" => {
                        let properties = inner.as_object_mut().into_iter().flatten();
                        properties.for_each(|(_, inner)| strip(inner));
                    }
                    _ => strip(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
