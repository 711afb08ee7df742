//! Whether a type is a different one, or has another name only.

use super::{
    ChangeKind,
    findings::{Findings, Mode, Scope},
    references::documented_names,
    rules::When,
    tables::use_name,
    view::{Body, Layer, Row, Table},
};

/// A row, the table below it, and the body that it is in.
pub type Place<'a> = (&'a Row<'a>, Option<usize>, Option<&'a Body<'a>>);

/// Compares the types of two rows. Gives whether they are one type, maybe under another name.
pub fn compare<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: Place<'a>, after: Place<'a>) -> bool {
    let ((old, ..), (new, ..)) = (before, after);
    match findings.mode {
        Mode::Pages if old.kind == new.kind => return true,
        Mode::Pages if is_rename(before, after) => {
            let names = (
                old.kind.refers_to().unwrap_or_default(),
                new.kind.refers_to().unwrap_or_default(),
            );
            // An object without a name of its own is named after its field.
            if old.name == new.name || names != (old.name, new.name) {
                rename(findings, scope, old, names);
            }
            return true;
        }
        Mode::Coverage if old.kind.agrees_with(&new.kind) && !new.is_nullable() => {
            check_name(findings, scope, old, new);
            return true;
        }
        Mode::Release if old.kind.shape() == new.kind.shape() => {
            let names = (type_name(old), type_name(new));
            if names.0 == names.1 {
                return true;
            }
            if is_rename(before, after) {
                rename(findings, scope, new, (&names.0, &names.1));
                return true;
            }
        }
        _ => {}
    }
    let when: &[When] = if old.kind.may_equal(&new.kind) {
        &[When::SameType]
    } else {
        &[]
    };
    let (was, is) = (old.kind.to_string(), new.kind.to_string());
    let finding = findings.add(ChangeKind::TypeChanged, scope, old.name, when, Some(&was), Some(&is));
    finding.about(new);
    finding.subjects.extend(scope.subjects_after(new.name));
    false
}

/// Tells that a type has another name: once, however many fields use it.
fn rename<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, row: &Row, (old, new): (&str, &str)) {
    let is_known = findings.found.iter().any(|finding| {
        let change = &finding.change;
        change.kind == ChangeKind::TypeRenamed
            && (change.before.as_deref(), change.after.as_deref()) == (Some(old), Some(new))
            && finding.scope.label == scope.label
    });
    if !is_known {
        findings
            .add(ChangeKind::TypeRenamed, scope, row.name, &[], Some(old), Some(new))
            .about(row);
    }
}

/// The name under which a page knows a type must be one that the contract has for it.
fn check_name<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, page: &'a Row<'a>, contract: &'a Row<'a>) {
    let (Some(name), Some(last)) = (page.kind.refers_to(), contract.layers.last()) else {
        return;
    };
    if let Some(component) = last.component
        && name != component
        && !documented_names(component, last.schema).contains(&name)
    {
        let finding = findings.add(
            ChangeKind::TypeRenamed,
            scope,
            page.name,
            &[],
            Some(name),
            Some(component),
        );
        finding.about(contract);
    }
}

fn is_rename(before: Place, after: Place) -> bool {
    let ((old, old_below, old_body), (new, new_below, new_body)) = (before, after);
    if old.kind.shape() != new.kind.shape() {
        return false;
    }
    let (Some(was), Some(is)) = (old.kind.refers_to(), new.kind.refers_to()) else {
        return false;
    };
    fn tables<'a>(body: Option<&'a Body<'a>>) -> &'a [Table<'a>] {
        body.map_or(&[], |body| &body.tables)
    }
    let (old_tables, new_tables) = (tables(old_body), tables(new_body));
    match (
        old_below.and_then(|index| old_tables.get(index)),
        new_below.and_then(|index| new_tables.get(index)),
    ) {
        (Some(before), Some(after)) if before.overlap(after) > 0.0 => before.overlap(after) >= 0.5,
        // Nothing but the names is left to go by: a name that the other edition uses too is another type.
        (Some(_), Some(_)) => !use_name(new_tables, was) && !use_name(old_tables, is),
        _ => true,
    }
}

/// The names of the components that a field of a contract refers to, which its generated type has; else its type.
fn type_name(row: &Row) -> String {
    let layers = row.layers.iter().skip(1).filter_map(|layer: &Layer| layer.component);
    let names: Vec<&str> = layers.collect();
    if names.is_empty() {
        row.kind.to_string()
    } else {
        names.join(", ")
    }
}
