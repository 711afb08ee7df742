//! Published documents agree with each other and are complete.

mod overlay;
mod validity;

use std::{collections::BTreeSet, fs, sync::LazyLock};

use hmac_sha256::Hash;
use serde_json::Value;
use xtask::spec::{WIRE_UNIONS, entries, operations, target_component};

use crate::positions::BUNDLE;

fn published(name: &str) -> String {
    fs::read_to_string(xtask::root().join("openapi/dist").join(name)).unwrap()
}

fn document(name: &str) -> Value {
    serde_json::from_str(&published(name)).unwrap()
}

static LEAN: LazyLock<Value> = LazyLock::new(|| document("modelarts.openapi.json"));

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

/// Every key that begins with `x-`, outside of payloads. A field may be called so.
fn extensions<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    for (key, inner) in entries(value).filter(|(key, _)| *key != "value") {
        found.extend(key.starts_with("x-").then_some(key));
        if key == "properties" {
            entries(inner).for_each(|(_, field)| extensions(field, found));
        } else {
            extensions(inner, found);
        }
    }
    let items = value.as_array().into_iter().flatten();
    items.for_each(|item| extensions(item, found));
}

#[test]
fn the_lean_document_is_small_and_has_no_keyword_of_ours() {
    let text = published("modelarts.openapi.json");
    let operations = operations(&LEAN).len();
    assert!(text.len() <= operations * 20_000, "{}", text.len());
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
        let is_named = ["integer or string</span>", "string or integer</span>"];
        let is_named = is_named.iter().any(|types| shown.starts_with(types));
        assert!(is_named, "{field}: {}", &shown[..60]);
    }
    assert!(!page.contains("<span class=\"kind\">any value"));
}
