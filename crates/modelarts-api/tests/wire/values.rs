//! Types for values that the documentation contradicts itself about, at their limits.

use std::collections::HashMap;

use modelarts_api::{
    Call,
    builder::ListPools,
    types::{ListPoolsResponse, PoolMetaAnnotations, PoolMetaLabels, PoolNodeAz, PoolPhase},
    wire::{Body, IntOrString, OneOrMany, Sensitive, StringOrInt, Text},
};
use serde_json::{Number, Value, json};

use crate::{example, raw_types::decode};

fn number(text: &str) -> Option<IntOrString> {
    decode(text).ok()
}

#[test]
fn numbers_encode_to_the_form_they_came_in() {
    for value in [0, -1, 15, i64::MAX, i64::MIN] {
        for text in [value.to_string(), format!("\"{value}\"")] {
            let read = number(&text).unwrap();
            assert_eq!((read.get(), i64::from(read)), (value, value));
            assert_eq!(read.to_string(), value.to_string());
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
    }
    assert_eq!(number("1"), Some(IntOrString::from(1)));
    assert_eq!(number("\"1\""), Some("1".parse().unwrap()));
    assert_ne!(number("1"), number("\"1\""));
}

#[test]
fn an_id_keeps_the_form_it_came_in() {
    for (sent, text) in [
        ("0", "0"),
        ("-7", "-7"),
        (r#""0""#, "0"),
        (r#""07ab""#, "07ab"),
        (r#""""#, ""),
    ] {
        let id: StringOrInt = serde_json::from_str(sent).unwrap();
        assert_eq!((id.as_str(), &*id.to_string()), (text, text));
        assert_eq!(serde_json::to_string(&id).unwrap(), sent);
    }
    assert_ne!(StringOrInt::from(0), StringOrInt::from("0"));
    assert_eq!("0".parse(), Ok(StringOrInt::from("0")));
}

#[test]
fn numbers_parsed_from_text_encode_to_what_decodes() {
    assert!("one".parse::<IntOrString>().is_err());
    for text in ["0", "-1", "15", "+1", "007", "-0"] {
        if let Ok(made) = text.parse::<IntOrString>() {
            assert_eq!(number(&serde_json::to_string(&made).unwrap()), Some(made), "{text}");
        }
    }
}

#[test]
fn whole_numbers_decode_in_any_notation() {
    // As a service writes it that begins with a byte order mark.
    let decode_field = |text: &str| {
        let body = format!("\u{feff}{{\"items\":[{{\"spec\":{{\"controlMode\":{text}}}}}]}}");
        let pools = ListPools::decode(body).ok()?;
        Some(pools.items.unwrap()[0].spec.as_ref().unwrap().control_mode)
    };
    for (text, value) in [
        ("1.0", 1),
        ("1e2", 100),
        ("1E2", 100),
        ("2.5e1", 25),
        ("-3e0", -3),
        ("-0", 0),
        ("-0.0", 0),
        ("9007199254740992.0", 1 << 53),
    ] {
        assert_eq!(number(text), Some(value.into()), "{text}");
        assert_eq!(decode_field(text), Some(Some(value)), "{text}");
    }
    // Beyond that, several whole numbers are one floating-point number.
    for text in "9007199254740994.0 9007199254740994.5e3 1e16 1e300 1.5 1e-1".split(' ') {
        assert_eq!(number(text), None, "{text}");
        assert_eq!(decode_field(text), None, "{text}");
    }
}

#[test]
fn a_null_is_no_element() {
    for (sent, kept) in [
        ("[null]", json!([])),
        (r#"[null,{"az":"a"},null]"#, json!([{ "az": "a" }])),
    ] {
        let read: OneOrMany<PoolNodeAz> = decode(sent).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), kept);
    }
    assert!(decode::<OneOrMany<PoolNodeAz>>("null").is_err());
}

#[test]
fn lists_encode_to_the_form_they_came_in() {
    let element = json!({ "az": "cn-north-7c", "count": 2, "future": [1] });
    for (value, length) in [
        (json!([]), 0),
        (json!([element]), 1),
        (json!([element, element]), 2),
        (element.clone(), 1),
    ] {
        let read: OneOrMany<PoolNodeAz> = decode(&value.to_string()).unwrap();
        assert_eq!((read.as_slice().len(), (&read).into_iter().count()), (length, length));
        assert!(read.iter().all(|az| az.count == Some(2)));
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        // Another deserializer of serde's, which reads from memory.
        assert_eq!(serde_json::from_value::<OneOrMany<PoolNodeAz>>(value).unwrap(), read);
    }
    // A list with an element has room for one, not for four.
    let one: Vec<PoolNodeAz> = decode::<OneOrMany<_>>(&json!([element]).to_string()).unwrap().into();
    assert_eq!(one.capacity(), 1);
    assert_eq!(OneOrMany::<PoolNodeAz>::default().as_slice(), []);
    assert_eq!(OneOrMany::from(vec![1, 2]).as_slice(), [1, 2]);
}

#[test]
fn the_last_of_equal_keys_counts() {
    let az: PoolNodeAz = decode(r#"{"az":"a","count":1,"new":1,"az":null,"count":2,"new":3}"#).unwrap();
    assert_eq!(serde_json::to_value(az).unwrap(), json!({ "count": 2, "new": 3 }));
}

#[test]
fn passwords_are_kept_and_never_printed() {
    let text = &example("list_pools.every_field").text;
    let sent = example("list_pools.every_field").value();
    let secret = sent["items"][0]["spec"]["userLogin"]["password"].as_str().unwrap();

    let pools: ListPoolsResponse = decode(text).unwrap();
    assert_eq!(serde_json::to_value(&pools).unwrap(), sent);
    let spec = pools.items.as_ref().unwrap()[0].spec.as_ref().unwrap();
    let password = spec.user_login.as_ref().unwrap().password.as_ref();
    assert_eq!(password.map(Sensitive::expose), Some(secret));
    for printed in [format!("{pools:?}"), format!("{pools:#?}")] {
        assert!(
            printed.contains("Sensitive(..)") && !printed.contains(secret),
            "{printed}"
        );
    }
    // Nor is it in an error about its neighbour or its own place.
    for (old, new) in [
        ("\"KeyPair-0001\"", "1"),
        (format!("\"{secret}\"").as_str(), format!("[\"{secret}\"]").as_str()),
    ] {
        let refusal = decode::<ListPoolsResponse>(&text.replace(old, new)).unwrap_err();
        assert!(!format!("{refusal:?}").contains(secret), "{refusal:?}");
    }
}

#[test]
fn maps_with_documented_keys_have_every_key() {
    let labels: PoolMetaLabels =
        decode(r#"{"os.modelarts/name":"a","os.modelarts/sharing":"odd","team":"b","count":3,"none":null}"#).unwrap();
    let pairs = [
        ("os.modelarts/name", "a"),
        ("os.modelarts/sharing", "odd"),
        ("team", "b"),
    ];
    assert_eq!(labels.iter().collect::<Vec<_>>(), pairs);
    assert!(pairs.iter().all(|(key, value)| labels.get(key) == Some(value)));
    for absent in ["os.modelarts/region", "count", "none", "nothing", ""] {
        assert_eq!(labels.get(absent), None, "{absent}");
    }
    let sent = example("list_pools.every_field").value();
    let metadata = &sent["items"][0]["metadata"];
    let labels: PoolMetaLabels = serde_json::from_value(metadata["labels"].clone()).unwrap();
    let annotations: PoolMetaAnnotations = serde_json::from_value(metadata["annotations"].clone()).unwrap();
    let read =
        |pairs: Vec<(&str, &str)>| Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect());
    assert_eq!(read(labels.iter().collect()), metadata["labels"]);
    assert_eq!(read(annotations.iter().collect()), metadata["annotations"]);
    for (key, value) in metadata["annotations"].as_object().unwrap() {
        assert_eq!(annotations.get(key), value.as_str(), "{key}");
    }
}

#[test]
fn numbers_and_values_of_any_type_come_back_as_they_were() {
    let text = "[5,5.0,-0.5,18446744073709551615]";
    let numbers: OneOrMany<Number> = decode(text).unwrap();
    assert_eq!(serde_json::to_string(&numbers).unwrap(), text);
    assert!(decode::<OneOrMany<Number>>(r#"["5"]"#).is_err());
    for text in [r#"[{"a":[1,null]},[true],"b",2.5,null,false]"#, r#"{"a":{}}"#] {
        let values: OneOrMany<Value> = decode(text).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), text);
    }
}

#[test]
fn texts_are_what_was_sent_wherever_they_come_from() {
    let long = "long".repeat(20_000);
    for text in ["", "a", "with \"quotes\"\n", "名称", &long] {
        let body = json!({ "items": [{ "metadata": { "name": text }, "status": { "phase": text } }] }).to_string();
        for marked in [body.clone(), format!("\u{feff}{body}")] {
            let pools = ListPools::decode(marked).unwrap();
            let of_serde: ListPoolsResponse = decode(&body).unwrap();
            assert_eq!(pools, of_serde);
            for pools in [pools, of_serde] {
                let pool = &pools.items.unwrap()[0];
                let name = pool.metadata.as_ref().unwrap().name.as_ref().unwrap();
                assert_eq!((name, name.to_string()), (&Text::from(text), text.to_owned()));
                assert_eq!(pool.status.as_ref().unwrap().phase, Some(PoolPhase::from(text)));
            }
        }
        let (owned, copy) = (Text::from(text.to_owned()), Text::from(text));
        assert_eq!((owned.as_str(), String::from(copy.clone())), (text, text.to_owned()));
        assert_eq!(
            (format!("{copy:?}"), copy.cmp(&owned)),
            (format!("{text:?}"), text.cmp(text))
        );
        assert_eq!(HashMap::from([(owned, 1)]).get(text), Some(&1));
        assert!(copy == *text && copy == text);
    }
    assert_eq!(Text::default(), Text::new());
    let [first, second] = ["a", "b"].map(Text::from);
    assert!(first < second);
}

#[test]
fn a_text_shares_the_body_and_takes_no_more_than_its_place() {
    let body = Body::from(r#"{"items":[{"metadata":{"name":"pool-1"}}]}"#);
    let pools = ListPools::decode(body.clone()).unwrap();
    let name = pools.items.unwrap()[0].metadata.as_ref().unwrap().name.clone().unwrap();
    assert!(body.as_bytes().as_ptr_range().contains(&name.as_ptr()));
    assert_eq!(
        [
            size_of::<Text>(),
            size_of::<Option<Text>>(),
            size_of::<Option<PoolPhase>>()
        ],
        [16; 3]
    );
}
