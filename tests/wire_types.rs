//! The types behind the places where the documentation contradicts itself, at their limits.

use modelarts_api::{
    types::{ListPoolsResponse, PoolMetaAnnotations, PoolMetaLabels, PoolNodeAz, PoolUserLogin},
    wire::{IntOrString, OneOrMany, Sensitive},
};
use modelarts_httpmock::payloads;
use serde_json::{Value, json};

use crate::raw_types::decode;

fn number(text: &str) -> Result<IntOrString, String> {
    decode(text).map_err(|refusal| refusal.message)
}

#[test]
fn numbers_come_back_in_the_form_they_came_in() {
    for (text, value) in [
        ("0", 0),
        ("-1", -1),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("\"0\"", 0),
        ("\"-1\"", -1),
        ("\"15\"", 15),
        ("\"9223372036854775807\"", i64::MAX),
        ("\"-9223372036854775808\"", i64::MIN),
    ] {
        let read = number(text).unwrap();
        assert_eq!(read.get(), value);
        assert_eq!(i64::from(read), value);
        assert_eq!(read.to_string(), value.to_string());
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn numbers_that_would_not_come_back_are_refused() {
    let texts = [
        "\"007\"",
        "\"+1\"",
        "\"-0\"",
        "\"\"",
        "\"-\"",
        "\" 1\"",
        "\"1 \"",
        "\"1.0\"",
        "\"1e2\"",
        "\"0x1\"",
        "\"１\"",
        "\"9223372036854775808\"",
        "\"-9223372036854775809\"",
        "1.0",
        "1.5",
        "1e2",
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "true",
        "null",
        "[]",
        "[1]",
        "{}",
    ];
    let lines = texts.map(|text| format!("{text}: {}\n", number(text).unwrap_err()));
    insta::assert_snapshot!(lines.concat());
}

#[test]
fn numbers_are_equal_where_the_form_is_too() {
    assert_eq!(number("1"), Ok(IntOrString::from(1)));
    assert_eq!(number("\"1\""), Ok("1".parse().unwrap()));
    assert_ne!(number("1"), number("\"1\""));
    assert!("one".parse::<IntOrString>().is_err());
}

/// A number that a string reads must be one that a string may be read from again.
#[test]
fn numbers_made_from_text_encode_to_what_decodes() {
    for text in ["0", "-1", "15", "+1", "007", "-0"] {
        if let Ok(made) = text.parse::<IntOrString>() {
            let encoded = serde_json::to_string(&made).unwrap();
            assert_eq!(number(&encoded), Ok(made), "{text}");
        }
    }
}

#[test]
fn lists_come_back_in_the_form_they_came_in() {
    let element = json!({ "az": "cn-north-7c", "count": 2, "future": [1] });
    for (value, length) in [
        (json!([]), 0),
        (json!([element]), 1),
        (json!([element, element]), 2),
        (element.clone(), 1),
    ] {
        let read: OneOrMany<PoolNodeAz> = decode(&value.to_string()).unwrap();
        assert_eq!(
            (read.len(), read.as_slice().len(), (&read).into_iter().count()),
            (length, length, length)
        );
        assert!(read.iter().all(|az| az.count == Some(2)));
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        // The other way into serde, which keeps what it read in memory.
        assert_eq!(serde_json::from_value::<OneOrMany<PoolNodeAz>>(value).unwrap(), read);
    }
    assert_eq!(OneOrMany::<PoolNodeAz>::default().as_slice(), []);
    assert_eq!(OneOrMany::from(vec![1, 2]).as_slice(), [1, 2]);
}

#[test]
fn lists_name_the_place_of_what_is_wrong_in_them() {
    for (text, path) in [
        ("7", "."),
        ("null", "."),
        (r#"[{"az":"a"},7]"#, "[1]"),
        (r#"[{"az":"a"},{"count":"2"}]"#, "[1].count"),
        (r#"{"count":"2"}"#, "count"),
        (r#"[[{"count":2}]]"#, "[0]"),
    ] {
        assert_eq!(decode::<OneOrMany<PoolNodeAz>>(text).unwrap_err().path, path, "{text}");
    }
}

#[test]
fn passwords_survive_the_way_through_and_are_never_printed() {
    let text = payloads::LIST_POOLS_EVERY_FIELD.body;
    let sent: Value = serde_json::from_str(text).unwrap();
    let secret = sent["items"][0]["spec"]["userLogin"]["password"].as_str().unwrap();

    let pools: ListPoolsResponse = decode(text).unwrap();
    assert_eq!(serde_json::to_value(&pools).unwrap(), sent);
    let login: &PoolUserLogin = pools.items.as_ref().unwrap()[0]
        .spec
        .as_ref()
        .unwrap()
        .user_login
        .as_ref()
        .unwrap();
    assert_eq!(login.password.as_ref().map(Sensitive::expose), Some(secret));

    for printed in [
        format!("{pools:?}"),
        format!("{pools:#?}"),
        format!("{login:?}"),
        format!("{login:#?}"),
    ] {
        assert!(printed.contains("Sensitive(..)"), "{printed}");
        assert!(!printed.contains(secret), "{printed}");
    }
    // An error about a neighbour, or about the secret's own place, does not show it either.
    for (old, new) in [
        ("\"KeyPair-0001\"", "1"),
        (format!("\"{secret}\"").as_str(), format!("[\"{secret}\"]").as_str()),
    ] {
        let refusal = decode::<ListPoolsResponse>(&text.replace(old, new)).unwrap_err();
        assert!(!format!("{refusal:?}").contains(secret), "{refusal:?}");
    }
}

#[test]
fn maps_with_named_keys_answer_for_every_key() {
    let labels: PoolMetaLabels =
        decode(r#"{"os.modelarts/name":"a","os.modelarts/sharing":"odd","team":"b","count":3,"none":null}"#).unwrap();
    assert_eq!(labels.get("os.modelarts/name"), Some("a"));
    assert_eq!(labels.get("os.modelarts/sharing"), Some("odd"));
    assert_eq!(labels.get("team"), Some("b"));
    for absent in ["os.modelarts/region", "count", "none", "nothing", ""] {
        assert_eq!(labels.get(absent), None, "{absent}");
    }
    let pairs: Vec<_> = labels.iter().collect();
    assert_eq!(
        pairs,
        [
            ("os.modelarts/name", "a"),
            ("os.modelarts/sharing", "odd"),
            ("team", "b")
        ]
    );
}

#[test]
fn maps_with_named_keys_lose_none_of_those_that_are_sent() {
    let sent: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let metadata = &sent["items"][0]["metadata"];
    let labels: PoolMetaLabels = serde_json::from_value(metadata["labels"].clone()).unwrap();
    let annotations: PoolMetaAnnotations = serde_json::from_value(metadata["annotations"].clone()).unwrap();
    for (map, read) in [
        (&metadata["labels"], labels.iter().collect::<Vec<_>>()),
        (&metadata["annotations"], annotations.iter().collect()),
    ] {
        let map = map.as_object().unwrap();
        assert_eq!(read.len(), map.len());
        for (key, value) in read {
            assert_eq!(map[key], value);
        }
    }
    for (key, value) in metadata["annotations"].as_object().unwrap() {
        assert_eq!(annotations.get(key), value.as_str(), "{key}");
    }
}
