use serde_json::{Value, json};

use crate::diff::{Row, View, pairing::pair};

/// A contract of one request whose body has these rows.
fn document(rows: &str) -> Value {
    let property = |row: &str| {
        let (name, kind) = row.split_once(':').unwrap_or((row, "string"));
        (name.to_owned(), json!({ "type": kind }))
    };
    let properties: serde_json::Map<_, _> = rows.split_whitespace().map(property).collect();
    let schema = json!({ "type": "object", "properties": properties });
    json!({ "paths": { "/a": { "put": {
        "requestBody": { "content": { "application/json": { "schema": schema } } },
    } } } })
}

#[test]
fn rows_are_paired() {
    // Older rows, newer rows, renames, removed, added.
    let cases = [
        ("a b c", "c a b", "", "", ""),
        ("a b c", "a x c", "b=x", "", ""),
        ("a b c", "a x:integer c", "", "b", "x"),
        ("a b c", "a c", "", "b", ""),
        ("a c", "a b c", "", "", "b"),
        ("quota used", "used quotas", "quota=quotas", "", ""),
        ("a b c d", "a x c y", "b=x d=y", "", ""),
        ("a b", "x y", "", "a b", "x y"),
        ("a", "x", "a=x", "", ""),
        ("", "", "", "", ""),
    ];
    for (before, after, renamed, removed, added) in cases {
        let (old, new) = (document(before), document(after));
        let (old, new) = (View::of(&old), View::of(&new));
        let [old, new] = [&old, &new].map(|view| &view.operations[0].body("request body").unwrap().tables[0].rows);
        let pairing = pair(old, new, true);
        let renames = pairing.pairs.iter().filter(|[a, b]| a.name != b.name);
        let renames: Vec<_> = renames.map(|[a, b]| format!("{}={}", a.name, b.name)).collect();
        let names = |rows: &[&Row]| rows.iter().map(|row| row.name).collect::<Vec<_>>().join(" ");
        let found = (renames.join(" "), names(&pairing.alone[0]), names(&pairing.alone[1]));
        assert_eq!(
            found,
            (renamed.into(), removed.into(), added.into()),
            "{before:?} to {after:?}"
        );
    }
}
