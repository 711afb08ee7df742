//! `cargo xtask bench`: runs the benchmarks, whose figures `docs/performance.md` holds.

use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;

use crate::{command_line::Benchmark, process};

/// Runs all benchmarks, or those of `only`. What they print goes to the terminal.
pub fn run(root: &Path, only: &[Benchmark]) -> Result<()> {
    let all = Benchmark::value_variants();
    for benchmark in if only.is_empty() { all } else { only } {
        let mut cargo = process::cargo(root);
        match benchmark {
            Benchmark::Decode => cargo.args(["bench", "--package", "modelarts-api", "--bench", "decode"]),
            Benchmark::Signing => cargo.args(["bench", "--package", "modelarts", "--bench", "signing"]),
            Benchmark::Calls => cargo.args(PROGRAM).arg("calls"),
            Benchmark::Concurrency => cargo.args(PROGRAM).arg("concurrency"),
            Benchmark::Memory => cargo.args(PROGRAM).arg("memory"),
        };
        process::succeed(&mut cargo, "a benchmark failed")?;
    }
    Ok(())
}

const PROGRAM: [&str; 5] = ["run", "--release", "--package", "modelarts-bench", "--"];
