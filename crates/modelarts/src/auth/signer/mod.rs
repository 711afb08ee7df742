//! Request signing with `SDK-HMAC-SHA256`, compatible with the official SDKs.
//!
//! The client signs its own requests. For requests of any HTTP library, [`CanonicalRequest`] has the algorithm:
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
//! Send the path and the query as [`CanonicalRequest::path`] and [`CanonicalRequest::query`] return them, so that they
//! are sent as they are signed.

pub(crate) mod authorization;
mod canonical_request;
mod encoding;
mod error;

pub use canonical_request::{CanonicalRequest, SignableRequest, sdk_date};
pub use error::SigningError;
