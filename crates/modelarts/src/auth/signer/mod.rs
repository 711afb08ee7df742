//! Request signing: `SDK-HMAC-SHA256`, as the official SDKs do it.
//!
//! [`CanonicalRequest`] is the algorithm alone, for requests of any HTTP library:
//!
//! ```
//! use modelarts::auth::{AccessKeys, signer::{CanonicalRequest, SignableRequest}};
//!
//! let canonical = CanonicalRequest::new(SignableRequest {
//!     method: "GET",
//!     path: "/v2/0123456789abcdef0123456789abcdef/pools",
//!     query: vec![("labelSelector".into(), "a b".into())],
//!     headers: vec![("Host", "modelarts.cn-north-4.myhuaweicloud.com"), ("X-Sdk-Date", "20250102T030405Z")],
//!     body: b"",
//! })?;
//! assert_eq!(canonical.query(), "labelSelector=a%20b");
//! let keys = AccessKeys::new("AK", "SK");
//! let authorization = canonical.authorization(&keys, "20250102T030405Z");
//! assert!(authorization.starts_with("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature="));
//! # Ok::<(), modelarts::auth::signer::SigningError>(())
//! ```
//!
//! The path and the query must be sent as [`CanonicalRequest::path`] and [`CanonicalRequest::query`] give
//! them, so that what is signed is what is sent. The client does all of it for its own requests.

mod canonical_request;
mod escapes;
pub(crate) mod outgoing;
mod query;
mod sdk_date;

pub use canonical_request::{CanonicalRequest, SignableRequest};
pub use sdk_date::sdk_date;

use std::{error::Error, fmt};

/// Why a request cannot be signed, or cannot carry its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// A segment of the path holds an encoded slash, `%2F`. The official signer takes it for a separator,
    /// so the signature would be for another path than the one sent.
    EncodedSlash,
    /// The URL cannot hold the path in the form that is signed.
    Path,
    /// The URL names no host.
    NoHost,
    /// The body is a stream, which cannot be hashed before it is sent.
    StreamedBody,
    /// The value for this header holds a character that no signed header can: a line break for example, or any that is
    /// not ASCII.
    Header(&'static str),
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EncodedSlash => f.write_str("the path has an encoded slash inside a segment"),
            Self::Path => f.write_str("the path cannot be sent in the form that is signed"),
            Self::NoHost => f.write_str("the url names no host"),
            Self::StreamedBody => f.write_str("a streamed body cannot be signed"),
            Self::Header(name) => write!(f, "the value for {name} has a character that no signed header can hold"),
        }
    }
}

impl Error for SigningError {}
