//! Runs of the command.

use std::{process::Command, sync::LazyLock};

use tempfile::TempDir;

pub(crate) const ACCESS_KEY: &str = "AKTESTAKTESTAKTEST";
pub(crate) const SECRET_KEY: &str = "sktestsktestsktestsktestsktest";
pub(crate) const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// The time of every run.
pub(crate) const NOW: &str = "2025-11-04T12:00:00Z";
/// Eight hours east of Greenwich, in a form that needs no time zone database.
const ZONE: &str = "CST-8";

/// A home directory without a profile.
pub(crate) static HOME: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

/// A command without credentials. Its arguments are separated by spaces.
pub(crate) fn bare(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_modelarts"));
    command.args(arguments.split_terminator(' ')).env_clear();
    command.env("HOME", HOME.path());
    command.env("XDG_CACHE_HOME", HOME.path());
    command.envs([("TZ", ZONE), ("COLUMNS", "80"), ("MODELARTS_TEST_NOW", NOW)]);
    command
}

/// A command with credentials that calls `endpoint`.
pub(crate) fn against(endpoint: &str, arguments: &str) -> Command {
    let mut command = bare(arguments);
    command.envs([("HUAWEICLOUD_SDK_AK", ACCESS_KEY), ("HUAWEICLOUD_SDK_SK", SECRET_KEY)]);
    command.envs([
        ("HUAWEICLOUD_SDK_PROJECT_ID", PROJECT_ID),
        ("MODELARTS_ENDPOINT", endpoint),
    ]);
    command
}

/// A command with credentials that looks up its project in IAM.
pub(crate) fn against_iam(iam: &str, arguments: &str) -> Command {
    let mut command = against("http://127.0.0.1:1", arguments);
    command.env_remove("HUAWEICLOUD_SDK_PROJECT_ID");
    command.envs([
        ("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam),
    ]);
    command
}

/// Outcome of a run: the exit status, standard output and standard error.
#[derive(Debug)]
pub(crate) struct Run(pub(crate) Option<i32>, pub(crate) String, pub(crate) String);

impl Run {
    /// Standard output of a run that ended with this status and printed no error.
    #[track_caller]
    pub(crate) fn output(self, status: i32) -> String {
        assert_eq!((self.0, &*self.2), (Some(status), ""), "{}", self.1);
        self.1
    }

    /// Standard error of a run that ended with this status and printed nothing else.
    #[track_caller]
    pub(crate) fn error(self, status: i32) -> String {
        assert_eq!((self.0, &*self.1), (Some(status), ""), "{}", self.2);
        self.2
    }
}

/// Asserts that a text contains all of `parts`.
#[track_caller]
pub(crate) fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

/// Asserts that a text contains none of `parts`.
#[track_caller]
pub(crate) fn assert_lacks(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part:?} is in {text}");
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run(output.status.code(), text(output.stdout), text(output.stderr))
}
