//! Unmodelled fields.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::LazyLock,
};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Entries of an object that have no field, as they were sent. It dereferences to the map.
///
/// It is the size of a pointer, since almost every object has no such entry.
///
/// ```
/// use modelarts_api::types::PoolNodeAz;
///
/// let az: PoolNodeAz = serde_json::from_str(r#"{"az":"cn-north-7c","rack":12}"#)?;
/// assert_eq!(az.extra["rack"], 12);
/// assert_eq!(az.extra.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Extra(
    #[cfg_attr(feature = "schemars", schemars(with = "Map<String, Value>"))] Option<Box<Map<String, Value>>>,
);

/// The map of an object without such entries.
static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().unwrap_or_else(|| &EMPTY)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// Shows the keys alone: a gateway may repeat the headers of a request, with its token, where the specs know no field.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(entries: Map<String, Value>) -> Self {
        Self((!entries.is_empty()).then(|| Box::new(entries)))
    }
}

impl From<Extra> for Map<String, Value> {
    fn from(extra: Extra) -> Self {
        extra.0.map(|entries| *entries).unwrap_or_default()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
