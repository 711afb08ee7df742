//! A whole number that some pages call a string.

use std::{fmt, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny, SeqAccess, Unexpected, Visitor},
};

/// A whole number, sent as a number or as the same number in a string.
///
/// The page of `ShowOsQuota` types `quota` and `used` as String while every example has numbers. Both are read; which of
/// the two it was is remembered, so that encoding gives back what was decoded. Two values are equal where both the
/// number and the form are.
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
    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.value
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

    /// Reads a number that is to be sent as a string.
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

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntOrStringVisitor)
    }
}

struct IntOrStringVisitor;

impl<'de> Visitor<'de> for IntOrStringVisitor {
    type Value = IntOrString;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, or one in a string")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<IntOrString, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<IntOrString, E> {
        let value = i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))?;
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<IntOrString, E> {
        let number: Result<IntOrString, _> = text.parse();
        match number {
            // `+1` and `007` are numbers too, but would not come back as they were.
            Ok(number) if number.to_string() == text => Ok(number),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    /// An array is read to its end, so that the place of the error is that of the array and not that of an element.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<IntOrString, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Err(A::Error::invalid_type(Unexpected::Seq, &self))
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
