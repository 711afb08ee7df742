//! Comparing the types of two rows.

use super::{
    Change,
    ChangeKind::{TypeChanged, TypeRenamed},
    document::{Row, Table, documented_names},
    findings::{Findings, Mode, Scope, both},
    pairing::overlap,
    rules::When::{self, SameType},
};

/// A row, the table below it, and the tables of the body that it is in.
pub type Holder<'a> = (&'a Row<'a>, Option<&'a Table<'a>>, &'a [Table<'a>]);

/// Compares the types of two rows. Gives whether they are one type, maybe under another name.
pub fn compare<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: Holder<'a>, after: Holder<'a>) -> bool {
    let (old, new) = (before.0, after.0);
    let referred = (
        old.kind.refers_to().unwrap_or_default(),
        new.kind.refers_to().unwrap_or_default(),
    );
    match findings.mode {
        Mode::Pages if old.kind == new.kind => return true,
        Mode::Pages if is_rename(before, after) => {
            // An object without a name of its own is named after its field.
            if old.name == new.name || referred != (old.name, new.name) {
                rename(findings, scope, old, referred);
            }
            return true;
        }
        Mode::Coverage if old.kind.agrees_with(&new.kind) && !new.is_nullable() => {
            // The name under which a page knows a type must be one that the contract has for it.
            if let (Some(name), Some(layer)) = (old.kind.refers_to(), new.layers.last())
                && let Some(component) = layer.component
                && component != name
                && !documented_names(component, layer.schema).contains(&name)
            {
                findings
                    .add(TypeRenamed, scope, old.name, &[], both(name, component))
                    .about(new);
            }
            return true;
        }
        Mode::Release if old.kind.shape() == new.kind.shape() => {
            let names = (type_name(old), type_name(new));
            let is_same = names.0 == names.1;
            if is_same || is_rename(before, after) {
                if !is_same {
                    rename(findings, scope, new, (&names.0, &names.1));
                }
                return true;
            }
        }
        _ => {}
    }
    let when: &[When] = if old.kind.may_equal(&new.kind) {
        &[SameType]
    } else {
        &[]
    };
    let sides = both(old.kind.to_string(), new.kind.to_string());
    let finding = findings.add(TypeChanged, scope, old.name, when, sides).about(new);
    finding.subjects.extend(scope.subjects_after(new.name));
    false
}

/// Tells that a type has another name: once, however many fields use it.
fn rename<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, row: &Row, (old, new): (&str, &str)) {
    let sides = both(old, new);
    let is_known = findings.found.iter().any(|finding| {
        let Change {
            kind, before, after, ..
        } = &finding.change;
        *kind == TypeRenamed && (before, after) == (&sides.0, &sides.1) && finding.scope.label == scope.label
    });
    if !is_known {
        findings.add(TypeRenamed, scope, row.name, &[], sides).about(row);
    }
}

fn is_rename((old, below_old, old_tables): Holder, (new, below_new, new_tables): Holder) -> bool {
    let (Some(was), Some(is)) = (old.kind.refers_to(), new.kind.refers_to()) else {
        return false;
    };
    let uses = |tables: &[Table], name: &str| {
        let rows = |table: &Table| table.rows.iter().any(|row| row.kind.refers_to() == Some(name));
        tables.iter().any(|table| table.name == Some(name) || rows(table))
    };
    old.kind.shape() == new.kind.shape()
        && match (below_old, below_new) {
            (Some(before), Some(after)) if overlap(before, after) > 0.0 => overlap(before, after) >= 0.5,
            // Nothing but the names is left to go by: a name that the other edition uses too is another type.
            (Some(_), Some(_)) => !uses(new_tables, was) && !uses(old_tables, is),
            _ => true,
        }
}

/// The names of the components that a field of a contract refers to, which its generated type has; else its type.
fn type_name(row: &Row) -> String {
    let names: Vec<&str> = row.layers.iter().skip(1).filter_map(|layer| layer.component).collect();
    if names.is_empty() {
        row.kind.to_string()
    } else {
        names.join(", ")
    }
}
