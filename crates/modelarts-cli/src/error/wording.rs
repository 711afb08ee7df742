//! The library's messages in terms of the command line.

use std::{error::Error, iter};

/// Settings as the library's messages name them, and the options that stand for them.
const SETTINGS: [(&str, &str); 5] = [
    ("; `allow_plain_http(true)` permits that", ""),
    ("`region(..)`", "--region"),
    ("`endpoint(..)`", "--endpoint"),
    ("`project_id(..)`", "--project-id"),
    ("`max_body`", "the cap"),
];

/// What happened on one line, with the root cause: `connection refused` says more than `cannot connect`.
pub(super) fn describe(error: &modelarts::Error) -> String {
    let replace = |line: String, (setting, option): (&str, &str)| line.replace(setting, option);
    let mut line = SETTINGS.into_iter().fold(error.to_string(), replace);
    if let Some(cause) = iter::successors(error.source(), |cause| (*cause).source()).last() {
        let cause = cause.to_string();
        // Some messages already contain the reason of their cause, without its prefix.
        let reason = cause.rsplit(": ").next().unwrap_or(&cause);
        if !line.contains(reason) {
            line.push_str(&format!(": {cause}"));
        }
    }
    match error.attempts() {
        0 | 1 => line,
        attempts => format!("{line}, after {attempts} attempts"),
    }
}
