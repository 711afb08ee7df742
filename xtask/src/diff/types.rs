//! Types of values, as documents tell them apart.

use std::fmt;

use docpages::documented_scalar;
use serde_json::Value;

use super::stated::{is_table, printed_name};
use crate::spec::Schema;

/// Type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// `[]` for each list and `{}` for each map around the value, the outermost first.
    pub marks: String,
    leaf: Leaf,
}

/// What a value is, or an element of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leaf {
    /// A single value, by its documented word, such as `String` or `Long`.
    Scalar(&'static str),
    /// An object whose fields a table of this name describes.
    Named(String),
    /// A value of one of several types.
    OneOf(Vec<Type>),
    /// A word that is not a type, kept as it stands.
    Unknown(String),
}

/// Schemas that refer further, and unions nested deeper, are unknown: a document must not decide how much memory and
/// stack is taken.
const DEPTH: usize = 16;

/// A schema with those that it refers to, through lists and maps to their elements, and the type that they make.
pub fn follow<'a>(schema: Schema<'a>, is_page: bool) -> (Vec<Schema<'a>>, Type) {
    follow_to(schema, is_page, DEPTH)
}

fn follow_to<'a>(schema: Schema<'a>, is_page: bool, depth: usize) -> (Vec<Schema<'a>>, Type) {
    let mut marks = String::new();
    let mut layers = Vec::new();
    let mut last = schema;
    while layers.len() < 2 * DEPTH
        && let Some((mark, inner)) = inner(&last)
    {
        marks.push_str(mark);
        layers.push(std::mem::replace(&mut last, inner));
    }
    let leaf = Leaf::of(&last, is_page, depth);
    layers.push(last);
    (layers, Type { marks, leaf })
}

/// What a schema refers to, or the elements of a list or a map.
fn inner<'a>(schema: &Schema<'a>) -> Option<(&'static str, Schema<'a>)> {
    let has_keywords = |inner: &Schema| inner.value.as_object().is_some_and(|keywords| !keywords.is_empty());
    let elements = |mark, key| Some((mark, schema.child(key).filter(has_keywords)?));
    let referred = schema.referred().map(|referred| ("", referred));
    referred.or_else(|| match schema.value["type"].as_str() {
        Some("array") => Some(("[]", schema.child("items")?)),
        Some("object") if !is_table(schema) => elements("{}", "additionalProperties"),
        _ => None,
    })
}

impl Leaf {
    fn of(schema: &Schema, is_page: bool, depth: usize) -> Self {
        let value = schema.value;
        let parts = schema.alternatives();
        if !parts.is_empty() && depth > 0 {
            let types = parts.into_iter().map(|part| follow_to(part, is_page, depth - 1).1);
            return Self::OneOf(types.collect());
        }
        let words = [&value["x-unknown-type"], &value["type"], &value["$ref"]];
        let word = words.into_iter().find_map(Value::as_str).unwrap_or_default();
        match (documented_scalar(value), schema.name()) {
            (Some("Object"), Some(name)) => Self::Named(printed_name(name, value, is_page).to_owned()),
            (Some(word), _) => Self::Scalar(word),
            (None, _) => Self::Unknown(word.to_owned()),
        }
    }
}

impl Type {
    /// The name of the table that describes the type, or its elements, or its values.
    pub fn refers_to(&self) -> Option<&str> {
        match &self.leaf {
            Leaf::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Whether two types are one but for the names of tables.
    pub fn has_shape_of(&self, other: &Self) -> bool {
        let are_named = self.refers_to().is_some() && other.refers_to().is_some();
        self.marks == other.marks && (are_named || self.leaf == other.leaf)
    }

    /// Whether both words may mean one Rust type, or one of them is not a type.
    pub fn may_equal(&self, other: &Self) -> bool {
        match (&self.leaf, &other.leaf) {
            (Leaf::Unknown(_), _) | (_, Leaf::Unknown(_)) => true,
            (Leaf::Scalar(one), Leaf::Scalar(other_one)) => {
                let groups = [["Integer", "Long", "Number"], ["Float", "Double", "Number"]];
                let mut groups = groups.iter();
                self.marks == other.marks && groups.any(|group| group.contains(one) && group.contains(other_one))
            }
            _ => false,
        }
    }

    /// Whether a reader of the page would take the same values as a reader of the contract, whose type `contract` is.
    pub fn agrees_with(&self, contract: &Self) -> bool {
        if let (Leaf::OneOf(types), Some(marks)) = (&contract.leaf, self.marks.strip_prefix(&contract.marks)) {
            let (marks, leaf) = (marks.to_owned(), self.leaf.clone());
            let element = Self { marks, leaf };
            return types.iter().any(|one| element.agrees_with(one));
        }
        // The fields of a documented object are not any keys.
        let is_typed = contract.refers_to().is_some() && !contract.marks.contains("{}");
        let json = self.in_json();
        !json.1.is_empty() && json == contract.in_json() && !(is_typed && self.marks.contains("{}"))
    }

    /// The lists around a value, and what JSON calls it: every map is an object.
    fn in_json(&self) -> (&str, &str) {
        let word = match &self.leaf {
            Leaf::Scalar("Integer" | "Long") => "integer",
            Leaf::Scalar("Number" | "Float" | "Double") => "number",
            Leaf::Scalar(word) => word,
            Leaf::Named(_) => "Object",
            Leaf::OneOf(_) | Leaf::Unknown(_) => "",
        };
        match self.marks.split_once("{}") {
            Some((lists, _)) => (lists, "Object"),
            None => (&self.marks, word),
        }
    }

    /// The words that a page prints, from one of the marks on.
    fn words(&self, from: usize) -> String {
        let rest = &self.marks[from..];
        let inner = || self.words(from + 2);
        match (&self.leaf, rest) {
            (Leaf::Named(name), "") => format!("{name} object"),
            (Leaf::Scalar(word), "") => (*word).to_owned(),
            (Leaf::Unknown(word), "") => word.clone(),
            (Leaf::OneOf(types), "") => types.iter().map(Self::to_string).collect::<Vec<_>>().join(" or "),
            (Leaf::Named(name), "{}") => format!("Map<String,{name}>"),
            (Leaf::Named(name), "[]") => format!("Array of {name} objects"),
            (Leaf::Scalar(word), "[]") => format!("Array of {}s", word.to_lowercase()),
            (_, rest) if rest.starts_with("{}") => format!("Map<String,{}>", inner()),
            (_, rest) if rest.starts_with("[]{}") => format!("Array of {} objects", inner()),
            _ => format!("Array<{}>", inner()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(0))
    }
}
