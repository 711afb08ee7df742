//! Decoding lists of pools, with its allocations: `cargo bench --package modelarts-api`.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use modelarts_api::types::ListPoolsResponse;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const DOCUMENTED: &str = include_str!("../../../openapi/examples/list_pools.doc-2025.json");
const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// A list of so many copies of the documented pool, without spaces, as a service writes it.
fn list(pools: usize) -> String {
    let mut list: Value = serde_json::from_str(DOCUMENTED).unwrap_or_default();
    if let Some(items) = list.get_mut("items").and_then(Value::as_array_mut)
        && let Some(pool) = items.pop()
    {
        items.resize(pools, pool);
    }
    list.to_string()
}

#[divan::bench(args = SIZES)]
fn raw_types(bencher: Bencher<'_, '_>, pools: usize) {
    decode::<ListPoolsResponse>(bencher, pools);
}

/// The floor: the same text read, and nothing kept.
#[divan::bench(args = SIZES)]
fn ignored(bencher: Bencher<'_, '_>, pools: usize) {
    decode::<IgnoredAny>(bencher, pools);
}

/// What there is without types.
#[divan::bench(args = SIZES)]
fn value(bencher: Bencher<'_, '_>, pools: usize) {
    decode::<Value>(bencher, pools);
}

fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>, pools: usize) {
    let body = list(pools);
    let bencher = bencher.counter(BytesCount::of_str(&body));
    bencher.bench(|| serde_json::from_str::<T>(&body));
}

#[divan::bench(args = SIZES)]
fn encoding(bencher: Bencher<'_, '_>, pools: usize) {
    let pools: Option<ListPoolsResponse> = serde_json::from_str(&list(pools)).ok();
    bencher.bench(|| serde_json::to_string(&pools));
}
