//! Response types, for tests that go over all of them.

use std::fmt::Debug;

use modelarts_api::types::ErrorBody;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::generated;

/// Why a text does not decode.
#[derive(Debug, PartialEq)]
pub(crate) struct Refusal {
    /// Place of the error, such as `items[0].metadata.name`; a single dot for the whole text.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// A response type.
pub(crate) struct RawType {
    /// Name of the schema and of the Rust type.
    pub(crate) name: &'static str,
    /// Decodes and encodes again.
    pub(crate) round_trip: fn(&str) -> Result<Value, Refusal>,
    /// Decodes and prints.
    #[allow(dead_code, reason = "the tests of all crates use it")]
    pub(crate) debug: fn(&str) -> String,
    /// The schema that schemars derives.
    pub(crate) derived_schema: fn() -> Value,
}

impl RawType {
    pub(crate) fn of<T: DeserializeOwned + Serialize + Debug + JsonSchema>(name: &'static str) -> Self {
        Self {
            name,
            round_trip: |text| Ok(serde_json::to_value(decode::<T>(text)?).unwrap()),
            debug: |text| format!("{:#?}", decode::<T>(text).unwrap()),
            derived_schema: || schemars::schema_for!(T).to_value(),
        }
    }
}

/// Response type of an operation; of an error, which all operations share, without one.
pub(crate) fn raw_type(operation: Option<&str>) -> RawType {
    operation.map_or_else(|| RawType::of::<ErrorBody>("ErrorBody"), generated::raw_type)
}

/// Decodes `text`, or says where it fails.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| Refusal {
        path: error.path().to_string(),
        message: error.into_inner().to_string(),
    })
}

/// `value` without the fields that are null, which count as absent.
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
