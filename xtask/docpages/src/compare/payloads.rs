//! What differs between two example payloads.

use serde_json::Value;

use super::findings::join;

/// One place in a payload that differs. Elements of a list have one place, since their number means nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// Lists the differences; several at one path are one.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(before, after, "", &mut found);
    let mut merged: Vec<Difference> = Vec::new();
    for difference in found {
        let is_told = merged.iter().any(|told| {
            told.path == difference.path
                && told.before.is_some() == difference.before.is_some()
                && told.after.is_some() == difference.after.is_some()
        });
        if !is_told {
            merged.push(difference);
        }
    }
    merged
}

fn collect(before: &Value, after: &Value, path: &str, found: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in old {
                let path = join(path, key);
                match new.get(key) {
                    Some(other) => collect(value, other, &path, found),
                    None => found.push(difference(path, Some(value), None)),
                }
            }
            for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                found.push(difference(join(path, key), None, Some(value)));
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            let path = format!("{path}[]");
            for (old, new) in old.iter().zip(new) {
                collect(old, new, &path, found);
            }
            for gone in old.iter().skip(new.len()) {
                found.push(difference(path.clone(), Some(gone), None));
            }
            for come in new.iter().skip(old.len()) {
                found.push(difference(path.clone(), None, Some(come)));
            }
        }
        _ if before == after => {}
        _ => found.push(difference(path.to_owned(), Some(before), Some(after))),
    }
}

fn difference(path: String, before: Option<&Value>, after: Option<&Value>) -> Difference {
    Difference {
        path,
        before: before.map(Value::to_string),
        after: after.map(Value::to_string),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn each_path_is_told_once() {
        let before = json!({ "a": { "x": 1, "gone": true }, "list": [{ "n": 1 }, { "n": 2 }], "same": [1] });
        let after =
            json!({ "list": [{ "n": 3 }, { "n": 4 }, { "n": 5 }], "a": { "new": null, "x": "1" }, "same": [1] });
        let found: Vec<_> = differences(&before, &after)
            .into_iter()
            .map(|one| format!("{}: {:?} {:?}", one.path, one.before, one.after))
            .collect();
        assert_eq!(
            found,
            [
                r#"a.x: Some("1") Some("\"1\"")"#,
                r#"a.gone: Some("true") None"#,
                r#"a.new: None Some("null")"#,
                r#"list[].n: Some("1") Some("3")"#,
                r#"list[]: None Some("{\"n\":5}")"#,
            ]
        );
    }
}
