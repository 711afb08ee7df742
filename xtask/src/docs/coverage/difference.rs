//! A difference between a recorded page and the contract, and what it asks for.

use docpages::DefectKind;

use crate::{
    diff::{
        Change,
        ChangeKind::{self, *},
        Side,
    },
    docs::Recorded,
    provenance::Aspect,
};

/// A recorded page differs from the contract.
pub(super) struct Difference<'a> {
    pub(super) record: &'a Recorded,
    pub(super) aspect: Aspect,
    /// Pointers to where a deviation may stand that explains it, nearest first.
    pub(super) places: Vec<String>,
    /// What the page states, and what the contract has.
    pub(super) message: String,
    /// Whether there must be a deviation: the page states something else, or lost something where that could mislead. There
    /// may be one where the page is silent, or lists values of which the others have sources of their own.
    pub(super) is_needed: bool,
    /// The words of the page that a deviation quotes: a type, a name, or a list of values.
    pub(super) words: Vec<String>,
}

/// In what respect a page differs by a change, and how to say it; `None` where the change means nothing here.
#[rustfmt::skip]
pub(super) fn judge(change: &Change) -> Option<(Aspect, String)> {
    let Change { kind, side, name, location, .. } = change;
    let [before, after] = [&change.before, &change.after].map(|stated| stated.as_deref().unwrap_or("none"));
    let limit = limit(*kind);
    Some(match kind {
        ParameterRemoved => (Aspect::Presence, format!("the page has a {location} parameter `{name}`, and the spec does not")),
        FieldRemoved => (Aspect::Presence, format!("the page has a field `{name}`, and the spec does not")),
        FieldRenamed => (Aspect::Presence, format!("the page calls the field `{before}`")),
        ParameterRenamed => (Aspect::Presence, format!("the page calls the parameter `{before}`")),
        FieldAdded => (Aspect::Presence, "the page does not have the field".to_owned()),
        ParameterAdded => (Aspect::Presence, "the page does not have the parameter".to_owned()),
        TypeChanged => (Aspect::Type, format!("the page has type {before}, the spec {after}")),
        TypeRenamed => (Aspect::TypeName, format!("the page calls the type {before}, and `x-documented-names` does not have that")),
        MandatoryChanged if *side == Side::Response =>
            (Aspect::Required, format!("the spec requires `{name}`, and the page does not say what is always there")),
        MandatoryChanged => (Aspect::Mandatory, format!("mandatory is {before} on the page and {after} in the spec")),
        DefaultChanged => (Aspect::Default, format!("the page has the default {before}, the spec {after}")),
        MinimumChanged | MaximumChanged => (Aspect::Limits, format!("the page has {limit} {before}, the spec {after}")),
        ValueRemoved => (Aspect::Values, format!("the page lists the value {before:?}, and the spec does not")),
        ValueAdded => (Aspect::Values, format!("the spec lists the value {after:?}, and the page does not")),
        StatusCodeRemoved => (Aspect::Status, format!("the page documents status {name}, and the spec has no response of its own for it")),
        StatusCodeAdded => (Aspect::Status, format!("the spec has a response {name}, and the page does not")),
        _ => return None,
    })
}

/// Whether a change asks for a deviation, and what that quotes.
pub(super) fn quotation(change: &Change) -> (bool, Vec<String>) {
    match (change.kind, &change.before) {
        (MandatoryChanged | StatusCodeAdded, _) => (true, Vec::new()),
        (_, None) => (false, Vec::new()),
        (kind @ (MinimumChanged | MaximumChanged), Some(stated)) => (true, vec![format!("{} {stated}", limit(kind))]),
        (ParameterRemoved | FieldRemoved, _) => (true, vec![change.name.clone()]),
        (_, Some(stated)) => (true, vec![stated.clone()]),
    }
}

fn limit(kind: ChangeKind) -> &'static str {
    if kind == MinimumChanged { "minimum" } else { "maximum" }
}

/// In what respect a damaged page differs from contracts that say it once and whole, and whether that asks for a deviation.
pub(super) fn judge_defect(kind: DefectKind) -> (Aspect, bool) {
    let aspect = match kind {
        DefectKind::TableAbsent | DefectKind::TableUnplaced | DefectKind::RowBroken => Aspect::Table,
        DefectKind::TableNameRepeated => Aspect::TypeName,
        DefectKind::ListLost => Aspect::Values,
        DefectKind::DefinitionLost => Aspect::Definition,
        DefectKind::MarkupLeaked => Aspect::Markup,
        DefectKind::TypeUnknown | DefectKind::ExampleContradictsTable => Aspect::Type,
        DefectKind::ExampleBroken => Aspect::ResponseExample,
        DefectKind::ExampleKeyUndocumented => Aspect::Presence,
        DefectKind::ExampleUrlDiffers | DefectKind::ExampleBodyUnexpected => Aspect::RequestExample,
        DefectKind::ExampleAbsent => Aspect::RequestExample,
        DefectKind::SectionAbsent => Aspect::Status,
    };
    // Where the name stands for two types of the contract, the comparison of names demands the reason.
    let harmless = [
        DefectKind::TableNameRepeated,
        DefectKind::SectionAbsent,
        DefectKind::ExampleAbsent,
    ];
    (aspect, !harmless.contains(&kind))
}
