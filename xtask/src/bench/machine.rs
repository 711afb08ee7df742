//! What it was measured on.

use std::{fs, path::Path, process::Command, thread};

use anyhow::Result;

use super::programs::run;

/// A list of the machine and the versions.
pub(super) fn describe(root: &Path) -> Result<String> {
    let cpu = first_value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = first_value("/proc/meminfo", "MemTotal").and_then(|text| {
        let kilobytes: f64 = text.strip_suffix(" kB")?.trim().parse().ok()?;
        Some(format!("{:.0} GB", kilobytes * 1024.0 / 1e9))
    });
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let rustc = run(Command::new("rustc").arg("--version").current_dir(root))?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    Ok(format!(
        "* {cpu}, {cores} cores, {memory}\n* {os} {kernel}, {rustc}\n* `cargo xtask bench`; `--only decode` for one part\n",
        memory = memory.as_deref().unwrap_or("unknown memory"),
        os = std::env::consts::OS,
        kernel = kernel.trim(),
        rustc = rustc.trim(),
    ))
}

fn first_value(file: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
