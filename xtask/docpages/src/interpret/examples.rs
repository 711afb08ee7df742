//! The examples, and what they say against the tables.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::{
    defects::Defects,
    placement::extend,
    rows::brief,
    sides::{RequestSide, Side},
};
use crate::{DefectKind, Place, RequestExample, ResponseExample, Scalar, Type, vocabulary::method};

/// Reads the code of an example of a request. Code without a method is the body of the example before it.
pub(crate) fn read_request(
    code: &str,
    at: &str,
    before: Option<&mut RequestExample>,
    defects: &mut Defects,
) -> Option<RequestExample> {
    let code = code.trim();
    let Some((method, rest)) = method(code) else {
        match before {
            Some(example) if example.body.is_none() => example.body = read_json(code, at, defects),
            _ => defects.add(
                DefectKind::ExampleBroken,
                at,
                "the example names no method and no address",
            ),
        }
        return None;
    };
    let (target, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let body = body_of(rest);
    let body = if body.is_empty() {
        None
    } else {
        read_json(body, at, defects)
    };
    Some(RequestExample {
        method: method.to_owned(),
        target: without_host(target).to_owned(),
        body,
    })
}

/// What follows the lines of headers.
fn body_of(rest: &str) -> &str {
    let mut body = rest.trim();
    while let Some((line, after)) = body.split_once('\n') {
        let is_header = line
            .split_once(':')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        if !is_header {
            break;
        }
        body = after.trim();
    }
    body
}

/// Reads the code of an example of a response.
pub(crate) fn read_response(
    status: Option<u16>,
    code: &str,
    at: &str,
    defects: &mut Defects,
) -> Option<ResponseExample> {
    let payload = read_json(code.trim(), at, defects)?;
    Some(ResponseExample { status, payload })
}

fn read_json(code: &str, at: &str, defects: &mut Defects) -> Option<Value> {
    let read = serde_json::from_str(code).or_else(|error| {
        // Pages indent with blanks that are none of JSON.
        let blank = |c: char| matches!(c, '\u{a0}' | '\u{3000}' | '\u{feff}' | '\u{200b}');
        if code.contains(blank) {
            serde_json::from_str(&code.replace(blank, " "))
        } else {
            Err(error)
        }
    });
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            defects.add(
                DefectKind::ExampleBroken,
                at,
                format!("the example is no JSON: {error}"),
            );
            None
        }
    }
}

/// The path and query of an address, which may have a placeholder for its host.
pub(crate) fn without_host(address: &str) -> &str {
    let Some((_, after)) = address.split_once("://") else {
        return address;
    };
    after.find('/').and_then(|at| after.get(at..)).unwrap_or("/")
}

/// Compares examples with tables.
pub(crate) struct Checker<'a> {
    defects: &'a mut Defects,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(defects: &'a mut Defects) -> Self {
        Self { defects }
    }

    /// Compares an example of a request with the URI and the tables.
    pub(crate) fn request(&mut self, at: &str, example: &RequestExample, method: &str, path: &str, side: &RequestSide) {
        let (target, query) = example.target.split_once('?').unwrap_or((&example.target, ""));
        if example.method != method || !is_filled_in(target, path) {
            let detail = format!(
                "the URI is {method} {path}, the example has {} {}",
                example.method,
                brief_path(target)
            );
            self.defects.add(DefectKind::ExampleUrlDiffers, at, detail);
        }
        let documented: BTreeSet<&str> = side
            .outer
            .iter()
            .filter(|parameter| parameter.place == Place::Query)
            .map(|parameter| parameter.field.name.as_str())
            .collect();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let key = pair.split('=').next().unwrap_or_default();
            if !documented.contains(key) {
                let detail = format!("no table has the parameter {} of the query", brief(key));
                self.defects.add(DefectKind::ExampleKeyUndocumented, at, detail);
            }
        }
        let Some(body) = &example.body else { return };
        if side.body.tables.is_empty() {
            let detail = "the example has a body, and no table describes one".to_owned();
            self.defects.add(DefectKind::ExampleBodyUnexpected, at, detail);
        } else {
            self.payload(at, body, &side.body);
        }
    }

    /// Compares a body with its tables.
    pub(crate) fn payload(&mut self, at: &str, payload: &Value, side: &Side) {
        let Some(root) = side.placement.root else { return };
        let rows = side.tables.iter().map(|table| {
            table
                .rows
                .iter()
                .enumerate()
                .map(|(index, row)| (row.field.name.as_str(), index))
                .collect()
        });
        let mut walk = Walk {
            side,
            rows: rows.collect(),
            at,
            seen: BTreeSet::new(),
            defects: &mut *self.defects,
        };
        match payload {
            Value::Array(elements) => elements.iter().for_each(|element| walk.object(element, root, "")),
            other => walk.object(other, root, ""),
        }
    }
}

/// Whether a path is the documented one, with its placeholders as they are or filled in.
fn is_filled_in(target: &str, path: &str) -> bool {
    let mut target = target.trim_end_matches('/').split('/');
    let mut path = path.trim_end_matches('/').split('/');
    loop {
        match (target.next(), path.next()) {
            (None, None) => return true,
            (Some(given), Some(documented)) => {
                let is_placeholder = documented.starts_with('{') && documented.ends_with('}');
                if given != documented && (!is_placeholder || given.is_empty()) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

fn brief_path(path: &str) -> String {
    path.chars().take(200).collect()
}

struct Walk<'a> {
    side: &'a Side,
    rows: Vec<HashMap<&'a str, usize>>,
    at: &'a str,
    seen: BTreeSet<(DefectKind, String)>,
    defects: &'a mut Defects,
}

impl Walk<'_> {
    fn object(&mut self, value: &Value, table: usize, place: &str) {
        let Value::Object(object) = value else {
            if !value.is_null() {
                self.report(DefectKind::ExampleContradictsTable, place, || {
                    format!("the table describes an object, the example has {}", shown(value))
                });
            }
            return;
        };
        self.keys(object, table, place);
    }

    fn keys(&mut self, object: &Map<String, Value>, table: usize, place: &str) {
        for (key, value) in object {
            let row = self.rows.get(table).and_then(|rows| rows.get(key.as_str())).copied();
            let field = row
                .and_then(|row| self.side.tables.get(table)?.rows.get(row))
                .map(|row| &row.field);
            let (Some(row), Some(field)) = (row, field) else {
                let place = extend(place, key, &Type::Unknown(String::new()));
                self.report(DefectKind::ExampleKeyUndocumented, &place, || {
                    format!("no table has the key {}", brief(key))
                });
                continue;
            };
            let below = self.side.placement.described_by.get(&(table, row)).copied();
            let place = extend(place, key, &Type::Unknown(String::new()));
            self.value(value, &field.kind, &field.kind, below, &place);
        }
    }

    fn value(&mut self, value: &Value, kind: &Type, documented: &Type, below: Option<usize>, place: &str) {
        let agrees = match (kind, value) {
            (_, Value::Null) | (Type::Unknown(_), _) => return,
            (Type::Array(inner), Value::Array(elements)) => {
                let place = format!("{place}[]");
                elements
                    .iter()
                    .for_each(|element| self.value(element, inner, documented, below, &place));
                return;
            }
            (Type::Map(inner), Value::Object(object)) => {
                let place = format!("{place}{{}}");
                object
                    .values()
                    .for_each(|value| self.value(value, inner, documented, below, &place));
                return;
            }
            (Type::Named(_), Value::Object(object)) | (Type::Scalar(Scalar::Object), Value::Object(object)) => {
                if let Some(table) = below {
                    self.keys(object, table, place);
                }
                return;
            }
            (Type::Scalar(scalar), value) => is_a(*scalar, value),
            (Type::Named(_) | Type::Array(_) | Type::Map(_), _) => false,
        };
        if agrees {
            return;
        }
        self.report(DefectKind::ExampleContradictsTable, place, || {
            format!("the table says {documented}, the example has {}", shown(value))
        });
        // Where the example has a list of what the table describes once, or the other way round, the rest can be compared.
        match (kind, value) {
            (Type::Named(_), Value::Array(elements)) => {
                let place = format!("{place}[]");
                for element in elements.iter().filter(|element| element.is_object()) {
                    self.value(element, kind, documented, below, &place);
                }
            }
            (Type::Array(inner), Value::Object(_)) => self.value(value, inner, documented, below, place),
            _ => {}
        }
    }

    fn report(&mut self, kind: DefectKind, place: &str, detail: impl FnOnce() -> String) {
        let at = if place.is_empty() {
            self.at.to_owned()
        } else {
            format!("{} {place}", self.at)
        };
        if self.seen.insert((kind, at.clone())) {
            self.defects.add(kind, &at, detail());
        }
    }
}

fn is_a(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::String => value.is_string(),
        Scalar::Integer | Scalar::Long => value.is_i64() || value.is_u64(),
        Scalar::Number | Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::Boolean => value.is_boolean(),
        Scalar::Object => value.is_object(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => format!("the text {:?}", brief(text)),
        other => other.to_string(),
    }
}
