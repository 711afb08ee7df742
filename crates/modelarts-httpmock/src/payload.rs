//! What the mock serves, and where.

/// An example response from the specs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Payload {
    /// The example file's name without its ending.
    pub name: &'static str,
    /// The operation it answers; `None` for errors, which every operation may answer with.
    pub operation: Option<&'static str>,
    /// The HTTP status it comes with.
    pub status: u16,
    /// Whether a documentation page shows it; else it was constructed for what no page shows.
    pub documented: bool,
    /// The JSON text, byte for byte as stored.
    pub body: &'static str,
}

/// An operation of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The operation id, as the vendor writes it.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// What the operation answers with unless told otherwise: the first success that its spec shows.
    pub default: &'static Payload,
}

impl Operation {
    /// Whether a path of a request is one of this operation's. A parameter stands for one segment that is not empty.
    #[must_use]
    pub fn has_path(&self, path: &str) -> bool {
        let mut segments = path.split('/');
        let fits = self.path.split('/').all(|pattern| {
            segments.next().is_some_and(|segment| match pattern.starts_with('{') {
                true => !segment.is_empty(),
                false => segment == pattern,
            })
        });
        fits && segments.next().is_none()
    }
}
