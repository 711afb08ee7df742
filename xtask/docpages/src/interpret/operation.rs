//! What a page states about its operation.

use serde_json::Value;

use super::{body::Body, parameters::Parameter};

/// What a page states about its operation.
pub(crate) struct Operation {
    /// Operation id, such as `ListPools`, if the page has one.
    pub(crate) id: Option<String>,
    pub(crate) method: &'static str,
    /// The path with its placeholders, such as `/v2/{project_id}/pools`.
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Body,
    /// Responses by status. The oldest pages have one without a status.
    pub(crate) responses: Vec<(Option<u16>, Body)>,
    /// The table of status codes.
    pub(crate) status_codes: Vec<u16>,
    pub(crate) requests: Vec<Request>,
    pub(crate) payloads: Vec<Payload>,
}

/// An example of a request.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    /// Path and query, without scheme and host.
    pub(crate) target: String,
    pub(crate) body: Option<Value>,
}

/// An example of a response.
pub(crate) struct Payload {
    /// The status, where the page gives it.
    pub(crate) status: Option<u16>,
    pub(crate) payload: Value,
    /// Its name in defects.
    pub(crate) at: String,
}
