//! What one document has beyond another, as an OpenAPI Overlay 1.0.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::spec::word;

/// The overlay that makes `annotated` of `lean`. What they share must be the same in both.
pub fn between(lean: &Value, annotated: &Value) -> Result<Value> {
    let mut actions = Vec::new();
    additions(lean, annotated, "$", &mut actions)?;
    let info = json!({
        "title": format!("Errata of {}", word(&lean["info"]["title"])),
        "version": lean["info"]["version"],
    });
    Ok(json!({ "overlay": "1.0.0", "info": info, "actions": actions }))
}

/// An action for each object that has more in `after`; `target` is its JSONPath.
fn additions(before: &Value, after: &Value, target: &str, actions: &mut Vec<Value>) -> Result<()> {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let mut update = Map::new();
            for (key, value) in new {
                match old.get(key) {
                    Some(known) => additions(known, value, &format!("{target}{}", step(key)), actions)?,
                    None => drop(update.insert(key.clone(), value.clone())),
                }
            }
            if let Some(key) = old.keys().find(|key| !new.contains_key(*key)) {
                bail!("{target} loses {key}, and an overlay adds");
            }
            if !update.is_empty() {
                actions.push(json!({ "target": target, "update": update }));
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                additions(old, new, &format!("{target}[{index}]"), actions)?;
            }
        }
        _ if before == after => {}
        _ => bail!("{target} is {before} in one and {after} in the other, and an overlay adds"),
    }
    Ok(())
}

/// A step of a JSONPath.
fn step(key: &str) -> String {
    let is_word = key
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match is_word && !key.starts_with(|first: char| first.is_ascii_digit()) {
        true => format!(".{key}"),
        false => format!("['{}']", key.replace('\\', r"\\").replace('\'', r"\'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_is_added_where_it_is() {
        let before = json!({ "a": { "b/c": [{ "d": 1 }] }, "e": 1 });
        let after = json!({ "a": { "b/c": [{ "d": 1, "x": [2] }], "y": 3 }, "e": 1 });
        let overlay = between(&before, &after).unwrap();
        let expected = json!([
            { "target": "$.a['b/c'][0]", "update": { "x": [2] } },
            { "target": "$.a", "update": { "y": 3 } },
        ]);
        assert_eq!(overlay["actions"], expected);
        for changed in [json!({ "e": 2 }), json!({}), json!({ "e": [1] })] {
            assert!(between(&json!({ "e": 1 }), &changed).is_err(), "{changed}");
        }
    }
}
