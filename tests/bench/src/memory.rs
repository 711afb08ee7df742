//! What a call allocates, what it holds at its peak, and whether many calls leave anything behind.

use std::fs;

use anyhow::{Context, Result};
use modelarts_api::types::ListPoolsResponse;
use tokio::task::JoinSet;

use crate::{
    calls::runtime,
    clients::{self, Bare},
    payload, report,
};

/// Allocations and peak of one call of each client at each size. The server is another process and is not counted.
pub(crate) fn allocations(url: &str) -> Result<()> {
    let runtime = runtime()?;
    for pools in payload::SIZES {
        let project = pools.to_string();
        let body = payload::list(pools)?;
        let bare = Bare::new(url, &project)?;
        let client = runtime.block_on(clients::modelarts(url, &project, None))?;
        let by_hand = || runtime.block_on(bare.list_pools()).is_ok();
        let by_modelarts = || runtime.block_on(client.list_pools().into_future()).is_ok();
        // The first calls connect and grow the buffers that stay.
        for _ in 0..3 {
            anyhow::ensure!(by_hand() && by_modelarts(), "a call failed");
        }
        let decode = allocation_counter::measure(|| drop(serde_json::from_slice::<ListPoolsResponse>(&body)));
        let bare = allocation_counter::measure(|| _ = by_hand());
        let modelarts = allocation_counter::measure(|| _ = by_modelarts());
        for (name, counted) in [("decode", decode), ("bare", bare), ("modelarts", modelarts)] {
            report(
                &format!("allocations.{pools}.{name}.count"),
                counted.count_total as f64,
            );
            report(&format!("allocations.{pools}.{name}.peak"), counted.bytes_max as f64);
        }
        report(&format!("allocations.{pools}.body"), body.len() as f64);
    }
    Ok(())
}

/// Memory of the process after a tenth of the calls, and after all of them.
pub(crate) fn growth(url: &str, calls: usize) -> Result<()> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let client = clients::modelarts(url, "documented", None).await?;
        for (name, share) in [("early", calls / 10), ("late", calls - calls / 10)] {
            let mut callers = JoinSet::new();
            for _ in 0..8 {
                let client = client.clone();
                callers.spawn(async move {
                    for _ in 0..share / 8 {
                        client.list_pools().await?;
                    }
                    Ok::<_, modelarts::Error>(())
                });
            }
            for outcome in callers.join_all().await {
                outcome?;
            }
            report(&format!("growth.{name}"), status("VmRSS")?);
        }
        Ok(())
    })
}

/// One call in a process of its own: the most memory that the process ever had.
pub(crate) fn peak(url: &str, pools: &str) -> Result<()> {
    let runtime = runtime()?;
    let client = runtime.block_on(clients::modelarts(url, pools, None))?;
    let before = status("VmHWM")?;
    let list = runtime.block_on(client.list_pools().into_future())?;
    anyhow::ensure!(list.len().to_string() == pools, "the list is not whole");
    report("peak.before", before);
    report("peak.process", status("VmHWM")?);
    Ok(())
}

/// A figure that Linux keeps of this process, in bytes.
fn status(name: &str) -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status").context("only Linux tells how much memory a process has")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kilobytes: f64 = kilobytes.context("no such figure in the status")?.trim().parse()?;
    Ok(kilobytes * 1024.0)
}
