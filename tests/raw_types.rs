//! The raw type that each payload belongs to.

use std::fmt::Debug;

use modelarts_api::types::ApiError;
use modelarts_httpmock::Payload;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::generated;

/// Why a text is no value of a type.
#[derive(Debug, PartialEq)]
pub(crate) struct Refusal {
    /// Where, as `items[0].metadata.name`; a single dot for the whole text.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// A response type, for tests that go over all of them.
pub(crate) struct RawType {
    /// The schema of the spec and the name of the Rust type, which are one.
    pub(crate) name: &'static str,
    /// Decodes and encodes again.
    pub(crate) round_trip: fn(&str) -> Result<Value, Refusal>,
    /// Decodes and prints.
    pub(crate) debug: fn(&str) -> String,
    /// What schemars derives.
    pub(crate) derived_schema: fn() -> Value,
}

/// The type that the operation of `payload` answers with.
pub(crate) fn raw_type(payload: &Payload) -> RawType {
    match payload.operation {
        Some(operation) => generated::raw_type(operation),
        None => RawType::of::<ApiError>("ApiError"),
    }
}

impl RawType {
    /// A type and the name of its schema.
    pub(crate) fn of<T: DeserializeOwned + Serialize + Debug + JsonSchema>(name: &'static str) -> Self {
        Self {
            name,
            round_trip: |text| Ok(serde_json::to_value(decode::<T>(text)?).unwrap()),
            debug: |text| format!("{:#?}", decode::<T>(text).unwrap()),
            derived_schema: || schemars::schema_for!(T).to_value(),
        }
    }
}

/// Decodes `text`, and says where it fails.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| Refusal {
        path: error.path().to_string(),
        message: error.into_inner().to_string(),
    })
}

/// `value` without the fields that are null: an absent field and a null one say the same.
pub(crate) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let present = object.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                present
                    .map(|(key, value)| (key.clone(), without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}
