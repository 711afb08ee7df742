//! What examples say of the types: where a page contradicts itself, the example wins over the table, and where both may
//! come, both are kept.

use serde_json::{Map, Value, json};

use super::shapes::{Shapes, place_name, reference};

/// The shared union of a whole number and the same number in a string.
pub(super) const INT_OR_STRING: &str = "IntOrString";

/// Marks in a schema: an example has decided it against the table; it took a text that is no number; anything may come,
/// since examples differ.
const DECIDED: &str = "decided";
const TEXT: &str = "text";
const ANY: &str = "any";

/// A place where a page contradicts itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contradiction {
    /// The page whose example it is, by number.
    pub page: usize,
    pub shape: usize,
    pub field: String,
    /// As in the provenance.
    pub aspect: &'static str,
    /// Type, name or value of the table.
    pub quoted: Option<String>,
    pub documented: String,
    pub actual: String,
}

/// Hears examples against the shapes, and collects what they contradict.
pub(super) struct Settling<'a> {
    pub shapes: &'a mut Shapes,
    pub found: Vec<Contradiction>,
    /// The page of the example.
    pub page: usize,
}

/// A field, or the values of a map if it has no name.
#[derive(Clone, Copy)]
struct Place<'a> {
    shape: usize,
    field: &'a str,
}

impl Settling<'_> {
    /// Makes a shape fit an example.
    pub fn hear(&mut self, shape: usize, example: &Value) {
        let Value::Object(example) = example else { return };
        if self.shapes.0[shape].schema["properties"] == json!({}) && !example.is_empty() {
            let place = Place { shape, field: "" };
            self.contradiction(
                place,
                "table",
                None,
                "No table describes the body.",
                "It is as the example shows it.".to_owned(),
            );
            for (key, value) in example {
                self.shapes.0[shape].schema["properties"][key] = self.seen(value, Place { shape, field: key });
            }
        }
        self.object(shape, example);
    }

    fn object(&mut self, shape: usize, example: &Map<String, Value>) {
        let missing = |name: &Value| name.as_str().is_some_and(|name| !example.contains_key(name));
        let required = self.shapes.0[shape].schema["required"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for name in required.iter().filter(|name| missing(name)).filter_map(Value::as_str) {
            let place = Place { shape, field: name };
            self.contradiction(
                place,
                "mandatory",
                None,
                "The field is mandatory.",
                "It may be left out.".to_owned(),
            );
        }
        let present: Vec<Value> = required.into_iter().filter(|name| !missing(name)).collect();
        if let Value::Object(schema) = &mut self.shapes.0[shape].schema {
            schema.remove("required");
            if !present.is_empty() {
                schema.insert("required".to_owned(), present.into());
            }
        }
        let is_map = self.shapes.0[shape].schema.get("properties").is_none();
        for (key, value) in example {
            let field = if is_map { "" } else { key.as_str() };
            let place = Place { shape, field };
            let at = if is_map {
                "/additionalProperties".to_owned()
            } else {
                format!("/properties/{}", key.replace('~', "~0").replace('/', "~1"))
            };
            let before = self.shapes.0[shape].schema.pointer(&at).cloned();
            let after = match &before {
                Some(schema) if is_map && *schema == json!({}) => schema.clone(),
                Some(schema) => self.fit(schema.clone(), value, place),
                None => {
                    self.contradiction(
                        place,
                        "presence",
                        Some(key.clone()),
                        "No table has the field, the example does.",
                        format!("The field exists: {}.", words_of(value)),
                    );
                    self.seen(value, place)
                }
            };
            // The example may have changed the same field deeper down, in a type that refers to itself.
            if before.as_ref() != Some(&after) {
                let schema = &mut self.shapes.0[shape].schema;
                if is_map {
                    schema["additionalProperties"] = after;
                } else {
                    schema["properties"][key] = after;
                }
            }
        }
    }

    /// The schema that takes what it took and the value, or else the value alone.
    fn fit(&mut self, mut schema: Value, value: &Value, place: Place<'_>) -> Value {
        if let Some(shape) = reference(&schema) {
            return match value {
                Value::Null => schema,
                Value::Object(object) => {
                    self.object(shape, object);
                    schema
                }
                Value::Array(elements) if elements.iter().all(Value::is_object) => {
                    let schema = json!({ "$ref": shape });
                    self.other_type(place, &schema, value, "An array, or its only element.");
                    elements
                        .iter()
                        .for_each(|element| drop(self.fit(schema.clone(), element, place)));
                    json!({ "type": "array", "items": schema, "x-tolerates": "single-element" })
                }
                _ => self.replaced(schema, value, place),
            };
        }
        let is_number_in_text = |text: &str| text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
        match (schema["type"].as_str(), value) {
            (None, _) if schema.get(ANY).is_some() => schema,
            (None, _) if schema == json!({}) => self.seen(value, place),
            (None, Value::Null) => schema,
            (None, Value::String(text)) if is_number_in_text(text) => schema,
            (None, Value::Number(number)) if number.is_i64() => schema,
            (None, _) => self.replaced(schema, value, place),
            (_, Value::Null) => {
                if schema.get("nullable").is_none() {
                    self.other_type(place, &schema, value, "It may be null.");
                    schema["nullable"] = true.into();
                }
                schema
            }
            (Some("array"), Value::Array(elements)) => {
                for element in elements {
                    let items = schema["items"].take();
                    schema["items"] = self.fit(items, element, place);
                }
                schema
            }
            (Some("array"), Value::Object(_)) if reference(&schema["items"]).is_some() => {
                if schema.get("x-tolerates").is_none() {
                    self.other_type(place, &schema, value, "An object, or an array of them.");
                    schema = schema["items"].take();
                    schema["x-tolerates"] = "array".into();
                    return self.fit(schema, value, place);
                }
                let items = schema["items"].take();
                schema["items"] = self.fit(items, value, place);
                schema
            }
            (Some("string"), Value::String(text)) => {
                let listed = schema.get_mut("enum").and_then(Value::as_array_mut);
                if let Some(values) = listed.filter(|values| !values.contains(value)) {
                    values.push(value.clone());
                    self.contradiction(
                        place,
                        "values",
                        Some(text.clone()),
                        "The list lacks a value of the example.",
                        format!("`{text}` is among the values."),
                    );
                }
                if !is_number_in_text(text) {
                    schema[TEXT] = true.into();
                }
                schema
            }
            (Some("string"), Value::Number(number)) if number.is_i64() && schema.get(TEXT).is_none() => {
                self.both(schema, value, place)
            }
            (Some("integer"), Value::String(text)) if is_number_in_text(text) => self.both(schema, value, place),
            (Some("integer"), Value::Number(number)) if number.is_i64() => schema,
            (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) => schema,
            _ => self.replaced(schema, value, place),
        }
    }

    fn both(&mut self, schema: Value, value: &Value, place: Place<'_>) -> Value {
        self.other_type(place, &schema, value, "A whole number, or the same number as a string.");
        json!({ "$ref": INT_OR_STRING })
    }

    /// The example wins.
    fn replaced(&mut self, schema: Value, value: &Value, place: Place<'_>) -> Value {
        if [DECIDED, TEXT].iter().any(|mark| schema.get(mark).is_some()) || schema["$ref"] == INT_OR_STRING {
            self.other_type(place, &schema, value, "Any value may come, since examples differ.");
            return json!({ ANY: true });
        }
        self.other_type(place, &schema, value, &format!("{}.", capital(words_of(value))));
        let mut seen = self.seen(value, place);
        if seen.get("type").is_some() {
            seen[DECIDED] = true.into();
        }
        seen
    }

    /// The schema of a value that nothing else describes.
    fn seen(&mut self, value: &Value, place: Place<'_>) -> Value {
        match value {
            Value::Null => json!({}),
            Value::Bool(_) => json!({ "type": "boolean" }),
            Value::String(_) => self.fit(json!({ "type": "string" }), value, place),
            Value::Number(number) if number.is_i64() => json!({ "type": "integer", "format": "int64" }),
            Value::Number(_) => json!({ "type": "number" }),
            Value::Array(elements) => {
                let mut items = json!({});
                for element in elements {
                    items = self.fit(items, element, place);
                }
                json!({ "type": "array", "items": items })
            }
            Value::Object(object) => {
                let name = place_name(&self.shapes.0[place.shape].documented, place.field);
                let schema = if object.is_empty() {
                    json!({ "type": "object", "additionalProperties": {} })
                } else {
                    json!({ "type": "object", "properties": {} })
                };
                let added = self.shapes.add(self.page, &name, schema);
                for (shape, (key, value)) in reference(&added)
                    .into_iter()
                    .flat_map(|shape| object.iter().map(move |entry| (shape, entry)))
                {
                    self.shapes.0[shape].schema["properties"][key] = self.seen(value, Place { shape, field: key });
                }
                added
            }
        }
    }

    fn other_type(&mut self, place: Place<'_>, schema: &Value, value: &Value, actual: &str) {
        let word = self.shapes.0[place.shape].words.get(place.field).cloned();
        let documented = match &word {
            Some(word) => format!("The table says {word}, the example has {}.", words_of(value)),
            None => format!(
                "Examples have {}, and {}.",
                schema["type"].as_str().unwrap_or("an object"),
                words_of(value)
            ),
        };
        self.contradiction(place, "type", word, &documented, actual.to_owned());
    }

    fn contradiction(
        &mut self,
        place: Place<'_>,
        aspect: &'static str,
        quoted: Option<String>,
        documented: &str,
        actual: String,
    ) {
        self.found.push(Contradiction {
            page: self.page,
            shape: place.shape,
            field: place.field.to_owned(),
            aspect,
            quoted,
            documented: documented.to_owned(),
            actual,
        });
    }
}

/// The kind of a value in words, without the value.
fn words_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::String(_) => "a string",
        Value::Number(number) if number.is_i64() => "a whole number",
        Value::Number(_) => "a number",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn capital(words: &str) -> String {
    words.get(..1).map_or_else(String::new, str::to_uppercase) + words.get(1..).unwrap_or_default()
}
