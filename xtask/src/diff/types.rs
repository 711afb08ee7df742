//! Types of values, as documents tell them apart.

use std::fmt;

use serde_json::Value;

use super::document::{component_of, printed_name};

/// Type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A single value, by its documented word, such as `String` or `Long`.
    Scalar(&'static str),
    /// An object whose fields a table of this name describes.
    Named(String),
    /// A list.
    Array(Box<Type>),
    /// An object with any keys and values of one type.
    Map(Box<Type>),
    /// A value of one of several types.
    OneOf(Vec<Type>),
    /// A word that is not a type, kept as it stands.
    Unknown(String),
}

/// Schemas nested deeper than this are unknown: following them would take as much of the stack as a document likes.
const DEPTH: usize = 16;

impl Type {
    /// Reads the type of a schema.
    pub fn of(document: &Value, schema: &Value) -> Self {
        Self::read(document, schema, 0)
    }

    fn read(document: &Value, schema: &Value, depth: usize) -> Self {
        let word = schema["x-unknown-type"].as_str();
        if let (Some(word), _) | (None, Some(word)) = (word, (depth > DEPTH).then_some("")) {
            return Self::Unknown(word.to_owned());
        }
        let inner = |schema: &Value| Box::new(Self::read(document, schema, depth + 1));
        if let Some(Value::Array(parts)) = schema.get("anyOf").or(schema.get("oneOf")) {
            return Self::OneOf(parts.iter().map(|part| *inner(part)).collect());
        }
        let Some(kind) = schema["type"].as_str() else {
            let Some((name, referred)) = component_of(document, schema) else {
                return Self::Unknown(schema["$ref"].as_str().unwrap_or_default().to_owned());
            };
            let is_map = referred["properties"].is_null() && has_keywords(&referred["additionalProperties"]);
            return if referred["type"] == "object" && !is_map {
                Self::Named(printed_name(document, name, referred).to_owned())
            } else {
                *inner(referred)
            };
        };
        let is_map = has_keywords(&schema["additionalProperties"]) && schema["properties"].is_null();
        Self::Scalar(match (kind, schema["format"].as_str()) {
            ("array", _) => return Self::Array(inner(&schema["items"])),
            ("object", _) if is_map => return Self::Map(inner(&schema["additionalProperties"])),
            ("string", _) => "String",
            ("integer", Some("int64")) => "Long",
            ("integer", _) => "Integer",
            ("number", Some("float")) => "Float",
            ("number", Some("double")) => "Double",
            ("number", _) => "Number",
            ("boolean", _) => "Boolean",
            ("object", _) => "Object",
            (other, _) => return Self::Unknown(other.to_owned()),
        })
    }

    /// The name of the table that describes the type, or its elements, or its values.
    pub fn refers_to(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) => inner.refers_to(),
            Self::Scalar(_) | Self::OneOf(_) | Self::Unknown(_) => None,
        }
    }

    /// The type with the names taken out.
    pub fn shape(&self) -> Self {
        match self {
            Self::Named(_) => Self::Named(String::new()),
            Self::Array(inner) => Self::Array(Box::new(inner.shape())),
            Self::Map(inner) => Self::Map(Box::new(inner.shape())),
            Self::Scalar(_) | Self::OneOf(_) | Self::Unknown(_) => self.clone(),
        }
    }

    fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown(_) => true,
            Self::Array(inner) | Self::Map(inner) => inner.is_unknown(),
            Self::Scalar(_) | Self::OneOf(_) | Self::Named(_) => false,
        }
    }

    /// Whether both words may mean one Rust type, or one of them is not a type.
    pub fn may_equal(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(other)) => [["Integer", "Long", "Number"], ["Float", "Double", "Number"]]
                .iter()
                .any(|group| group.contains(one) && group.contains(other)),
            (Self::Array(one), Self::Array(other)) | (Self::Map(one), Self::Map(other)) => one.may_equal(other),
            _ => self.is_unknown() || other.is_unknown(),
        }
    }

    /// Whether a reader of the page would take the same values as a reader of the contract, whose type `contract` is.
    pub fn agrees_with(&self, contract: &Self) -> bool {
        match (self, contract) {
            (_, Self::OneOf(types)) => types.iter().any(|one| self.agrees_with(one)),
            (Self::Array(own), Self::Array(other)) => own.agrees_with(other),
            (Self::Scalar("Object") | Self::Named(_), Self::Named(_) | Self::Map(_) | Self::Scalar("Object"))
            | (Self::Map(_), Self::Map(_) | Self::Scalar("Object")) => true,
            (Self::Scalar(own), Self::Scalar(other)) => {
                let in_json = |word| match word {
                    "Integer" | "Long" => "integer",
                    "Number" | "Float" | "Double" => "number",
                    word => word,
                };
                in_json(*own) == in_json(other)
            }
            _ => false,
        }
    }
}

/// Whether a schema says anything: `true` and `{}` allow any value.
pub fn has_keywords(schema: &Value) -> bool {
    schema.as_object().is_some_and(|schema| !schema.is_empty())
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(word) => f.write_str(word),
            Self::Named(name) => write!(f, "{name} object"),
            Self::Array(inner) => match inner.as_ref() {
                Self::Scalar(word) => write!(f, "Array of {}s", word.to_lowercase()),
                Self::Map(_) => write!(f, "Array of {inner} objects"),
                Self::Named(name) => write!(f, "Array of {name} objects"),
                Self::Array(_) | Self::OneOf(_) | Self::Unknown(_) => write!(f, "Array<{inner}>"),
            },
            Self::Map(values) => match values.as_ref() {
                Self::Named(name) => write!(f, "Map<String,{name}>"),
                values => write!(f, "Map<String,{values}>"),
            },
            Self::OneOf(types) => {
                let words: Vec<_> = types.iter().map(Self::to_string).collect();
                f.write_str(&words.join(" or "))
            }
            Self::Unknown(word) => f.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Type;

    #[test]
    fn types_read_as_pages_print_them() {
        let document = json!({ "info": { "x-form": "rst" }, "components": { "schemas": {
            "Pool": { "type": "object", "properties": {} },
            "pools_2": { "type": "object", "x-documented-names": ["pools"], "properties": {} },
            "Lost": { "type": "object" },
            "Id": { "type": "string" },
        } } });
        for (schema, words) in [
            (r#"{ "type": "integer", "format": "int64" }"#, "Long"),
            (
                r#"{ "type": "array", "items": { "type": "string" } }"#,
                "Array of strings",
            ),
            (
                r##"{ "type": "array", "items": { "$ref": "#/components/schemas/Pool" } }"##,
                "Array of Pool objects",
            ),
            (
                r##"{ "allOf": [{ "$ref": "#/components/schemas/pools_2" }], "default": 1 }"##,
                "pools object",
            ),
            (
                r#"{ "type": "object", "additionalProperties": { "type": "string" } }"#,
                "Map<String,String>",
            ),
            (r#"{ "type": "object", "additionalProperties": {} }"#, "Object"),
            (
                r##"{ "anyOf": [{ "type": "integer" }, { "$ref": "#/components/schemas/Id" }] }"##,
                "Integer or String",
            ),
            (r#"{ "x-unknown-type": "Array of things" }"#, "Array of things"),
            (r##"{ "$ref": "#/components/schemas/Lost" }"##, "Lost object"),
            (r##"{ "$ref": "#/components/schemas/Id" }"##, "String"),
        ] {
            let read: Value = serde_json::from_str(schema).unwrap();
            assert_eq!(Type::of(&document, &read).to_string(), words, "{schema}");
        }
    }
}
