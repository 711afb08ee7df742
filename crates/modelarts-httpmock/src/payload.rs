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
