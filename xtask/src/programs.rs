//! Tasks that are other programs: the demo, benchmarks and fuzz targets, which xtask links none of.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::command_line::Benchmark;

/// The program of the benchmarks that are more than a bench target.
const PROGRAM: [&str; 5] = ["run", "--release", "--package", "modelarts-bench", "--"];

/// `cargo xtask demo`: the whole chain once, without an account.
///
/// Without `--package`: with the features of the whole workspace, so that `cargo test` compiles nothing again.
pub fn demo(root: &Path) -> Result<()> {
    succeed(
        cargo(root).args(["run", "--example", "demo"]),
        "the demo program failed",
    )
}

/// `cargo xtask bench`: runs all benchmarks, or those of `only`. What they print goes to the terminal.
pub fn bench(root: &Path, only: &[Benchmark]) -> Result<()> {
    let all = Benchmark::value_variants();
    for benchmark in if only.is_empty() { all } else { only } {
        let mut cargo = cargo(root);
        match benchmark {
            Benchmark::Decode => cargo.args(["bench", "--package", "modelarts-api", "--bench", "decode"]),
            Benchmark::Signing => cargo.args(["bench", "--package", "modelarts", "--bench", "signing"]),
            Benchmark::Calls => cargo.args(PROGRAM).arg("calls"),
            Benchmark::Concurrency => cargo.args(PROGRAM).arg("concurrency"),
            Benchmark::Memory => cargo.args(PROGRAM).arg("memory"),
        };
        succeed(&mut cargo, "a benchmark failed")?;
    }
    Ok(())
}

/// `cargo xtask fuzz`: `cargo +nightly fuzz run`, from the seeds of a target. What it finds on the way is kept in
/// `fuzz/corpus`, and what fails in `fuzz/artifacts`.
pub fn fuzz(root: &Path, target: &str, options: &[String]) -> Result<()> {
    ensure!(
        root.join("fuzz/targets").join(target).with_extension("rs").is_file(),
        "there is no fuzz target `{target}`; fuzz/targets has them"
    );
    let corpus = root.join("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
    let seeds = root.join(match target {
        "decode" => "openapi/examples".to_owned(),
        "docs_page" => "xtask/docpages/tests/pages".to_owned(),
        _ => format!("fuzz/seeds/{target}"),
    });
    // The crates hold no unsafe code, so a sanitizer would only slow it down.
    let mut fuzz = Command::new("rustup");
    fuzz.args(["run", "nightly", "cargo", "fuzz", "run", "--sanitizer", "none", target])
        .arg(corpus)
        .args(seeds.is_dir().then_some(seeds))
        .arg("--")
        .args(options)
        .current_dir(root);
    succeed(
        &mut fuzz,
        "fuzzing failed; docs/fuzzing.md says what it needs and how to run a finding again",
    )
}

/// Cargo, as it was started, in the folder of the workspace.
fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root);
    cargo
}

/// Runs a program on this terminal; `failure` says what it means if it does not succeed.
pub fn succeed(command: &mut Command, failure: &str) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        bail!("{failure} ({status})");
    }
    Ok(())
}
