//! Unknown fields.

use std::{fmt, ops::Index};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Entries of an object that have no field, as they were sent, in the order of their keys.
///
/// It is the size of a pointer, since almost every object has no such entry, and a list, since a map of one entry would
/// take ten times as much as the entry.
///
/// ```
/// use modelarts_api::types::PoolNodeAz;
///
/// let az: PoolNodeAz = serde_json::from_str(r#"{"az":"cn-north-7c","rack":12}"#)?;
/// assert_eq!(az.extra["rack"], 12);
/// assert_eq!(az.extra.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
#[allow(clippy::box_collection, reason = "a vector is three times the size of a pointer")]
pub struct Extra(
    #[cfg_attr(feature = "schemars", schemars(with = "Map<String, Value>"))] Option<Box<Vec<(String, Value)>>>,
);

impl Extra {
    fn entries(&self) -> &[(String, Value)] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let found = self.entries().binary_search_by(|(name, _)| name.as_str().cmp(key));
        found
            .ok()
            .and_then(|index| self.entries().get(index))
            .map(|(_, value)| value)
    }

    /// Keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.entries().iter().map(|(key, value)| (key, value))
    }

    /// Keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(key, _)| key)
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Appends an entry, whatever its key.
    pub(super) fn push(&mut self, key: String, value: Value) {
        let entries = self.0.get_or_insert_default();
        if entries.is_empty() {
            // Mostly it is the only one.
            entries.reserve_exact(1);
        }
        entries.push((key, value));
    }

    /// Puts the entries in order. Of equal keys, the last counts.
    pub(super) fn sort(&mut self) {
        let Some(entries) = &mut self.0 else { return };
        entries.reverse();
        entries.sort_by(|(left, _), (right, _)| left.cmp(right));
        entries.dedup_by(|(later, _), (earlier, _)| later == earlier);
    }
}

/// Null for a key that there is not.
impl Index<&str> for Extra {
    type Output = Value;

    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&Value::Null)
    }
}

/// Shows the keys alone: a gateway may repeat the headers of a request, with its token, where the specs know no field.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(entries: I) -> Self {
        let mut extra = Self::default();
        entries.into_iter().for_each(|(key, value)| extra.push(key, value));
        extra.sort();
        extra
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(entries: Map<String, Value>) -> Self {
        entries.into_iter().collect()
    }
}

impl From<Extra> for Map<String, Value> {
    fn from(extra: Extra) -> Self {
        extra.0.into_iter().flat_map(|entries| *entries).collect()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
