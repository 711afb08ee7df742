//! Published documents agree with each other and are complete.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::LazyLock,
};

use hmac_sha256::Hash;
use modelarts_httpmock::payloads;
use serde_json::{Value, json};
use xtask::{
    publish::{WHOLE, annotated, openapi31},
    spec::{Document, WIRE_UNIONS, entries, operations, schemas, self_contained, target_component},
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

static LEAN: LazyLock<Value> = LazyLock::new(|| document("modelarts.openapi.json"));

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
            old: jsonschema::draft7::options()
                .should_validate_formats(true)
                .build(&self_contained(&LEAN, schema))
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

#[test]
fn digests_match_the_files_and_the_index() {
    let sums = published("SHA256SUMS");
    let index = published("README.md");
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let digest = Hash::hash(published(name).as_bytes());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, sum, "{name}");
        let folder = name.split_once('/').map_or(name, |(folder, _)| folder);
        assert!(index.contains(&format!("| [`{folder}")), "{name}");
        assert!(name.contains('/') || index.contains(&format!("`{sum}`")), "{name}");
        listed.insert(name.to_owned());
    }
    let root = xtask::root().join("openapi/dist");
    for folder in ["", "schemas/"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let name = format!("{folder}{}", entry.unwrap().file_name().to_str().unwrap());
            let is_of_a_package = [
                "README.md",
                "LICENSE-",
                "SHA256SUMS",
                "package.json",
                "pyproject.toml",
                "schemas",
            ]
            .iter()
            .any(|other| name.starts_with(other) && !name.contains('/'));
            assert!(is_of_a_package || listed.contains(&name), "{name}");
        }
    }
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
            "/security/0/token",
            "/tags/0/description",
            "/components/securitySchemes/signature/description",
            "/components/schemas/PoolSpecModel/properties/scope/items/x-extensible-enum/0",
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
            assert_eq!(languages, ["Shell", "Rust", "Python", "TypeScript", "Go"], "{path}");
        }
    }
}

/// Every key that begins with `x-`, outside of payloads.
fn extensions<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    for (key, inner) in entries(value).filter(|(key, _)| *key != "value") {
        found.extend(key.starts_with("x-").then_some(key));
        extensions(inner, found);
    }
    let items = value.as_array().into_iter().flatten();
    items.for_each(|item| extensions(item, found));
}

#[test]
fn the_lean_document_is_small_and_has_no_keyword_of_ours() {
    let text = published("modelarts.openapi.json");
    assert!(text.len() <= 110_000, "{}", text.len());
    let mut found = BTreeSet::new();
    extensions(&LEAN, &mut found);
    let kept = ["x-codeSamples", "x-enum-descriptions", "x-extensible-enum"];
    assert_eq!(found, BTreeSet::from(kept));
}

/// Every description of a document, as one text.
fn descriptions(document: &Value) -> String {
    let mut text = String::new();
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        text.extend(value["description"].as_str());
        text.push('\n');
        waiting.extend(entries(value).map(|(_, inner)| inner));
        waiting.extend(value.as_array().into_iter().flatten());
    }
    text
}

#[test]
fn every_known_value_flag_and_key_stands_in_a_description() {
    let text = descriptions(&LEAN);
    let mut count = 0;
    for (name, schema) in entries(&BUNDLE["components"]["schemas"]) {
        let lists = ["x-extensible-enum", "enum"].into_iter();
        let values = lists.flat_map(|key| schema[key].as_array().into_iter().flatten());
        let values = values
            .enumerate()
            .map(|(index, value)| (value.as_str().unwrap(), &schema["x-enum-descriptions"][index]));
        let properties = || entries(&schema["properties"]);
        let keys = properties().filter(|_| schema["x-open-map"] == true);
        let keys = keys.map(|(key, inner)| (key, &inner["description"]));
        let flags = properties().flat_map(|(_, inner)| entries(&inner["x-bit-flags"]));
        for (value, meaning) in values.chain(keys) {
            // The first letter of a meaning is a small one within a sentence.
            let meaning: String = meaning
                .as_str()
                .unwrap()
                .trim_end_matches('.')
                .chars()
                .skip(1)
                .collect();
            let item = text
                .split(&format!("`{value}` ("))
                .skip(1)
                .any(|rest| rest.chars().skip(1).collect::<String>().starts_with(&meaning));
            assert!(item, "{name}: {value}: {meaning}");
            count += 1;
        }
        for (_, flag) in flags {
            assert!(text.contains(&format!("`{}` (", flag["value"])), "{name}: {flag}");
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

/// Every entry of `x-doc-deviation` and every list of sources, wherever it stands.
fn provenance(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (key, inner) in entries(value) {
        match key {
            "x-doc-deviation" => found.extend(inner.as_array().into_iter().flatten().map(Value::to_string)),
            "x-source" | "x-enum-sources" | "x-sources" => drop(found.insert(inner.to_string())),
            _ => found.extend(provenance(inner)),
        }
    }
    for item in value.as_array().into_iter().flatten() {
        found.extend(provenance(item));
    }
    found
}

/// The one value that a JSONPath of names and indices selects.
fn select<'a>(document: &'a mut Value, path: &str) -> &'a mut Value {
    let mut value = document;
    let mut rest = path.strip_prefix('$').unwrap();
    while !rest.is_empty() {
        let key;
        if let Some(quoted) = rest.strip_prefix("['") {
            (key, rest) = quoted.split_once("']").unwrap();
        } else if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']').unwrap();
            rest = after;
            value = &mut value[index.parse::<usize>().unwrap()];
            continue;
        } else {
            let name = rest.strip_prefix('.').unwrap();
            (key, rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
        }
        value = value.get_mut(key).unwrap_or_else(|| panic!("{path} leads nowhere"));
    }
    value
}

fn merge(value: &mut Value, update: &Value) {
    for (key, new) in entries(update) {
        match &mut value[key] {
            old @ Value::Object(_) if new.is_object() => merge(old, new),
            old => *old = new.clone(),
        }
    }
}

/// A standard tool does the same in `conformance/overlay`.
#[test]
fn the_overlay_gives_back_every_deviation_and_every_source() {
    let folder = xtask::root().join("openapi/dist");
    let overlay = Document::load(&folder, "modelarts.errata.overlay.yaml").unwrap().value;
    assert_eq!(overlay["overlay"], "1.0.0");
    let whole: Value = serde_json::from_str(&fs::read_to_string(xtask::root().join(WHOLE)).unwrap()).unwrap();
    for name in ["modelarts.openapi.json", "modelarts.openapi-3.1.json"] {
        let mut applied = document(name);
        for action in overlay["actions"].as_array().unwrap() {
            merge(
                select(&mut applied, action["target"].as_str().unwrap()),
                &action["update"],
            );
        }
        let (expected, text) = (provenance(&whole), applied.to_string());
        assert!(expected.len() > 100, "{}", expected.len());
        let missing: Vec<_> = expected.iter().filter(|entry| !text.contains(*entry)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{name}");
        if name == "modelarts.openapi.json" {
            for (pointer, _, operation) in operations(&whole) {
                applied.pointer_mut(&pointer).unwrap()["x-codeSamples"] = operation["x-codeSamples"].clone();
            }
            assert!(
                applied == annotated(&whole),
                "the overlay makes something else of {name}"
            );
        }
    }
}

/// The schemas, which refer to each other by file name.
fn schema_file(name: &str) -> jsonschema::Validator {
    let read = |name: &str| -> Value { serde_json::from_str(&published(&format!("schemas/{name}.json"))).unwrap() };
    let names = entries(&BUNDLE["components"]["schemas"]).map(|(name, _)| name);
    let files = names.map(|name| (format!("https://example.com/{name}.json"), read(name)));
    let registry = jsonschema::Registry::new().extend(files).unwrap().prepare().unwrap();
    let options = jsonschema::draft202012::options()
        .with_registry(&registry)
        .with_base_uri("https://example.com/");
    options.should_validate_formats(true).build(&read(name)).unwrap()
}

#[test]
fn every_type_has_a_schema_of_its_own_that_agrees_with_the_specs() {
    let mut all = BTreeMap::new();
    for payload in payloads::ALL {
        let raw = raw_type(payload);
        let value: Value = serde_json::from_str(payload.body).unwrap();
        let (file, specs) = all.entry(raw.name).or_insert_with(|| {
            let component = json!({ "$ref": format!("#/components/schemas/{}", raw.name) });
            let options = jsonschema::draft7::options().should_validate_formats(true);
            let specs = options.build(&self_contained(&BUNDLE, &component)).unwrap();
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

#[test]
fn samples_are_complete_requests_with_a_token() {
    for (_, path, operation) in operations(&LEAN) {
        let mut urls = BTreeSet::new();
        for sample in operation["x-codeSamples"].as_array().unwrap() {
            let source = sample["source"].as_str().unwrap();
            if sample["lang"] == "Rust" {
                continue;
            }
            let (_, rest) = source
                .split_once("https://modelarts.cn-north-4.myhuaweicloud.com")
                .unwrap();
            let sent = rest.split(['\'', '"']).next().unwrap();
            urls.insert(sent);
            let (sent, declared): (Vec<_>, Vec<_>) = (sent.split(['/', '?']).collect(), path.split('/').collect());
            for (sent, declared) in sent.iter().zip(declared) {
                assert!(
                    *sent == declared || declared.starts_with('{') && !sent.is_empty(),
                    "{source}"
                );
                assert!(!sent.contains(['{', '}']), "{source}");
            }
            assert!(source.contains("X-Auth-Token") && source.contains("TOKEN"), "{source}");
        }
        assert_eq!(urls.len(), 1, "{urls:?}");
    }
}

#[test]
fn every_sample_is_on_the_page_of_samples() {
    let markdown = published("samples.md");
    for (_, path, operation) in operations(&LEAN) {
        for sample in operation["x-codeSamples"].as_array().unwrap() {
            let source = sample["source"].as_str().unwrap();
            assert!(markdown.contains(&format!("\n{source}```\n")), "{path}");
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
