//! A whole number that some pages document as a string.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// A whole number, sent as a number or as the same number in a string.
///
/// The page of `ShowOsQuota` types `quota` and `used` as String while every example has numbers. Both forms decode, and
/// each encodes to the form it came in. Two values are equal if number and form are.
///
/// ```
/// use modelarts_api::wire::IntOrString;
///
/// let quoted: IntOrString = serde_json::from_str("\"15\"")?;
/// assert_eq!(quoted.get(), 15);
/// assert_eq!(serde_json::to_string(&quoted)?, "\"15\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IntOrString {
    value: i64,
    is_string: bool,
}

impl IntOrString {
    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.value
    }

    /// Parses a string that the number encodes to again, which `+1` and `007` are not.
    pub(crate) fn from_canonical(text: &str) -> Option<Self> {
        let number: Self = text.parse().ok()?;
        (number.to_string() == text).then_some(number)
    }
}

impl From<i64> for IntOrString {
    fn from(value: i64) -> Self {
        Self {
            value,
            is_string: false,
        }
    }
}

impl From<IntOrString> for i64 {
    fn from(number: IntOrString) -> Self {
        number.value
    }
}

impl FromStr for IntOrString {
    type Err = std::num::ParseIntError;

    /// Parses a number that encodes as a string.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            value: text.parse()?,
            is_string: true,
        })
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl Serialize for IntOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_string {
            serializer.collect_str(&self.value)
        } else {
            serializer.serialize_i64(self.value)
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for IntOrString {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IntOrString".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [{ "type": "integer", "format": "int64" }, { "type": "string", "pattern": "^(0|-?[1-9][0-9]{0,18})$" }]
        })
    }
}
