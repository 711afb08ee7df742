//! The column of types.

use std::{convert::Infallible, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A documented type. Printed and recorded in one spelling, however a page spells it:
/// `String`, `PoolModel object`, `Array of strings`, `Array of PoolModel objects`, `Map<String,String>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// A single value.
    Scalar(Scalar),
    /// An object whose fields a table of this name describes.
    Named(String),
    /// A list.
    Array(Box<Type>),
    /// An object with any keys and values of one type.
    Map(Box<Type>),
    /// A word that the grammar does not know, kept as it stands.
    Unknown(String),
}

/// The types of single values, by their documented words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `String`
    String,
    /// `Integer`
    Integer,
    /// `Long`
    Long,
    /// `Number`
    Number,
    /// `Float`
    Float,
    /// `Double`
    Double,
    /// `Boolean`
    Boolean,
    /// `Object`, an object that no table describes.
    Object,
}

impl Scalar {
    const ALL: [Self; 8] = [
        Self::String,
        Self::Integer,
        Self::Long,
        Self::Number,
        Self::Float,
        Self::Double,
        Self::Boolean,
        Self::Object,
    ];

    /// The documented word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Integer => "Integer",
            Self::Long => "Long",
            Self::Number => "Number",
            Self::Float => "Float",
            Self::Double => "Double",
            Self::Boolean => "Boolean",
            Self::Object => "Object",
        }
    }

    /// Reads the word, of one thing or of several.
    fn of_word(word: &str) -> Option<Self> {
        let of = |word: &str| {
            Self::ALL
                .into_iter()
                .find(|scalar| scalar.word().eq_ignore_ascii_case(word))
        };
        of(word).or_else(|| of(word.strip_suffix(['s', 'S'])?))
    }
}

impl Type {
    /// Types nested deeper than this are unknown words: reading them would take as much of the stack as a page likes.
    const DEPTH: usize = 8;

    /// Reads a cell. What the grammar does not know becomes [`Type::Unknown`].
    #[must_use]
    pub fn read(cell: &str) -> Self {
        let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::parse(&text, 0).unwrap_or(Self::Unknown(text))
    }

    /// The name of the table that describes the type, or its elements, or its values.
    #[must_use]
    pub fn refers_to(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) => inner.refers_to(),
            Self::Scalar(_) | Self::Unknown(_) => None,
        }
    }

    /// Whether the grammar does not know a word of it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown(_) => true,
            Self::Array(inner) | Self::Map(inner) => inner.is_unknown(),
            Self::Scalar(_) | Self::Named(_) => false,
        }
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

impl FromStr for Type {
    type Err = Infallible;

    fn from_str(cell: &str) -> Result<Self, Infallible> {
        Ok(Self::read(cell))
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

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let Ok(parsed) = text.parse();
        Ok(parsed)
    }
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

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::Type;

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
            let Ok(parsed) = cell.parse::<Type>();
            assert_eq!(parsed.to_string(), recorded, "{cell:?}");
            let Ok(again) = recorded.parse::<Type>();
            assert_eq!(again, parsed, "{recorded:?} does not read back");
        }
    }

    #[test]
    fn a_type_that_nests_without_end_is_unknown() {
        let deep = format!("{}String{}", "Array<".repeat(100_000), ">".repeat(100_000));
        let Ok(parsed) = deep.parse::<Type>();
        assert!(parsed.is_unknown());
    }

    #[test]
    fn a_word_that_is_no_type_is_kept() {
        for cell in ["Text", "Array of things", "", "Map<String>", "a b object"] {
            let Ok(parsed) = cell.parse::<Type>();
            assert!(parsed.is_unknown(), "{cell:?} became {parsed:?}");
        }
    }
}
