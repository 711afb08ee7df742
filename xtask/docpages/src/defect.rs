//! Damages and contradictions of a page.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A damage or contradiction of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// Kind of the defect.
    pub kind: DefectKind,
    /// Place of the defect: `response 200 items[].spec.driver`, `query status`, `example request`.
    pub at: String,
    /// The names and values involved, in the words of the reader and not of the page.
    pub detail: String,
}

/// Kind of a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefectKind {
    /// No table describes a type that is referred to.
    TableAbsent,
    /// The page does not show where the type of a table is used.
    TableUnplaced,
    /// Two tables of one body have the same name.
    TableNameRepeated,
    /// A list of values is announced but missing.
    ListLost,
    /// A field has labelled blocks but no definition.
    DefinitionLost,
    /// The text contains markup of the publisher's build.
    MarkupLeaked,
    /// A row has too few or too many cells, or cells that cannot be told apart.
    RowBroken,
    /// The word in the column of types is not a known type.
    TypeUnknown,
    /// The example is not JSON.
    ExampleBroken,
    /// A value of the example has another type than its table says.
    ExampleContradictsTable,
    /// No table has a key of the example.
    ExampleKeyUndocumented,
    /// The example of a request has another path or method.
    ExampleUrlDiffers,
    /// The example of a request has a body, but the operation takes none.
    ExampleBodyUnexpected,
    /// The page has no example of a request or of a successful response.
    ExampleAbsent,
    /// A section that every page has is missing: the page may have been cut off.
    SectionAbsent,
}

/// The defects found so far, each once.
#[derive(Debug, Default)]
pub(crate) struct Defects {
    found: BTreeSet<Defect>,
    /// The code of examples that are not JSON, each with its place.
    pub(crate) broken: Vec<(String, String)>,
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

    /// All of them by kind and place, so that the order of the page does not count.
    pub(crate) fn into_sorted(self) -> Vec<Defect> {
        self.found.into_iter().collect()
    }
}
