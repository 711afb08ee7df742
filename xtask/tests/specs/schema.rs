//! The typed view of schemas.

use serde_json::json;
use xtask::spec::Schema;

#[test]
fn references_are_followed_and_types_have_names() {
    let document = json!({ "components": { "schemas": {
        "Pool": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": { "type": "string", "x-other-spellings": ["Name"] },
                "phase": { "allOf": [{ "$ref": "#/components/schemas/Phase" }], "nullable": true },
                "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Pool" } },
                "count": { "$ref": "#/components/schemas/Number" },
            },
        },
        "Phase": { "type": "string", "description": "State.", "x-extensible-enum": ["Running"] },
        "Number": { "anyOf": [{ "type": "integer" }, { "type": "string" }] },
        "Mode": { "type": "integer", "x-bit-flags": { "frozen": { "value": 8 } } },
        "There": { "$ref": "#/components/schemas/Back" },
        "Back": { "$ref": "#/components/schemas/There" },
    } } });
    let component = |name| Schema::component(&document, name).unwrap();
    let pool = component("Pool");
    let phase = pool.property("phase").unwrap();
    assert_eq!(phase.resolved().pointer, "/components/schemas/Phase");
    assert_eq!((phase.description(), phase.is_open()), ("State.", true));
    assert_eq!(phase.known_values(), [&json!("Running")]);
    assert_eq!(component("Mode").known_values(), [&json!(8)]);
    let inner = pool.property("parts").and_then(|parts| parts.items()?.property("Name"));
    assert_eq!(inner.unwrap().pointer, "/components/schemas/Pool/properties/name");
    assert!(pool.is_required("name") && !pool.is_required("phase"));
    let names: Vec<_> = pool.properties().map(|(_, schema)| schema.type_name()).collect();
    assert_eq!(
        names,
        ["string", "string or null", "array of Pool", "integer or string"]
    );
    // A circle ends.
    assert_eq!(component("There").kind(), None);
}
