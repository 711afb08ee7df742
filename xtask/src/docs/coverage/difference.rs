//! A difference between a recorded page and the contract.

use crate::{docs::Recorded, provenance::Aspect};

/// A recorded page differs from the contract.
pub(super) struct Difference<'a> {
    pub(super) record: &'a Recorded,
    pub(super) aspect: Aspect,
    /// Pointers to where a deviation may stand that explains it, nearest first.
    pub(super) places: Vec<String>,
    /// What the page states, and what the contract has.
    pub(super) message: String,
    pub(super) weight: Weight,
}

/// What a difference asks for, with the words of the page that a deviation quotes: a type, a name, or a list of values.
pub(super) enum Weight {
    /// There must be a deviation: the page states something else, or lost something where that could mislead.
    Needed(Vec<String>),
    /// There may be one: the page is silent, or lists values of which the others have sources of their own.
    Allowed(Vec<String>),
}

impl Weight {
    pub(super) fn words(&self) -> &[String] {
        match self {
            Self::Needed(words) | Self::Allowed(words) => words,
        }
    }
}
