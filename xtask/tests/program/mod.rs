//! `cargo xtask` as a maintainer meets it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// Runs it on a workspace, or on this one.
pub(crate) fn xtask(arguments: &[&str], root: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // Colours and widths must not depend on who runs the tests.
    command.env("NO_COLOR", "1").env("COLUMNS", "120").args(arguments);
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    command.output().unwrap()
}

/// What it printed.
pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// What it complained of.
pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// What follows the number of files, which is no matter of how the tasks speak.
pub(crate) fn after_the_count(text: &str) -> &str {
    text.trim_start_matches(char::is_numeric)
}

/// A folder with the real specs and nothing generated from them.
pub(crate) fn specs() -> TempDir {
    let root = TempDir::new().unwrap();
    copy(&xtask::root().join("openapi"), &root.path().join("openapi"));
    root
}

/// Copies a folder without what is published from it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "dist" {
            copy(&entry.path(), &target);
        }
    }
}
