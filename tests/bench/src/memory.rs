//! Memory of the process: whether calls leave anything behind, and the peak of one large call.

use std::fs;

use anyhow::{Context, Result, ensure};
use tokio::task::JoinSet;

use crate::{
    calls::runtime,
    clients::modelarts,
    server::{DOCUMENTED, SIZES},
};

/// How many calls are made, after a tenth of which the memory is noted.
const CALLS: usize = 100_000;

pub fn run(url: &str) -> Result<()> {
    println!("| after | memory, kB |\n|---|---:|");
    runtime()?.block_on(async {
        let client = modelarts(url, DOCUMENTED, None).await?;
        for (calls, total) in [(CALLS / 10, CALLS / 10), (CALLS - CALLS / 10, CALLS)] {
            let mut callers = JoinSet::new();
            for _ in 0..8 {
                let client = client.clone();
                callers.spawn(async move {
                    for _ in 0..calls / 8 {
                        client.list_pools().await?;
                    }
                    Ok::<_, modelarts::Error>(())
                });
            }
            for outcome in callers.join_all().await {
                outcome?;
            }
            println!("| {total} calls | {} |", status("VmRSS")?);
        }
        // Last, since a peak only grows.
        let pools = SIZES[SIZES.len() - 1];
        let client = modelarts(url, &pools.to_string(), None).await?;
        let list = client.list_pools().await?;
        ensure!(list.len() == pools, "the list is not complete");
        println!("| a call for {pools} pools, at its peak | {} |", status("VmHWM")?);
        Ok(())
    })
}

/// A figure that Linux keeps of this process, in kB.
fn status(name: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("only Linux tells the memory of a process")?;
    let mut lines = status.lines();
    let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.trim().strip_suffix(" kB"));
    Ok(value.with_context(|| format!("Linux tells no {name}"))?.parse()?)
}
