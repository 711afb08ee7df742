//! Handing a task on to the package `upkeep`, which is compiled only for that.
//!
//! It reads the same command line again, with the same definition of it.

use std::{
    env,
    io::{self, BufRead, BufReader, IsTerminal, Write},
    process::{Command, ExitCode, ExitStatus, Stdio},
};

use anyhow::{Context, Result};

use crate::root;

/// The package, and its program.
const PACKAGE: &str = "upkeep";

/// The exit code where the task did not take place, or did not end by itself: that of cargo for what it cannot do. No
/// task ends with it, so that none seems to have come to a verdict.
const NOT_DONE: u8 = 101;

/// Runs the task of this process's command line. Its input, its output and its exit code are those of the task.
pub fn run() -> ExitCode {
    hand_on().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        NOT_DONE.into()
    })
}

fn hand_on() -> Result<ExitCode> {
    let built = build()?;
    if !built.success() {
        return Ok(code(built));
    }
    let mut command = cargo("run");
    command.arg("--quiet").arg("--").args(env::args_os().skip(1));
    run_instead(command)
}

/// Builds the package. Cargo speaks while it compiles, which may take a minute; that it had nothing to do is not worth a
/// line, since the cargo that started this program has said so.
fn build() -> Result<ExitStatus> {
    let mut command = cargo("build");
    if io::stderr().is_terminal() && env::var_os("CARGO_TERM_COLOR").is_none() && env::var_os("NO_COLOR").is_none() {
        // It sees no terminal, as its lines pass through here.
        command.args(["--color", "always"]);
    }
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo")?;
    if let Some(said) = child.stderr.take() {
        let mut said = BufReader::new(said);
        let mut line = Vec::new();
        while said.read_until(b'\n', &mut line).context("cannot read from cargo")? > 0 {
            if !says_finished(&line) {
                // Where nobody can be told, the task is still done.
                let _ = io::stderr().write_all(&line);
            }
            line.clear();
        }
    }
    child.wait().context("cannot wait for cargo")
}

/// Whether a line is the one that ends a build, which begins with that word, in a colour or in none.
fn says_finished(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let text = line.trim_start_matches(|character: char| character.is_ascii_digit() || "\x1b[;m ".contains(character));
    text.starts_with("Finished")
}

/// Cargo, as it was called for this program. The folder stays what it is, since paths are given relative to it.
fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let manifest = root().join("Cargo.toml");
    command.arg(subcommand).args(["--package", PACKAGE]);
    command.arg("--manifest-path").arg(manifest);
    if !cfg!(debug_assertions) {
        // The profile that this program was built with, so that what both need is compiled once.
        command.arg("--release");
    }
    command
}

/// Puts a program in the place of this one, which so ends in every respect as that does.
#[cfg(unix)]
fn run_instead(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;

    Err(command.exec()).context("cannot start cargo")
}

#[cfg(not(unix))]
fn run_instead(mut command: Command) -> Result<ExitCode> {
    command.status().map(code).context("cannot start cargo")
}

/// The exit code of a program. One that a signal ended has none.
fn code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.unwrap_or(NOT_DONE).into()
}
