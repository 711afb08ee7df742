//! Texts that share the body of their response.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::{Arc, OnceLock},
};

use serde::{Serialize, Serializer};

use super::impl_deserialize;

/// Body of a response as text, which the texts decoded from it share.
#[derive(Clone)]
pub struct Body(Arc<OnceLock<String>>);

impl Body {
    /// Texts that are collected, and have no content before [`fill`](Self::fill).
    pub(super) fn to_fill() -> Self {
        Self(Arc::default())
    }

    pub(super) fn fill(self, texts: String) {
        // It fails only for what has content.
        drop(self.0.set(texts));
    }

    /// The JSON text, without the byte order mark that some gateways put in front.
    #[must_use]
    pub fn json(&self) -> &str {
        self.trim_start_matches('\u{feff}')
    }

    /// The part of that length at this place, if a [`Text`] can refer to it.
    #[inline]
    pub(super) fn part(&self, start: usize, length: usize) -> Option<Text> {
        Some(Text {
            source: Some(Arc::clone(&self.0)),
            start: u32::try_from(start).ok()?,
            length: u16::try_from(length).ok()?,
            is_part: true,
        })
    }

    /// The part that `text` is, if it is one.
    #[inline]
    pub(super) fn share(&self, text: &str) -> Option<Text> {
        let start = text.as_ptr().addr().checked_sub(self.as_ptr().addr())?;
        let is_part = start.checked_add(text.len())? <= self.len();
        if is_part { self.part(start, text.len()) } else { None }
    }
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        content(&self.0)
    }
}

fn content(source: &OnceLock<String>) -> &str {
    source.get().map_or("", String::as_str)
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Arc::new(text.into()))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A string of a response.
///
/// It dereferences to `str`. It takes 16 bytes and no allocation of its own, since it shares the body that it was decoded
/// from; so the body is in memory as long as one of its texts is. Decoded through `serde`, all texts of a value share a copy.
/// `to_string` makes one that stands alone.
///
/// ```
/// use modelarts_api::{types::PoolNodeAz, wire::Text};
///
/// let mut az: PoolNodeAz = serde_json::from_str(r#"{"az":"cn-north-7c"}"#)?;
/// assert_eq!(az.az.as_deref(), Some("cn-north-7c"));
/// az.az = Some(Text::from("cn-north-7d"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Text {
    /// None of an empty text.
    source: Option<Arc<OnceLock<String>>>,
    start: u32,
    length: u16,
    /// Whether it is a part of the source. Of what it cannot be, `Option` and enumerations make use.
    is_part: bool,
}

impl Text {
    /// An empty text.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            source: None,
            start: 0,
            length: 0,
            is_part: false,
        }
    }

    /// The string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let source = self.source.as_deref().map_or("", content);
        if self.is_part {
            let start = self.start as usize;
            source.get(start..start + usize::from(self.length)).unwrap_or_default()
        } else {
            source
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self {
            source: (!text.is_empty()).then(|| Body::from(text).0),
            ..Self::new()
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(other)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl_deserialize!(Text);

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "string".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}
