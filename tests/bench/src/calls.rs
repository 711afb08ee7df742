//! One call after the other: what a call of `modelarts` takes beyond one of bare `reqwest`.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::runtime::{Builder, Runtime};

use crate::{
    clients::{self, Bare},
    payload, report,
    turns::Turns,
};

/// One thread, so that nothing but the two processes compete.
pub fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Both clients, at each size.
pub fn run(url: &str, budget: Duration) -> Result<()> {
    let runtime = runtime()?;
    let sizes = payload::SIZES.map(|pools| pools.to_string());
    for project in ["documented"].into_iter().chain(sizes.iter().map(String::as_str)) {
        let bare = Bare::new(url, project)?;
        let client = runtime.block_on(clients::modelarts(url, project, None))?;
        let turns = Turns::run(budget, || {
            let by_hand = || {
                let start = Instant::now();
                let pools = runtime.block_on(bare.list_pools());
                (start.elapsed(), pools.is_ok())
            };
            let by_modelarts = || {
                let start = Instant::now();
                let pools = runtime.block_on(client.list_pools().into_future());
                (start.elapsed(), pools.is_ok())
            };
            let (a, b) = (by_hand(), by_modelarts());
            assert!(a.1 && b.1, "a call failed");
            [a.0, b.0]
        });
        report(&format!("calls.{project}.bare"), turns.median(0));
        report(&format!("calls.{project}.modelarts"), turns.median(1));
        report(&format!("calls.{project}.bare.least"), turns.least(0));
        report(&format!("calls.{project}.modelarts.least"), turns.least(1));
        report(&format!("calls.{project}.ratio"), turns.ratio(1, 0));
    }
    Ok(())
}

/// Some calls of one client and nothing else, for a profiler that counts instructions.
pub fn repeat(url: &str, which: &str, count: usize) -> Result<()> {
    let runtime = runtime()?;
    let (bare, client) = (
        Bare::new(url, "documented")?,
        runtime.block_on(clients::modelarts(url, "documented", None))?,
    );
    for _ in 0..count {
        match which {
            "bare" => drop(runtime.block_on(bare.list_pools())?),
            "modelarts" => drop(runtime.block_on(client.list_pools().into_future())?),
            _ => bail!("no such client: {which}"),
        }
    }
    Ok(())
}
