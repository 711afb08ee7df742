//! The column of types: cells are read as schemas, and schemas are printed as they are documented.
//!
//! Until a component stands for it, a reference names the type as the page does.

use serde_json::{Value, json};

/// The documented words of single values, with their types and formats in OpenAPI. A rarer word follows the usual one.
const SCALARS: [(&str, &str, Option<&str>); 11] = [
    ("String", "string", None),
    ("Integer", "integer", None),
    ("Long", "integer", Some("int64")),
    ("Number", "number", None),
    ("Float", "number", Some("float")),
    ("Double", "number", Some("double")),
    ("Boolean", "boolean", None),
    ("Object", "object", None),
    ("Int", "integer", None),
    ("Dict", "object", None),
    ("Json", "object", None),
];
const COMPONENTS: &str = "#/components/schemas/";
/// Types nested deeper than this are unknown words, so that no page can exhaust the stack.
const DEPTH: usize = 8;

/// Reads a cell as a schema; unknown text is kept as `x-unknown-type`.
pub(crate) fn read(cell: &str) -> Value {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ").replace(" <", "<");
    parse(&text, false, 0).unwrap_or_else(|| unknown(&text))
}

/// The schema of an unknown word.
pub(crate) fn unknown(word: &str) -> Value {
    json!({"x-unknown-type": word})
}

/// The keyword of what a list or map holds, and its mark in places.
const HOLDERS: [(&str, &str); 2] = [("items", "[]"), ("additionalProperties", "{}")];

/// The schema of what a list or map holds, with its mark.
fn inner(schema: &Value) -> Option<(&'static str, &Value)> {
    HOLDERS.iter().find_map(|(key, mark)| Some((*mark, schema.get(key)?)))
}

/// The schema of single elements of lists and values of maps.
fn innermost(schema: &Value) -> &Value {
    inner(schema).map_or(schema, |(_, inner)| innermost(inner))
}

/// The marks in the place of what a field holds.
pub(crate) fn marks(schema: &Value) -> String {
    inner(schema).map_or_else(String::new, |(mark, inner)| mark.to_owned() + &marks(inner))
}

/// The name of the table that describes the type, its elements or its values.
pub(crate) fn refers_to(schema: &Value) -> Option<&str> {
    reference(innermost(schema))
}

/// Whether the innermost type is unknown.
pub(crate) fn is_unknown(schema: &Value) -> bool {
    innermost(schema).get("x-unknown-type").is_some()
}

/// The type in OpenAPI.
pub(crate) fn kind(schema: &Value) -> Option<&str> {
    schema.get("type")?.as_str()
}

/// Whether a table may describe it though it has no name: an object, anything, or a list or map of these.
pub(crate) fn may_be_object(schema: &Value) -> bool {
    let single = innermost(schema);
    kind(single) == Some("object") || is_any(single)
}

fn is_any(schema: &Value) -> bool {
    *schema == json!({})
}

/// Whether a value, other than a list or a map, is of a type.
pub(crate) fn takes(schema: &Value, value: &Value) -> bool {
    match kind(schema) {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => false,
        Some(_) => value.is_object(),
        None => is_unknown(schema) || is_any(schema) || value.is_object(),
    }
}

/// The schema of single elements and values, to change it.
pub(crate) fn innermost_mut(schema: &mut Value) -> &mut Value {
    match HOLDERS.iter().find(|(key, _)| schema.get(key).is_some()) {
        Some((key, _)) => innermost_mut(&mut schema[*key]),
        None => schema,
    }
}

/// The schema in which a component stands for what a table describes.
pub(crate) fn with_component(mut schema: Value, component: Option<&str>) -> Value {
    let single = innermost_mut(&mut schema);
    match (component, single.get("$ref").is_some()) {
        (Some(name), true) => *single = reference_to(name),
        (Some(name), false) => *single = json!({"type": "object", "allOf": [reference_to(name)]}),
        (None, true) => *single = json!({"type": "object"}),
        (None, false) => {}
    }
    schema
}

fn reference_to(name: &str) -> Value {
    json!({"$ref": format!("{COMPONENTS}{name}")})
}

fn reference(schema: &Value) -> Option<&str> {
    let reference = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref"))?;
    reference.as_str()?.strip_prefix(COMPONENTS)
}

fn array_of(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// Reads a type. Words that are no types name objects where the text says so.
fn parse(text: &str, is_object: bool, depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    // What stands between two words, in any case.
    let between = |before: &str, after: &str| {
        let inside = lower.strip_prefix(before)?.strip_suffix(after)?;
        text.get(before.len()..before.len() + inside.len())
    };
    let any = |words: &[(&str, &str)]| words.iter().find_map(|(before, after)| between(before, after));
    let inner = |text: &str, is_object| parse(text, is_object, depth + 1);
    if let Some(elements) = between("array of ", "") {
        return inner(elements, is_object).map(array_of);
    }
    if let Some(name) = any(&[("", " objects"), ("", " object")]) {
        return inner(name, true);
    }
    if let Some(elements) = any(&[("array<", ">"), ("list<", ">")]) {
        return inner(elements, true).map(array_of);
    }
    if let Some(inside) = between("map<", ">") {
        let (_keys, values) = inside.split_once(',')?;
        return Some(json!({"type": "object", "additionalProperties": inner(values, true)?}));
    }
    if matches!(lower.as_str(), "array" | "list") {
        return Some(array_of(json!({})));
    }
    if let Some(element) = any(&[("", " array"), ("", "结构数组")]) {
        return inner(element, true).map(array_of);
    }
    let of = |word: &str| SCALARS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(word));
    match of(text).or_else(|| of(text.strip_suffix(['s', 'S'])?)) {
        Some((_, kind, None)) => Some(json!({"type": kind})),
        Some((_, kind, format)) => Some(json!({"type": kind, "format": format})),
        None => (is_object && is_name(text)).then(|| reference_to(text)),
    }
}

/// The documented spelling of the type of a schema: `String`, `PoolModel object`, `Array of strings`.
///
/// # Examples
///
/// ```
/// use serde_json::{Value, json};
///
/// let schema = json!({"type": "array", "items": {"$ref": "#/components/schemas/Pool"}});
/// assert_eq!(docpages::documented_type(&Value::Null, &schema), "Array of Pool objects");
/// ```
#[must_use]
pub fn documented_type(document: &Value, schema: &Value) -> String {
    if let Some(items) = schema.get("items") {
        let element = documented_type(document, items);
        match (inner(items), documented_scalar(items), named(document, items)) {
            (Some(("{}", _)), ..) => format!("Array of {element} objects"),
            (None, Some(word), _) => format!("Array of {}s", word.to_lowercase()),
            (None, None, Some(name)) => format!("Array of {name} objects"),
            _ if element.is_empty() => "Array".to_owned(),
            _ => format!("Array<{element}>"),
        }
    } else if let Some(values) = schema.get("additionalProperties") {
        let name = named(document, values).map(str::to_owned);
        format!(
            "Map<String,{}>",
            name.unwrap_or_else(|| documented_type(document, values))
        )
    } else if let Some(word) = documented_scalar(schema) {
        word.to_owned()
    } else if let Some(name) = named(document, schema) {
        format!("{name} object")
    } else {
        let word = schema.get("x-unknown-type").and_then(Value::as_str);
        word.or(kind(schema)).unwrap_or_default().to_owned()
    }
}

/// The documented word of a single value: `String`, `Long`; none for a list, a reference or an unknown type.
#[must_use]
pub fn documented_scalar(schema: &Value) -> Option<&'static str> {
    let format = schema.get("format").and_then(Value::as_str);
    let kind = kind(schema)?;
    let of = |format| {
        SCALARS
            .iter()
            .find(|(_, known, form)| *known == kind && *form == format)
    };
    of(format).or_else(|| of(None)).map(|(word, ..)| *word)
}

/// The documented name of the type that a schema refers to.
fn named<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a str> {
    let name = reference(schema).filter(|_| documented_scalar(schema).is_none())?;
    let documented = document.pointer(&format!("/components/schemas/{name}/x-documented-names/0"));
    Some(documented.and_then(Value::as_str).unwrap_or(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
}
