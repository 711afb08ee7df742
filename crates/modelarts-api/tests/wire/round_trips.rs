//! Surprises that a payload survives: it decodes, and encodes to what it was.
//!
//! Each is made alone at every place that it fits, and then several at random.

use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{
    PAYLOADS,
    positions::{Kind, Position, positions, remove},
    raw_types::{RawType, without_nulls},
};

/// What a surprise puts into a payload; each takes what it needs.
#[derive(Debug, Clone)]
struct Sample {
    texts: Vec<String>,
    json: Value,
}

/// A change that the service may make.
struct Surprise {
    name: &'static str,
    /// Whether it fits a place, with the value that stands there.
    fits: fn(&Position, &Value) -> bool,
    /// Makes it there.
    make: fn(&mut Value, &Position, &Sample),
    /// How many places of all payloads it fits, at least.
    at_least: usize,
}

fn set(payload: &mut Value, position: &Position, value: Value) {
    *payload.pointer_mut(&position.pointer).unwrap() = value;
}

const SURPRISES: [Surprise; 10] = [
    Surprise {
        name: "a missing field",
        fits: |position, _| position.is_field,
        make: |payload, position, _| remove(payload, &position.pointer),
        at_least: 500,
    },
    Surprise {
        name: "null in a field",
        fits: |position, _| position.is_field,
        make: |payload, position, _| set(payload, position, Value::Null),
        at_least: 500,
    },
    Surprise {
        name: "unknown fields",
        fits: |_, value| value.is_object(),
        make: |payload, position, sample| {
            let object = payload.pointer_mut(&position.pointer).unwrap();
            let unknown = sample.texts.iter().filter(|key| !position.known_keys.contains(key));
            unknown.for_each(|key| object[key] = sample.json.clone());
        },
        at_least: 100,
    },
    Surprise {
        name: "an unknown value of an open enum",
        fits: |position, _| position.kind == Kind::OpenEnum,
        make: |payload, position, sample| set(payload, position, sample.texts[0].as_str().into()),
        at_least: 50,
    },
    Surprise {
        name: "a number as a string, and back",
        fits: |position, value| position.kind == Kind::IntOrString && !value.is_null(),
        make: |payload, position, _| {
            let number = payload.pointer_mut(&position.pointer).unwrap();
            *number = match number.as_str() {
                Some(text) => text.parse::<i64>().unwrap().into(),
                None => number.to_string().into(),
            };
        },
        at_least: 10,
    },
    Surprise {
        name: "a whole number in place of a string",
        fits: |position, _| position.kind == Kind::StringOrInt,
        make: |payload, position, _| set(payload, position, json!(7)),
        at_least: 3,
    },
    Surprise {
        name: "the only element in place of an array",
        fits: |position, value| position.kind == Kind::OneOrMany && value.get(0).is_some(),
        make: |payload, position, _| {
            let element = payload.pointer(&position.pointer).unwrap()[0].clone();
            set(payload, position, element);
        },
        at_least: 10,
    },
    Surprise {
        name: "an array in place of its only element",
        fits: |position, value| position.kind == Kind::OneOrMany && value.is_object(),
        make: |payload, position, _| {
            let element = payload.pointer(&position.pointer).unwrap().clone();
            set(payload, position, json!([element.clone(), element]));
        },
        at_least: 10,
    },
    Surprise {
        name: "an empty object",
        fits: |position, _| matches!(position.kind, Kind::Object | Kind::OneOrMany),
        make: |payload, position, _| set(payload, position, json!({})),
        at_least: 100,
    },
    Surprise {
        name: "an empty array",
        fits: |position, _| matches!(position.kind, Kind::Array | Kind::OneOrMany),
        make: |payload, position, _| set(payload, position, json!([])),
        at_least: 50,
    },
];

/// Texts that look like a key of Rust, of the generator or of a path, or like another value, but are in no spec.
const TEXTS: [&str; 14] = [
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
    "SomethingNew",
    "running",
    "null",
    "with \"quotes\"\n",
];

/// Decodes `value`, and compares what it encodes to.
fn assert_survives(raw: &RawType, value: &Value, what: &str) {
    let text = value.to_string();
    // The text is what travels, and reading a fraction may round its last digit.
    let sent: Value = serde_json::from_str(&text).unwrap();
    match (raw.round_trip)(&text) {
        Ok(back) => assert_eq!(without_nulls(&back), without_nulls(&sent), "{} with {what}", raw.name),
        Err(refusal) => panic!("{} with {what}: {refusal:?}", raw.name),
    }
}

#[test]
fn payloads_survive_each_surprise_at_each_place() {
    let json = json!({ "nested": [{ "deep": null, "more": [1.5, -7, "text", true] }, {}, []], "extra": 18446744073709551615_u64 });
    // Every text at once, and for a value one after the other.
    let samples = (0..TEXTS.len()).map(|first| Sample {
        texts: TEXTS[first..].iter().map(|text| (*text).to_owned()).collect(),
        json: json.clone(),
    });
    let samples: Vec<_> = samples.collect();
    for surprise in SURPRISES {
        let is_value = surprise.name.starts_with("an unknown value");
        let mut count = 0;
        for (raw, payload) in PAYLOADS.iter() {
            for position in positions(payload, raw.name) {
                if !(surprise.fits)(&position, payload.pointer(&position.pointer).unwrap()) {
                    continue;
                }
                for sample in &samples[..if is_value { samples.len() } else { 1 }] {
                    let mut changed = payload.clone();
                    (surprise.make)(&mut changed, &position, sample);
                    let what = format!("{} ({:?}) at {}", surprise.name, sample.texts[0], position.path);
                    assert_survives(raw, &changed, &what);
                }
                count += 1;
            }
        }
        assert!(count > surprise.at_least, "{}: {count}", surprise.name);
    }
}

#[test]
fn payloads_survive_numbers_at_their_limits_in_either_form() {
    for number in [7, -1, i64::MAX, i64::MIN] {
        for value in [json!(number), json!(number.to_string())] {
            for (raw, payload) in PAYLOADS.iter() {
                let mut payload = payload.clone();
                let numbers = positions(&payload, raw.name).into_iter();
                for position in numbers.filter(|position| position.kind == Kind::IntOrString) {
                    set(&mut payload, &position, value.clone());
                }
                assert_survives(raw, &payload, &value.to_string());
            }
        }
    }
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

fn any_sample() -> impl Strategy<Value = Sample> {
    let text = prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        any::<String>()
    ];
    (text, any_json()).prop_map(|(text, json)| Sample {
        texts: vec![text],
        json,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn payloads_survive_many_surprises_at_once(
        payload in any::<Index>(),
        surprises in prop::collection::vec((0..SURPRISES.len(), any::<Index>(), any_sample()), 2..10),
    ) {
        let (raw, payload) = payload.get(&PAYLOADS);
        let mut payload = payload.clone();
        let what = format!("{surprises:?}");
        for (surprise, place, sample) in surprises {
            let Surprise { fits, make, .. } = SURPRISES[surprise];
            let mut places = positions(&payload, raw.name);
            places.retain(|position| fits(position, payload.pointer(&position.pointer).unwrap()));
            if !places.is_empty() {
                make(&mut payload, place.get(&places), &sample);
            }
        }
        assert_survives(raw, &payload, &what);
    }
}
