//! Comparison of a response with its schema.
//!
//! The `jsonschema` crate is not used: it makes the binary 6.3 MB larger and a cold release build 167 seconds of processor
//! time longer, and knows no open enums, bit masks, open maps or masked values.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    evidence,
    mask::{is_service_key, is_service_name, matches, shape, type_name},
    report::{Finding, Kind},
};
use crate::specs::{Deviation, Schema, Specs, strings};

/// Number of different shapes reported for a finding.
const SHAPES: usize = 3;

/// Place of a value in a response.
struct Place {
    /// JSON path, such as `$.items[0].metadata.name`.
    exact: String,
    /// The same with `[*]` for every index.
    general: String,
}

impl Place {
    fn root() -> Self {
        let [exact, general] = ["$", "$"].map(str::to_owned);
        Self { exact, general }
    }

    fn field(&self, name: &str) -> Self {
        let is_simple = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match is_simple {
            true => self.then(&format!(".{name}")),
            false => self.then(&format!("['{name}']")),
        }
    }

    fn element(&self, index: usize) -> Self {
        let exact = format!("{}[{index}]", self.exact);
        let general = format!("{}[*]", self.general);
        Self { exact, general }
    }

    fn then(&self, step: &str) -> Self {
        let [exact, general] = [&self.exact, &self.general].map(|path| format!("{path}{step}"));
        Self { exact, general }
    }
}

/// Differences between a response and its schema, by path, kind and what the specs say.
pub(super) type Findings = BTreeMap<(String, Kind, String), Finding>;

/// Whether all evidence on a deviation, at a path, confirms it; `None` if there is no evidence.
pub(super) type Verdicts<'a> = BTreeMap<(String, Deviation<'a>), Option<bool>>;

/// Compares the body of a response with the specs of its operation.
pub(super) fn compare<'a>(specs: &'a Specs, operation: &'static str, body: &[u8]) -> (Findings, Verdicts<'a>) {
    let mut comparison = Comparison {
        specs,
        operation,
        findings: BTreeMap::new(),
        verdicts: BTreeMap::new(),
    };
    if let Some(schema) = specs.response(operation) {
        match serde_json::from_slice(body) {
            Ok(value) => comparison.value(&schema, &value, &Place::root()),
            Err(_) => {
                let sent = format!("{} bytes that are not JSON", body.len());
                comparison.note(Kind::NotJson, &Place::root(), sent, "JSON");
            }
        }
    }
    (comparison.findings, comparison.verdicts)
}

struct Comparison<'a> {
    specs: &'a Specs,
    operation: &'static str,
    findings: Findings,
    verdicts: Verdicts<'a>,
}

impl<'a> Comparison<'a> {
    fn value(&mut self, schema: &Schema<'a>, value: &Value, place: &Place) {
        self.weigh(schema, Some(value), place);
        let declared = schema.type_name();
        match (declared, value) {
            (_, Value::Null) if schema.is_nullable => {}
            (_, Value::Null) => self.note(Kind::Null, place, shape(value), declared),
            ("object", Value::Object(fields)) => self.object(schema, fields, place),
            ("array", Value::Array(elements)) => {
                let items = self.specs.resolve(schema.keyword("items"));
                for (index, element) in elements.iter().enumerate() {
                    self.value(&items, element, &place.element(index));
                }
            }
            ("array", element) if schema.keyword("x-tolerates") == "single-element" => {
                self.note(
                    Kind::DifferentType,
                    place,
                    shape(element),
                    "array (a single element is accepted)",
                );
                self.value(&self.specs.resolve(schema.keyword("items")), element, place);
            }
            ("string", Value::String(text)) => self.string(schema, text, place),
            ("integer", Value::Number(number)) if !number.is_f64() => match number.as_i64() {
                None => self.note(Kind::DifferentType, place, shape(value), "64-bit integer"),
                Some(bits) if schema.known_bits().is_some_and(|known| bits & !known != 0) => {
                    self.note(Kind::UnknownValue, place, "unknown bits".to_owned(), "known bits");
                }
                Some(_) => {}
            },
            ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => {}
            ("", _) => self.alternatives(schema, value, place),
            _ => self.note(Kind::DifferentType, place, shape(value), declared),
        }
    }

    fn alternatives(&mut self, schema: &Schema<'a>, value: &Value, place: &Place) {
        let alternatives = schema.keyword("anyOf").as_array().into_iter().flatten();
        let alternatives: Vec<_> = alternatives.map(|one| self.specs.resolve(one)).collect();
        let types: Vec<_> = alternatives.iter().map(Schema::type_name).collect();
        match alternatives.iter().find(|one| one.type_name() == type_name(value)) {
            Some(alternative) => self.value(alternative, value, place),
            None if types.is_empty() => {}
            None => self.note(Kind::DifferentType, place, shape(value), &types.join(" or ")),
        }
    }

    fn string(&mut self, schema: &Schema<'_>, text: &str, place: &Place) {
        let shape = || shape(&text.into());
        let known = strings(schema.keyword("x-extensible-enum"));
        if !known.is_empty() && !known.contains(&text) {
            let similar = known.iter().find(|value| value.eq_ignore_ascii_case(text));
            let hint = similar.map(|value| format!(", {value} in other letter case"));
            let sent = format!("{}{}", shape(), hint.unwrap_or_default());
            self.note(Kind::UnknownValue, place, sent, &known.join(", "));
        }
        if schema.keyword("format") == "date-time" && text.parse::<Timestamp>().is_err() {
            self.note(Kind::DifferentForm, place, shape(), "date-time");
        }
        let pattern = schema.keyword("pattern").as_str();
        if let Some(pattern) = pattern.filter(|pattern| !matches(pattern, text)) {
            self.note(
                Kind::DifferentForm,
                place,
                shape(),
                &format!("string matching `{pattern}`"),
            );
        }
    }

    fn object(&mut self, schema: &Schema<'a>, fields: &Map<String, Value>, place: &Place) {
        let mut others: BTreeMap<&str, &Value> = fields.iter().map(|(name, value)| (&**name, value)).collect();
        let required = strings(schema.keyword("required"));
        for (name, property) in schema.properties() {
            let field = place.field(name);
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
                    self.value(&property, value, &place.field(spelling));
                }
            }
        }
        for (name, value) in others {
            self.unknown(schema, name, value, place);
        }
    }

    fn unknown(&mut self, schema: &Schema<'_>, name: &str, value: &Value, place: &Place) {
        let is_open_map = schema.keyword("x-open-map") == true;
        let (kind, is_shown, specs) = match is_open_map {
            true if is_service_key(name) => (Kind::UnknownField, true, "no such key"),
            true => (Kind::KeyOfAnOpenMap, false, "no such key"),
            false => (Kind::UnknownField, is_service_name(name), "no such field"),
        };
        let field = match is_shown {
            true => place.field(name),
            false => place.then("[masked]"),
        };
        self.note(kind, &field, shape(value), specs);
        if is_open_map && !value.is_string() && !value.is_null() {
            self.note(Kind::DifferentType, &field, shape(value), "string");
        }
    }

    fn note(&mut self, kind: Kind, place: &Place, sent: String, specs: &str) {
        let key = (place.general.clone(), kind, specs.to_owned());
        let finding = self.findings.entry(key).or_insert_with(|| Finding {
            operation: self.operation,
            path: place.general.clone(),
            kind,
            sent: Vec::new(),
            specs: specs.to_owned(),
            places: 0,
            first: place.exact.clone(),
        });
        finding.places += 1;
        if finding.sent.len() < SHAPES && !finding.sent.contains(&sent) {
            finding.sent.push(sent);
            finding.sent.sort();
        }
    }

    /// Takes a value, `None` if absent, as evidence on the deviations of its schema.
    fn weigh(&mut self, schema: &Schema<'a>, value: Option<&Value>, place: &Place) {
        for deviation in &schema.deviations {
            let evidence = evidence::confirms(deviation, schema, value);
            let key = (place.general.clone(), deviation.clone());
            let verdict = self.verdicts.entry(key).or_default();
            *verdict = match (*verdict, evidence) {
                (Some(earlier), Some(evidence)) => Some(earlier && evidence),
                (earlier, evidence) => earlier.or(evidence),
            };
            if let (Some(false), Some(value)) = (evidence, value) {
                let specs = format!("\"{}\", not \"{}\"", deviation.actual, deviation.documented);
                self.note(Kind::RefutesTheSpecs, place, shape(value), &specs);
            }
        }
    }
}
