//! Responses of the mock.

use std::{fs, path::Path};

use httpmock::HttpMockResponse;
use serde_json::{Value, json};

use crate::payload::Payload;

/// `X-Request-Id` of every answer, unless it has another.
pub const REQUEST_ID: &str = "mock-0123456789abcdef";

/// Response of the mock: a [`Payload`], JSON of your own, or any body.
///
/// ```
/// use modelarts_httpmock::{MockModelArts, Operation, Reply, payloads};
/// use serde_json::json;
///
/// let mock = MockModelArts::start();
/// mock.answer(Operation::LIST_POOLS, payloads::LIST_POOLS_FAILED);
/// mock.answer(Operation::LIST_POOLS, Reply::pools([("night-jobs", "CreationFailed")]));
/// mock.answer(Operation::SHOW_OS_QUOTA, json!({ "quotas": { "resources": [] } }));
/// mock.answer(Operation::SHOW_OS_QUOTA, Reply::new(502, "<h1>Bad Gateway</h1>").header("Content-Type", "text/html"));
/// ```
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// A status and a body, such as JSON text. `Content-Type` is that of JSON.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = [("content-type", "application/json"), ("x-request-id", REQUEST_ID)];
        Self {
            status,
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            body: body.into(),
        }
    }

    /// A success with the content of a file, such as a response that was recorded.
    ///
    /// # Panics
    ///
    /// Panics if the file cannot be read.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "a test that lacks its file fails")]
    pub fn file(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let body = fs::read(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        Self::new(200, body)
    }

    /// A list of pools with these names, which are their ids, too, in these phases.
    #[must_use]
    pub fn pools<'a>(pools: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let pool = |(name, phase)| {
            json!({
                "apiVersion": "v2",
                "kind": "Pool",
                "metadata": { "name": name, "labels": { "os.modelarts/name": name } },
                "status": { "phase": phase },
            })
        };
        let pools: Vec<_> = pools.into_iter().map(pool).collect();
        json!({ "apiVersion": "v2", "kind": "PoolList", "items": pools }).into()
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets a header, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn response(&self) -> HttpMockResponse {
        let response = HttpMockResponse::builder().status(self.status).body(self.body.clone());
        response.headers(self.headers.clone()).build()
    }
}

impl From<Payload> for Reply {
    fn from(payload: Payload) -> Self {
        Self::new(payload.status, payload.body)
    }
}

/// A success with this JSON.
impl From<Value> for Reply {
    fn from(body: Value) -> Self {
        Self::new(200, body.to_string())
    }
}
