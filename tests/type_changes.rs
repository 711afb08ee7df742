//! Any other change of a field's type is an error that names the place, never a panic and never a silent loss.

use modelarts_httpmock::{Operation, payloads};
use serde_json::Value;
use xtask::spec::json_schema;

use crate::{
    positions::{BUNDLE, Kind, Position, collapsed, positions},
    raw_types::{RawType, raw_type},
};

/// What stands in for a value until its text is put there; JSON has numbers that no `Value` holds.
const MARK: &str = "the value under test";

/// JSON texts that are no value of a kind.
///
/// The first list is what a JSON Schema says as well. The second only a program finds out: numbers that are too large,
/// whole numbers with a fraction, and numbers in strings that would not come back as they were.
fn wrong(position: &Position) -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut shape, detail): (Vec<&str>, Vec<&str>) = match position.kind {
        Kind::Object => (vec!["true", "0", "1.5", r#""""#, r#""text""#, "[]", "[{}]"], vec![]),
        Kind::Array => (vec!["false", "0", "1.5", r#""""#, r#""text""#, "{}"], vec![]),
        // An object is taken for the only element.
        Kind::OneOrMany => (vec!["true", "0", "1.5", r#""""#, r#""text""#], vec![]),
        Kind::Text | Kind::OpenEnum => (
            vec!["true", "0", "1.5", "[]", "{}", r#"["text"]"#, r#"{"a":"text"}"#],
            vec![],
        ),
        Kind::Integer => (
            vec!["true", "1.5", r#""""#, r#""1""#, "[]", "{}", "[1]"],
            vec![
                "1.0",
                "1e2",
                "-0.0",
                "9223372036854775808",
                "-9223372036854775809",
                "1e300",
                "18446744073709551616",
            ],
        ),
        Kind::IntOrString => (
            vec![
                "false",
                "1.5",
                r#""""#,
                r#""text""#,
                r#""1.0""#,
                r#"" 1""#,
                r#""0x1""#,
                "[]",
                "{}",
                "[1]",
            ],
            vec![
                "1.0",
                "1e2",
                "9223372036854775808",
                r#""9223372036854775808""#,
                r#""-9223372036854775809""#,
                r#""007""#,
                r#""+1""#,
                r#""-0""#,
            ],
        ),
        Kind::Boolean => (vec!["0", "1", "1.5", r#""true""#, r#""""#, "[]", "{}"], vec![]),
        Kind::Anything => (vec![], vec![]),
    };
    // A field may be null. An element of a list, or the whole, has nothing that it could be absent from.
    if !position.is_field && position.kind != Kind::Anything {
        shape.push("null");
    }
    (shape, detail)
}

/// The text of `payload` with `literal` at `pointer`.
fn with_literal(payload: &Value, pointer: &str, literal: &str) -> String {
    let mut payload = payload.clone();
    *payload.pointer_mut(pointer).unwrap() = MARK.into();
    payload.to_string().replace(&format!("{MARK:?}"), literal)
}

/// Calls `check` with each payload and each way to spoil one place of it: the text, the place, the literal, and whether
/// a JSON Schema sees it.
fn each_change(payload: &Value, raw: &RawType, mut check: impl FnMut(&str, &Position, &str, bool)) {
    for position in positions(payload, raw.name) {
        let (shape, detail) = wrong(&position);
        for (literals, is_shape) in [(shape, true), (detail, false)] {
            for literal in literals {
                check(
                    &with_literal(payload, &position.pointer, literal),
                    &position,
                    literal,
                    is_shape,
                );
            }
        }
    }
}

fn bases() -> Vec<(RawType, Value)> {
    let mut bases = Vec::new();
    for payload in payloads::ALL {
        let value: Value = serde_json::from_str(payload.body).unwrap();
        // Where single elements stand for arrays, errors inside them have other paths.
        let single = collapsed(&value, raw_type(payload).name);
        if single != value {
            bases.push((raw_type(payload), single));
        }
        bases.push((raw_type(payload), value));
    }
    bases
}

#[test]
fn are_refused_with_the_path_of_exactly_that_place() {
    let mut count = 0;
    for (raw, payload) in bases() {
        each_change(&payload, &raw, |text, position, literal, _| {
            match (raw.round_trip)(text) {
                Ok(_) => panic!("{} takes {literal} at {}", raw.name, position.path),
                Err(refusal) => assert_eq!(refusal.path, position.path, "{literal}: {refusal:?}"),
            }
            count += 1;
        });
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn that_the_types_refuse_are_refused_by_both_schemas() {
    // One payload has every field, and nothing else is in the others.
    let every_field = &payloads::LIST_POOLS_EVERY_FIELD;
    let others = Operation::ALL.iter().map(|operation| operation.default);
    let others = others.filter(|payload| payload.operation != every_field.operation);
    for payload in others.chain([every_field]) {
        let raw = raw_type(payload);
        let value: Value = serde_json::from_str(payload.body).unwrap();
        let spec = jsonschema::validator_for(&json_schema(&BUNDLE, raw.name)).unwrap();
        let derived = jsonschema::validator_for(&(raw.derived_schema)()).unwrap();
        let mut previous = None;
        each_change(&value, &raw, |text, position, literal, is_shape| {
            // One literal for each place is enough: the types see them all.
            if is_shape && previous.replace(position.pointer.clone()).as_ref() != Some(&position.pointer) {
                let value: Value = serde_json::from_str(text).unwrap();
                assert!(!spec.is_valid(&value), "the spec takes {literal} at {}", position.path);
                assert!(
                    !derived.is_valid(&value),
                    "the derived schema takes {literal} at {}",
                    position.path
                );
            }
        });
    }
}

#[test]
fn read_well_to_whoever_gets_the_error() {
    let raw = raw_type(&payloads::LIST_POOLS_EVERY_FIELD);
    let payload: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let mut kinds = Vec::new();
    let mut lines = String::new();
    each_change(&payload, &raw, |text, position, literal, _| {
        if !kinds.contains(&(position.kind, literal.to_owned())) {
            kinds.push((position.kind, literal.to_owned()));
            let message = (raw.round_trip)(text).unwrap_err().message;
            let (message, _) = message.split_once(" at line ").unwrap();
            lines.push_str(&format!("{:?} {literal}: {message}\n", position.kind));
        }
    });
    insta::assert_snapshot!(lines);
}

#[test]
fn of_keys_in_another_spelling_are_kept() {
    // They are read through the map of unknown keys, whatever they hold.
    let raw = raw_type(&payloads::LIST_POOLS_EVERY_FIELD);
    let payload: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let mut places = positions(&payload, raw.name);
    places.retain(|position| position.kind == Kind::Anything);
    let paths: Vec<_> = places.iter().map(|position| position.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "items[0].metadata.annotations.os.modelarts.pool/scope.external.dependency.train",
            "items[0].spec.resources[0].labels.team",
            "items[0].spec.containernetwork",
            "items[0].spec.containernetwork.mode",
            "items[0].spec.containernetwork.cidr",
        ],
    );
    for position in places {
        for literal in ["true", "1.5", "[]", r#"{"a":null}"#] {
            let text = with_literal(&payload, &position.pointer, literal);
            let sent: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((raw.round_trip)(&text).unwrap(), sent, "{literal}");
        }
    }
}

#[test]
fn of_texts_that_are_no_json_are_refused() {
    let deep = format!(r#"{{"future":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    for payload in [&payloads::LIST_POOLS_DOC_2025, &payloads::ERROR_404] {
        let raw = raw_type(payload);
        for text in [
            "",
            " ",
            "{",
            "<html>502 Bad Gateway</html>",
            "{}{}",
            "\u{feff}{}",
            deep.as_str(),
        ] {
            let refused = (raw.round_trip)(text).is_err();
            // Whether something follows is for whoever reads the whole body to ask.
            assert_eq!(refused, text != "{}{}", "{text:?}");
        }
        // Every place where a body can be cut off in transit.
        for end in 0..payload.body.trim_end().len() {
            let Some(text) = payload.body.get(..end) else { continue };
            assert!((raw.round_trip)(text).is_err(), "{text}");
        }
    }
}
