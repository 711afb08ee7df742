//! Decoding and encoding of lists of pools: `cargo bench --package modelarts-api`.
//!
//! The target is the ratio of `decode` to `ignored`: below 3.5 in the default profile, and below 3.0 with
//! `CARGO_PROFILE_BENCH_LTO=fat CARGO_PROFILE_BENCH_CODEGEN_UNITS=1`.

use divan::{Bencher, counter::BytesCount};
use modelarts_api::{Call, builder::ListPools, types::ListPoolsResponse, wire::Body};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

const DOCUMENTED: &str = include_str!("../../../openapi/examples/list_pools.doc-2025.json");
const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// A list of documented pools, without spaces, as the service writes it.
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
fn decode(bencher: Bencher<'_, '_>, pools: usize) {
    let body = Body::from(list(pools));
    let bencher = bencher.counter(BytesCount::of_str(&*body));
    bencher.bench(|| ListPools::decode(body.clone()));
}

/// The lower bound: the same text is parsed, and nothing kept.
#[divan::bench(args = SIZES)]
fn ignored(bencher: Bencher<'_, '_>, pools: usize) {
    decoding::<IgnoredAny>(bencher, pools);
}

/// What there is without types.
#[divan::bench(args = SIZES)]
fn value(bencher: Bencher<'_, '_>, pools: usize) {
    decoding::<Value>(bencher, pools);
}

fn decoding<T: DeserializeOwned>(bencher: Bencher<'_, '_>, pools: usize) {
    let body = list(pools);
    let bencher = bencher.counter(BytesCount::of_str(&body));
    bencher.bench(|| serde_json::from_str::<T>(&body));
}

#[divan::bench(args = SIZES)]
fn encode(bencher: Bencher<'_, '_>, pools: usize) {
    let pools: Option<ListPoolsResponse> = serde_json::from_str(&list(pools)).ok();
    bencher.bench(|| serde_json::to_string(&pools));
}
