//! The program that counts allocations: of decoding, and of one call of each client.

use anyhow::{Result, bail};
use modelarts_api::types::ListPoolsResponse;
use modelarts_bench::{
    calls::runtime,
    clients::{self, Bare},
    payload, report,
};
use serde_json::Value;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url] = arguments.as_slice() else {
        bail!("usage: modelarts-count URL; `cargo xtask bench` knows it");
    };
    let runtime = runtime()?;
    for pools in payload::SIZES {
        let project = pools.to_string();
        let body = payload::list(pools)?;
        report(&format!("allocations.{pools}.body"), body.len() as f64);
        let bare = Bare::new(url, &project)?;
        let client = runtime.block_on(clients::modelarts(url, &project, None))?;
        let by_hand = || runtime.block_on(bare.list_pools()).is_ok();
        let by_modelarts = || runtime.block_on(client.list_pools().into_future()).is_ok();
        // The first calls connect, and grow the buffers that stay.
        for _ in 0..3 {
            anyhow::ensure!(by_hand() && by_modelarts(), "a call failed");
        }
        let counts = [
            (
                "raw",
                allocation_counter::measure(|| drop(serde_json::from_slice::<ListPoolsResponse>(&body))),
            ),
            (
                "value",
                allocation_counter::measure(|| drop(serde_json::from_slice::<Value>(&body))),
            ),
            ("bare", allocation_counter::measure(|| _ = by_hand())),
            ("modelarts", allocation_counter::measure(|| _ = by_modelarts())),
        ];
        for (name, counted) in counts {
            report(&format!("allocations.{pools}.{name}.count"), counted.count_total as f64);
            report(&format!("allocations.{pools}.{name}.peak"), counted.bytes_max as f64);
        }
    }
    Ok(())
}
