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
