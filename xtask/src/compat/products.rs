//! What is made from the contracts and has a version, and what its users see of a change.

use serde::Serialize;

use crate::diff::{Change, ChangeKind, Severity, Side};

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

/// Whom a change concerns: who sends requests, reads responses, reads the text, or tests with the example payloads.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Request,
    Response,
    Words,
    Payloads,
}

impl Scope {
    pub fn of(change: &Change) -> Self {
        match (change.severity, change.kind, change.side) {
            (Severity::Documentation, ..) => Self::Words,
            (_, ChangeKind::ExampleAdded | ChangeKind::ExampleRemoved | ChangeKind::ExampleChanged, _) => {
                Self::Payloads
            }
            (.., Side::Response) => Self::Response,
            (.., Side::Request | Side::Any) => Self::Request,
        }
    }
}

/// What a change means for the users of a product; `None` where they see nothing of it.
pub fn severity_for(change: &Change, product: Product) -> Option<Severity> {
    match (product, Scope::of(change)) {
        (_, Scope::Words) | (Product::Library, Scope::Payloads) => None,
        // The command prints what the service sends; the contracts only tell it how.
        (Product::Document, Scope::Payloads) | (Product::Command, Scope::Response | Scope::Payloads) => {
            Some(Severity::Additive)
        }
        _ => Some(change.severity),
    }
}
