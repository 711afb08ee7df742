//! Every stored payload decodes, prints as expected, encodes back, and is valid against both schemas.

use std::collections::{BTreeMap, BTreeSet};

use modelarts_api::types::ApiError;
use modelarts_httpmock::{Operation, Payload, payloads};
use serde_json::Value;
use xtask::spec::json_schema;

use crate::{
    positions::{BUNDLE, positions},
    raw_types::{decode, raw_type, without_nulls},
};

/// A validator's complaints.
pub(crate) fn complaints(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn parsed(payload: &Payload) -> Value {
    serde_json::from_str(payload.body).unwrap()
}

#[test]
fn decode_into_the_raw_types_as_the_snapshots_show() {
    for payload in payloads::ALL {
        let raw = raw_type(payload);
        insta::with_settings!({ description => payload.name, omit_expression => true }, {
            insta::assert_snapshot!(format!("raw.{}", payload.name), (raw.debug)(payload.body));
        });
    }
}

#[test]
fn encode_back_to_the_same_value() {
    for payload in payloads::ALL {
        let encoded = (raw_type(payload).round_trip)(payload.body).unwrap();
        assert_eq!(encoded, without_nulls(&parsed(payload)), "{}", payload.name);
    }
}

#[test]
fn are_valid_against_the_spec() {
    for payload in payloads::ALL {
        let schema = json_schema(&BUNDLE, raw_type(payload).name);
        assert_eq!(
            complaints(&schema, &parsed(payload)),
            Vec::<String>::new(),
            "{}",
            payload.name
        );
    }
}

#[test]
fn are_valid_against_the_schemas_of_the_rust_types() {
    for payload in payloads::ALL {
        let schema = (raw_type(payload).derived_schema)();
        assert_eq!(
            complaints(&schema, &parsed(payload)),
            Vec::<String>::new(),
            "{}",
            payload.name
        );
    }
}

#[test]
fn leave_nothing_to_the_map_of_unknown_fields() {
    // Other spellings of fields are read through the map on purpose.
    let through_the_map = ["os.modelarts.pool/scope.external.dependency.train"];
    for payload in payloads::ALL {
        let debug = (raw_type(payload).debug)(payload.body);
        let mut lines = debug.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if line == "extra: {" {
                let key = lines.next().unwrap();
                let known = through_the_map
                    .iter()
                    .any(|known| key.starts_with(&format!("{known:?}")));
                assert!(known, "{}: {key}", payload.name);
            }
        }
    }
}

#[test]
fn show_every_field_of_every_response_schema() {
    // Named by its fields: two schemas with the same ones need no example each.
    let mut missing: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for payload in payloads::ALL {
        let value = parsed(payload);
        for position in positions(&value, raw_type(payload).name) {
            let keys = position.known_keys;
            let missing = missing
                .entry(keys.clone())
                .or_insert_with(|| keys.into_iter().collect());
            let object = value.pointer(&position.pointer).unwrap().as_object();
            for (key, _) in object.into_iter().flatten() {
                missing.remove(key);
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
fn of_failures_say_what_went_wrong() {
    let failures = payloads::ALL.iter().filter(|payload| payload.operation.is_none());
    let lines = failures.map(|payload| {
        let error: ApiError = decode(payload.body).unwrap();
        let [code, text, id] = [error.error_code, error.error_msg, error.request_id];
        format!("{}: {} {code:?} {text:?} {id:?}\n", payload.name, payload.status)
    });
    insta::assert_snapshot!(lines.collect::<String>(), @r#"
    error_403: 403 Some("ModelArts.0112") Some("You do not have permission to perform this operation.") None
    error_404: 404 Some("ModelArts.50004004") Some("project not found") None
    error_429.apig_0308: 429 Some("APIG.0308") Some("The throttling threshold has been reached: policy user over ratelimit,limit:XX,time:1 second") None
    error_500.pool_statistics: 500 Some("ModelArts.50005000") Some("internal error") None
    error.workspace_quotas_0104: 400 Some("ModelArts.0104") Some("Error message.") Some("44e3a486991743a19af9e7783b47f41e")
    "#);
}

#[test]
fn are_the_files_of_the_examples_folder_byte_for_byte() {
    let folder = xtask::root().join("openapi/examples");
    let mut files: Vec<(String, bool, String)> = Vec::new();
    for (folder, documented) in [(folder.clone(), true), (folder.join("constructed"), false)] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                files.push((name, documented, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    let payloads = payloads::ALL
        .iter()
        .map(|payload| (payload.name.to_owned(), payload.documented, payload.body.to_owned()));
    let mut payloads: Vec<_> = payloads.collect();
    payloads.sort();
    assert_eq!(payloads, files);
}

#[test]
fn that_answer_by_default_are_documented_successes() {
    for operation in Operation::ALL {
        let payload = operation.default;
        assert_eq!(
            (payload.operation, payload.status, payload.documented),
            (Some(operation.id), 200, true)
        );
    }
}
