//! Redacted strings.

use std::fmt;

use serde::Serialize;

use super::{impl_decode, impl_deserialize};

/// A string that [`Debug`] redacts, such as the password in `spec.userLogin` of a pool.
///
/// It decodes and encodes like any string.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Sensitive(String);

impl_decode! { Sensitive: Text from Self(String::new()); }
impl_deserialize!(Sensitive);

impl Sensitive {
    /// The string.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(..)")
    }
}
