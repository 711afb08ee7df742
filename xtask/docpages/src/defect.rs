//! Damages and contradictions of a page.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// One thing that is damaged, lost or at odds with itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// What kind of defect it is.
    pub kind: DefectKind,
    /// Where it is: `response 200 items[].spec.driver`, `query status`, `example request`.
    pub at: String,
    /// What exactly, in the words of the reader and not of the page: the names and values that are at odds.
    pub detail: String,
}

/// The kinds of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefectKind {
    /// A type is referred to, and no table describes it.
    TableAbsent,
    /// A table describes a type, and the page does not tell where the type is used.
    TableUnplaced,
    /// Two tables of one side have the same name.
    TableNameRepeated,
    /// A list of values is announced and is not there.
    ListLost,
    /// A field has labelled blocks and no definition.
    DefinitionLost,
    /// Markup of the publisher's build stands in the text.
    MarkupLeaked,
    /// A row has too few or too many cells, or a cell that cannot be told from its neighbour.
    RowBroken,
    /// The word in the column of types is no type that is known.
    TypeUnknown,
    /// The example is no JSON.
    ExampleBroken,
    /// A value of the example has another type than the table gives it.
    ExampleContradictsTable,
    /// The example has a key that no table has.
    ExampleKeyUndocumented,
    /// The example of a request goes to another path, or has another method.
    ExampleUrlDiffers,
    /// The example of a request has a body, and the operation takes none.
    ExampleBodyUnexpected,
    /// A status is mentioned and has neither a table nor an example.
    StatusUndescribed,
    /// The page has no example of a request, or of the response that succeeds.
    ExampleAbsent,
    /// A section that every page has is not there, and with it what it states. Nothing else tells a page that was cut
    /// off from an operation that takes and gives nothing.
    SectionAbsent,
}

/// The defects found so far, each once.
#[derive(Debug, Default)]
pub(crate) struct Defects(BTreeSet<Defect>);

impl Defects {
    /// Adds one.
    pub(crate) fn add(&mut self, kind: DefectKind, at: &str, detail: impl Into<String>) {
        self.0.insert(Defect {
            kind,
            at: at.to_owned(),
            detail: detail.into(),
        });
    }

    /// All of them by kind and place, so that the order of the page does not count.
    pub(crate) fn into_sorted(self) -> Vec<Defect> {
        self.0.into_iter().collect()
    }
}
