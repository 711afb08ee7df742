//! What is made from the contracts and has a version.

/// What has a version, by what its users see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// The document, whose version is `info.version`.
    Document,
    /// A library that shows the generated types.
    Library,
    /// The library that serves the example payloads as well.
    Mock,
    /// The command, whose users see operations, options and what the service sends.
    Command,
}

/// The crates: names, and what their users see.
pub const CRATES: [(&str, Product); 4] = [
    ("modelarts-api", Product::Library),
    ("modelarts-httpmock", Product::Mock),
    ("modelarts", Product::Library),
    ("modelarts-cli", Product::Command),
];

/// The manifest of a crate, from the root.
pub fn manifest(name: &str) -> String {
    format!("crates/{name}/Cargo.toml")
}
