//! What the server answers and what is decoded: lists of the pool that the current page documents.

use anyhow::{Context, Result};
use modelarts_httpmock::payloads;
use serde_json::Value;

/// The sizes of lists, in pools.
pub const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

/// A list of `pools` pools, written without spaces, as a service does. Each has a name and an id of its own.
pub fn list(pools: usize) -> Result<Vec<u8>> {
    let mut list: Value = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body)?;
    let documented = list["items"].get(0).context("the documented list has no pool")?.clone();
    let pool = |number: usize| {
        let mut pool = documented.clone();
        let id = format!("auto-pool-os-{number:032x}");
        pool["metadata"]["name"] = id.as_str().into();
        pool["metadata"]["labels"]["os.modelarts/name"] = format!("pool-{number}").into();
        pool["status"]["root"] = id.into();
        pool
    };
    list["items"] = (0..pools).map(pool).collect();
    Ok(serde_json::to_vec(&list)?)
}

/// How many keys a value has, in all of its objects.
pub fn keys(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(keys).sum::<usize>(),
        Value::Array(items) => items.iter().map(keys).sum(),
        _ => 0,
    }
}
