//! What is found in a payload.

use serde::Serialize;

/// What kind of finding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A field that the specs do not have.
    UnknownField,
    /// A value that an open enum does not list, or a bit that a mask does not.
    UnknownValue,
    /// A JSON type other than declared.
    Type,
    /// A string that is not of the form that is declared.
    Form,
    /// A required field that is absent.
    Missing,
    /// A body that is no JSON.
    NotJson,
    /// Null for a field that is not declared nullable. Every reader takes it for an absent field.
    Null,
    /// A key of an open map that no page names; most are the account's own.
    OpenKey,
}

impl Kind {
    /// Whether the service departs from the specs by it.
    pub(super) fn departs(self) -> bool {
        !matches!(self, Self::Null | Self::OpenKey)
    }

    /// In words.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown field",
            Self::UnknownValue => "unknown value",
            Self::Type => "other type",
            Self::Form => "other form",
            Self::Missing => "missing",
            Self::NotJson => "not JSON",
            Self::Null => "null",
            Self::OpenKey => "key of an open map",
        }
    }
}

/// A finding, in however many places it was made.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) kind: Kind,
    /// The shapes of the values there, masked.
    pub(super) sent: Vec<String>,
    /// What the specs have there.
    pub(super) specs: String,
    pub(super) places: usize,
    /// The first of the places.
    pub(super) first: String,
}

/// What became of a statement of a page, by what was sent.
#[derive(Debug, Serialize)]
pub(super) struct Decision {
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) page_says: String,
    pub(super) specs_say: String,
    /// Places that bear the specs out.
    pub(super) confirmed: usize,
    /// Places that bear the page out.
    pub(super) refuted: usize,
}
