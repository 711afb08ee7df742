//! The column of types.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::vocabulary::strip_prefix_ignoring_case;

/// A documented type, printed in one spelling:
/// `String`, `PoolModel object`, `Array of strings`, `Array of PoolModel objects`, `Map<String,String>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// A single value.
    Scalar(Scalar),
    /// An object whose fields a table of this name describes.
    Named(String),
    /// A list.
    Array(Box<Type>),
    /// An object with any keys and values of one type.
    Map(Box<Type>),
    /// An unknown word, unchanged.
    Unknown(String),
}

/// The type of a single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    String,
    Integer,
    Long,
    Number,
    Float,
    Double,
    Boolean,
    /// An object that no table describes.
    Object,
}

/// Each scalar with its documented word, and its type and format in OpenAPI.
const SCALARS: [(Scalar, &str, &str, Option<&str>); 8] = [
    (Scalar::String, "String", "string", None),
    (Scalar::Integer, "Integer", "integer", None),
    (Scalar::Long, "Long", "integer", Some("int64")),
    (Scalar::Number, "Number", "number", None),
    (Scalar::Float, "Float", "number", Some("float")),
    (Scalar::Double, "Double", "number", Some("double")),
    (Scalar::Boolean, "Boolean", "boolean", None),
    (Scalar::Object, "Object", "object", None),
];

impl Scalar {
    /// The documented word.
    fn word(self) -> &'static str {
        SCALARS
            .iter()
            .find(|(scalar, ..)| *scalar == self)
            .map_or("", |(_, word, ..)| word)
    }

    /// Reads the word, in singular or plural.
    fn of_word(word: &str) -> Option<Self> {
        let of = |word: &str| SCALARS.iter().find(|(_, known, ..)| known.eq_ignore_ascii_case(word));
        of(word)
            .or_else(|| of(word.strip_suffix(['s', 'S'])?))
            .map(|(scalar, ..)| *scalar)
    }

    fn schema(self) -> Value {
        let mut schema = Map::new();
        for (_, _, kind, format) in SCALARS.iter().filter(|(scalar, ..)| *scalar == self) {
            schema.insert("type".to_owned(), json!(kind));
            schema.extend(format.map(|format| ("format".to_owned(), json!(format))));
        }
        Value::Object(schema)
    }

    fn of_schema(kind: &str, format: Option<&str>) -> Option<Self> {
        let of = |format| {
            SCALARS
                .iter()
                .find(|(_, _, known, form)| *known == kind && *form == format)
        };
        of(format).or_else(|| of(None)).map(|(scalar, ..)| *scalar)
    }

    /// Whether a value is of this type.
    pub(crate) fn takes(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer | Self::Long => value.is_i64() || value.is_u64(),
            Self::Number | Self::Float | Self::Double => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Object => value.is_object(),
        }
    }
}

impl Type {
    /// Types nested deeper than this are unknown words, so that no page can exhaust the stack.
    const DEPTH: usize = 8;

    /// Parses a cell; unknown text becomes [`Type::Unknown`].
    pub(crate) fn read(cell: &str) -> Self {
        let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::parse(&text, 0).unwrap_or(Self::Unknown(text))
    }

    /// The type of single elements of lists and values of maps.
    fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) | Self::Map(inner) => inner.innermost(),
            single => single,
        }
    }

    /// The name of the table that describes the type, its elements or its values.
    pub(crate) fn refers_to(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the innermost type is unknown.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.innermost(), Self::Unknown(_))
    }

    /// Whether it is an object without a name, or a list or map of such objects.
    pub(crate) fn is_object(&self) -> bool {
        *self.innermost() == Self::Scalar(Scalar::Object)
    }

    /// The marks in the place of what a field of the type holds: `[]` of a list, `{}` of a map.
    pub(crate) fn marks(&self) -> String {
        match self {
            Self::Array(inner) => "[]".to_owned() + &inner.marks(),
            Self::Map(inner) => "{}".to_owned() + &inner.marks(),
            _ => String::new(),
        }
    }

    /// The schema of the type, in which a component stands for what a table describes.
    pub(crate) fn schema(&self, component: Option<&str>) -> Value {
        let reference = component.map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        match (self, reference) {
            (Self::Named(_), Some(reference)) => reference,
            (Self::Scalar(Scalar::Object), Some(reference)) => json!({"type": "object", "allOf": [reference]}),
            (Self::Named(_), None) => Scalar::Object.schema(),
            (Self::Scalar(scalar), _) => scalar.schema(),
            (Self::Array(inner), _) => json!({"type": "array", "items": inner.schema(component)}),
            (Self::Map(values), _) => json!({"type": "object", "additionalProperties": values.schema(component)}),
            (Self::Unknown(word), _) => json!({"x-unknown-type": word}),
        }
    }

    fn of_schema(document: &Value, schema: &Value) -> Self {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let inner = |key: &str| schema.get(key).map(|inner| Box::new(Self::of_schema(document, inner)));
        let reference = || text("$ref").or_else(|| schema.pointer("/allOf/0/$ref")?.as_str());
        let named = || {
            let name = reference()?.strip_prefix("#/components/schemas/")?;
            let documented = document.pointer(&format!("/components/schemas/{name}/x-documented-names/0"));
            Some(Self::Named(
                documented.and_then(Value::as_str).unwrap_or(name).to_owned(),
            ))
        };
        let scalar = || Scalar::of_schema(text("type")?, text("format")).map(Self::Scalar);
        let array = inner("items").map(Self::Array);
        let map = || inner("additionalProperties").map(Self::Map);
        let unknown = || text("x-unknown-type").or(text("type")).unwrap_or_default().to_owned();
        array
            .or_else(map)
            .or_else(scalar)
            .or_else(named)
            .unwrap_or_else(|| Self::Unknown(unknown()))
    }

    fn parse(text: &str, depth: usize) -> Option<Self> {
        if depth > Self::DEPTH {
            return None;
        }
        if let Some(elements) = strip_prefix_ignoring_case(text, "array of ") {
            let elements = elements.trim();
            let one = [" objects", " object"]
                .iter()
                .find_map(|suffix| strip_suffix_ignoring_case(elements, suffix))
                .unwrap_or(elements);
            return Self::parse_one(one, one.len() < elements.len(), depth).map(|inner| Self::Array(Box::new(inner)));
        }
        if let Some(inner) = angle_brackets(text, "array") {
            return Self::parse(inner, depth + 1).map(|inner| Self::Array(Box::new(inner)));
        }
        if text.eq_ignore_ascii_case("json array") {
            return Some(Self::Array(Box::new(Self::Scalar(Scalar::Object))));
        }
        if let Some(element) = strip_suffix_ignoring_case(text, " array").or_else(|| text.strip_suffix("结构数组"))
        {
            return Self::parse_one(element.trim(), true, depth).map(|inner| Self::Array(Box::new(inner)));
        }
        match strip_suffix_ignoring_case(text, " object") {
            Some(name) => Self::parse_one(name.trim(), true, depth),
            None => Self::parse_one(text, false, depth),
        }
    }

    fn parse_one(text: &str, is_object: bool, depth: usize) -> Option<Self> {
        if depth > Self::DEPTH {
            return None;
        }
        if let Some(inner) = angle_brackets(text, "map") {
            let (_keys, values) = inner.split_once(',')?;
            return Self::parse_one(values.trim(), true, depth + 1).map(|values| Self::Map(Box::new(values)));
        }
        match Scalar::of_word(text) {
            Some(scalar) => Some(Self::Scalar(scalar)),
            None => (is_object && is_name(text)).then(|| Self::Named(text.to_owned())),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => f.write_str(scalar.word()),
            Self::Named(name) => write!(f, "{name} object"),
            Self::Array(inner) => match inner.as_ref() {
                Self::Scalar(scalar) => write!(f, "Array of {}s", scalar.word().to_lowercase()),
                Self::Map(_) => write!(f, "Array of {inner} objects"),
                Self::Array(_) | Self::Unknown(_) => write!(f, "Array<{inner}>"),
                Self::Named(name) => write!(f, "Array of {name} objects"),
            },
            Self::Map(values) => match values.as_ref() {
                Self::Named(name) => write!(f, "Map<String,{name}>"),
                values => write!(f, "Map<String,{values}>"),
            },
            Self::Unknown(text) => f.write_str(text),
        }
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
    Type::of_schema(document, schema).to_string()
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
}

fn angle_brackets<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    strip_prefix_ignoring_case(text, word)?
        .trim_start()
        .strip_prefix('<')?
        .strip_suffix('>')
        .map(str::trim)
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a cell says, and how it is recorded.
    const CELLS: [(&str, &str); 22] = [
        ("String", "String"),
        ("integer", "Integer"),
        ("PoolModel object", "PoolModel object"),
        ("Object", "Object"),
        ("Array of strings", "Array of strings"),
        ("Array of integers", "Array of integers"),
        ("Array of  PoolModel\nobjects", "Array of PoolModel objects"),
        ("Array of PoolModel object", "Array of PoolModel objects"),
        ("Array of objects", "Array of objects"),
        ("quota array", "Array of quota objects"),
        ("quota结构数组", "Array of quota objects"),
        ("Json Array", "Array of objects"),
        ("Map<String,String>", "Map<String,String>"),
        ("Map<String, PoolModel>", "Map<String,PoolModel>"),
        (
            "Array of Map<String,String> objects",
            "Array of Map<String,String> objects",
        ),
        ("Array<Array<Integer>>", "Array<Array of integers>"),
        ("Array<Object>", "Array of objects"),
        ("Text", "Text"),
        ("Array of things", "Array of things"),
        ("", ""),
        ("Map<String>", "Map<String>"),
        ("a b object", "a b object"),
    ];

    #[test]
    fn cells_are_recorded_in_one_spelling() {
        for (cell, recorded) in CELLS {
            let parsed = Type::read(cell);
            assert_eq!(parsed.to_string(), recorded, "{cell:?}");
            assert_eq!(Type::read(recorded), parsed, "{recorded:?} does not read back");
            let component = parsed.refers_to();
            assert_eq!(
                documented_type(&Value::Null, &parsed.schema(component)),
                recorded,
                "{cell:?}"
            );
        }
    }

    #[test]
    fn a_type_that_nests_without_end_is_unknown() {
        let deep = format!("{}String{}", "Array<".repeat(100_000), ">".repeat(100_000));
        assert!(Type::read(&deep).is_unknown());
    }

    #[test]
    fn a_word_that_is_no_type_is_kept() {
        for cell in ["Text", "Array of things", "", "Map<String>", "a b object"] {
            assert!(Type::read(cell).is_unknown(), "{cell:?}");
        }
    }
}
