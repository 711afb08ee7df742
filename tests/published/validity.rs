//! Each published form of the schemas accepts and refuses the same values.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jsonschema::Registry;
use modelarts_httpmock::payloads;
use serde_json::{Value, json};
use xtask::{
    publish::openapi31,
    spec::{entries, json_schema, schemas, self_contained, validator},
};

use super::{LEAN, document};
use crate::{
    positions::{BUNDLE, positions, remove},
    raw_types::raw_type,
};

/// Validator for a schema of the 3.1 document, by its pointer. To a JSON Schema validator the whole document is one schema,
/// of which a reference selects a part.
struct Published31(jsonschema::Validator);

impl Published31 {
    fn new(document: &Value, pointer: &str) -> Self {
        let mut whole = document.clone();
        whole["$schema"] = document["jsonSchemaDialect"].clone();
        let fragment = pointer.replace('{', "%7B").replace('}', "%7D");
        whole["$ref"] = json!(format!("#{fragment}"));
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        Self(options.build(&whole).unwrap())
    }
}

/// Validators of both versions, and how often they refused and accepted.
struct Verdicts {
    old: jsonschema::Validator,
    new: Published31,
    counts: [usize; 2],
}

impl Verdicts {
    fn of(pointer: &str, document: &Value) -> Self {
        let schema = LEAN.pointer(pointer).unwrap();
        Self {
            old: validator(&self_contained(&LEAN, schema)).unwrap(),
            new: Published31::new(document, pointer),
            counts: [0, 0],
        }
    }

    fn compare(&mut self, value: &Value, what: &str) {
        let verdict = self.old.is_valid(value);
        assert_eq!(self.new.0.is_valid(value), verdict, "3.0 says {verdict} of {what}");
        self.counts[usize::from(verdict)] += 1;
    }
}

/// Values of every JSON type, and some that almost fit.
fn literals() -> Vec<Value> {
    serde_json::from_str(
        r#"[null, true, 0, -1, 1.5, 1e300, "", "text", "12", "0x1", "created", [], [{}], {}, {"a": 1}]"#,
    )
    .unwrap()
}

#[test]
fn both_versions_accept_and_refuse_the_same_responses() {
    let document = document("modelarts.openapi-3.1.json");
    let mut all: BTreeMap<&str, Verdicts> = BTreeMap::new();
    for payload in payloads::ALL {
        let raw = raw_type(payload);
        let value: Value = serde_json::from_str(payload.body).unwrap();
        let schema = || Verdicts::of(&format!("/components/schemas/{}", raw.name), &document);
        let verdicts = all.entry(raw.name).or_insert_with(schema);
        assert!(verdicts.old.is_valid(&value), "{}", payload.name);
        verdicts.compare(&value, payload.name);
        for position in positions(&value, raw.name) {
            let what = |change: &str| format!("{} with {} {change}", payload.name, position.path);
            for literal in literals() {
                let mut changed = value.clone();
                *changed.pointer_mut(&position.pointer).unwrap() = literal.clone();
                verdicts.compare(&changed, &what(&literal.to_string()));
            }
            if position.is_field {
                let mut changed = value.clone();
                remove(&mut changed, &position.pointer);
                verdicts.compare(&changed, &what("removed"));
            }
            let mut changed = value.clone();
            if let Some(Value::Object(object)) = changed.pointer_mut(&position.pointer) {
                object.insert("undocumented".to_owned(), json!([1, null]));
                verdicts.compare(&changed, &what("and another field"));
            }
        }
    }
    let [refused, accepted] =
        [0, 1].map(|verdict| all.values().map(|verdicts| verdicts.counts[verdict]).sum::<usize>());
    assert!(
        refused > 3_000 && accepted > 1_000,
        "{refused} refused, {accepted} accepted"
    );
}

#[test]
fn both_versions_accept_and_refuse_the_same_parameters() {
    let document = document("modelarts.openapi-3.1.json");
    let mut counts = [0, 0];
    for (pointer, parameter) in xtask::spec::parameters(&LEAN) {
        if parameter.get("schema").is_none() {
            continue;
        }
        let mut verdicts = Verdicts::of(&format!("{pointer}/schema"), &document);
        verdicts.compare(&parameter["example"], &pointer);
        assert_eq!(verdicts.counts, [0, 1], "the example of {pointer} is valid");
        for literal in literals() {
            verdicts.compare(&literal, &format!("{literal} for {pointer}"));
        }
        counts[0] += verdicts.counts[0];
        counts[1] += verdicts.counts[1];
    }
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
}

#[test]
fn keywords_that_differ_between_the_versions_are_translated() {
    // Beside each schema: what it must accept, and what it must refuse, by the text of OpenAPI 3.0.3.
    let cases = [
        (
            json!({ "type": "string", "nullable": true }),
            json!([null, "a"]),
            json!([1]),
        ),
        (
            json!({ "type": "string", "nullable": false }),
            json!(["a"]),
            json!([null]),
        ),
        (
            json!({ "type": "array", "nullable": true, "items": { "type": "integer", "nullable": true } }),
            json!([null, [], [1, null]]),
            json!(["a", ["a"]]),
        ),
        (
            json!({ "type": "object", "properties": { "nullable": { "type": "boolean" }, "example": { "type": "string" } } }),
            json!([{ "nullable": true, "example": "a" }]),
            json!([{ "nullable": null }, { "example": 1 }]),
        ),
        (
            json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true, "maximum": 3, "exclusiveMaximum": false }),
            json!([2, 3]),
            json!([1, 4]),
        ),
        (
            json!({ "type": "integer", "maximum": 3, "exclusiveMaximum": true, "example": 1 }),
            json!([2]),
            json!([3]),
        ),
    ];
    for (schema, accepted, refused) in cases {
        let document = openapi31(&json!({
            "openapi": "3.0.3", "info": {}, "components": { "schemas": { "Case": schema } }
        }));
        let translated = &document["components"]["schemas"]["Case"];
        let validator = Published31::new(&document, "/components/schemas/Case").0;
        for value in accepted.as_array().unwrap() {
            assert!(validator.is_valid(value), "{translated} must accept {value}");
        }
        for value in refused.as_array().unwrap() {
            assert!(!validator.is_valid(value), "{translated} must refuse {value}");
        }
        let old = ["nullable", "example"];
        assert!(
            old.iter().all(|keyword| translated.get(keyword).is_none()),
            "{translated}"
        );
    }
}

#[test]
fn the_new_version_differs_in_nothing_else() {
    let new = document("modelarts.openapi-3.1.json");
    let mut differences = BTreeSet::new();
    differ(&LEAN, &new, "", &mut differences);
    let once = [
        "/info/license/identifier",
        "/info/license/url",
        "/jsonSchemaDialect",
        "/openapi",
    ];
    let mut expected = BTreeSet::from(once.map(str::to_owned));
    for (pointer, schema) in schemas(&LEAN) {
        if schema.get("nullable").is_some() {
            expected.extend(["nullable", "type"].map(|keyword| format!("{pointer}/{keyword}")));
        }
    }
    assert_eq!(differences, expected);
}

fn differ(old: &Value, new: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys()) {
                let pointer = xtask::spec::child(pointer, key);
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => differ(a, b, &pointer, found),
                    _ => drop(found.insert(pointer)),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differ(a, b, &format!("{pointer}/{index}"), found);
            }
        }
        _ if old == new => {}
        _ => drop(found.insert(pointer.to_owned())),
    }
}

/// The schemas, which refer to each other by file name.
static SCHEMA_FILES: LazyLock<Registry<'_>> = LazyLock::new(|| {
    let names = entries(&BUNDLE["components"]["schemas"]).map(|(name, _)| name);
    let files = names.map(|name| {
        (
            format!("https://example.com/{name}.json"),
            document(&format!("schemas/{name}.json")),
        )
    });
    Registry::new().extend(files).unwrap().prepare().unwrap()
});

fn schema_file(name: &str) -> jsonschema::Validator {
    let options = jsonschema::draft202012::options()
        .with_registry(&SCHEMA_FILES)
        .with_base_uri("https://example.com/");
    let schema = document(&format!("schemas/{name}.json"));
    options.should_validate_formats(true).build(&schema).unwrap()
}

#[test]
fn every_type_has_a_schema_of_its_own_that_agrees_with_the_specs() {
    let mut all = BTreeMap::new();
    for payload in payloads::ALL {
        let raw = raw_type(payload);
        let value: Value = serde_json::from_str(payload.body).unwrap();
        let (file, specs) = all.entry(raw.name).or_insert_with(|| {
            let specs = validator(&json_schema(&BUNDLE, raw.name)).unwrap();
            (schema_file(raw.name), specs)
        });
        assert!(file.is_valid(&value), "{}", payload.name);
        for position in positions(&value, raw.name) {
            for literal in literals() {
                let mut changed = value.clone();
                *changed.pointer_mut(&position.pointer).unwrap() = literal.clone();
                let what = format!("{} with {literal} at {}", payload.name, position.path);
                assert_eq!(file.is_valid(&changed), specs.is_valid(&changed), "{what}");
            }
        }
    }
}
