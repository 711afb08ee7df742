//! Any other change of a value's type is an error that names the place, never a panic or a silent loss.

use serde_json::Value;
use xtask::spec::json_schema;

use crate::{
    PAYLOADS, example,
    positions::{BUNDLE, Kind, Position, positions},
    raw_types::RawType,
};

/// Stands for a literal, which a `Value` may be unable to hold.
const MARK: &str = "the value under test";

/// JSON literals that do not fit a place: those that a JSON Schema tells too, then those that only a program does, such
/// as numbers that are too large, or would encode to something else.
fn misfits(position: &Position) -> (Vec<&'static str>, &'static [&'static str]) {
    let (mut shape, detail): (Vec<&str>, &[&str]) = match position.kind {
        Kind::Object => (vec!["true", "0", "1.5", r#""""#, r#""text""#, "[]", "[{}]"], &[]),
        Kind::Array => (vec!["false", "0", "1.5", r#""""#, r#""text""#, "{}"], &[]),
        // An object is decoded as the only element.
        Kind::OneOrMany => (vec!["true", "0", "1.5", r#""""#, r#""text""#], &[]),
        Kind::Text | Kind::OpenEnum => (
            vec!["true", "0", "1.5", "[]", "{}", r#"["text"]"#, r#"{"a":"text"}"#],
            &[],
        ),
        Kind::Integer => (
            vec!["true", "1.5", r#""""#, r#""1""#, "[]", "{}", "[1]"],
            &[
                "9223372036854775808",
                "-9223372036854775809",
                "1e300",
                "18446744073709551616",
            ],
        ),
        Kind::Number => (vec!["true", r#""""#, r#""1.5""#, "[]", "{}", "[1.5]"], &[]),
        Kind::IntOrString => (
            vec![
                "false",
                "1.5",
                r#""""#,
                r#""text""#,
                r#""1.0""#,
                r#"" 1""#,
                r#""1 ""#,
                r#""-""#,
                r#""1e2""#,
                r#""0x1""#,
                r#""１""#,
                "[]",
                "{}",
                "[1]",
            ],
            &[
                "9223372036854775808",
                "-9223372036854775809",
                r#""9223372036854775808""#,
                r#""-9223372036854775809""#,
                r#""007""#,
                r#""+1""#,
                r#""-0""#,
            ],
        ),
        Kind::StringOrInt => (
            vec!["false", "1.5", "[]", "{}", "[1]"],
            &["9223372036854775808", "-9223372036854775809"],
        ),
        Kind::Boolean => (vec!["0", "1", "1.5", r#""true""#, r#""""#, "[]", "{}"], &[]),
        Kind::Anything => (vec![], &[]),
    };
    // A field and an element of an array may be null, but not the whole.
    if position.pointer.is_empty() {
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

/// Calls `check` for each misfit at each place: with the text, the place, the literal, and whether a JSON Schema tells.
fn each_misfit(payload: &Value, raw: &RawType, mut check: impl FnMut(&str, &Position, &str, bool)) {
    for position in positions(payload, raw.name) {
        let (shape, detail) = misfits(&position);
        for (literals, is_shape) in [(&shape[..], true), (detail, false)] {
            for literal in literals {
                let text = with_literal(payload, &position.pointer, literal);
                check(&text, &position, literal, is_shape);
            }
        }
    }
}

#[test]
fn errors_have_the_path_of_the_place() {
    let mut count = 0;
    for (raw, payload) in PAYLOADS.iter() {
        each_misfit(payload, raw, |text, position, literal, _| {
            let refusal = (raw.round_trip)(text).expect_err(literal);
            assert_eq!(refusal.path, position.path, "{literal}: {refusal:?}");
            count += 1;
        });
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn errors_say_what_was_found_and_expected() {
    let every_field = example("list_pools.every_field");
    let raw = every_field.raw_type();
    let mut seen = Vec::new();
    let mut lines = String::new();
    each_misfit(&every_field.value(), &raw, |text, position, literal, _| {
        if !seen.contains(&(position.kind, literal.to_owned())) {
            seen.push((position.kind, literal.to_owned()));
            let message = (raw.round_trip)(text).unwrap_err().message;
            let (message, _) = message.split_once(" at line ").unwrap();
            lines.push_str(&format!("{:?} {literal}: {message}\n", position.kind));
        }
    });
    insta::assert_snapshot!(lines);
}

#[test]
fn both_schemas_refuse_what_the_types_refuse() {
    for name in [
        "list_pools.every_field",
        "os_quotas.doc",
        "workspace_quotas.doc",
        "pool_statistics.doc-2025",
    ] {
        let raw = example(name).raw_type();
        let schemas = [json_schema(&BUNDLE, raw.name), (raw.derived_schema)()];
        let validators = schemas.map(|schema| jsonschema::validator_for(&schema).unwrap());
        let mut previous = None;
        each_misfit(&example(name).value(), &raw, |text, position, literal, is_shape| {
            // One literal a place is enough, since the types see them all.
            if is_shape && previous.replace(position.pointer.clone()).as_ref() != Some(&position.pointer) {
                let value: Value = serde_json::from_str(text).unwrap();
                let valid = validators.each_ref().map(|validator| validator.is_valid(&value));
                assert_eq!(valid, [false, false], "{literal} at {}", position.path);
            }
        });
    }
}

#[test]
fn keys_in_another_spelling_keep_any_value() {
    // They have no field, since its name would clash with another.
    let every_field = example("list_pools.every_field");
    let raw = every_field.raw_type();
    let mut places = positions(&every_field.value(), raw.name);
    places.retain(|position| position.kind == Kind::Anything);
    let paths: Vec<_> = places.iter().map(|position| position.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "items[0].metadata.annotations.os.modelarts.pool/scope.external.dependency.train",
            "items[0].spec.resources[0].labels.team",
        ],
    );
    for position in places {
        for literal in ["true", "1.5", "[]", r#"{"a":null}"#] {
            let text = with_literal(&every_field.value(), &position.pointer, literal);
            let sent: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((raw.round_trip)(&text).unwrap(), sent, "{literal}");
        }
    }
    // Beside the spelling that has a field, which languages that ignore case in keys could not tell apart.
    let text =
        r#"{"items":[{"spec":{"containerNetwork":{"mode":"overlay_l2"},"containernetwork":{"mode":"vpc-router"}}}]}"#;
    assert_eq!(
        (raw.round_trip)(text).unwrap(),
        serde_json::from_str::<Value>(text).unwrap()
    );
}

#[test]
fn texts_that_are_not_json_are_errors() {
    let deep = format!(r#"{{"future":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    for name in ["list_pools.doc-2025", "error_404"] {
        let (raw, body) = (example(name).raw_type(), example(name).text.trim_end());
        for text in ["", " ", "{", "<html>502 Bad Gateway</html>", "\u{feff}{}", &deep] {
            assert!((raw.round_trip)(text).is_err(), "{text:?}");
        }
        // A body may be cut off anywhere in transit.
        for text in (0..body.len()).filter_map(|end| body.get(..end)) {
            assert!((raw.round_trip)(text).is_err(), "{text}");
        }
    }
}
