//! Text that must not be shown.

use std::fmt;

use zeroize::Zeroizing;

/// A secret key or a token: redacted in `Debug` output, and wiped from memory on drop.
///
/// It has no `Display`, no serialization and no comparison. [`Secret::expose`] is the only way to the text, so that
/// every use of it can be searched for.
///
/// ```
/// use modelarts::auth::Secret;
///
/// let secret = Secret::new("sesame");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose(), "sesame");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}
