//! Comparison of a response with its schema.
//!
//! The `jsonschema` crate is not used: it makes the binary 6.3 MB larger and a cold release build 167 seconds of processor
//! time longer, and knows no open enums, bit masks, open maps or masked values.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    evidence,
    finding::{Finding, Kind},
    mask::{is_service_key, is_service_name, matches, shape, type_name},
    path,
};
use crate::specs::{Deviation, Resolved, Schema, Specs};

/// Number of different shapes reported for a finding.
const SHAPES: usize = 3;

/// Differences between a response and its schema, and evidence on deviations.
pub(super) struct Comparison<'a> {
    specs: &'a Specs,
    operation: &'static str,
    /// By path, kind and what the specs say.
    pub(super) findings: BTreeMap<(String, Kind, String), Finding>,
    /// Whether all evidence on a deviation confirms it; `None` if there is no evidence.
    pub(super) deviations: BTreeMap<(String, &'a Deviation), Option<bool>>,
}

impl<'a> Comparison<'a> {
    /// Compares the body of a response, if there is one, with the specs of its operation.
    pub(super) fn new(specs: &'a Specs, operation: &'static str, body: Option<&[u8]>) -> Self {
        let mut comparison = Self {
            specs,
            operation,
            findings: BTreeMap::new(),
            deviations: BTreeMap::new(),
        };
        if let (Some(body), Some(schema)) = (body, specs.response(operation)) {
            match serde_json::from_slice(body) {
                Ok(value) => comparison.value(&schema, &value, path::ROOT),
                Err(_) => {
                    let sent = format!("{} bytes that are not JSON", body.len());
                    comparison.note(Kind::NotJson, path::ROOT, sent, "JSON");
                }
            }
        }
        comparison
    }

    fn value(&mut self, resolved: &Resolved<'a>, value: &Value, path: &str) {
        self.weigh(resolved, Some(value), path);
        let schema = resolved.schema;
        let declared = &*schema.type_name;
        match (declared, value) {
            (_, Value::Null) if resolved.nullable => {}
            (_, Value::Null) => self.note(Kind::Null, path, shape(value), declared),
            _ if !schema.any_of.is_empty() => self.alternatives(schema, value, path),
            ("object", Value::Object(fields)) => self.object(schema, fields, path),
            ("array", Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.element(schema, element, &format!("{path}[{index}]"));
                }
            }
            ("array", element) if schema.tolerates_single_element() => {
                self.note(Kind::Type, path, shape(element), "array (a single element is accepted)");
                self.element(schema, element, path);
            }
            ("string", Value::String(text)) => self.string(schema, text, path),
            ("integer", Value::Number(number)) if number.is_i64() => {
                let bits = number.as_i64().unwrap_or_default();
                if !schema.flags.is_empty() && bits & !schema.known_bits() != 0 {
                    self.note(Kind::UnknownValue, path, "unknown bits".to_owned(), "known bits");
                }
            }
            ("integer", Value::Number(number)) if number.is_u64() => {
                self.note(Kind::Type, path, shape(value), "64-bit integer");
            }
            ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) | ("", _) => {}
            _ => self.note(Kind::Type, path, shape(value), declared),
        }
    }

    fn alternatives(&mut self, schema: &'a Schema, value: &Value, path: &str) {
        let alternatives: Vec<_> = schema.any_of.iter().map(|schema| self.specs.resolve(schema)).collect();
        let types: Vec<_> = alternatives.iter().map(|one| &*one.schema.type_name).collect();
        let has_type = |one: &&Resolved<'_>| one.schema.type_name == type_name(value);
        match alternatives.iter().find(has_type) {
            Some(alternative) => self.value(alternative, value, path),
            None => self.note(Kind::Type, path, shape(value), &types.join(" or ")),
        }
    }

    fn element(&mut self, array: &'a Schema, element: &Value, path: &str) {
        if let Some(items) = &array.items {
            self.value(&self.specs.resolve(items), element, path);
        }
    }

    fn string(&mut self, schema: &Schema, text: &str, path: &str) {
        let shape = || shape(&text.into());
        if !schema.values.is_empty() && !schema.values.iter().any(|value| value == text) {
            let similar = schema.values.iter().find(|value| value.eq_ignore_ascii_case(text));
            let hint = similar.map(|value| format!(", {value} in other letter case"));
            let sent = format!("{}{}", shape(), hint.unwrap_or_default());
            self.note(Kind::UnknownValue, path, sent, &schema.values.join(", "));
        }
        if schema.format.as_deref() == Some("date-time") && text.parse::<Timestamp>().is_err() {
            self.note(Kind::Form, path, shape(), "date-time");
        }
        if let Some(pattern) = schema.pattern.as_deref().filter(|pattern| !matches(pattern, text)) {
            self.note(Kind::Form, path, shape(), &format!("string matching `{pattern}`"));
        }
    }

    fn object(&mut self, schema: &'a Schema, fields: &Map<String, Value>, path: &str) {
        let properties = schema.properties.iter();
        for (name, property) in properties.filter(|(name, _)| !fields.contains_key(*name)) {
            let field = path::field(path, name);
            self.weigh(&self.specs.resolve(property), None, &field);
            if schema.required.contains(name) {
                self.note(Kind::Missing, &field, "nothing".to_owned(), "required");
            }
        }
        for (name, value) in fields {
            let Some(property) = schema.property(name) else {
                self.unknown(schema, name, value, path);
                continue;
            };
            let mut property = self.specs.resolve(property);
            if !schema.properties.contains_key(name) {
                // They are about the usual spelling.
                property.deviations.clear();
            }
            self.value(&property, value, &path::field(path, name));
        }
    }

    fn unknown(&mut self, schema: &Schema, name: &str, value: &Value, path: &str) {
        let (kind, is_shown, specs) = match schema.is_open_map {
            true if is_service_key(name) => (Kind::UnknownField, true, "no such key"),
            true => (Kind::OpenKey, false, "no such key"),
            false => (Kind::UnknownField, is_service_name(name), "no such field"),
        };
        let field = match is_shown {
            true => path::field(path, name),
            false => format!("{path}[masked]"),
        };
        self.note(kind, &field, shape(value), specs);
        if schema.is_open_map && !value.is_string() && !value.is_null() {
            self.note(Kind::Type, &field, shape(value), "string");
        }
    }

    fn note(&mut self, kind: Kind, path: &str, sent: String, specs: &str) {
        let general = path::general(path);
        let key = (general.clone(), kind, specs.to_owned());
        let finding = self.findings.entry(key).or_insert_with(|| Finding {
            operation: self.operation,
            path: general,
            kind,
            sent: Vec::new(),
            specs: specs.to_owned(),
            places: 0,
            first: path.to_owned(),
        });
        finding.places += 1;
        if finding.sent.len() < SHAPES && !finding.sent.contains(&sent) {
            finding.sent.push(sent);
            finding.sent.sort();
        }
    }

    /// Takes a value, `None` if absent, as evidence on the deviations of its schema.
    fn weigh(&mut self, schema: &Resolved<'a>, value: Option<&Value>, path: &str) {
        for deviation in &schema.deviations {
            let evidence = evidence::confirms(deviation, schema, value);
            let verdict = self.deviations.entry((path::general(path), *deviation)).or_default();
            *verdict = match (*verdict, evidence) {
                (Some(earlier), Some(evidence)) => Some(earlier && evidence),
                (earlier, evidence) => earlier.or(evidence),
            };
            if let (Some(false), Some(value)) = (evidence, value) {
                let specs = format!("\"{}\", not \"{}\"", deviation.actual, deviation.documented);
                self.note(Kind::Refuted, path, shape(value), &specs);
            }
        }
    }
}
