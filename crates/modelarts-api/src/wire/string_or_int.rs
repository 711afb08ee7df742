//! A string that some pages show as a whole number.

use std::fmt;

use serde::{Serialize, Serializer};

/// A string, sent as a string or, if it is a whole number, as a number.
///
/// The page of `ListWorkspace` types `id` as String, and its example has the number 0. Both forms decode, and each encodes
/// to the form it came in. Two values are equal if text and form are.
///
/// ```
/// use modelarts_api::wire::StringOrInt;
///
/// let bare: StringOrInt = serde_json::from_str("0")?;
/// assert_eq!(bare.as_str(), "0");
/// assert_eq!(serde_json::to_string(&bare)?, "0");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StringOrInt {
    text: Box<str>,
    /// The number that the text came as.
    number: Option<i64>,
}

impl StringOrInt {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&str> for StringOrInt {
    fn from(text: &str) -> Self {
        Self {
            text: text.into(),
            number: None,
        }
    }
}

impl From<i64> for StringOrInt {
    fn from(number: i64) -> Self {
        Self {
            text: number.to_string().into(),
            number: Some(number),
        }
    }
}

impl fmt::Display for StringOrInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for StringOrInt {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl Serialize for StringOrInt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.number {
            Some(number) => serializer.serialize_i64(number),
            None => serializer.serialize_str(&self.text),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for StringOrInt {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StringOrInt".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, { "type": "integer", "format": "int64" }] })
    }
}
