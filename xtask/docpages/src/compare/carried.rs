//! What the forms of pages carry, and what they drop.

use super::Edition;
use crate::{DefectKind, Form};

impl Form {
    /// How much of a list of values the form keeps: nothing, its bullets, or its bullets and the marks in a sentence.
    fn keeps_values(self) -> u8 {
        match self {
            Self::Rst | Self::Html => 2,
            Self::Caption => 1,
            Self::Compact | Self::Row | Self::PadPipe => 0,
        }
    }

    /// How surely the form leads from a type to its table: not at all, by the caption, or by a link.
    fn keeps_references(self) -> u8 {
        match self {
            Self::Rst | Self::Html => 2,
            Self::Caption => 1,
            Self::Compact | Self::Row | Self::PadPipe => 0,
        }
    }

    /// Whether the form marks where an example begins and ends, and its lines.
    fn is_marked_up(self) -> bool {
        matches!(self, Self::Rst | Self::Html)
    }
}

/// Whether it means something that one edition lists values and the other, of less talkative form, lists none.
pub(super) fn values_are_comparable(before: Edition, before_lists: bool, after: Edition, after_lists: bool) -> bool {
    let (kept_before, kept_after) = (before.form.keeps_values(), after.form.keeps_values());
    (kept_before <= kept_after || after_lists) && (kept_after <= kept_before || before_lists)
}

/// Whether a defect that only one edition has says something about that page, and not about its form.
pub(super) fn defect_is_comparable(kind: DefectKind, before: Form, after: Form) -> bool {
    if before == after {
        return true;
    }
    match kind {
        DefectKind::ListLost | DefectKind::DefinitionLost => before.keeps_values() == after.keeps_values(),
        DefectKind::TableAbsent | DefectKind::TableUnplaced | DefectKind::TableNameRepeated => {
            before.keeps_references() == after.keeps_references()
        }
        DefectKind::MarkupLeaked | DefectKind::RowBroken => before.is_marked_up() == after.is_marked_up(),
        // These follow from where the tables are, which the less certain form may not tell.
        DefectKind::ExampleContradictsTable | DefectKind::ExampleKeyUndocumented => {
            before.keeps_references() == after.keeps_references()
        }
        DefectKind::TypeUnknown
        | DefectKind::ExampleBroken
        | DefectKind::ExampleUrlDiffers
        | DefectKind::ExampleBodyUnexpected
        | DefectKind::StatusUndescribed
        | DefectKind::ExampleAbsent => true,
    }
}
