//! A list that some pages document as a single object.

use std::{ops::Deref, slice};

use serde::Serialize;

/// A list, sent as an array or as its only element.
///
/// The page of `ListPools` types `status.resources.available` and its siblings as an object while every example has an
/// array, and the vendor's own SDKs fail on it or lose it. Both forms decode, and each encodes to the form it came in.
/// It dereferences to a slice.
///
/// ```
/// use modelarts_api::{types::PoolNodeAz, wire::OneOrMany};
///
/// let one: OneOrMany<PoolNodeAz> = serde_json::from_str(r#"{"az":"cn-north-7c","count":2}"#)?;
/// let many: OneOrMany<PoolNodeAz> = serde_json::from_str(r#"[{"az":"cn-north-7c","count":2}]"#)?;
/// assert_eq!(one.as_slice(), many.as_slice());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// The element itself, in place of the array.
    One(Box<T>),
    /// An array, as specified.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The elements.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(element) => slice::from_ref(element.as_ref()),
            Self::Many(elements) => elements,
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(elements: Vec<T>) -> Self {
        Self::Many(elements)
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}

impl<T> From<OneOrMany<T>> for Vec<T> {
    fn from(elements: OneOrMany<T>) -> Self {
        match elements {
            OneOrMany::One(element) => vec![*element],
            OneOrMany::Many(elements) => elements,
        }
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        Vec::from(self).into_iter()
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for OneOrMany<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let element = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [{ "type": "array", "items": element }, element] })
    }
}
