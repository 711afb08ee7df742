//! Redacted strings.

use std::fmt;

use serde::Serialize;

use super::{Text, impl_decode, impl_deserialize, slot::Word};

/// A string that [`Debug`] redacts, such as the password in `spec.userLogin` of a pool.
///
/// It decodes and encodes like any string.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Sensitive(Text);

impl_decode! { Sensitive: Word from Self(Text::new()); }
impl_deserialize!(Sensitive);

impl Word for Sensitive {
    fn set(&mut self, _: &str) -> Option<&mut Text> {
        Some(&mut self.0)
    }
}

impl Sensitive {
    /// The string.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(..)")
    }
}
