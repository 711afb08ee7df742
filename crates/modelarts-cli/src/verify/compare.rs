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
use crate::specs::{Deviation, Schema, Specs, strings};

/// Number of different shapes reported for a finding.
const SHAPES: usize = 3;

/// Differences between a response and its schema, and evidence on deviations.
pub(super) struct Comparison<'a> {
    specs: &'a Specs,
    operation: &'static str,
    /// By path, kind and what the specs say.
    pub(super) findings: BTreeMap<(String, Kind, String), Finding>,
    /// Whether all evidence on a deviation confirms it; `None` if there is no evidence.
    pub(super) deviations: BTreeMap<(String, Deviation<'a>), Option<bool>>,
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

    fn value(&mut self, schema: &Schema<'a>, value: &Value, path: &str) {
        self.weigh(schema, Some(value), path);
        let declared = schema.type_name();
        match (declared, value) {
            (_, Value::Null) if schema.is_nullable => {}
            (_, Value::Null) => self.note(Kind::Null, path, shape(value), declared),
            ("object", Value::Object(fields)) => self.object(schema, fields, path),
            ("array", Value::Array(elements)) => {
                let items = self.specs.resolve(schema.keyword("items"));
                for (index, element) in elements.iter().enumerate() {
                    self.value(&items, element, &format!("{path}[{index}]"));
                }
            }
            ("array", element) if schema.keyword("x-tolerates") == "single-element" => {
                self.note(
                    Kind::DifferentType,
                    path,
                    shape(element),
                    "array (a single element is accepted)",
                );
                self.value(&self.specs.resolve(schema.keyword("items")), element, path);
            }
            ("string", Value::String(text)) => self.string(schema, text, path),
            ("integer", Value::Number(number)) if !number.is_f64() => match number.as_i64() {
                None => self.note(Kind::DifferentType, path, shape(value), "64-bit integer"),
                Some(bits) if schema.known_bits().is_some_and(|known| bits & !known != 0) => {
                    self.note(Kind::UnknownValue, path, "unknown bits".to_owned(), "known bits");
                }
                Some(_) => {}
            },
            ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => {}
            ("", _) => self.alternatives(schema, value, path),
            _ => self.note(Kind::DifferentType, path, shape(value), declared),
        }
    }

    fn alternatives(&mut self, schema: &Schema<'a>, value: &Value, path: &str) {
        let alternatives = schema.keyword("anyOf").as_array().into_iter().flatten();
        let alternatives: Vec<_> = alternatives.map(|one| self.specs.resolve(one)).collect();
        let types: Vec<_> = alternatives.iter().map(Schema::type_name).collect();
        match alternatives.iter().find(|one| one.type_name() == type_name(value)) {
            Some(alternative) => self.value(alternative, value, path),
            None if types.is_empty() => {}
            None => self.note(Kind::DifferentType, path, shape(value), &types.join(" or ")),
        }
    }

    fn string(&mut self, schema: &Schema<'_>, text: &str, path: &str) {
        let shape = || shape(&text.into());
        let known = strings(schema.keyword("x-extensible-enum"));
        if !known.is_empty() && !known.contains(&text) {
            let similar = known.iter().find(|value| value.eq_ignore_ascii_case(text));
            let hint = similar.map(|value| format!(", {value} in other letter case"));
            let sent = format!("{}{}", shape(), hint.unwrap_or_default());
            self.note(Kind::UnknownValue, path, sent, &known.join(", "));
        }
        if schema.keyword("format") == "date-time" && text.parse::<Timestamp>().is_err() {
            self.note(Kind::DifferentForm, path, shape(), "date-time");
        }
        let pattern = schema.keyword("pattern").as_str();
        if let Some(pattern) = pattern.filter(|pattern| !matches(pattern, text)) {
            self.note(
                Kind::DifferentForm,
                path,
                shape(),
                &format!("string matching `{pattern}`"),
            );
        }
    }

    fn object(&mut self, schema: &Schema<'a>, fields: &Map<String, Value>, path: &str) {
        let mut others: BTreeMap<&str, &Value> = fields.iter().map(|(name, value)| (&**name, value)).collect();
        let required = strings(schema.keyword("required"));
        for (name, property) in schema.properties() {
            let field = path::field(path, name);
            let spellings = strings(&property["x-other-spellings"]);
            let mut property = self.specs.resolve(property);
            match others.remove(name) {
                Some(value) => self.value(&property, value, &field),
                None => {
                    self.weigh(&property, None, &field);
                    if required.contains(&name) {
                        self.note(Kind::Missing, &field, "nothing".to_owned(), "required");
                    }
                }
            }
            // They are about the usual spelling.
            property.deviations.clear();
            for spelling in spellings {
                if let Some(value) = others.remove(spelling) {
                    self.value(&property, value, &path::field(path, spelling));
                }
            }
        }
        for (name, value) in others {
            self.unknown(schema, name, value, path);
        }
    }

    fn unknown(&mut self, schema: &Schema<'_>, name: &str, value: &Value, path: &str) {
        let is_open_map = schema.keyword("x-open-map") == true;
        let (kind, is_shown, specs) = match is_open_map {
            true if is_service_key(name) => (Kind::UnknownField, true, "no such key"),
            true => (Kind::KeyOfAnOpenMap, false, "no such key"),
            false => (Kind::UnknownField, is_service_name(name), "no such field"),
        };
        let field = match is_shown {
            true => path::field(path, name),
            false => format!("{path}[masked]"),
        };
        self.note(kind, &field, shape(value), specs);
        if is_open_map && !value.is_string() && !value.is_null() {
            self.note(Kind::DifferentType, &field, shape(value), "string");
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
    fn weigh(&mut self, schema: &Schema<'a>, value: Option<&Value>, path: &str) {
        for deviation in &schema.deviations {
            let evidence = evidence::confirms(deviation, schema, value);
            let key = (path::general(path), deviation.clone());
            let verdict = self.deviations.entry(key).or_default();
            *verdict = match (*verdict, evidence) {
                (Some(earlier), Some(evidence)) => Some(earlier && evidence),
                (earlier, evidence) => earlier.or(evidence),
            };
            if let (Some(false), Some(value)) = (evidence, value) {
                let specs = format!("\"{}\", not \"{}\"", deviation.actual, deviation.documented);
                self.note(Kind::RefutesTheSpecs, path, shape(value), &specs);
            }
        }
    }
}
