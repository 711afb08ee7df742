//! Identifiers that become part of a request's path.
//!
//! They are checked when they are made, so a path can only ever be built from text that stays inside its
//! own segment: `..`, `/`, `%2F` and the empty string never reach a URL.

use std::{convert::Infallible, fmt, str::FromStr, sync::Arc};

/// The longest identifier that is accepted, in bytes. The service itself uses 32 hexadecimal digits.
const MAX_LENGTH: usize = 64;

/// Why a text is not an identifier.
///
/// The text itself is not repeated, since what was handed in by mistake may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidIdentifier {
    identifier: &'static str,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Empty,
    TooLong(usize),
    Character { character: char, offset: usize },
}

impl InvalidIdentifier {
    /// Which identifier was refused, as `project id` or `workspace id`.
    pub fn identifier(&self) -> &'static str {
        self.identifier
    }
}

impl fmt::Display for InvalidIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid {}: ", self.identifier)?;
        match self.reason {
            Reason::Empty => f.write_str("it is empty")?,
            Reason::TooLong(length) => write!(f, "it is {length} bytes long")?,
            Reason::Character { character, offset } => write!(f, "it has {character:?} at byte {offset}")?,
        }
        write!(f, " (allowed: 1 to {MAX_LENGTH} ascii letters, digits and hyphens)")
    }
}

impl std::error::Error for InvalidIdentifier {}

/// Whatever takes a text to check also takes an identifier that has been checked.
impl From<Infallible> for InvalidIdentifier {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn check(identifier: &'static str, text: &str) -> Result<(), InvalidIdentifier> {
    let refused = |reason| Err(InvalidIdentifier { identifier, reason });
    if text.is_empty() {
        return refused(Reason::Empty);
    }
    let allowed = |character: char| character.is_ascii_alphanumeric() || character == '-';
    if let Some((offset, character)) = text.char_indices().find(|(_, character)| !allowed(*character)) {
        return refused(Reason::Character { character, offset });
    }
    if text.len() > MAX_LENGTH {
        return refused(Reason::TooLong(text.len()));
    }
    Ok(())
}

macro_rules! identifier {
    ($(#[$documentation:meta])* $name:ident, $described:literal) => {
        $(#[$documentation])*
        ///
        /// 1 to 64 ASCII letters, digits and hyphens; anything else is an [`InvalidIdentifier`].
        /// Cloning does not copy the text.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            #[doc = concat!("Checks that `text` has the form of a ", $described, ".")]
            ///
            /// # Errors
            ///
            /// [`InvalidIdentifier`] says what is wrong with the text and what is allowed.
            pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidIdentifier> {
                let text = text.as_ref();
                check($described, text)?;
                Ok(Self(text.into()))
            }

            #[doc = concat!("The ", $described, " as text.")]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidIdentifier;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidIdentifier;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<&String> for $name {
            type Error = InvalidIdentifier;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl From<&$name> for $name {
            fn from(checked: &$name) -> Self {
                checked.clone()
            }
        }

        impl From<$name> for String {
            fn from(checked: $name) -> Self {
                checked.as_str().to_owned()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidIdentifier;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }
    };
}

identifier! {
    /// A project: the tenant's share of one region, and the `{project_id}` of every path.
    ///
    /// ```
    /// use modelarts::ProjectId;
    ///
    /// let project = ProjectId::new("0a1b2c3d4e5f60718293a4b5c6d7e8f9")?;
    /// assert!(ProjectId::new("../other").is_err());
    /// # Ok::<(), modelarts::InvalidIdentifier>(())
    /// ```
    ProjectId, "project id"
}

identifier! {
    /// A ModelArts workspace, the `{workspace_id}` of a path. `0` is the default workspace.
    WorkspaceId, "workspace id"
}
