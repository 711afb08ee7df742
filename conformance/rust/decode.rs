// Decodes payloads with the client that OpenAPI Generator wrote, and encodes them again.
use serde_json::{Value, json};

fn decode<T: serde::de::DeserializeOwned + serde::Serialize>(body: &Value) -> Value {
    // As a response is decoded: from text.
    match serde_json::from_str::<T>(&body.to_string()).and_then(serde_json::to_value) {
        Ok(encoded) => json!({ "encoded": encoded }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&files[0])?)?;
    let results = cases.iter().map(|case| decode_as(case["schema"].as_str().unwrap_or_default(), &case["body"]));
    std::fs::write(&files[1], serde_json::to_string(&results.collect::<Vec<_>>())?)?;
    Ok(())
}

macro_rules! models {
    ($($name:ident,)*) => {
        fn decode_as(schema: &str, body: &Value) -> Value {
            match schema {
                $(stringify!($name) => decode::<modelarts::models::$name>(body),)*
                _ => json!({ "error": format!("there is no type {schema}") }),
            }
        }
    };
}
