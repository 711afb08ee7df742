//! Comparing what two documents state about a row, but for its type: its name, whether it is mandatory, and the facts
//! about its value.

use docpages::DefectKind;
use serde_json::Value;

use super::{
    ChangeKind::{self, *},
    document::{COMPONENTS, Layer, Row, View, entries, items, stated, text, values},
    findings::{Findings, Match, Mode, Scope, both, come, gone},
    pairing::Pairing,
    rules::When::{self, *},
    source::{Source, values_are_comparable},
};
use crate::spec::open_enum_variants;

/// Keywords of schemas that say something to people alone.
const WORDS: &str = "
    description title example deprecated externalDocs x-source x-doc-deviation x-documented-names
    x-documented-constraints x-enum-descriptions x-enum-sources x-bit-flags x-other-spellings
";

/// Keywords that let fewer values through where they stand.
const LIMITS: &str = "pattern exclusiveMinimum exclusiveMaximum multipleOf uniqueItems maxProperties";

/// Keywords whose changes are told as those of types, fields and facts.
const FACTS: &str = "
    type $ref properties items required enum x-extensible-enum x-enum-varnames default minimum maximum minLength
    maxLength minItems maxItems
";

/// Keywords beside schemas that decide what is sent.
const WIRE: &str = "style explode allowReserved content schema encoding type in name scheme";

fn is_in(keywords: &str, key: &str) -> bool {
    keywords.split_whitespace().any(|keyword| keyword == key)
}

/// Compares everything but the type, which needs the tables.
pub fn compare<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &'a Row<'a>, after: &'a Row<'a>) {
    let name = before.name;
    findings
        .rows
        .push([scope.subjects_before(name), scope.subjects_after(after.name)]);
    if let (Mode::Coverage, Some(table)) = (findings.mode, scope.after) {
        findings.matches.push(Match {
            side: scope.side,
            page: before,
            contract: after,
            table,
        });
    }
    let first = findings.found.len();
    if !after.is_called(name) {
        let kind = if scope.is_parameters() {
            ParameterRenamed
        } else {
            FieldRenamed
        };
        let finding = findings.add(kind, scope, name, &[], both(name, after.name));
        finding.subjects.extend(scope.subjects_after(after.name));
    }
    compare_mandatory(findings, scope, before, after);
    if findings.mode != Mode::Release {
        compare_facts(findings, scope, name, (&before.layers, &after.layers));
        for finding in &mut findings.found[first..] {
            finding.about(after);
        }
        return;
    }
    compare_layers(findings, scope, before, after);
    if scope.is_parameters() {
        let told = ["name", "in", "required", "schema"];
        compare_beside(findings, scope, name, (before.value, after.value), &told);
    }
}

/// Reports the rows that only one document has.
pub fn report_unpaired<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, pairing: &Pairing<'a>) {
    let (added, removed) = match scope.label.as_str() {
        COMPONENTS => (TypeAdded, TypeRemoved),
        _ if scope.is_parameters() => (ParameterAdded, ParameterRemoved),
        _ => (FieldAdded, FieldRemoved),
    };
    for row in &pairing.removed {
        findings
            .add(removed, scope, row.name, &[], gone(row.kind.to_string()))
            .row = Some(row);
    }
    for row in &pairing.added {
        let when: &[When] = if row.mandatory == Some(true) { &[Mandatory] } else { &[] };
        let finding = findings.add(added, scope, row.name, when, come(row.kind.to_string()));
        finding.about(row).row = Some(row);
    }
}

fn compare_mandatory<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &Row, after: &Row) {
    if before.mandatory == after.mandatory {
        return;
    }
    let is_unstated = before.mandatory.is_none() || after.mandatory.is_none();
    let is_silent = match (findings.before.source, findings.after.source) {
        // Some copies of a form lose the column.
        (Source::Page(old), Source::Page(new)) => old != new,
        // A page that says nothing does not contradict a contract that asks for nothing.
        (_, Source::Contract) => after.mandatory != Some(true),
        _ => false,
    };
    let when: &[When] = match (is_unstated, after.mandatory) {
        (true, _) if is_silent => return,
        (true, _) => &[Unstated],
        (false, Some(true)) => &[Mandatory],
        (false, _) => &[],
    };
    let word = |row: &Row| row.mandatory.map(|yes| if yes { "Yes" } else { "No" }.to_owned());
    findings.add(MandatoryChanged, scope, before.name, when, (word(before), word(after)));
}

/// Older and newer schemas of a value, from the field's own to those that it refers to.
type Layers<'l, 'a> = (&'l [Layer<'a>], &'l [Layer<'a>]);

/// Compares the values that are listed, the default and the limits.
fn compare_facts<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, name: &str, (before, after): Layers<'_, 'a>) {
    compare_values(findings, scope, name, (before, after));
    let also_noted = findings.mode == Mode::Coverage;
    let is_release = findings.mode == Mode::Release;
    // Less is allowed where the minimum rises or the maximum falls.
    for (kind, fact, narrowing) in [
        (DefaultChanged, "default", 0.0),
        (MinimumChanged, "min", 1.0),
        (MaximumChanged, "max", -1.0),
    ] {
        let (old, new) = (stated(before, fact, also_noted), stated(after, fact, also_noted));
        if old == new {
            continue;
        }
        let number = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok();
        let when: &[When] = match (kind, number(&old), number(&new)) {
            (DefaultChanged, ..) if !is_release && (old.is_none() || new.is_none()) => &[Unstated],
            (DefaultChanged, ..) => &[],
            (_, Some(old), Some(new)) if (new - old) * narrowing > 0.0 => &[Narrower],
            (_, Some(_), Some(_)) => &[Wider],
            (_, None, _) if is_release => &[Narrower],
            (_, _, None) if is_release => &[Wider],
            _ => &[],
        };
        findings.add(kind, scope, name, when, (old, new));
    }
}

fn compare_values<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, name: &str, (before, after): Layers<'_, 'a>) {
    let also_noted = findings.mode == Mode::Coverage;
    let (old, new) = (values(before, also_noted), values(after, also_noted));
    let (own, other) = (findings.before, findings.after);
    let sides = ((own.source, !old.is_empty()), (other.source, !new.is_empty()));
    if findings.mode == Mode::Pages && !values_are_comparable(sides.0, sides.1) {
        return;
    }
    let is_lost = |view: &View, subjects: Vec<String>| {
        let mut defects = view.defects.iter();
        defects.any(|defect| defect.kind == DefectKind::ListLost && subjects.contains(&defect.at))
    };
    if !old.is_empty() && new.is_empty() && is_lost(other, scope.subjects_after(name)) {
        findings.add(ValuesLost, scope, name, &[], gone(old.join(", ")));
        return;
    }
    if old.is_empty() && !new.is_empty() && is_lost(own, scope.subjects_before(name)) {
        findings.add(ValuesFound, scope, name, &[], come(new.join(", ")));
        return;
    }
    let is_closed = after.iter().any(|layer| layer.schema["enum"].is_array());
    let when: &[When] = if is_closed { &[Closed] } else { &[] };
    let (mut already, mut still) = (old.clone(), new.clone());
    if findings.mode == Mode::Pages {
        // A list in a form that is not known has its values among the words in bold print, but for the default.
        let mentioned = |layers: &[Layer]| {
            let words = layers
                .iter()
                .flat_map(|layer| items(&layer.schema["x-mentioned"]))
                .map(text);
            words.collect::<Vec<_>>()
        };
        still.extend(mentioned(after));
        still.extend(stated(after, "default", false).filter(|_| new.is_empty()));
        if old.is_empty() {
            already.extend(mentioned(before));
            already.extend(stated(before, "default", false));
        }
    }
    for value in old.iter().filter(|value| !still.contains(value)) {
        findings.add(ValueRemoved, scope, name, when, gone(value));
    }
    for value in new.iter().filter(|value| !already.contains(value)) {
        findings.add(ValueAdded, scope, name, when, come(value));
    }
}

/// Compares the schemas of a field in two contracts, each with its counterpart: the field's own, then those that it
/// refers to. Those of objects are tables, and compared as such.
fn compare_layers<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, before: &'a Row<'a>, after: &'a Row<'a>) {
    if before.kind.shape() != after.kind.shape() {
        return;
    }
    let pairs = before.layers.iter().zip(&after.layers);
    for (old, new) in
        pairs.take_while(|(old, new)| old.component == new.component && !(old.is_table() && new.is_table()))
    {
        let first = findings.found.len();
        let name = if old.component.is_some() { "" } else { before.name };
        compare_facts(
            findings,
            scope,
            name,
            (std::slice::from_ref(old), std::slice::from_ref(new)),
        );
        compare_schemas(findings, scope, name, (old.schema, new.schema));
        for finding in &mut findings.found[first..] {
            let component = old.component.map(str::to_owned);
            finding.about(after).change.component = component.or(finding.change.component.take());
        }
    }
}

/// Compares the keywords of two schemas that no page states: those that decide what is generated, and words for people.
pub fn compare_schemas<'a>(findings: &mut Findings<'a>, scope: &Scope<'a>, name: &str, (old, new): (&Value, &Value)) {
    // Known values are variants in Rust.
    let now = open_enum_variants(new);
    for (variant, value) in open_enum_variants(old) {
        if let Some((other, _)) = now.iter().find(|(other, same)| *same == value && *other != variant) {
            findings.add(VariantRenamed, scope, name, &[], both(variant, other));
        }
    }
    let is_open = |schema: &Value| {
        Value::from(if schema["x-extensible-enum"].is_null() {
            "closed"
        } else {
            "open"
        })
    };
    compare_keyword(
        findings,
        scope,
        name,
        "x-extensible-enum",
        KeywordChanged,
        (&is_open(old), &is_open(new)),
    );
    for key in keys(old, new) {
        let is_reference = |schema: &Value| schema[key].as_array().is_none_or(|parts| parts.len() == 1);
        let kind = match key {
            key if is_in(FACTS, key) => continue,
            // A reference with words beside it is still that reference.
            "allOf" if is_reference(old) && is_reference(new) => continue,
            key if is_in(WORDS, key) => WordsChanged,
            key if is_in(LIMITS, key) => LimitChanged,
            _ => KeywordChanged,
        };
        compare_keyword(findings, scope, name, key, kind, (&old[key], &new[key]));
    }
}

/// Compares what stands beside schemas, but for what is told in another way.
pub fn compare_beside<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    (old, new): (&Value, &Value),
    told: &[&str],
) {
    for key in keys(old, new).into_iter().filter(|key| !told.contains(key)) {
        let kind = if is_in(WIRE, key) { KeywordChanged } else { WordsChanged };
        compare_keyword(findings, scope, name, key, kind, (&old[key], &new[key]));
    }
}

pub fn compare_keyword<'a>(
    findings: &mut Findings<'a>,
    scope: &Scope<'a>,
    name: &str,
    key: &str,
    kind: ChangeKind,
    (before, after): (&Value, &Value),
) {
    if before == after {
        return;
    }
    let when: &[When] = match key {
        "nullable" if *after == true => &[Wider],
        "nullable" => &[Narrower],
        "x-open-map" if *after == true => &[Helps],
        _ if kind == LimitChanged && before.is_null() => &[Narrower],
        _ if kind == LimitChanged && after.is_null() => &[Wider],
        _ => &[],
    };
    let text = |value: &Value| (!value.is_null()).then(|| text(value));
    let finding = findings.add(kind, scope, name, when, (text(before), text(after)));
    finding.change.keyword = Some(key.to_owned());
}

/// The keys of two objects, each once, those of the first before those that only the second has.
pub fn keys<'a>(old: &'a Value, new: &'a Value) -> Vec<&'a str> {
    let added = entries(new).filter(|(key, _)| old.get(key).is_none());
    entries(old).chain(added).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Severity::*, View, diff};

    /// A contract of one request with a parameter of this schema.
    fn contract(schema: &Value) -> Value {
        let parameter = json!({ "name": "limit", "in": "query", "schema": schema });
        json!({ "paths": { "/a": { "get": { "operationId": "A", "parameters": [parameter] } } } })
    }

    #[test]
    fn a_limit_that_lets_less_through_breaks_requests() {
        for (key, before, after, severity) in [
            ("minimum", json!(1), json!(2), Breaking),
            ("minimum", json!(2), json!(1), Additive),
            ("maximum", json!(9), json!(8), Breaking),
            ("maximum", json!(8), json!(9), Additive),
            ("maximum", Value::Null, json!(9), Breaking),
            ("default", json!(8), json!(9), Breaking),
        ] {
            let schema = |value: &Value| match value {
                Value::Null => json!({ "type": "integer" }),
                value => json!({ "type": "integer", key: value }),
            };
            let (old, new) = (contract(&schema(&before)), contract(&schema(&after)));
            let changes = diff(&View::of(&old), &View::of(&new)).changes;
            let severities: Vec<_> = changes.iter().map(|change| change.severity).collect();
            assert_eq!(severities, [severity], "{key} {before} to {after}");
        }
    }
}
