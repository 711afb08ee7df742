//! What a page states about its operation.

use serde_json::Value;

use super::{body::Body, parameters::Parameter};

/// An operation as a page states it.
pub(crate) struct Operation {
    pub(crate) id: Option<String>,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Body,
    pub(crate) responses: Vec<Response>,
    pub(crate) status_codes: Vec<u16>,
    pub(crate) requests: Vec<Request>,
}

/// An example of a request, of which a page may show the body alone.
pub(crate) struct Request {
    pub(crate) method: Option<&'static str>,
    /// Path and query, without scheme and host.
    pub(crate) target: Option<String>,
    pub(crate) body: Option<Value>,
}

/// A response that is described, shown or listed.
#[derive(Default)]
pub(crate) struct Response {
    /// The oldest pages name no status.
    pub(crate) status: Option<u16>,
    pub(crate) body: Body,
    /// The examples, each with its name in defects.
    pub(crate) payloads: Vec<(String, Value)>,
}
