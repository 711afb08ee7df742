//! What a document is, and how much it carries.

use docpages::{DefectKind, Form};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A documentation page, which reached us in this form: some forms carry less than others.
    Page(Form),
    /// A contract, which states all that there is.
    Contract,
}

impl Source {
    /// Whether it is a page.
    pub fn is_page(self) -> bool {
        self != Self::Contract
    }

    /// How much is kept: neither captions nor lists, these, or links and the marks within sentences as well.
    fn detail(self) -> u8 {
        match self {
            Self::Page(form) => u8::from(form.keeps_captions()) + u8::from(form.keeps_emphasis()),
            Self::Contract => 2,
        }
    }

    /// Whether tables keep their captions, so that the names of types tell which table is meant.
    pub fn links_tables(self) -> bool {
        self.detail() > 0
    }
}

/// Whether two lists of values can be compared: that one is empty means nothing where its form keeps less.
pub fn values_are_comparable(sources: [Source; 2], lists: &[Vec<String>; 2]) -> bool {
    let [before, after] = sources.map(Source::detail);
    (before <= after || !lists[1].is_empty()) && (after <= before || !lists[0].is_empty())
}

/// Whether a defect that only one edition has says something about that page, and not about its form.
pub fn defect_is_comparable(kind: DefectKind, sources: [Source; 2]) -> bool {
    let [before, after] = sources.map(Source::detail);
    match kind {
        // What contradicts an example follows from where the tables are, which the less certain form may not tell.
        DefectKind::ListLost
        | DefectKind::DefinitionLost
        | DefectKind::TableAbsent
        | DefectKind::TableUnplaced
        | DefectKind::TableNameRepeated
        | DefectKind::ExampleContradictsTable
        | DefectKind::ExampleKeyUndocumented => before == after,
        DefectKind::MarkupLeaked | DefectKind::RowBroken => (before == 2) == (after == 2),
        _ => true,
    }
}
