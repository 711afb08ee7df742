//! Comparing what two documents state about a row: its name, whether it is mandatory, the facts about its value, and its
//! type.

use docpages::DefectKind;

use super::{
    ChangeKind::*,
    document::{Body, Row},
    findings::{Findings, Mode, Spot, alone, both},
    keywords::{compare_beside, compare_schemas},
    pairing::{Pairing, overlap},
    reader::COMPONENTS,
    rules::When::*,
    source::{Source, values_are_comparable},
    stated::{documented_names, is_table, stated, values},
};
use crate::spec::{Schema, items, text};

/// Compares everything but the type, which needs the tables.
pub fn compare<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>) {
    let [Some(old), Some(new)] = spot.rows else { return };
    findings.rows.push(spot.clone());
    if !new.is_called(old.name) {
        let kinds = [FieldRenamed, ParameterRenamed];
        let kind = kinds[usize::from(spot.is_parameters())];
        findings.add(kind, spot, None, both(old.name, new.name));
    }
    compare_mandatory(findings, spot, [old, new]);
    if findings.mode == Mode::Release {
        compare_layers(findings, spot, [old, new]);
    } else {
        compare_facts(findings, spot, [&old.layers, &new.layers]);
    }
}

/// Reports the rows that only one document has.
pub fn report_unpaired<'a>(findings: &mut Findings<'a>, tables: &Spot<'a>, pairing: &Pairing<'a>) {
    let kinds = match tables.label.as_str() {
        COMPONENTS if tables.component.is_none() => [TypeRemoved, TypeAdded],
        _ if tables.is_parameters() => [ParameterRemoved, ParameterAdded],
        _ => [FieldRemoved, FieldAdded],
    };
    for (edition, kind) in kinds.into_iter().enumerate() {
        for row in &pairing.alone[edition] {
            let mut rows = [None; 2];
            rows[edition] = Some(*row);
            let when = (row.mandatory == Some(true)).then_some(Mandatory);
            findings.add(kind, &tables.at(rows), when, alone(edition, row.kind.to_string()));
        }
    }
}

fn compare_mandatory<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, rows: [&Row; 2]) {
    let sides = rows.map(|row| row.mandatory);
    let is_silent = match findings.views.map(|view| view.source) {
        // Some copies of a form lose the column.
        [Source::Page(old), Source::Page(new)] => old != new,
        // A page that says nothing does not contradict a contract that asks for nothing.
        [_, Source::Contract] => sides[1] != Some(true),
        _ => false,
    };
    let when = match sides {
        [old, new] if old == new => return,
        [Some(_), Some(true)] => Some(Mandatory),
        [Some(_), Some(false)] => None,
        _ if is_silent => return,
        _ => Some(Unstated),
    };
    let word = |mandatory| if mandatory { "Yes" } else { "No" }.to_owned();
    findings.add(MandatoryChanged, spot, when, sides.map(|side| side.map(word)));
}

/// Compares the values that are listed, the default and the limits.
fn compare_facts<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, layers: [&[Schema]; 2]) {
    compare_values(findings, spot, layers);
    let also_noted = findings.mode == Mode::Coverage;
    let is_release = findings.mode == Mode::Release;
    // Less is allowed where the minimum rises or the maximum falls.
    for (kind, fact, narrowing) in [
        (DefaultChanged, "default", 0.0),
        (MinimumChanged, "min", 1.0),
        (MaximumChanged, "max", -1.0),
    ] {
        let sides = layers.map(|layers| stated(layers, fact, also_noted));
        let numbers = sides.each_ref().map(|side| side.as_deref()?.parse::<f64>().ok());
        let when = match (kind, numbers) {
            _ if sides[0] == sides[1] => continue,
            (DefaultChanged, _) => (!is_release && sides.contains(&None)).then_some(Unstated),
            (_, [Some(old), Some(new)]) if (new - old) * narrowing > 0.0 => Some(Narrower),
            (_, [Some(_), Some(_)]) => Some(Wider),
            (_, [None, _]) => is_release.then_some(Narrower),
            (_, [_, None]) => is_release.then_some(Wider),
        };
        findings.add(kind, spot, when, sides);
    }
}

fn compare_values<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, layers: [&[Schema]; 2]) {
    let mut lists = layers.map(|layers| values(layers, findings.mode == Mode::Coverage));
    if findings.mode == Mode::Pages && !values_are_comparable(findings.views.map(|view| view.source), &lists) {
        return;
    }
    for (edition, kind) in [ValuesFound, ValuesLost].into_iter().enumerate() {
        let subjects = spot.subjects(edition);
        let mut defects = findings.views[edition].defects.iter();
        let is_damaged = defects.any(|defect| defect.kind == DefectKind::ListLost && subjects.contains(&defect.at));
        if is_damaged && lists[edition].is_empty() && !lists[1 - edition].is_empty() {
            findings.add(kind, spot, None, alone(1 - edition, lists[1 - edition].join(", ")));
            return;
        }
    }
    if findings.mode == Mode::Pages {
        // A list in a form that is not known has its values among the words in bold print, but for the default.
        let listed = lists.clone();
        for (edition, other) in [(0, 1), (1, 0)] {
            let words = layers[other].iter();
            let words = words.flat_map(|layer| items(&layer.value["x-mentioned"]));
            let default = stated(layers[other], "default", false).filter(|_| listed[other].is_empty());
            let shown: Vec<String> = words.map(text).chain(default).collect();
            if edition == 0 || listed[0].is_empty() {
                lists[edition].retain(|value| listed[other].contains(value) || !shown.contains(value));
            }
        }
    }
    let is_closed = layers[1].iter().any(|layer| layer.value["enum"].is_array());
    findings.compare_lists([ValueRemoved, ValueAdded], spot, is_closed.then_some(Closed), &lists);
}

/// Compares the schemas of rows, each with its counterpart: the row's own, then those of its elements. Those of objects
/// are tables, and components are compared in their own right.
fn compare_layers<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, rows: [&'a Row<'a>; 2]) {
    let is_own = |index: usize| rows.iter().all(|row| index == 0 || row.layers[index].name().is_none());
    let length = rows[0].layers.len().min(rows[1].layers.len());
    let has_shape = rows[0].kind.has_shape_of(&rows[1].kind);
    for index in (0..length).take_while(|index| has_shape && is_own(*index)) {
        let layers = rows.map(|row| &row.layers[index..=index]);
        if !layers.iter().all(|layers| is_table(&layers[0])) {
            compare_facts(findings, spot, layers);
            compare_schemas(findings, spot, layers.map(|layers| layers[0].value));
        }
    }
    if spot.is_parameters() {
        let told = ["name", "in", "required", "schema"];
        compare_beside(findings, spot, rows.map(|row| row.value), &told);
    }
}

/// Compares the types of two rows. Gives whether they are one type, maybe under another name.
pub fn compare_types<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, is_rename: impl Fn() -> bool) -> bool {
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
