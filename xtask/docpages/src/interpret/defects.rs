//! The defects that have been found so far.

use std::collections::BTreeSet;

use crate::{Defect, DefectKind};

/// Collects defects, each once.
#[derive(Debug, Default)]
pub(crate) struct Defects {
    found: BTreeSet<Defect>,
}

impl Defects {
    /// Adds one.
    pub(crate) fn add(&mut self, kind: DefectKind, at: &str, detail: impl Into<String>) {
        self.found.insert(Defect {
            kind,
            at: at.to_owned(),
            detail: detail.into(),
        });
    }

    /// All of them, by kind and place, so that the order of the page does not count.
    pub(crate) fn into_sorted(self) -> Vec<Defect> {
        self.found.into_iter().collect()
    }
}
