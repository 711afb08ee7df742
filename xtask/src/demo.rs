//! `cargo xtask demo`: the whole chain once, without an account.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

/// Runs the demo program through cargo, since xtask links none of the crates it generates.
pub fn run(root: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--package", "modelarts", "--example", "demo"])
        .current_dir(root)
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("the demo program failed ({status})");
    }
    Ok(())
}
