//! Identifiers in the paths of requests.
//!
//! They are checked when they are made, so that they stay inside their segment of a path: `..`, `/`, `%2F` and the empty
//! string never reach a URL.

use std::{convert::Infallible, fmt, str::FromStr, sync::Arc};

/// The longest valid identifier, in bytes. The service itself uses 32 hexadecimal digits.
const MAX_LENGTH: usize = 64;

/// Error for text that is not a valid identifier.
///
/// It does not repeat the text, which may be a secret that was passed by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidIdentifier {
    identifier: &'static str,
    fault: String,
}

impl fmt::Display for InvalidIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { identifier, fault } = self;
        write!(
            f,
            "invalid {identifier}: {fault} (allowed: 1 to {MAX_LENGTH} ascii letters, digits and hyphens)"
        )
    }
}

impl std::error::Error for InvalidIdentifier {}

/// For functions that take text or an identifier, whose conversion cannot fail.
impl From<Infallible> for InvalidIdentifier {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn check(identifier: &'static str, text: &str) -> Result<(), InvalidIdentifier> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || character == '-';
    let fault = match text.char_indices().find(|(_, character)| !allowed(*character)) {
        Some((offset, character)) => format!("it has {character:?} at byte {offset}"),
        None if text.is_empty() => "it is empty".to_owned(),
        None if text.len() > MAX_LENGTH => format!("it is {} bytes long", text.len()),
        None => return Ok(()),
    };
    Err(InvalidIdentifier { identifier, fault })
}

macro_rules! identifier {
    ($(#[$documentation:meta])* $name:ident, $described:literal) => {
        $(#[$documentation])*
        ///
        /// 1 to 64 ASCII letters, digits and hyphens; anything else is an [`InvalidIdentifier`]. Cloning is cheap.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            #[doc = concat!("A ", $described, " from valid text.")]
            ///
            /// # Errors
            ///
            /// [`InvalidIdentifier`] says what is wrong and what is valid.
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

        identifier!(@try_from $name: &str, &String, String);

        impl From<&$name> for $name {
            fn from(checked: &$name) -> Self {
                checked.clone()
            }
        }

        /// For the generated client.
        impl From<$name> for String {
            fn from(checked: $name) -> Self {
                checked.as_str().to_owned()
            }
        }
    };
    (@try_from $name:ident: $($text:ty),*) => {$(
        impl TryFrom<$text> for $name {
            type Error = InvalidIdentifier;

            fn try_from(text: $text) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }
    )*};
}

identifier! {
    /// Id of a project, which is a tenant's share of one region (`{project_id}` of every path).
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
    /// Id of a workspace (`{workspace_id}` of a path). `0` is the default workspace.
    WorkspaceId, "workspace id"
}

identifier! {
    /// Id of a pool (`{pool_name}` of a path), which the service assigns; its display name is a label.
    PoolId, "pool id"
}

identifier! {
    /// Id of a network (`{network_name}` of a path), which the service assigns.
    NetworkId, "network id"
}

#[cfg(test)]
mod tests {
    use super::{ProjectId, WorkspaceId};

    #[test]
    fn accepts_what_the_service_uses() {
        for text in ["0", "0123456789abcdef0123456789abcdef", "a-b-C9", &"x".repeat(64)] {
            assert_eq!(ProjectId::new(text).unwrap().as_str(), text);
            assert_eq!(text.parse::<WorkspaceId>().unwrap().to_string(), text);
            assert_eq!(WorkspaceId::try_from(text.to_owned()).unwrap().as_ref(), text);
        }
    }

    #[test]
    fn errors_name_the_identifier_the_fault_and_the_form() {
        let characters = ["/", ".", "%", " ", "?", "#", "\\", "_", "ä", "\u{ff10}", "\n", "\0"].map(str::to_owned);
        let of_character = characters.map(|text| {
            let character = text.chars().next().unwrap();
            (format!("a{text}"), format!("it has {character:?} at byte 1"))
        });
        let of_length = [("", "it is empty"), (&"x".repeat(65), "it is 65 bytes long")];
        let of_length = of_length.map(|(text, fault)| (text.to_owned(), fault.to_owned()));
        for (text, fault) in of_length.into_iter().chain(of_character) {
            let expected = format!("{fault} (allowed: 1 to 64 ascii letters, digits and hyphens)");
            let error = WorkspaceId::new(&text).unwrap_err();
            assert_eq!(error.to_string(), format!("invalid workspace id: {expected}"));
            let error = ProjectId::try_from(text).unwrap_err();
            assert_eq!(error.to_string(), format!("invalid project id: {expected}"));
        }
    }
}
