//! `cargo xtask demo`: the whole chain once, without an account.

use std::path::Path;

use anyhow::Result;

use crate::process;

/// Runs the demo program through cargo, since xtask links none of the crates it generates.
pub fn run(root: &Path) -> Result<()> {
    let mut cargo = process::cargo(root);
    cargo.args(["run", "--package", "modelarts", "--example", "demo"]);
    process::succeed(&mut cargo, "the demo program failed")
}
