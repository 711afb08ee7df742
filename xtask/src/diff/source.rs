//! What a document is, and what it carries: some forms of pages drop a part, and a contract carries everything.

use docpages::{DefectKind, Form};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A documentation page, which reached us in this form: some forms carry less than others.
    Page(Form),
    /// A contract, which states all that there is.
    Contract,
}

/// How much of a list of values is kept: nothing, its bullets, or its bullets and the marks in a sentence.
fn keeps_values(source: Source) -> u8 {
    match source {
        Source::Page(form) => u8::from(form.keeps_lists()) + u8::from(form.keeps_emphasis()),
        Source::Contract => 2,
    }
}

/// How surely a type leads to its table: not at all, by the caption, or by a link.
fn keeps_references(source: Source) -> u8 {
    match source {
        Source::Page(form) => u8::from(form.keeps_captions()) + u8::from(form.keeps_emphasis()),
        Source::Contract => 2,
    }
}

impl Source {
    /// Whether tables keep their captions, so that the names of types tell which table is meant.
    pub fn links_tables(self) -> bool {
        keeps_references(self) > 0
    }
}

/// Whether it means something that one document lists values and the other, of less talkative form, lists none.
pub fn values_are_comparable((before, before_lists): (Source, bool), (after, after_lists): (Source, bool)) -> bool {
    let (kept_before, kept_after) = (keeps_values(before), keeps_values(after));
    (kept_before <= kept_after || after_lists) && (kept_after <= kept_before || before_lists)
}

/// Whether a defect that only one edition has says something about that page, and not about its form.
pub fn defect_is_comparable(kind: DefectKind, before: Source, after: Source) -> bool {
    if before == after {
        return true;
    }
    match kind {
        DefectKind::ListLost | DefectKind::DefinitionLost => keeps_values(before) == keeps_values(after),
        // What contradicts an example follows from where the tables are, which the less certain form may not tell.
        DefectKind::TableAbsent
        | DefectKind::TableUnplaced
        | DefectKind::TableNameRepeated
        | DefectKind::ExampleContradictsTable
        | DefectKind::ExampleKeyUndocumented => keeps_references(before) == keeps_references(after),
        DefectKind::MarkupLeaked | DefectKind::RowBroken => (keeps_values(before) == 2) == (keeps_values(after) == 2),
        _ => true,
    }
}
