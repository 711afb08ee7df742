//! Runs of the command.

use std::{path::Path, process::Command as Process, sync::LazyLock};

use assert_cmd::Command;
use tempfile::TempDir;

/// Who the tests are.
pub(crate) const ACCESS_KEY: &str = "AKTESTAKTESTAKTEST";
pub(crate) const SECRET_KEY: &str = "sktestsktestsktestsktestsktest";
pub(crate) const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// When the tests are, and where: eight hours east of Greenwich, in a form that needs no database of zones.
pub(crate) const NOW: &str = "2025-11-04T12:00:00Z";
pub(crate) const ZONE: &str = "CST-8";

/// A home directory without a profile.
static HOME: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

/// The binary, as cargo made it for these tests.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_modelarts");

/// The settings of every run, besides its own.
fn base() -> Vec<(&'static str, String)> {
    let home = HOME.path().to_str().unwrap().to_owned();
    vec![("HOME", home), ("TZ", ZONE.to_owned()), ("COLUMNS", "80".to_owned())]
}

/// The settings that say who is calling.
fn credentials() -> Vec<(&'static str, String)> {
    vec![
        ("HUAWEICLOUD_SDK_AK", ACCESS_KEY.to_owned()),
        ("HUAWEICLOUD_SDK_SK", SECRET_KEY.to_owned()),
        ("HUAWEICLOUD_SDK_PROJECT_ID", PROJECT_ID.to_owned()),
    ]
}

/// A run without credentials.
pub(crate) fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.env_clear().envs(base()).args(arguments);
    command
}

/// A run that knows who is calling, and sends one request to `endpoint`.
pub(crate) fn against(endpoint: &str, arguments: &[&str]) -> Command {
    let mut command = bare(arguments);
    command
        .envs(credentials())
        .env("MODELARTS_ENDPOINT", endpoint)
        .env("MODELARTS_MAX_ATTEMPTS", "1")
        .env("MODELARTS_TEST_NOW", NOW);
    command
}

/// The same for [`std::process`].
pub(crate) fn process_against(endpoint: &str, arguments: &[&str]) -> Process {
    let mut process = Process::new(BINARY);
    process
        .env_clear()
        .envs(base())
        .envs(credentials())
        .env("MODELARTS_ENDPOINT", endpoint)
        .env("MODELARTS_TEST_NOW", NOW)
        .args(arguments);
    process
}

/// What a run ended with.
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Lets it run to its end.
pub(crate) fn ended(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended {
        status: output.status.code().unwrap(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Ended {
    /// The whole of it, for a snapshot.
    pub(crate) fn show(&self) -> String {
        format!(
            "status {}\n--- stdout\n{}--- stderr\n{}",
            self.status, self.stdout, self.stderr
        )
    }
}

/// A credentials file.
pub(crate) fn credentials_file(folder: &Path, text: &str) -> String {
    let file = folder.join("credentials");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}
