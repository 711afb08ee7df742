//! Decoding a response and encoding it again.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

/// Decodes `bytes` in every way there is, which must agree on whether they can be decoded, and compares what comes back
/// with what was sent.
pub fn check<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    let decoded: Result<T, _> = serde_json::from_slice(bytes);
    // A reader lends no text to what it decodes into, and the client decodes once more to learn the place of an error.
    let read: Result<T, _> = serde_json::from_reader(bytes);
    assert_eq!(decoded.is_ok(), read.is_ok(), "a slice and a reader disagree");
    let traced: Result<T, _> = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes));
    assert!(traced.is_ok() || decoded.is_err(), "decoding fails when it is watched");

    let Ok(sent) = serde_json::from_slice::<Value>(bytes) else {
        assert!(decoded.is_err(), "what is no JSON was decoded");
        return;
    };
    let of_value: Result<T, _> = serde_json::from_value(sent.clone());
    let text = sent.to_string();
    let of_text: Result<T, _> = serde_json::from_str(&text);
    assert_eq!(of_value.is_ok(), of_text.is_ok(), "a value and its text disagree");
    match &decoded {
        Ok(decoded) => {
            assert!(of_value.is_ok(), "a text decodes that does not when read as a value");
            compare(decoded, &sent);
        }
        // A value holds each key once. A text may hold one twice, which may be refused.
        Err(error) => assert!(of_value.is_err() || repeats_a_key(bytes), "{error}"),
    }
    if let Ok(decoded) = &of_text {
        // Reading a fraction may round its last digit, so what was sent is what the text says.
        compare(decoded, &serde_json::from_str(&text).unwrap());
        let encoded = serde_json::to_string(decoded).unwrap();
        let again: T = serde_json::from_str(&encoded).expect("what was encoded decodes");
        compare(&again, &serde_json::from_str(&encoded).unwrap());
    }
}

fn compare<T: Serialize>(decoded: &T, sent: &Value) {
    let back = serde_json::to_value(decoded).unwrap();
    assert_eq!(without_nulls(&back), without_nulls(sent));
}

/// `value` without the fields that are null: an absent field and a null one say the same.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let present = object.iter().filter(|(_, value)| !value.is_null());
            present
                .map(|(key, value)| (key.clone(), without_nulls(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}

/// Whether an object somewhere in `bytes`, which are JSON, has a key twice.
fn repeats_a_key(bytes: &[u8]) -> bool {
    serde_json::from_slice::<EachKeyOnce>(bytes).is_err()
}

/// Any JSON whose objects have each key once.
struct EachKeyOnce;

impl<'de> Deserialize<'de> for EachKeyOnce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EachKeyOnce)
    }
}

impl<'de> Visitor<'de> for EachKeyOnce {
    type Value = EachKeyOnce;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<EachKeyOnce>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self, A::Error> {
        let mut keys = HashSet::new();
        while let Some((key, _)) = fields.next_entry::<String, EachKeyOnce>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key is repeated"));
            }
        }
        Ok(self)
    }
}
