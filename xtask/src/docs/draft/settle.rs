//! What examples say of the types: where a page contradicts itself, the example wins over the table, and where both may
//! come, both are kept.

use heck::ToSnakeCase;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::shapes::{Shapes, place_name, reference};
use crate::spec::{items, word};

/// The shared unions: a whole number or the same number in a string, and a whole number or any string.
const INT_OR_STRING: &str = "IntOrString";
pub(super) const STRING_OR_INT: &str = "StringOrInt";

/// Words in the name of a field that counts something, so that a string in it is a number too.
const COUNTING: [&str; 9] = ["count", "limit", "max", "min", "num", "quota", "size", "total", "used"];

/// Marks in a schema: an example has decided it against the table, or it took a text that is no number, so that another
/// type cannot win any more; and then, that anything may come.
const DECIDED: &str = "decided";
const ANY: &str = "any";

/// A place where a page contradicts itself, and how that was settled.
#[derive(Default, PartialEq, Serialize)]
pub struct Contradiction {
    /// The page, by number.
    #[serde(skip)]
    pub(super) page: usize,
    /// The type and its field; none where it is about the whole operation.
    #[serde(skip)]
    pub(super) shape: Option<usize>,
    #[serde(skip)]
    pub(super) field: String,
    /// The place, as the provenance names it; empty until types have names.
    pub at: String,
    /// In what respect, as in the provenance.
    pub aspect: &'static str,
    /// Type, name or value of the table.
    #[serde(skip)]
    pub(super) quoted: Option<String>,
    /// What the page says.
    pub documented: String,
    /// What the contract says.
    pub actual: String,
}

/// Hears examples against the shapes, and collects what they contradict.
pub(super) struct Settling<'a> {
    pub shapes: &'a mut Shapes,
    pub found: Vec<Contradiction>,
    /// The page of the example.
    pub page: usize,
}

/// A field of a shape; without a name, the values of a map or the shape itself.
#[derive(Clone, Copy)]
struct Place<'a> {
    shape: usize,
    field: &'a str,
}

impl<'a> Settling<'a> {
    pub fn new(shapes: &'a mut Shapes) -> Self {
        Self {
            shapes,
            found: Vec::new(),
            page: 0,
        }
    }

    /// Makes the shape of a body fit an example. Says why it cannot, if so.
    pub fn hear(&mut self, shape: usize, example: &Value) -> Option<&'static str> {
        let Value::Object(object) = example else {
            return Some("the example is no object, and a body has to be one");
        };
        if self.shapes.0[shape].schema["properties"] == json!({}) && !object.is_empty() {
            let place = Place { shape, field: "" };
            let documented = "No table describes the body.";
            self.contradicts(place, "table", None, documented, "It is as the example shows it.");
            self.shapes.0[shape].schema["properties"] = self.fields_of(shape, object).into();
        }
        self.object(shape, object);
        None
    }

    fn object(&mut self, shape: usize, example: &Map<String, Value>) {
        let schema = &mut self.shapes.0[shape].schema;
        let is_map = schema.get("properties").is_none();
        let required = schema["required"].take();
        let (present, missing): (Vec<_>, Vec<_>) = items(&required).partition(|name| example.contains_key(word(name)));
        schema["required"] = json!(present);
        for field in missing.into_iter().map(word) {
            let place = Place { shape, field };
            let documented = "The field is mandatory.";
            self.contradicts(place, "mandatory", None, documented, "It may be left out.");
        }
        for (key, value) in example {
            let place = Place {
                shape,
                field: if is_map { "" } else { key },
            };
            let schema = &self.shapes.0[shape].schema;
            let before = match is_map {
                true => schema.get("additionalProperties").cloned(),
                false => schema["properties"].get(key).cloned(),
            };
            let after = match &before {
                Some(schema) if is_map && *schema == json!({}) => continue,
                Some(schema) => self.fit(schema.clone(), value, place),
                None => {
                    let documented = "No table has the field, the example does.";
                    let actual = format!("The field exists: {}.", words_of(value));
                    self.contradicts(place, "presence", Some(key.clone()), documented, &actual);
                    self.fit(json!({}), value, place)
                }
            };
            // The example may have changed the same field deeper down, in a type that refers to itself.
            if before.as_ref() == Some(&after) {
                continue;
            }
            let schema = &mut self.shapes.0[shape].schema;
            if is_map {
                schema["additionalProperties"] = after;
            } else {
                schema["properties"][key] = after;
            }
        }
    }

    /// The schema that takes what it took and the value, or else the value alone.
    fn fit(&mut self, mut schema: Value, value: &Value, place: Place<'_>) -> Value {
        const LIST: &str = "array";
        let shape = reference(&schema);
        let is_any = schema == json!({});
        let is_union = schema["$ref"].is_string();
        let is_number = |text: &str| text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
        let is_decided = schema.get(DECIDED).is_some();
        match (schema["type"].as_str(), value) {
            (None, _) if is_any => return self.seen(value, place),
            (None, _) if schema.get(ANY).is_some() => {}
            (None, Value::Null) => {}
            (None, Value::Object(object)) if shape.is_some() => {
                shape.into_iter().for_each(|shape| self.object(shape, object));
            }
            (None, Value::Array(elements))
                if shape.is_some() && !is_decided && elements.iter().all(Value::is_object) =>
            {
                self.other_type(place, value, "An array, or its only element.");
                let items = json!({ "$ref": shape });
                schema = json!({ "type": LIST, "items": items, "x-tolerates": "single-element", DECIDED: true });
                return self.fit(schema, value, place);
            }
            (None, Value::String(text)) if is_union => {
                if schema["$ref"] == INT_OR_STRING && !is_number(text) {
                    return self.union(STRING_OR_INT, value, place);
                }
            }
            (None, Value::Number(number)) if is_union && number.is_i64() => {}
            (Some(_), Value::Null) => {
                if schema.get("nullable").is_none() {
                    self.other_type(place, value, "It may be null.");
                }
                schema["nullable"] = true.into();
            }
            (Some(LIST), Value::Array(elements)) => {
                for element in elements {
                    schema["items"] = self.fit(schema["items"].take(), element, place);
                }
            }
            (Some(LIST), Value::Object(_)) if reference(&schema["items"]).is_some() && !is_decided => {
                self.other_type(place, value, "An object, or an array of them.");
                schema = json!({ "$ref": schema["items"]["$ref"], "x-tolerates": LIST, DECIDED: true });
                return self.fit(schema, value, place);
            }
            (Some("string"), Value::String(text)) => {
                if let Some(values) = schema["enum"].as_array_mut().filter(|values| !values.contains(value)) {
                    values.push(value.clone());
                    let documented = "The list lacks a value of the example.";
                    let actual = format!("`{text}` is among the values.");
                    self.contradicts(place, "values", Some(text.clone()), documented, &actual);
                } else if schema["enum"].is_null() {
                    schema.as_object_mut().and_then(|schema| schema.remove("enum"));
                }
                if !is_number(text) {
                    schema[DECIDED] = true.into();
                }
            }
            (Some("string"), Value::Number(number)) if number.is_i64() => {
                let union = if counts(place.field) && !is_decided {
                    INT_OR_STRING
                } else {
                    STRING_OR_INT
                };
                return self.union(union, value, place);
            }
            (Some("integer"), Value::String(text)) if is_number(text) => {
                return self.union(INT_OR_STRING, value, place);
            }
            (Some("integer"), Value::Number(number)) if number.is_i64() => {}
            (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) => {}
            // The example wins, but not over another one.
            _ if is_decided || is_union => {
                self.other_type(place, value, "Anything, since examples differ.");
                return json!({ ANY: true });
            }
            _ => {
                self.other_type(place, value, &format!("The value is {}.", words_of(value)));
                let mut seen = self.seen(value, place);
                if seen.get("type").is_some() {
                    seen[DECIDED] = true.into();
                }
                return seen;
            }
        }
        schema
    }

    fn union(&mut self, union: &str, value: &Value, place: Place<'_>) -> Value {
        let actual = match union {
            INT_OR_STRING => "A whole number, or the same number as a string.",
            _ => "A string, or a whole number.",
        };
        self.other_type(place, value, actual);
        json!({ "$ref": union })
    }

    /// The schema of a value that nothing else describes.
    fn seen(&mut self, value: &Value, place: Place<'_>) -> Value {
        match value {
            Value::Null => json!({}),
            Value::Bool(_) => json!({ "type": "boolean" }),
            Value::String(_) => self.fit(json!({ "type": "string" }), value, place),
            Value::Number(number) if number.is_i64() => json!({ "type": "integer", "format": "int64" }),
            Value::Number(_) => json!({ "type": "number" }),
            Value::Array(_) => self.fit(json!({ "type": "array", "items": {} }), value, place),
            Value::Object(object) => {
                let name = place_name(&self.shapes.0[place.shape].documented, place.field);
                let map = json!({ "type": "object", "additionalProperties": {} });
                let shape = self.shapes.add(self.page, &name, map);
                if !object.is_empty() {
                    let fields = self.fields_of(shape, object);
                    self.shapes.0[shape].schema = json!({ "type": "object", "properties": fields });
                }
                json!({ "$ref": shape })
            }
        }
    }

    fn fields_of(&mut self, shape: usize, object: &Map<String, Value>) -> Map<String, Value> {
        let fields = object.iter();
        let fields = fields.map(|(field, value)| (field.clone(), self.seen(value, Place { shape, field })));
        fields.collect()
    }

    fn other_type(&mut self, place: Place<'_>, value: &Value, actual: &str) {
        let word = self.shapes.0[place.shape].words.get(place.field).cloned();
        let of_table = match &word {
            Some(word) => format!("The table says {word}"),
            None => "Values differ".to_owned(),
        };
        let documented = format!("{of_table}, the example has {}.", words_of(value));
        self.contradicts(place, "type", word, &documented, actual);
    }

    fn contradicts(
        &mut self,
        place: Place<'_>,
        aspect: &'static str,
        quoted: Option<String>,
        documented: &str,
        actual: &str,
    ) {
        let new = Contradiction {
            page: self.page,
            shape: Some(place.shape),
            field: place.field.to_owned(),
            aspect,
            quoted,
            documented: documented.to_owned(),
            actual: actual.to_owned(),
            ..Contradiction::default()
        };
        // A type that refers to itself is heard at every depth.
        if !self.found.contains(&new) {
            self.found.push(new);
        }
    }
}

/// Whether the name of a field says that it counts something.
fn counts(field: &str) -> bool {
    field.to_snake_case().split('_').any(|word| COUNTING.contains(&word))
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
