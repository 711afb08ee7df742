//! Running other programs.

use std::{env, path::Path, process::Command};

use anyhow::{Context, Result, bail};

/// Cargo, as it was started, in the folder of the workspace.
pub fn cargo(root: &Path) -> Command {
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
