//! Results of a comparison.

use serde::Serialize;

use crate::error::kind_name;

/// Kind of a difference between a response and the specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    UnknownField,
    /// A value that an open enum does not list, or a bit without a meaning.
    UnknownValue,
    DifferentType,
    /// A string that does not have the declared format or pattern.
    DifferentForm,
    Missing,
    /// A value as the documentation describes it, where the specs correct the documentation.
    RefutesTheSpecs,
    NotJson,
    /// Null for a field that is not nullable. Readers treat it as an absent field.
    Null,
    /// A key of an open map that is not in the specs, usually one that the account chose.
    KeyOfAnOpenMap,
}

impl Kind {
    /// Whether it is a departure from the specs rather than a remark.
    pub(super) fn is_departure(self) -> bool {
        !matches!(self, Self::Null | Self::KeyOfAnOpenMap)
    }

    pub(super) fn text(self) -> String {
        kind_name(self).replace('_', " ")
    }
}

/// A difference, wherever in the response it occurs.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) operation: &'static str,
    /// JSON path, with `[*]` for every index.
    pub(super) path: String,
    pub(super) kind: Kind,
    /// Shapes of the values received.
    pub(super) sent: Vec<String>,
    /// The specs at this place.
    pub(super) specs: String,
    /// Number of occurrences.
    pub(super) places: usize,
    /// JSON path of the first occurrence.
    pub(super) first: String,
}

/// A statement of the documentation that the specs correct, as the response confirms.
#[derive(Serialize)]
pub(super) struct Confirmation<'a> {
    pub(super) operation: &'static str,
    pub(super) path: String,
    pub(super) page_says: &'a str,
    pub(super) specs_say: &'a str,
}
