use serde_json::{Value, json};

use crate::diff::examples::differences;

#[test]
fn each_path_is_told_once() {
    let before = json!({ "a": { "x": 1, "gone": true }, "list": [{ "n": 1 }, { "n": 2 }], "same": [1] });
    let after = json!({ "list": [{ "n": 3 }, { "n": 4 }, { "n": 5 }], "a": { "new": null, "x": "1" }, "same": [1] });
    let found: Vec<_> = differences(&before, &after)
        .into_iter()
        .map(|(path, sides)| (path, sides.map(|side| side.map(Value::to_string))))
        .map(|(path, [old, new])| format!("{path}: {old:?} {new:?}"))
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
