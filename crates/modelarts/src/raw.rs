//! The layer under the client: the generated types, and the functions that take reqwest types.
//!
//! Every view returns its raw value from `raw` and `into_raw`. The types follow the OpenAPI documents of this crate's
//! version; a field that a page adds appears here first. A new major version of reqwest may come with a minor version of
//! this crate, and changes this module alone.

pub use modelarts_api::{Call, Client, Error, types, wire};
/// The HTTP library of this version, whose types the functions here take.
pub use reqwest;

pub use crate::auth::signer::authorization::authorize;
