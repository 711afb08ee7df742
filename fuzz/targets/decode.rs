//! Responses: what decodes encodes to the same JSON, and every way to decode agrees.
#![no_main]

use libfuzzer_sys::fuzz_target;
use modelarts_api::types;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    check::<types::ListPoolsResponse>(bytes);
    check::<types::ShowPoolStatisticsResponse>(bytes);
    check::<types::ShowOsQuotaResponse>(bytes);
    check::<types::ShowWorkspaceQuotasResponse>(bytes);
    check::<types::ErrorBody>(bytes);
});

fn check<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    let decoded: Result<T, _> = serde_json::from_slice(bytes);
    // A reader lends no text, and the client decodes once more to learn the path of an error.
    let read: Result<T, _> = serde_json::from_reader(bytes);
    assert_eq!(decoded.is_ok(), read.is_ok(), "a slice and a reader disagree");
    let traced: Result<T, _> = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes));
    assert!(
        traced.is_ok() || decoded.is_err(),
        "decoding fails when its path is tracked"
    );

    let Ok(sent) = serde_json::from_slice::<Value>(bytes) else {
        return assert!(decoded.is_err(), "text that is not JSON was decoded");
    };
    let text = sent.to_string();
    let of_value: Result<T, _> = serde_json::from_value(sent.clone());
    let of_text: Result<T, _> = serde_json::from_str(&text);
    assert_eq!(of_value.is_ok(), of_text.is_ok(), "a value and its text disagree");
    match &decoded {
        Ok(decoded) => {
            assert!(of_value.is_ok(), "text decodes, and not as a value");
            compare(decoded, &sent);
        }
        // A value has each key once. Text may repeat one, and then be refused for the first.
        Err(error) => assert!(of_value.is_err() || colons(bytes) > keys(&sent), "{error}"),
    }
    if let Ok(decoded) = &of_text {
        // Reading a fraction may round its last digit, so the text decides what was sent.
        compare(decoded, &serde_json::from_str(&text).unwrap());
        let encoded = serde_json::to_string(decoded).unwrap();
        let again: T = serde_json::from_str(&encoded).expect("what was encoded decodes");
        compare(&again, &serde_json::from_str(&encoded).unwrap());
    }
}

fn compare<T: Serialize>(decoded: &T, sent: &Value) {
    assert_eq!(
        comparable(&serde_json::to_value(decoded).unwrap()),
        comparable(sent)
    );
}

/// `value` without nulls, each of which is as good as absent, and with whole numbers in one notation.
fn comparable(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let present = fields.iter().filter(|(_, value)| !value.is_null());
            present
                .map(|(key, value)| (key.clone(), comparable(value)))
                .collect()
        }
        Value::Array(items) => items.iter().filter(|item| !item.is_null()).map(comparable).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0 => (float as i64).into(),
            _ => value.clone(),
        },
        scalar => scalar.clone(),
    }
}

/// The number of colons outside of strings, which is the number of keys with their repetitions.
fn colons(json: &[u8]) -> usize {
    let (mut count, mut in_string, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b':' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

fn keys(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.len() + fields.values().map(keys).sum::<usize>(),
        Value::Array(items) => items.iter().map(keys).sum(),
        _ => 0,
    }
}
