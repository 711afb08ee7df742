//! Examples that one slip keeps from being JSON: a comma too many, or a quotation mark that is lost.

use serde_json::{Value, json};

use crate::spec::{items, word};

/// Puts the broken examples of a page, each with its place, into the document of the page where exactly one repair makes
/// one JSON. Gives place, defect and repair of each, and takes the defect out of the document.
pub(super) fn examples(document: &mut Value, broken: &[(String, String)]) -> Vec<(String, String, &'static str)> {
    let mut repaired = Vec::new();
    for (at, code) in broken {
        let Some((value, actual)) = repair(code) else { continue };
        let is_here = |defect: &Value| defect["kind"] == "example-broken" && defect["at"] == *at;
        let detail = items(&document["x-defects"]).find(|defect| is_here(defect));
        let detail = detail.map(|defect| word(&defect["detail"]).to_owned());
        let (Some(media), Some(detail)) = (media_of(document, at), detail) else {
            continue;
        };
        let number = media["examples"].as_object().map_or(0, |examples| examples.len());
        media["examples"][format!("repaired_{number}")] = json!({ "value": value });
        if let Some(defects) = document["x-defects"].as_array_mut() {
            defects.retain(|defect| !is_here(defect));
        }
        repaired.push((at.clone(), detail, actual));
    }
    repaired
}

/// What is described of the body that an example is of.
fn media_of<'d>(document: &'d mut Value, at: &str) -> Option<&'d mut Value> {
    let operations = document["paths"].as_object_mut()?.values_mut().next()?;
    let operation = operations.as_object_mut()?.values_mut().next()?;
    let mut words = at.split(' ').skip(1);
    let body = match words.next()? {
        "response" => operation["responses"].get_mut(words.next()?)?,
        _ => operation.get_mut("requestBody")?,
    };
    body.get_mut("content")?.get_mut("application/json")
}

/// The only value that one repair gives, and the repair.
fn repair(code: &str) -> Option<(Value, &'static str)> {
    let ends_word = |next: char| next.is_whitespace() || ":,]}".contains(next);
    let starts_word = |last: Option<char>| last.is_none_or(|last| last.is_whitespace() || ":,[{".contains(last));
    let mut found: Vec<(Value, &str)> = Vec::new();
    for (at, next) in code.char_indices() {
        let (before, after) = code.split_at(at);
        let last = before.chars().next_back();
        let is_trailing = next == ',' && after[1..].trim_start().starts_with(['}', ']']);
        let opens = starts_word(last) && !ends_word(next);
        let closes = ends_word(next) && !starts_word(last);
        let without = is_trailing.then(|| {
            (
                format!("{before}{}", &after[1..]),
                "It is kept without a comma too many.",
            )
        });
        let quoted =
            (opens || closes).then(|| (format!("{before}\"{after}"), "It is kept with a quotation mark more."));
        for (text, actual) in without.into_iter().chain(quoted) {
            let value = serde_json::from_str(&text).ok();
            let is_new = |value: &Value| found.iter().all(|(known, _)| known != value);
            found.extend(value.filter(is_new).map(|value| (value, actual)));
        }
    }
    let only = found.pop()?;
    found.is_empty().then_some(only)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::repair;

    fn value(code: &str) -> Option<Value> {
        repair(code).map(|(value, _)| value)
    }

    #[test]
    fn one_slip_is_repaired() {
        let repaired = json!({ "a": ["b-1", { "c": 2 }] });
        assert_eq!(value(r#"{ "a": ["b-1", { "c": 2, }] }"#), Some(repaired.clone()));
        assert_eq!(value(r#"{ "a": ["b-1", { "c": 2 },] }"#), Some(repaired.clone()));
        assert_eq!(value(r#"{ "a": [b-1", { "c": 2 }] }"#), Some(repaired.clone()));
        assert_eq!(value(r#"{ "a": ["b-1, { "c": 2 }] }"#), Some(repaired.clone()));
        assert_eq!(value(r#"{ a": ["b-1", { "c": 2 }] }"#), Some(repaired));
    }

    #[test]
    fn two_slips_and_slips_with_two_repairs_are_not() {
        assert_eq!(value(r#"{ "a": [1,], "b": [2,] }"#), None);
        assert_eq!(value(r#"["a, 1, 2]"#), None);
        assert_eq!(value("not JSON"), None);
    }
}
