//! What the service may do to a payload without costing anybody the response: it decodes, and comes back as it was.
//!
//! Each change is made alone at every place where it can be made, and then several at random.

use modelarts_httpmock::payloads;
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{
    positions::{Kind, Position, collapsed, positions, remove},
    raw_types::{RawType, raw_type, without_nulls},
};

/// Every payload and, where it differs, the same with single elements in place of arrays.
fn bases() -> Vec<(RawType, Value)> {
    let mut bases = Vec::new();
    for payload in payloads::ALL {
        let value: Value = serde_json::from_str(payload.body).unwrap();
        let single = collapsed(&value, raw_type(payload).name);
        if single != value {
            bases.push((raw_type(payload), single));
        }
        bases.push((raw_type(payload), value));
    }
    bases
}

/// Decodes `value` and compares what comes back.
fn assert_survives(raw: &RawType, value: &Value, what: &str) {
    let text = value.to_string();
    // The text is what travels, and reading a fraction may round its last digit.
    let sent: Value = serde_json::from_str(&text).unwrap();
    match (raw.round_trip)(&text) {
        Ok(back) => assert_eq!(without_nulls(&back), without_nulls(&sent), "{} with {what}", raw.name),
        Err(refusal) => panic!("{} with {what}: {refusal:?}", raw.name),
    }
}

/// Makes `change` alone at each place of each payload that `applies` to, and returns how many places there were.
fn at_each_place(
    what: &str,
    applies: impl Fn(&Position, &Value) -> bool,
    change: impl Fn(&mut Value, &Position),
) -> usize {
    let mut count = 0;
    for (raw, base) in bases() {
        for position in positions(&base, raw.name) {
            if applies(&position, base.pointer(&position.pointer).unwrap()) {
                let mut value = base.clone();
                change(&mut value, &position);
                assert_survives(&raw, &value, &format!("{what} at {}", position.path));
                count += 1;
            }
        }
    }
    count
}

fn set(payload: &mut Value, pointer: &str, value: Value) {
    *payload.pointer_mut(pointer).unwrap() = value;
}

#[test]
fn survive_any_field_missing() {
    let count = at_each_place(
        "nothing",
        |position, _| position.is_field,
        |value, position| remove(value, &position.pointer),
    );
    assert!(count > 500, "{count}");
}

#[test]
fn survive_null_in_any_field() {
    let count = at_each_place(
        "null",
        |position, _| position.is_field,
        |value, position| set(value, &position.pointer, Value::Null),
    );
    assert!(count > 500, "{count}");
}

/// Keys that look like those of Rust, of the generator or of a path, but are none that the specs name.
const UNKNOWN_KEYS: [&str; 10] = [
    "futureField",
    "extra",
    "type_",
    "max_count",
    "Items",
    "",
    "0",
    "a.b[0]",
    "os.modelarts/future",
    "名称",
];

#[test]
fn survive_an_unknown_field_in_any_object() {
    let future = json!({ "nested": [{ "deep": null, "more": [1.5, -7, "text", true] }, {}, []], "extra": 18446744073709551615_u64 });
    for key in UNKNOWN_KEYS {
        let count = at_each_place(
            key,
            |position, value| value.is_object() && !position.known_keys.iter().any(|known| known == key),
            |value, position| {
                value.pointer_mut(&position.pointer).unwrap()[key] = future.clone();
            },
        );
        assert!(count > 100, "{count}");
    }
}

#[test]
fn survive_an_unknown_value_of_any_open_enum() {
    for value in ["SomethingNew", "", "running", "2", "null", "未知", "with \"quotes\"\n"] {
        let count = at_each_place(
            value,
            |position, _| position.kind == Kind::OpenEnum,
            |payload, position| set(payload, &position.pointer, value.into()),
        );
        assert!(count > 50, "{count}");
    }
}

#[test]
fn survive_numbers_as_strings_and_back_where_pages_disagree() {
    for value in [
        json!(7),
        json!("7"),
        json!(-1),
        json!("-1"),
        json!(i64::MAX),
        json!(i64::MIN.to_string()),
    ] {
        let count = at_each_place(
            &value.to_string(),
            |position, _| position.kind == Kind::IntOrString,
            |payload, position| set(payload, &position.pointer, value.clone()),
        );
        assert!(count > 10, "{count}");
    }
}

#[test]
fn survive_the_only_element_in_place_of_an_array() {
    let count = at_each_place(
        "its first element",
        |position, value| position.kind == Kind::OneOrMany && value.get(0).is_some(),
        |payload, position| {
            let place = payload.pointer_mut(&position.pointer).unwrap();
            *place = place[0].clone();
        },
    );
    assert!(count > 10, "{count}");
}

#[test]
fn survive_empty_objects_and_arrays() {
    let count = at_each_place(
        "an empty object",
        |position, _| matches!(position.kind, Kind::Object | Kind::OneOrMany),
        |payload, position| set(payload, &position.pointer, json!({})),
    );
    assert!(count > 100, "{count}");
    let count = at_each_place(
        "an empty array",
        |position, _| matches!(position.kind, Kind::Array | Kind::OneOrMany),
        |payload, position| set(payload, &position.pointer, json!([])),
    );
    assert!(count > 50, "{count}");
}

/// One surprise; the index says where among the places it fits.
#[derive(Debug, Clone)]
enum Surprise {
    Missing(Index),
    Null(Index),
    UnknownField(Index, String, Value),
    UnknownValue(Index, String),
    OtherForm(Index),
    Single(Index),
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no such number", |number| number.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn any_surprise() -> impl Strategy<Value = Surprise> {
    let key = prop_oneof![
        prop::sample::select(&UNKNOWN_KEYS[..]).prop_map(str::to_owned),
        any::<String>()
    ];
    prop_oneof![
        any::<Index>().prop_map(Surprise::Missing),
        any::<Index>().prop_map(Surprise::Null),
        (any::<Index>(), key, any_json()).prop_map(|(index, key, value)| Surprise::UnknownField(index, key, value)),
        (any::<Index>(), any::<String>()).prop_map(|(index, value)| Surprise::UnknownValue(index, value)),
        any::<Index>().prop_map(Surprise::OtherForm),
        any::<Index>().prop_map(Surprise::Single),
    ]
}

/// The places of `payload` that a surprise of this kind fits, one of them.
fn choose(payload: &Value, raw: &RawType, index: Index, fits: impl Fn(&Position, &Value) -> bool) -> Option<String> {
    let mut places = positions(payload, raw.name);
    places.retain(|position| fits(position, payload.pointer(&position.pointer).unwrap()));
    (!places.is_empty()).then(|| index.get(&places).pointer.clone())
}

fn apply(payload: &mut Value, raw: &RawType, surprise: Surprise) -> Option<()> {
    match surprise {
        Surprise::Missing(index) => {
            let place = choose(payload, raw, index, |position, _| position.is_field)?;
            remove(payload, &place);
        }
        Surprise::Null(index) => {
            let place = choose(payload, raw, index, |position, _| position.is_field)?;
            set(payload, &place, Value::Null);
        }
        Surprise::UnknownField(index, key, value) => {
            let place = choose(payload, raw, index, |position, value| {
                value.is_object() && !position.known_keys.contains(&key)
            })?;
            payload.pointer_mut(&place)?[&key] = value;
        }
        Surprise::UnknownValue(index, value) => {
            let place = choose(payload, raw, index, |position, _| position.kind == Kind::OpenEnum)?;
            set(payload, &place, value.into());
        }
        Surprise::OtherForm(index) => {
            let place = choose(payload, raw, index, |position, value| {
                position.kind == Kind::IntOrString && !value.is_null()
            })?;
            let number = payload.pointer_mut(&place)?;
            *number = match number.as_str() {
                Some(text) => text.parse::<i64>().unwrap().into(),
                None => number.to_string().into(),
            };
        }
        Surprise::Single(index) => {
            let place = choose(payload, raw, index, |position, value| {
                position.kind == Kind::OneOrMany && value.get(0).is_some()
            })?;
            let place = payload.pointer_mut(&place)?;
            *place = place[0].clone();
        }
    }
    Some(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survive_many_surprises_at_once(
        base in any::<Index>(),
        surprises in prop::collection::vec(any_surprise(), 2..10),
    ) {
        let mut bases = bases();
        let (raw, mut payload) = bases.swap_remove(base.index(bases.len()));
        let what = format!("{surprises:?}");
        for surprise in surprises {
            apply(&mut payload, &raw, surprise);
        }
        assert_survives(&raw, &payload, &what);
    }
}
