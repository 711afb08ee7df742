//! Comparing the types of two rows.

use super::{
    ChangeKind::{TypeChanged, TypeRenamed},
    document::{Body, Row},
    findings::{Findings, Mode, Spot, both},
    pairing::overlap,
    rules::When::SameType,
    stated::documented_names,
};

/// Compares the types of two rows. Gives whether they are one type, maybe under another name.
pub fn compare<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, is_rename: impl Fn() -> bool) -> bool {
    let [Some(old), Some(new)] = spot.rows else {
        return false;
    };
    let names = [old, new].map(|row| row.kind.refers_to().unwrap_or_default().to_owned());
    let has_shape = old.kind.has_shape_of(&new.kind);
    match findings.mode {
        Mode::Pages if old.kind == new.kind => return true,
        Mode::Pages if has_shape && is_rename() => {
            // An object without a name of its own is named after its field.
            if old.name == new.name || names != [old.name, new.name] {
                rename(findings, spot, names);
            }
            return true;
        }
        Mode::Coverage if old.kind.agrees_with(&new.kind) && !new.is_nullable() => {
            // The name under which a page knows a type must be one that the contract has for it.
            let component = new.component().and_then(|layer| Some((layer.name()?, layer.value)));
            if let (Some(name), Some((component, schema))) = (old.kind.refers_to(), component)
                && component != name
                && !documented_names(component, schema).contains(&name)
            {
                findings.add(TypeRenamed, spot, None, both(name, component));
            }
            return true;
        }
        Mode::Release if has_shape => {
            let names = [old, new].map(generated_name);
            if names[0] == names[1] {
                return true;
            }
            if is_rename() {
                rename(findings, spot, names);
                return true;
            }
        }
        _ => {}
    }
    let when = old.kind.may_equal(&new.kind).then_some(SameType);
    let types = both(old.kind.to_string(), new.kind.to_string());
    findings.add(TypeChanged, spot, when, types);
    false
}

/// Tells that a type has another name: once, however many fields use it.
fn rename<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, names: [String; 2]) {
    let sides = names.map(Some);
    let is_known = findings.found.iter().any(|finding| {
        let change = &finding.change;
        change.kind == TypeRenamed
            && [&change.before, &change.after] == sides.each_ref()
            && finding.spot.label == spot.label
    });
    if !is_known {
        findings.add(TypeRenamed, spot, None, sides);
    }
}

/// Whether two rows of one shape hold one type under two names.
pub fn is_rename(rows: [&Row; 2], bodies: [&Body; 2]) -> bool {
    let [Some(was), Some(is)] = rows.map(|row| row.kind.refers_to()) else {
        return false;
    };
    let uses = |body: &Body, name: &str| {
        let is_held = body.rows().any(|(_, row)| row.kind.refers_to() == Some(name));
        is_held || body.tables.iter().any(|table| table.name.as_deref() == Some(name))
    };
    let below = |edition: usize| bodies[edition].tables.get(rows[edition].below?);
    match [below(0), below(1)] {
        [Some(old), Some(new)] if overlap(old, new) > 0.0 => overlap(old, new) >= 0.5,
        // Nothing but the names is left to go by: a name that the other edition uses too is another type.
        [Some(_), Some(_)] => !uses(bodies[1], was) && !uses(bodies[0], is),
        _ => true,
    }
}

/// The names of the components that a field of a contract refers to, which its generated type has; else its type.
fn generated_name(row: &Row) -> String {
    let names: Vec<&str> = row.layers.iter().skip(1).filter_map(|layer| layer.name()).collect();
    if names.is_empty() {
        row.kind.to_string()
    } else {
        names.join(", ")
    }
}
