//! How much memory one call takes at its peak, and whether many calls leave anything behind.

use std::fs;

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use crate::{calls::runtime, clients, report};

/// Memory of the process after a tenth of the calls, and after all of them.
pub fn growth(url: &str, calls: usize) -> Result<()> {
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
pub fn peak(url: &str, pools: &str) -> Result<()> {
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
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kilobytes: f64 = kilobytes.context("no such figure in the status")?.trim().parse()?;
    Ok(kilobytes * 1024.0)
}
