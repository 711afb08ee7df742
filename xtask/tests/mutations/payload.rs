//! Walking and altering example payloads.

use serde_json::{Value, json};

/// A value in a payload.
pub(crate) struct Place {
    /// Its JSON pointer.
    pub(crate) pointer: String,
    /// Its place as changes name it.
    pub(crate) path: String,
    /// Whether it is a map, whose keys no table names.
    pub(crate) is_map: bool,
}

/// Every value but the payload itself.
pub(crate) fn places(payload: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    collect(payload, "", "", &mut found);
    found
}

fn collect(value: &Value, pointer: &str, path: &str, found: &mut Vec<Place>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                let is_map = key == "extras";
                found.push(Place {
                    pointer: pointer.clone(),
                    path: path.clone(),
                    is_map,
                });
                collect(value, &pointer, &path, found);
            }
        }
        Value::Array(items) => {
            // One element stands for all: their number means nothing.
            for (index, item) in items.iter().enumerate().take(1) {
                let (pointer, path) = (format!("{pointer}/{index}"), format!("{path}[]"));
                found.push(Place {
                    pointer: pointer.clone(),
                    path: path.clone(),
                    is_map: false,
                });
                collect(item, &pointer, &path, found);
            }
        }
        _ => {}
    }
}

/// Other values, of the same JSON type and of another.
pub(crate) fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::String(_) => vec![json!("altered"), json!(77)],
        Value::Number(_) => vec![json!(78), json!("78")],
        Value::Bool(flag) => vec![json!(!flag), json!("yes")],
        _ => Vec::new(),
    }
}

/// Removes the key that a pointer leads to.
pub(crate) fn remove(payload: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    payload
        .pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .shift_remove(&key);
}
