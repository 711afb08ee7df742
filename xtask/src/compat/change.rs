//! One difference, and what it means to those who use the specs or the crates.

use serde::Serialize;

/// How much a change asks of its users.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Words alone.
    Documentation,
    /// There is more than before, and what there was still works.
    Additive,
    /// What worked may fail, or no longer compile.
    Breaking,
}

/// Whom a change concerns.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Whoever sends requests.
    Request,
    /// Whoever reads responses.
    Response,
    /// Whoever reads the text.
    Words,
    /// Whoever tests with the example payloads.
    Payloads,
}

/// One difference between two versions of the specs.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it asks of users of the specs.
    pub level: Level,
    /// Whom it concerns.
    pub scope: Scope,
    /// The operations that it concerns; none where it concerns the document as a whole.
    pub operations: Vec<String>,
    /// Where, as the reference page names it, such as `PoolMetadata.name`.
    pub place: String,
    /// What is different.
    pub what: String,
}

/// What is made from the specs and has a version.
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

impl Change {
    /// What it asks of the users of a product; `None` where they see nothing of it.
    pub fn level_for(&self, product: Product) -> Option<Level> {
        use Level::{Additive, Documentation};
        match (product, self.scope) {
            (_, _) if self.level == Documentation => None,
            (Product::Document, Scope::Payloads) => Some(Additive),
            (Product::Library, Scope::Payloads) => None,
            // The command prints what the service sends; the specs only tell it how.
            (Product::Command, Scope::Response | Scope::Payloads) => Some(Additive),
            _ => Some(self.level),
        }
    }
}
