//! What the forms of pages carry, and what they drop.

use super::Edition;
use crate::{DefectKind, Form};

/// How much of a list of values a form keeps: nothing, its bullets, or its bullets and the marks in a sentence.
fn keeps_values(form: Form) -> u8 {
    u8::from(form.keeps_lists()) + u8::from(form.keeps_emphasis())
}

/// How surely a form leads from a type to its table: not at all, by the caption, or by a link.
fn keeps_references(form: Form) -> u8 {
    u8::from(form.keeps_captions()) + u8::from(form.keeps_emphasis())
}

/// Whether it means something that one edition lists values and the other, of less talkative form, lists none.
pub(super) fn values_are_comparable(before: Edition, before_lists: bool, after: Edition, after_lists: bool) -> bool {
    let (kept_before, kept_after) = (keeps_values(before.form), keeps_values(after.form));
    (kept_before <= kept_after || after_lists) && (kept_after <= kept_before || before_lists)
}

/// Whether a defect that only one edition has says something about that page, and not about its form.
pub(super) fn defect_is_comparable(kind: DefectKind, before: Form, after: Form) -> bool {
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
        DefectKind::MarkupLeaked | DefectKind::RowBroken => before.keeps_emphasis() == after.keeps_emphasis(),
        _ => true,
    }
}
