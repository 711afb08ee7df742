//! `cargo xtask demo`: the whole chain once, without an account.

use std::path::Path;

use anyhow::Result;

use crate::process;

/// Runs the demo program through cargo, since xtask links none of the crates it generates.
///
/// Without `--package`: with the features of the whole workspace, so that `cargo test` compiles nothing again.
pub fn run(root: &Path) -> Result<()> {
    let mut cargo = process::cargo(root);
    cargo.args(["run", "--example", "demo"]);
    process::succeed(&mut cargo, "the demo program failed")
}
