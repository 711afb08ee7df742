//! Examples, and how they contradict the tables.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    body::{Body, join},
    parameters::Parameter,
    rows::{FieldRow, FieldTable, brief},
};
use crate::{
    defect::{DefectKind, Defects},
    types,
    vocabulary::method,
};

/// An example of a request, of which a page may show the body alone.
pub(crate) struct Request {
    pub(crate) method: Option<&'static str>,
    /// Path and query, without scheme and host.
    pub(crate) target: Option<String>,
    pub(crate) body: Option<Value>,
}

/// Reads the code of an example of a request. Code without an address is the body of the example before it, or all that
/// the page shows.
pub(crate) fn read_request(code: &str, at: &str, requests: &mut Vec<Request>, defects: &mut Defects) {
    let code = code.trim();
    let (method, rest) = method(code).map_or((None, code), |(method, rest)| (Some(method), rest));
    let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_target = method.is_some() || is_address(first);
    let (target, rest) = if is_target {
        (Some(without_host(first).to_owned()), after)
    } else {
        (None, rest)
    };
    let body = Some(body_of(rest)).filter(|body| !body.is_empty());
    let body = body.and_then(|body| read_json(body, at, defects));
    match requests.last_mut() {
        Some(example) if !is_target && example.target.is_some() && example.body.is_none() => example.body = body,
        _ if is_target || body.is_some() => requests.push(Request { method, target, body }),
        _ => {}
    }
}

/// Whether a word is an address, or the path of one.
pub(crate) fn is_address(word: &str) -> bool {
    word.starts_with('/') || word.starts_with("http") && word.contains("://")
}

/// Skips the header lines.
fn body_of(rest: &str) -> &str {
    let is_header = |line: &str| {
        line.split_once(':')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    let mut body = rest.trim();
    while let Some((_, after)) = body.split_once('\n').filter(|(line, _)| is_header(line)) {
        body = after.trim();
    }
    body
}

/// Reads the JSON of an example.
pub(crate) fn read_json(code: &str, at: &str, defects: &mut Defects) -> Option<Value> {
    // Pages indent with blanks that JSON does not allow.
    let blank = |c: char| matches!(c, '\u{a0}' | '\u{3000}' | '\u{feff}' | '\u{200b}');
    let read = serde_json::from_str(code).or_else(|error| {
        if code.contains(blank) {
            serde_json::from_str(&code.replace(blank, " "))
        } else {
            Err(error)
        }
    });
    read.inspect_err(|error| {
        let detail = format!("the example is not JSON: {error}");
        defects.add(DefectKind::ExampleBroken, at, detail);
        defects.broken.push((at.to_owned(), code.to_owned()));
    })
    .ok()
}

/// The path and query of an address, which may have a placeholder for its host.
pub(crate) fn without_host(address: &str) -> &str {
    let Some((_, after)) = address.split_once("://") else {
        return address;
    };
    after.find('/').and_then(|at| after.get(at..)).unwrap_or("/")
}

/// Compares the address of an example of a request with the method, the path and the query.
pub(crate) fn check_target(
    example: &Request,
    at: &str,
    (method, path, parameters): (&str, &str, &[Parameter]),
    defects: &mut Defects,
) {
    let given = example.target.as_deref().unwrap_or(path);
    let (target, query) = given.split_once('?').unwrap_or((given, ""));
    let given_method = example.method.unwrap_or(method);
    if given_method != method || !is_filled_in(target, path) {
        let shown: String = target.chars().take(200).collect();
        let detail = format!("the URI is {method} {path}, the example has {given_method} {shown}");
        defects.add(DefectKind::ExampleUrlDiffers, at, detail);
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let key = pair.split('=').next().unwrap_or_default();
        let is_key = |parameter: &Parameter| parameter.place == "query" && parameter.row.name == key;
        if !parameters.iter().any(is_key) {
            let detail = format!("no table has the query parameter {}", brief(key));
            defects.add(DefectKind::ExampleKeyUndocumented, at, detail);
        }
    }
}

/// Compares an example with the tables of its body.
pub(crate) struct Check<'a> {
    at: &'a str,
    body: &'a Body,
    defects: &'a mut Defects,
    seen: BTreeSet<(DefectKind, String)>,
}

impl<'a> Check<'a> {
    pub(crate) fn new(at: &'a str, body: &'a Body, defects: &'a mut Defects) -> Self {
        Self {
            at,
            body,
            defects,
            seen: BTreeSet::new(),
        }
    }

    /// Compares the body of a request with the tables.
    pub(crate) fn request(&mut self, example: &Request) {
        match &example.body {
            Some(_) if self.body.tables.is_empty() => {
                let detail = "the example has a body but no table describes one";
                self.defects.add(DefectKind::ExampleBodyUnexpected, self.at, detail);
            }
            Some(payload) => self.payload(payload),
            None => {}
        }
    }

    /// Compares a payload with the tables.
    pub(crate) fn payload(&mut self, payload: &Value) {
        let Some(root) = self.body.root.and_then(|root| self.body.tables.get(root)) else {
            return;
        };
        for value in payload.as_array().map_or(std::slice::from_ref(payload), Vec::as_slice) {
            match value {
                Value::Object(object) => self.keys(object, root, ""),
                Value::Null => {}
                other => self.report(DefectKind::ExampleContradictsTable, "", || {
                    format!("the table describes an object, the example has {}", shown(other))
                }),
            }
        }
    }

    fn keys(&mut self, object: &Map<String, Value>, table: &'a FieldTable, place: &str) {
        for (key, value) in object {
            let place = join(place, key);
            match table.row(key) {
                Some(row) => self.value(value, &row.schema, row, &place),
                None => self.report(DefectKind::ExampleKeyUndocumented, &place, || {
                    format!("no table has the key {}", brief(key))
                }),
            }
        }
    }

    /// Compares a value with the type of a row, or of its elements.
    fn value(&mut self, value: &Value, schema: &Value, row: &'a FieldRow, place: &str) {
        let (items, values) = (schema.get("items"), schema.get("additionalProperties"));
        match (value, items, values) {
            (Value::Null, ..) => {}
            (Value::Array(elements), Some(inner), _) => {
                let place = format!("{place}[]");
                elements
                    .iter()
                    .for_each(|element| self.value(element, inner, row, &place));
            }
            (Value::Object(object), _, Some(inner)) => {
                let place = format!("{place}{{}}");
                object.values().for_each(|value| self.value(value, inner, row, &place));
            }
            _ if types::takes(schema, value) => {
                let table = row.table.and_then(|table| self.body.tables.get(table));
                if let (Value::Object(object), Some(table)) = (value, table) {
                    self.keys(object, table, place);
                }
            }
            _ => {
                self.report(DefectKind::ExampleContradictsTable, place, || {
                    let documented = types::documented_type(&Value::Null, &row.schema);
                    format!("the table says {documented}, the example has {}", shown(value))
                });
                // A list in place of its element, or the other way round, can still be compared.
                match (value, items) {
                    (Value::Array(elements), None) if schema.get("$ref").is_some() => {
                        let place = format!("{place}[]");
                        let objects = elements.iter().filter(|element| element.is_object());
                        objects.for_each(|element| self.value(element, schema, row, &place));
                    }
                    (Value::Object(_), Some(inner)) => self.value(value, inner, row, place),
                    _ => {}
                }
            }
        }
    }

    /// Reports a defect, once for each place.
    fn report(&mut self, kind: DefectKind, place: &str, detail: impl FnOnce() -> String) {
        let at = format!("{} {place}", self.at);
        if self.seen.insert((kind, at.clone())) {
            self.defects.add(kind, at.trim_end(), detail());
        }
    }
}

/// Whether a path is the documented one, with its placeholders as they are or filled in.
fn is_filled_in(target: &str, path: &str) -> bool {
    let [target, path] = [target, path].map(|path| path.trim_end_matches('/').split('/'));
    let fits = |(given, documented): (&str, &str)| {
        let is_placeholder = documented.starts_with('{') && documented.ends_with('}');
        given == documented || is_placeholder && !given.is_empty()
    };
    target.clone().count() == path.clone().count() && target.zip(path).all(fits)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => format!("the text {:?}", brief(text)),
        other => other.to_string(),
    }
}
