//! Payloads and operations of the mock.

/// Example response from the API specs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Payload {
    /// Name of the example file, without extension.
    pub name: &'static str,
    /// ID of the operation it belongs to; `None` for errors, which any operation may return.
    pub operation: Option<&'static str>,
    /// HTTP status of the response.
    pub status: u16,
    /// Whether it is taken from the documentation rather than constructed for a case that the documentation lacks.
    pub documented: bool,
    /// JSON text, byte for byte as in the example file.
    pub body: &'static str,
}

/// Operation of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Operation ID, as in the vendor's documentation.
    pub id: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path, with its parameters in braces.
    pub path: &'static str,
    /// Payload that [`MockModelArts::start`](crate::MockModelArts::start) answers with: the first success in the spec.
    pub default: &'static Payload,
}

impl Operation {
    /// An operation that the specs do not have, for answers to `Client::get` and the like. Its ID is its path.
    ///
    /// ```
    /// use modelarts_httpmock::{MockModelArts, Operation};
    ///
    /// let mock = MockModelArts::start();
    /// let jobs = Operation::new("GET", "/v2/{project_id}/training-jobs");
    /// mock.answer(jobs, serde_json::json!({ "total": 0, "items": [] }));
    /// ```
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        const NOTHING: &Payload = &Payload {
            name: "nothing",
            operation: None,
            status: 200,
            documented: false,
            body: "{}",
        };
        Self {
            id: path,
            method,
            path,
            default: NOTHING,
        }
    }

    /// Whether a request path belongs to this operation. A parameter matches one non-empty segment.
    #[must_use]
    pub fn has_path(&self, path: &str) -> bool {
        let (pattern, path) = (self.path.split('/'), path.split('/'));
        let matches = |(pattern, segment): (&str, &str)| match pattern.starts_with('{') {
            true => !segment.is_empty(),
            false => segment == pattern,
        };
        pattern.clone().count() == path.clone().count() && pattern.zip(path).all(matches)
    }
}
