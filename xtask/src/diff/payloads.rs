//! What differs between two example payloads.

use serde_json::Value;

use super::view::join;

/// One place in a payload that differs. Elements of a list have one place, since their number means nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place.
    pub path: String,
    /// The older value.
    pub before: Option<String>,
    /// The newer value.
    pub after: Option<String>,
}

impl Difference {
    fn new(path: String, before: Option<&Value>, after: Option<&Value>) -> Self {
        Self {
            path,
            before: before.map(Value::to_string),
            after: after.map(Value::to_string),
        }
    }

    fn is_alike(&self, other: &Self) -> bool {
        let sides = |one: &Self| (one.before.is_some(), one.after.is_some());
        self.path == other.path && sides(self) == sides(other)
    }
}

/// Lists the differences; several at one path are one.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(before, after, "", &mut found);
    let mut merged: Vec<Difference> = Vec::new();
    for difference in found {
        if !merged.iter().any(|told| told.is_alike(&difference)) {
            merged.push(difference);
        }
    }
    merged
}

fn collect(before: &Value, after: &Value, path: &str, found: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in old {
                match new.get(key) {
                    Some(other) => collect(value, other, &join(path, key), found),
                    None => found.push(Difference::new(join(path, key), Some(value), None)),
                }
            }
            for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                found.push(Difference::new(join(path, key), None, Some(value)));
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            let path = format!("{path}[]");
            for (old, new) in old.iter().zip(new) {
                collect(old, new, &path, found);
            }
            let gone = old
                .iter()
                .skip(new.len())
                .map(|gone| Difference::new(path.clone(), Some(gone), None));
            let come = new
                .iter()
                .skip(old.len())
                .map(|come| Difference::new(path.clone(), None, Some(come)));
            found.extend(gone.chain(come));
        }
        _ if before == after => {}
        _ => found.push(Difference::new(path.to_owned(), Some(before), Some(after))),
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
