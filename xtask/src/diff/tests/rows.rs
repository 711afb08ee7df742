use serde_json::{Value, json};

use crate::diff::{Severity::*, View, diff};

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
