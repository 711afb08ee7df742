//! Through a payload, with its schema beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use regex_lite::Regex;
use serde_json::{Map, Value};

use super::{
    departure::{Decision, Finding, Kind},
    mask::{is_telling_key, is_telling_name, shape, type_name},
    place::Place,
    probe::{self, Verdict},
    specs::{Deviation, Schema, Specs},
};

/// So many different shapes of one finding are told.
const SHAPES: usize = 3;

/// A walk through the payloads of an operation.
pub(super) struct Walk<'a> {
    specs: &'a Specs,
    operation: &'a str,
    findings: BTreeMap<(String, Kind), Noted>,
    decisions: BTreeMap<(String, Deviation<'a>), (usize, usize)>,
    /// Statements of pages beside a field that was met, about which nothing that was sent decides.
    undecided: BTreeSet<(String, Deviation<'a>)>,
}

struct Noted {
    sent: BTreeSet<String>,
    specs: String,
    places: usize,
    first: String,
}

impl<'a> Walk<'a> {
    pub(super) fn new(specs: &'a Specs, operation: &'a str) -> Self {
        Self {
            specs,
            operation,
            findings: BTreeMap::new(),
            decisions: BTreeMap::new(),
            undecided: BTreeSet::new(),
        }
    }

    /// Goes through a body.
    pub(super) fn body(&mut self, body: &[u8]) {
        let root = Place::root();
        let Some(schema) = self.specs.response(self.operation) else {
            return;
        };
        match serde_json::from_slice(body) {
            Ok(value) => self.value(&schema, &value, &root),
            Err(_) => {
                let sent = format!("{} bytes that are no JSON", body.len());
                self.note(Kind::NotJson, &root, sent, "JSON");
            }
        }
    }

    fn value(&mut self, schema: &Schema<'a>, value: &Value, place: &Place) {
        self.decide(schema, Some(value), place);
        if value.is_null() {
            if !schema.nullable {
                self.note(
                    Kind::Null,
                    place,
                    shape(value),
                    schema.type_name().unwrap_or("not null"),
                );
            }
            return;
        }
        match (schema.type_name(), value) {
            (None, _) if schema.alternatives().is_empty() => {}
            (None, _) => self.alternatives(schema, value, place),
            (Some("object"), Value::Object(fields)) => self.object(schema, fields, place),
            (Some("array"), Value::Array(elements)) => {
                let Some(items) = schema.items().map(|items| self.specs.resolve(items)) else {
                    return;
                };
                for (index, element) in elements.iter().enumerate() {
                    self.value(&items, element, &place.element(index));
                }
            }
            (Some("array"), element) => {
                let tolerated = schema.tolerates_single();
                let specs = if tolerated {
                    "array (a single element is read all the same)"
                } else {
                    "array"
                };
                self.note(Kind::Type, place, shape(element), specs);
                if let Some(items) = schema.items().filter(|_| tolerated) {
                    self.value(&self.specs.resolve(items), element, place);
                }
            }
            (Some("string"), Value::String(text)) => self.string(schema, text, value, place),
            (Some("integer"), Value::Number(number)) if number.is_i64() => {
                let (bits, sent) = (schema.bits(), number.as_i64().unwrap_or_default());
                if bits.is_some_and(|bits| sent & !bits != 0) {
                    self.note(
                        Kind::UnknownValue,
                        place,
                        "bits that are not listed".to_owned(),
                        "listed bits",
                    );
                }
            }
            (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) => {}
            (Some("integer"), Value::Number(number)) if number.is_u64() => {
                self.note(Kind::Type, place, shape(value), "integer of 64 bits");
            }
            (Some(declared), _) => self.note(Kind::Type, place, shape(value), declared),
        }
    }

    fn alternatives(&mut self, schema: &Schema<'a>, value: &Value, place: &Place) {
        let alternatives: Vec<_> = schema
            .alternatives()
            .iter()
            .map(|node| self.specs.resolve(node))
            .collect();
        let types: Vec<_> = alternatives.iter().filter_map(Schema::type_name).collect();
        match alternatives
            .iter()
            .find(|alternative| alternative.type_name() == Some(type_name(value)))
        {
            Some(alternative) => self.value(alternative, value, place),
            None => self.note(Kind::Type, place, shape(value), &types.join(" or ")),
        }
    }

    fn string(&mut self, schema: &Schema<'a>, text: &str, value: &Value, place: &Place) {
        let values = schema.values();
        if !values.is_empty() && !values.contains(&text) {
            let same = values.iter().find(|listed| listed.eq_ignore_ascii_case(text));
            let hint = same.map(|listed| format!(", {listed} but for the case of letters"));
            let sent = format!("{}{}", shape(value), hint.unwrap_or_default());
            self.note(Kind::UnknownValue, place, sent, &values.join(", "));
        }
        if schema.text("format") == Some("date-time") && text.parse::<Timestamp>().is_err() {
            self.note(Kind::Form, place, shape(value), "date-time");
        }
        let pattern = schema.text("pattern");
        let differs = |pattern: &str| Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text));
        if let Some(pattern) = pattern.filter(|pattern| differs(pattern)) {
            self.note(Kind::Form, place, shape(value), &format!("string like `{pattern}`"));
        }
    }

    fn object(&mut self, schema: &Schema<'a>, fields: &Map<String, Value>, place: &Place) {
        let Some(properties) = schema.properties() else { return };
        for (name, node) in properties {
            let property = self.specs.resolve(node);
            match fields.get(name) {
                Some(value) => self.value(&property, value, &place.field(name)),
                None => self.decide(&property, None, &place.field(name)),
            }
        }
        for name in schema.required().filter(|name| !fields.contains_key(*name)) {
            self.note(Kind::Missing, &place.field(name), "nothing".to_owned(), "required");
        }
        for (name, value) in fields.iter().filter(|(name, _)| !properties.contains_key(*name)) {
            match schema.property_spelled(name) {
                Some(node) => {
                    let mut property = self.specs.resolve(node);
                    // They are about the property's own key.
                    property.deviations.clear();
                    self.value(&property, value, &place.field(name));
                }
                None => self.unknown(schema, name, value, place),
            }
        }
    }

    fn unknown(&mut self, schema: &Schema<'a>, name: &str, value: &Value, place: &Place) {
        if !schema.is_open_map() {
            let field = if is_telling_name(name) {
                place.field(name)
            } else {
                place.masked()
            };
            return self.note(Kind::UnknownField, &field, shape(value), "no such field");
        }
        let (kind, field) = match is_telling_key(name) {
            true => (Kind::UnknownField, place.field(name)),
            false => (Kind::OpenKey, place.masked()),
        };
        self.note(kind, &field, shape(value), "no such key");
        if !value.is_string() && !value.is_null() {
            self.note(Kind::Type, &field, shape(value), "string");
        }
    }

    fn decide(&mut self, schema: &Schema<'a>, value: Option<&Value>, place: &Place) {
        for deviation in &schema.deviations {
            let key = (place.open().to_owned(), *deviation);
            match probe::decide(deviation, schema, value) {
                Verdict::Undecided => {
                    self.undecided.insert(key);
                }
                verdict => {
                    let (confirmed, refuted) = self.decisions.entry(key).or_default();
                    *(if verdict == Verdict::Confirmed {
                        confirmed
                    } else {
                        refuted
                    }) += 1;
                }
            }
        }
    }

    fn note(&mut self, kind: Kind, place: &Place, sent: String, specs: &str) {
        let key = (place.open().to_owned(), kind);
        let noted = self.findings.entry(key).or_insert_with(|| Noted {
            sent: BTreeSet::new(),
            specs: specs.to_owned(),
            places: 0,
            first: place.exact().to_owned(),
        });
        noted.places += 1;
        if noted.sent.len() < SHAPES {
            noted.sent.insert(sent);
        }
    }

    /// What was found, what is decided, and how many statements of pages are not.
    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Decision>, usize) {
        let operation = self.operation;
        let findings = self.findings.into_iter().map(|((path, kind), noted)| Finding {
            operation: operation.to_owned(),
            path,
            kind,
            sent: noted.sent.into_iter().collect(),
            specs: noted.specs,
            places: noted.places,
            first: noted.first,
        });
        let undecided = self
            .undecided
            .iter()
            .filter(|key| !self.decisions.contains_key(key))
            .count();
        let decisions = self
            .decisions
            .iter()
            .map(|((path, deviation), (confirmed, refuted))| Decision {
                operation: operation.to_owned(),
                path: path.clone(),
                page_says: deviation.says.to_owned(),
                specs_say: deviation.truth.to_owned(),
                confirmed: *confirmed,
                refuted: *refuted,
            });
        (findings.collect(), decisions.collect(), undecided)
    }
}
