//! Edits of one row of a page: taking, putting, inserting.

use serde_json::{Map, Value, json};
use xtask::{diff::Side, spec::child};

/// A row of some table.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) location: String,
    pub(super) label: String,
    pub(super) side: Side,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) mandatory: Option<bool>,
    /// The parameter, or the schema of the field.
    pub(super) pointer: String,
}

impl Site {
    pub(super) fn is_parameter(&self) -> bool {
        self.pointer.contains("/parameters/")
    }

    pub(super) fn schema(&self) -> String {
        if self.is_parameter() {
            child(&self.pointer, "schema")
        } else {
            self.pointer.clone()
        }
    }

    /// The list of the parameters, or the schema of the object; and the place in the list.
    pub(super) fn table(&self) -> (String, usize) {
        let (table, last) = self.pointer.rsplit_once('/').unwrap();
        (
            table.trim_end_matches("/properties").to_owned(),
            last.parse().unwrap_or(0),
        )
    }

    pub(super) fn is_scalar(&self) -> bool {
        ["String", "Integer", "Long", "Number", "Boolean"].contains(&self.kind.as_str())
    }
}

pub(super) fn at<'v>(document: &'v mut Value, pointer: &str) -> &'v mut Value {
    document
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("nothing is at {pointer}"))
}

/// The schema that has the values and the limits: that of the elements of a list or a map.
pub(super) fn innermost<'v>(document: &'v mut Value, site: &Site) -> &'v mut Value {
    let mut schema = at(document, &site.schema());
    while let Some(key) = ["items", "additionalProperties"]
        .into_iter()
        .find(|key| schema.get(*key).is_some())
    {
        schema = &mut schema[key];
    }
    schema
}

/// Takes a field out of its object, and leaves an empty slot where it was; or takes a parameter.
pub(super) fn take(page: &mut Value, site: &Site) -> (Value, Option<bool>) {
    if site.is_parameter() {
        return (at(page, &site.pointer).take(), site.mandatory);
    }
    let object = at(page, &site.table().0);
    let field = object["properties"][&site.name].take();
    set_required(object, &site.name, Some(false));
    (field, site.mandatory)
}

/// Puts a field into the slot of another, under a name.
pub(super) fn put(page: &mut Value, site: &Site, name: &str, mut field: Value, mandatory: Option<bool>) {
    if site.is_parameter() {
        field["name"] = json!(name);
        *at(page, &site.pointer) = field;
        return;
    }
    let object = at(page, &site.table().0);
    let entries = std::mem::take(object["properties"].as_object_mut().unwrap());
    let slot = |(key, old): (String, Value)| {
        if key == site.name {
            (name.to_owned(), field.take())
        } else {
            (key, old)
        }
    };
    let entries: Map<String, Value> = entries.into_iter().map(slot).collect();
    object["properties"] = Value::Object(entries);
    set_required(object, name, mandatory);
}

pub(super) fn drop_slot(page: &mut Value, site: &Site) {
    let (table, index) = site.table();
    match at(page, &table) {
        Value::Array(list) => drop(list.remove(index)),
        object => object["properties"]
            .as_object_mut()
            .unwrap()
            .retain(|_, field| !field.is_null()),
    }
}

pub(super) fn insert(page: &mut Value, site: &Site, mandatory: Option<bool>) {
    let (table, index) = site.table();
    match at(page, &table) {
        Value::Array(list) => {
            let new =
                json!({ "name": "zenith", "in": site.location, "required": mandatory, "schema": { "type": "string" } });
            list.insert(index + 1, new);
        }
        object => {
            let mut fields = Map::new();
            for (key, field) in object["properties"].as_object().unwrap() {
                fields.insert(key.clone(), field.clone());
                if *key == site.name {
                    fields.insert("zenith".to_owned(), json!({ "type": "string" }));
                }
            }
            object["properties"] = Value::Object(fields);
            set_required(object, "zenith", mandatory);
        }
    }
}

pub(super) fn set_mandatory(page: &mut Value, site: &Site, name: &str, mandatory: Option<bool>) {
    if site.is_parameter() {
        at(page, &site.pointer)["required"] = json!(mandatory);
    } else {
        set_required(at(page, &site.table().0), name, mandatory);
    }
}

pub(super) fn set_required(object: &mut Value, name: &str, mandatory: Option<bool>) {
    let mut names = object["required"].as_array().cloned().unwrap_or_default();
    names.retain(|one| *one != *name);
    if mandatory == Some(true) {
        names.push(json!(name));
    }
    object["required"] = json!(names);
    if names.is_empty() {
        object.as_object_mut().unwrap().shift_remove("required");
    }
}
