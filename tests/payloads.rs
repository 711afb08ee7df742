//! Stored payloads: each decodes, prints as expected, encodes back, and is valid against both schemas.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use modelarts_httpmock::{Payload, payloads};
use serde_json::Value;
use xtask::spec::json_schema;

use crate::{
    positions::{BUNDLE, positions},
    raw_types::{raw_type, without_nulls},
};

/// A validator's complaints.
fn complaints(validator: &Validator, instance: &Value) -> Vec<String> {
    let errors = validator.iter_errors(instance);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn parsed(payload: &Payload) -> Value {
    serde_json::from_str(payload.body).unwrap()
}

#[test]
fn decode_as_the_snapshots_show_encode_back_and_are_valid_against_both_schemas() {
    let mut validators = BTreeMap::new();
    for payload in payloads::ALL {
        let (raw, value, name) = (raw_type(payload), parsed(payload), payload.name);
        insta::with_settings!({ description => name, omit_expression => true }, {
            insta::assert_snapshot!(format!("raw.{name}"), (raw.debug)(payload.body));
        });
        assert_eq!((raw.round_trip)(payload.body).unwrap(), without_nulls(&value), "{name}");
        let validators = validators.entry(raw.name).or_insert_with(|| {
            let schemas = [json_schema(&BUNDLE, raw.name), (raw.derived_schema)()];
            schemas.map(|schema| jsonschema::validator_for(&schema).unwrap())
        });
        for validator in validators {
            assert_eq!(complaints(validator, &value), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn show_every_field_of_every_response_schema_and_no_other() {
    // Other spellings of fields, which have no field on purpose.
    let other_spellings = ["os.modelarts.pool/scope.external.dependency.train", "containernetwork"];
    // Named by its fields: two schemas with the same ones need no example each.
    let mut missing: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for payload in payloads::ALL {
        let value = parsed(payload);
        let mut positions = positions(&value, raw_type(payload).name);
        positions.retain(|position| !position.known_keys.is_empty());
        for position in positions {
            let keys = position.known_keys;
            let missing = missing
                .entry(keys.clone())
                .or_insert_with(|| keys.iter().cloned().collect());
            let object = value.pointer(&position.pointer).unwrap().as_object();
            for (key, _) in object.into_iter().flatten() {
                missing.remove(key);
                let is_expected = keys.contains(key) || other_spellings.iter().any(|start| key.starts_with(start));
                assert!(is_expected, "{}: {}: {key}", payload.name, position.path);
            }
        }
    }
    for (name, schema) in BUNDLE["components"]["schemas"].as_object().unwrap() {
        let Some(properties) = schema["properties"].as_object() else {
            continue;
        };
        let keys: Vec<_> = properties.keys().cloned().collect();
        let missing = missing.get(&keys).unwrap_or_else(|| panic!("no payload has a {name}"));
        assert_eq!(*missing, BTreeSet::new(), "{name}");
    }
}

#[test]
fn each_have_a_row_on_the_page_about_official_sdks_which_says_that_we_keep_everything() {
    let page = std::fs::read_to_string(xtask::root().join("docs/official-sdks.md")).unwrap();
    for payload in payloads::ALL {
        let (folder, note) = if payload.documented {
            ("", "")
        } else {
            ("constructed/", ", constructed")
        };
        let name = payload.name;
        let row = format!("\n| [`{name}`](../openapi/examples/{folder}{name}.json){note} | everything | ");
        assert!(page.contains(&row), "{row}");
    }
    let rows = page.matches("](../openapi/examples/").count();
    assert_eq!(rows, payloads::ALL.len());
}

#[test]
fn are_the_files_of_the_examples_folder_byte_for_byte() {
    let mut files = Vec::new();
    for (folder, documented) in [("openapi/examples", true), ("openapi/examples/constructed", false)] {
        for entry in std::fs::read_dir(xtask::root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                files.push((name, documented, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    let payloads = payloads::ALL.iter();
    let payloads = payloads.map(|payload| (payload.name.to_owned(), payload.documented, payload.body.to_owned()));
    let mut payloads: Vec<_> = payloads.collect();
    payloads.sort();
    assert_eq!(payloads, files);
}
