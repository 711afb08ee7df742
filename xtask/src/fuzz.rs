//! `cargo xtask fuzz`: `cargo +nightly fuzz run`, from the seeds of a target.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

use crate::process;

/// Fuzzes one target. What it finds on the way is kept in `fuzz/corpus`, and what fails in `fuzz/artifacts`.
pub fn run(root: &Path, target: &str, options: &[String]) -> Result<()> {
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
    process::succeed(
        &mut fuzz,
        "fuzzing failed; docs/fuzzing.md says what it needs and how to run a finding again",
    )
}
