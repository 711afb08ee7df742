//! Comparing what two documents state about a row: its name, whether it is mandatory, and the facts about its value.

use docpages::DefectKind;

use super::{
    ChangeKind::*,
    document::Row,
    findings::{Findings, Mode, Spot, alone, both},
    keywords::{compare_beside, compare_schemas},
    pairing::Pairing,
    reader::COMPONENTS,
    rules::When::*,
    source::{Source, values_are_comparable},
    stated::{is_table, stated, values},
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
            let words = layers[other]
                .iter()
                .flat_map(|layer| items(&layer.value["x-mentioned"]));
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
