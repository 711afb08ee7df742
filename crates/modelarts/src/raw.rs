//! What lies under the client, for what has no view: the generated types, and the parts that speak reqwest.
//!
//! Every view gives its raw value by `raw` and `into_raw`. The types follow the OpenAPI description of this crate's
//! version; a field that a page adds appears here first. A new major version of reqwest may come with a minor version of
//! this crate, and then changes this module alone.

pub use modelarts_api::{types, wire};
/// The HTTP library of this version, whose types the functions here take.
pub use reqwest;

pub use crate::auth::{project::ProjectResolver, signer::outgoing::authorize};
