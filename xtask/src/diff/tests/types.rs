use serde_json::{Value, json};

use crate::{diff::types::follow, spec::Schema};

#[test]
fn types_read_as_pages_print_them() {
    let document = json!({ "info": { "x-form": "rst" }, "components": { "schemas": {
        "Pool": { "type": "object", "properties": {} },
        "pools_2": { "type": "object", "x-documented-names": ["pools"], "properties": {} },
        "Lost": { "type": "object" },
        "Id": { "type": "string" },
    } } });
    for (schema, words) in [
        (r#"{ "type": "integer", "format": "int64" }"#, "Long"),
        (
            r#"{ "type": "array", "items": { "type": "string" } }"#,
            "Array of strings",
        ),
        (
            r##"{ "type": "array", "items": { "$ref": "#/components/schemas/Pool" } }"##,
            "Array of Pool objects",
        ),
        (
            r##"{ "allOf": [{ "$ref": "#/components/schemas/pools_2" }], "default": 1 }"##,
            "pools object",
        ),
        (
            r#"{ "type": "object", "additionalProperties": { "type": "string" } }"#,
            "Map<String,String>",
        ),
        (r#"{ "type": "object", "additionalProperties": {} }"#, "Object"),
        (
            r##"{ "anyOf": [{ "type": "integer" }, { "$ref": "#/components/schemas/Id" }] }"##,
            "Integer or String",
        ),
        (r#"{ "x-unknown-type": "Array of things" }"#, "Array of things"),
        (r##"{ "$ref": "#/components/schemas/Lost" }"##, "Lost object"),
        (r##"{ "$ref": "#/components/schemas/Id" }"##, "String"),
    ] {
        let read: Value = serde_json::from_str(schema).unwrap();
        let (_, kind) = follow(Schema::new(&document, "/paths", &read), true);
        assert_eq!(kind.to_string(), words, "{schema}");
    }
}
