//! The error of signing.

use std::{error::Error, fmt};

/// Why a request cannot be signed, or cannot carry a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// A segment of the path holds an encoded slash, `%2F`. The official signer takes it for a separator, so the
    /// signature would not match the path that is sent.
    EncodedSlash,
    /// The URL cannot hold the path in canonical form.
    Path,
    /// The URL has no host.
    NoHost,
    /// The body is a stream, which cannot be hashed before it is sent.
    StreamedBody,
    /// The value of this header holds a character that cannot be signed, such as a line break or one outside ASCII.
    Header(&'static str),
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EncodedSlash => f.write_str("a segment of the path has an encoded slash"),
            Self::Path => f.write_str("the url cannot hold the path in canonical form"),
            Self::NoHost => f.write_str("the url has no host"),
            Self::StreamedBody => f.write_str("a streamed body cannot be signed"),
            Self::Header(name) => write!(f, "the value of {name} has a character that cannot be signed"),
        }
    }
}

impl Error for SigningError {}
