//! Published documents agree with each other and are complete.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use modelarts_httpmock::payloads;
use hmac_sha256::Hash;
use serde_json::{Value, json};
use xtask::{
    publish::openapi31,
    spec::{WIRE_UNIONS, operations, self_contained, target_component},
};

use crate::{
    positions::{BUNDLE, positions, remove},
    raw_types::raw_type,
};

fn published(name: &str) -> String {
    fs::read_to_string(xtask::root().join("openapi/dist").join(name)).unwrap()
}

fn document(name: &str) -> Value {
    serde_json::from_str(&published(name)).unwrap()
}

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
        let schema = BUNDLE.pointer(pointer).unwrap();
        Self {
            old: jsonschema::draft7::options()
                .should_validate_formats(true)
                .build(&self_contained(&BUNDLE, schema))
                .unwrap(),
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
    for (pointer, parameter) in xtask::spec::parameters(&BUNDLE) {
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
    let (old, new) = (
        document("modelarts.openapi.json"),
        document("modelarts.openapi-3.1.json"),
    );
    let mut differences = BTreeSet::new();
    differ(&old, &new, "", &mut differences);
    let once = [
        "/info/license/identifier",
        "/info/license/url",
        "/jsonSchemaDialect",
        "/openapi",
    ];
    let mut expected = BTreeSet::from(once.map(str::to_owned));
    for (pointer, schema) in xtask::spec::schemas(&old) {
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

#[test]
fn digests_match_the_files() {
    let mut lines = Vec::new();
    for entry in fs::read_dir(xtask::root().join("openapi/dist")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "SHA256SUMS" {
            let digest = Hash::hash(published(&name).as_bytes());
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            lines.push((name.clone(), format!("{digest}  {name}\n")));
        }
    }
    lines.sort();
    let lines: String = lines.into_iter().map(|(_, line)| line).collect();
    assert_eq!(published("SHA256SUMS"), lines);
}

#[test]
fn documents_are_complete() {
    for name in ["modelarts.openapi.json", "modelarts.openapi-3.1.json"] {
        let document = document(name);
        for pointer in [
            "/info/title",
            "/info/version",
            "/info/description",
            "/info/license/name",
            "/info/contact/name",
            "/servers/0/url",
            "/security/0",
            "/tags/0/description",
            "/components/securitySchemes/signature/description",
            "/components/schemas/JobType/x-extensible-enum/0",
            "/components/schemas/JobType/x-doc-deviation/0/actual",
            "/x-sources/intl-2025-08/title",
        ] {
            let value = document
                .pointer(pointer)
                .unwrap_or_else(|| panic!("{name} has no {pointer}"));
            assert!(!value.is_null() && value != "", "{name} {pointer}");
        }
        for (_, path, operation) in operations(&document) {
            assert!(operation["description"].is_string(), "{path}");
            let examples = &operation["responses"]["200"]["content"]["application/json"]["examples"];
            let examples = examples.as_object().unwrap();
            assert!(examples.values().all(|example| example["value"].is_object()), "{path}");
            let samples = operation["x-codeSamples"].as_array().unwrap();
            let languages: Vec<_> = samples.iter().map(|sample| &sample["lang"]).collect();
            assert_eq!(languages, ["Shell", "Rust"], "{path}");
        }
    }
}

#[test]
fn curl_samples_are_complete_requests_with_a_token() {
    for (_, path, operation) in operations(&document("modelarts.openapi.json")) {
        let sample = operation["x-codeSamples"][0]["source"].as_str().unwrap();
        let url = sample.split('\'').nth(1).unwrap();
        let (base, rest) = url.split_at("https://modelarts.cn-north-4.myhuaweicloud.com".len());
        assert_eq!(base, "https://modelarts.cn-north-4.myhuaweicloud.com");
        let (sent, declared): (Vec<_>, Vec<_>) = (rest.split('/').collect(), path.split('/').collect());
        assert_eq!(sent.len(), declared.len(), "{url}");
        for (sent, declared) in sent.iter().zip(declared) {
            assert!(
                *sent == declared || declared.starts_with('{') && !sent.is_empty(),
                "{url}"
            );
            assert!(!sent.contains(['{', '}']), "{url}");
        }
        assert!(sample.contains("--header \"X-Auth-Token: $TOKEN\""), "{sample}");
        // Every line except the last is continued.
        let lines: Vec<_> = sample.lines().rev().collect();
        assert!(
            lines.iter().skip(1).all(|line| line.ends_with(" \\")) && !lines[0].ends_with('\\'),
            "{sample}"
        );
    }
}

#[test]
fn samples_are_the_same_on_every_page() {
    let (markdown, page) = (published("samples.md"), published("index.html"));
    for (_, path, operation) in operations(&document("modelarts.openapi.json")) {
        for sample in operation["x-codeSamples"].as_array().unwrap() {
            let source = sample["source"].as_str().unwrap();
            assert!(markdown.contains(&format!("\n{source}```\n")), "{path}");
            let first = source.lines().next().unwrap();
            assert!(page.contains(first), "{path}: {first}");
        }
    }
}

#[test]
fn the_page_names_the_types_of_a_union() {
    let page = published("index.html");
    let mut fields = Vec::new();
    for (name, schema) in BUNDLE["components"]["schemas"].as_object().unwrap() {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            if target_component(property).is_some_and(|component| WIRE_UNIONS.contains(&component)) {
                fields.push(format!("{name}.{key}"));
            }
        }
    }
    for key in [".quota", ".used", ".count"] {
        assert!(fields.iter().any(|field| field.ends_with(key)), "{fields:?}");
    }
    for field in fields {
        let (_, shown) = page.split_once(&format!("id=\"{field}\"")).unwrap();
        let (_, shown) = shown.split_once("<span class=\"kind\">").unwrap();
        assert!(
            shown.starts_with("integer or string</span>"),
            "{field}: {}",
            &shown[..60]
        );
    }
    assert!(!page.contains("<span class=\"kind\">any value"));
}
