//! Payloads that the service might send tomorrow, made from those that are documented.

use crate::spec::{component_name, property};
use serde_json::{Map, Value, json};

use super::cases::Group;

/// A key and a value that no schema names.
const UNKNOWN: &str = "fieldOfTomorrow";

/// `value` with the surprise of `group` wherever `schema` has a place for it.
pub fn of(document: &Value, schema: &Value, value: &Value, group: Group) -> Value {
    Variation {
        document,
        group,
        is_spent: false,
    }
    .apply(schema, value)
}

struct Variation<'a> {
    document: &'a Value,
    group: Group,
    /// Whether the only wrong type has found its place.
    is_spent: bool,
}

impl<'a> Variation<'a> {
    fn apply(&mut self, schema: &'a Value, value: &Value) -> Value {
        let schema = self.resolve(schema);
        match value {
            Value::Object(fields) => self.object(schema, fields),
            Value::Array(items) => items.iter().map(|item| self.apply(&schema["items"], item)).collect(),
            // No decoder makes text or a number of a list, however lenient it is.
            _ if self.group == Group::WrongType && is_described(schema) && !self.is_spent => {
                self.is_spent = true;
                json!([true])
            }
            Value::String(_) if self.group == Group::UnknownValue && schema.get("x-extensible-enum").is_some() => {
                json!("ValueOfTomorrow")
            }
            _ => value.clone(),
        }
    }

    fn object(&mut self, schema: &'a Value, fields: &Map<String, Value>) -> Value {
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
        let is_optional = |key: &str| required.iter().all(|name| *name != key);
        let mut varied = Map::new();
        for (key, value) in fields {
            let becomes_null = self.group == Group::Null && is_optional(key) && !value.is_object() && !value.is_array();
            let value = match property(schema, key) {
                Some(_) if becomes_null => Value::Null,
                Some(property) => self.apply(property, value),
                None => value.clone(),
            };
            varied.insert(key.clone(), value);
        }
        match self.group {
            Group::UnknownField => {
                varied.insert(UNKNOWN.to_owned(), json!({ "list": [1, null, "text"], "flag": true }));
            }
            Group::Null => {
                let properties = schema["properties"].as_object().into_iter().flatten();
                for (key, _) in properties.filter(|(key, _)| is_optional(key)) {
                    varied.entry(key.clone()).or_insert(Value::Null);
                }
            }
            _ => {}
        }
        Value::Object(varied)
    }

    /// The schema that a reference leads to, also where `allOf` stands around it.
    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        // A reference that leads back to itself is no schema; the linters have a finding for it.
        for _ in 0..32 {
            let target = schema.get("$ref").or_else(|| schema["allOf"][0].get("$ref"));
            match target.and_then(Value::as_str).and_then(component_name) {
                Some(name) => schema = &self.document["components"]["schemas"][name],
                None => break,
            }
        }
        schema
    }
}

fn is_described(schema: &Value) -> bool {
    schema.get("type").is_some() || schema.get("anyOf").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(group: Group) -> Value {
        let document = json!({ "components": { "schemas": {
            "Pool": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "phase": { "allOf": [{ "$ref": "#/components/schemas/Phase" }], "description": "" },
                    "count": { "$ref": "#/components/schemas/Count" },
                    "flavors": { "type": "array", "items": { "$ref": "#/components/schemas/Pool" } },
                },
                "additionalProperties": {},
            },
            "Phase": { "type": "string", "x-extensible-enum": ["Running"] },
            "Count": { "anyOf": [{ "type": "integer" }, { "type": "string" }] },
        } } });
        let payload = json!({ "name": "a", "phase": "Running", "flavors": [{ "name": "b", "other": 1 }] });
        of(&document, &document["components"]["schemas"]["Pool"], &payload, group)
    }

    #[test]
    fn every_object_gets_an_unknown_field() {
        let extra = json!({ "list": [1, null, "text"], "flag": true });
        assert_eq!(
            varied(Group::UnknownField),
            json!({
                "name": "a",
                "phase": "Running",
                "flavors": [{ "name": "b", "other": 1, "fieldOfTomorrow": extra }],
                "fieldOfTomorrow": extra,
            })
        );
    }

    #[test]
    fn every_open_list_of_values_gets_a_new_one() {
        assert_eq!(
            varied(Group::UnknownValue),
            json!({ "name": "a", "phase": "ValueOfTomorrow", "flavors": [{ "name": "b", "other": 1 }] })
        );
    }

    #[test]
    fn every_optional_field_becomes_null_and_no_other() {
        assert_eq!(
            varied(Group::Null),
            json!({
                "name": "a",
                "phase": null,
                "flavors": [{ "name": "b", "other": 1, "phase": null, "count": null, "flavors": null }],
                "count": null,
            })
        );
    }

    #[test]
    fn one_described_place_gets_a_wrong_type() {
        assert_eq!(
            varied(Group::WrongType),
            json!({ "name": [true], "phase": "Running", "flavors": [{ "name": "b", "other": 1 }] })
        );
    }

    #[test]
    fn what_is_documented_stays_as_it_is() {
        assert_eq!(
            varied(Group::Documented)["flavors"],
            json!([{ "name": "b", "other": 1 }])
        );
    }
}
