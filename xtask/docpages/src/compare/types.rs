//! Whether a type is another, or has another name only.

use super::{
    ChangeKind, Findings, Scope, When,
    pairing::shape,
    tables::{Tables, View},
};
use crate::{Field, Scalar, Type};

/// A table that a type leads to, and those of the same body.
pub(super) type Target<'t, 'a> = Option<(&'t View<'a>, &'t Tables<'a>)>;

/// What became of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing, or it has another name.
    Same,
    /// It is another type.
    Changed,
}

/// Compares the types of a row, with the tables that they lead to.
pub(super) fn compare(
    findings: &mut Findings,
    scope: &Scope,
    (before, before_table): (&Field, Target),
    (after, after_table): (&Field, Target),
) -> Verdict {
    if before.kind == after.kind {
        return Verdict::Same;
    }
    let (old, new) = (before.kind.to_string(), after.kind.to_string());
    if !is_rename((before, before_table), (after, after_table)) {
        let when = if is_one_type(&before.kind, &after.kind) {
            When::SameType
        } else {
            When::Always
        };
        let finding = findings.add(
            ChangeKind::TypeChanged,
            scope,
            &before.name,
            when,
            Some(&old),
            Some(&new),
        );
        finding.subjects.extend(scope.subjects_after(&after.name));
        return Verdict::Changed;
    }
    // An object without a name of its own is named after its field, and a type is renamed once, however many use it.
    let names = (before.kind.refers_to(), after.kind.refers_to());
    let follows_field = before.name != after.name && names == (Some(before.name.as_str()), Some(after.name.as_str()));
    let names = (names.0.unwrap_or_default(), names.1.unwrap_or_default());
    let is_known = findings.found.iter().any(|finding| {
        finding.change.kind == ChangeKind::TypeRenamed
            && finding.change.before.as_deref() == Some(names.0)
            && finding.change.after.as_deref() == Some(names.1)
            && finding.scope.label == scope.label
    });
    if !follows_field && !is_known {
        findings.add(
            ChangeKind::TypeRenamed,
            scope,
            &before.name,
            When::Always,
            Some(names.0),
            Some(names.1),
        );
    }
    Verdict::Same
}

fn is_rename((before, before_table): (&Field, Target), (after, after_table): (&Field, Target)) -> bool {
    let (Some(old), Some(new)) = (before.kind.refers_to(), after.kind.refers_to()) else {
        return false;
    };
    if shape(&before.kind) != shape(&after.kind) {
        return false;
    }
    match (before_table, after_table) {
        (Some((before, _)), Some((after, _))) if before.overlap(after) > 0.0 => before.overlap(after) >= 0.5,
        // Nothing but the names is left to go by: a name that the other edition uses too is another type.
        (Some((_, before)), Some((_, after))) => !after.uses(old) && !before.uses(new),
        _ => true,
    }
}

/// Whether both words may mean one Rust type, or one of them is no type.
fn is_one_type(before: &Type, after: &Type) -> bool {
    use Scalar::{Double, Float, Integer, Long, Number};
    match (before, after) {
        // `Number` may be any of them.
        (Type::Scalar(Integer | Long | Number), Type::Scalar(Integer | Long | Number))
        | (Type::Scalar(Float | Double | Number), Type::Scalar(Float | Double | Number)) => true,
        (Type::Array(before), Type::Array(after)) | (Type::Map(before), Type::Map(after)) => is_one_type(before, after),
        _ => before.is_unknown() || after.is_unknown(),
    }
}
