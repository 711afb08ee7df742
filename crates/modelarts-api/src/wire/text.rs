//! Texts that share the body of their response.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use serde::{Serialize, Serializer};

use super::impl_deserialize;

/// Body of a response as text, which the texts decoded from it share.
#[derive(Clone)]
pub struct Body(Arc<String>);

impl Body {
    /// The JSON text, without the byte order mark that some gateways put in front.
    #[must_use]
    pub fn json(&self) -> &str {
        self.trim_start_matches('\u{feff}')
    }

    /// A text, which shares this body if it is a part of it.
    pub(super) fn share(&self, text: &str) -> Option<Text> {
        let start = text.as_ptr().addr().checked_sub(self.0.as_ptr().addr())?;
        let is_part = start.checked_add(text.len())? <= self.0.len();
        Some(Text {
            start: u32::try_from(start).ok().filter(|_| is_part)?,
            length: u16::try_from(text.len()).ok()?,
            is_part,
            source: Some(Arc::clone(&self.0)),
        })
    }
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A string of a response.
///
/// It dereferences to `str`. It takes 16 bytes and mostly no allocation of its own, since it shares the body that it was
/// decoded from; so the body is in memory as long as one of its texts is. `to_string` makes a copy that stands alone.
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
    source: Option<Arc<String>>,
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
        let source = self.source.as_deref().map_or("", String::as_str);
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
            source: (!text.is_empty()).then(|| Arc::new(text)),
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
