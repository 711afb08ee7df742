//! Where a change is, and whom it concerns.

use serde::Serialize;

use super::Product;
use crate::diff::{Change, ChangeKind, Severity, Side};

/// Whom a change concerns.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Who sends requests.
    Request,
    /// Who reads responses.
    Response,
    /// Who reads the text.
    Words,
    /// Who tests with the example payloads.
    Payloads,
}

impl Scope {
    pub(super) fn of(change: &Change) -> Self {
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

/// Where a change is, as the reference page names it: `PoolMetadata.name`, `ListPools.limit`, `ListPools.200`.
pub fn place(change: &Change) -> String {
    let name = change.name.as_str();
    let location = change.location.strip_prefix("example ").unwrap_or(&change.location);
    let parts = match (&change.component, change.operations.first(), location.split_once(' ')) {
        (Some(component), ..) => vec![component.as_str(), name],
        (None, None, _) => vec![location],
        (None, Some(id), _) if location != change.location => {
            vec![id.as_str(), location.trim_start_matches("response ")]
        }
        (None, Some(id), Some(("request" | "response", place))) => vec![id, place, name],
        (None, Some(id), _) if location == "uri" => vec![id.as_str()],
        (None, Some(id), _) => vec![id, name],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

/// What is different there.
pub fn summary(change: &Change) -> String {
    if change.location.starts_with("example ") {
        format!("`{}`: {}", change.name, change.clause())
    } else {
        change.clause()
    }
}
