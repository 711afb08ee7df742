//! Strings that must not be printed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A string that [`Debug`] does not show, such as the password in `spec.userLogin` of a pool.
///
/// It is decoded and encoded like any string: only printing is guarded.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Sensitive(String);

impl Sensitive {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
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
