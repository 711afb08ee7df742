//! Respects in which a page may differ from the contracts.

use serde::{Deserialize, Serialize};

use super::place::PlaceKind;

/// Respect in which a page differs from the contracts: the word under `aspect` of a deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Whether a field or parameter exists.
    Presence,
    /// The type, by the table or by the example.
    Type,
    /// The values that are listed.
    Values,
    /// The default.
    Default,
    /// The limits.
    Limits,
    /// Whether a parameter or field must be sent.
    Mandatory,
    /// Which fields of a response are always present.
    Required,
    /// The documented statuses.
    Status,
    /// Credentials.
    Security,
    /// The example of the request.
    RequestExample,
    /// The examples of the responses.
    ResponseExample,
    /// The name of a type.
    TypeName,
    /// The table of a type.
    Table,
    /// Whether there is an explanation.
    Definition,
    /// Markup of the publisher.
    Markup,
    /// The prose. No recorded fact decides it; a person read the page.
    Meaning,
}

impl Aspect {
    /// The word.
    #[must_use]
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }

    /// Whether a page can differ in this respect at a place of that kind.
    pub(super) fn applies_to(self, kind: PlaceKind) -> bool {
        use PlaceKind::{Operation, Parameter, Property, Schema};
        match self {
            Self::Security | Self::Status | Self::RequestExample | Self::ResponseExample => kind == Operation,
            Self::TypeName => kind == Schema,
            Self::Mandatory => matches!(kind, Parameter | Property),
            Self::Type | Self::Values | Self::Default | Self::Limits | Self::Definition => {
                matches!(kind, Parameter | Property | Schema)
            }
            Self::Required | Self::Table => matches!(kind, Operation | Property | Schema),
            Self::Presence | Self::Markup | Self::Meaning => true,
        }
    }
}
