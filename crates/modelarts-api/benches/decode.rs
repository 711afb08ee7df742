//! Decoding lists of pools, with what it allocates: `cargo bench --package modelarts-api`.
//!
//! `cargo xtask bench` compares the same with other things; this is for work on the types.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use modelarts_api::types::ListPoolsResponse;
use serde::de::IgnoredAny;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const DOCUMENTED: &str = include_str!("../../../openapi/examples/list_pools.doc-2025.json");
const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// A list of so many pools of the documented kind, without spaces, as a service writes it.
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
    let body = list(pools);
    let bencher = bencher.counter(BytesCount::of_str(&body));
    bencher.bench(|| serde_json::from_str::<ListPoolsResponse>(&body));
}

/// The limit: the same text read, and nothing kept.
#[divan::bench(args = SIZES)]
fn ignored(bencher: Bencher<'_, '_>, pools: usize) {
    let body = list(pools);
    let bencher = bencher.counter(BytesCount::of_str(&body));
    bencher.bench(|| serde_json::from_str::<IgnoredAny>(&body));
}

#[divan::bench(args = SIZES)]
fn encoding(bencher: Bencher<'_, '_>, pools: usize) {
    let pools: Option<ListPoolsResponse> = serde_json::from_str(&list(pools)).ok();
    bencher.bench(|| serde_json::to_string(&pools));
}
