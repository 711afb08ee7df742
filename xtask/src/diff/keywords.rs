//! Comparing the keywords of two contracts that no page states: those that decide what is generated or sent, and words for
//! people.

use serde_json::Value;

use super::{
    ChangeKind::{self, *},
    findings::{Findings, Spot, both},
    rules::When::*,
};
use crate::spec::{entries, open_enum_variants, text};

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

/// What two documents have in one place.
pub type Values<'v> = [&'v Value; 2];

pub fn within<'v>(values: Values<'v>, key: &str) -> Values<'v> {
    values.map(|value| &value[key])
}

/// The keys of two objects, each once, those of the first before those that only the second has.
pub fn keys<'v>([old, new]: Values<'v>) -> Vec<&'v str> {
    let added = entries(new).filter(|(key, _)| old.get(key).is_none());
    entries(old).chain(added).map(|(key, _)| key).collect()
}

/// The keys that both objects have.
pub fn common<'v>(values: Values<'v>) -> impl Iterator<Item = &'v str> {
    let is_common = move |key: &&str| values.iter().all(|value| value.get(key).is_some());
    keys(values).into_iter().filter(is_common)
}

/// Compares the keywords of two schemas that no page states: those that decide what is generated, and words for people.
pub fn compare_schemas<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, schemas: Values) {
    // Known values are variants in Rust.
    let [old, new] = schemas.map(open_enum_variants);
    for (variant, value) in old {
        if let Some((other, _)) = new.iter().find(|(other, same)| *same == value && *other != variant) {
            findings.add(VariantRenamed, spot, None, both(variant, other));
        }
    }
    let open = schemas.map(|schema| {
        let is_open = !schema["x-extensible-enum"].is_null();
        Value::from(if is_open { "open" } else { "closed" })
    });
    compare_keyword(findings, spot, "x-extensible-enum", KeywordChanged, open.each_ref());
    for key in keys(schemas) {
        let is_reference = |schema: &Value| schema[key].as_array().is_none_or(|parts| parts.len() == 1);
        let kind = match key {
            key if is_in(FACTS, key) => continue,
            // A reference with words beside it is still that reference.
            "allOf" if schemas.into_iter().all(is_reference) => continue,
            key if is_in(WORDS, key) => WordsChanged,
            key if is_in(LIMITS, key) => LimitChanged,
            _ => KeywordChanged,
        };
        compare_keyword(findings, spot, key, kind, within(schemas, key));
    }
}

/// Compares what stands beside schemas, but for what is told in another way.
pub fn compare_beside<'a>(findings: &mut Findings<'a>, spot: &Spot<'a>, values: Values, told: &[&str]) {
    for key in keys(values).into_iter().filter(|key| !told.contains(key)) {
        let kind = if is_in(WIRE, key) { KeywordChanged } else { WordsChanged };
        compare_keyword(findings, spot, key, kind, within(values, key));
    }
}

pub fn compare_keyword<'a>(
    findings: &mut Findings<'a>,
    spot: &Spot<'a>,
    key: &str,
    kind: ChangeKind,
    [old, new]: Values,
) {
    let when = match key {
        _ if old == new => return,
        "nullable" => Some(if *new == true { Wider } else { Narrower }),
        "x-open-map" => (*new == true).then_some(Helps),
        _ if kind == LimitChanged && old.is_null() => Some(Narrower),
        _ if kind == LimitChanged && new.is_null() => Some(Wider),
        _ => None,
    };
    let sides = [old, new].map(|value| (!value.is_null()).then(|| text(value)));
    findings.add(kind, spot, when, sides).change.keyword = Some(key.to_owned());
}
