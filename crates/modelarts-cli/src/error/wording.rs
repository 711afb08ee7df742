//! The library's messages in terms of the command line.

use std::{error::Error, fmt, iter};

/// Settings as the library's messages name them, and the options that stand for them.
const SETTINGS: [(&str, &str); 5] = [
    ("; `allow_plain_http(true)` permits that", ""),
    ("`region(..)`", "--region"),
    ("`endpoint(..)`", "--endpoint"),
    ("`project_id(..)`", "--project-id"),
    ("`max_body`", "the cap"),
];

/// Writes what happened on one line, with the root cause: `connection refused` says more than `cannot connect`.
pub(super) fn describe(error: &modelarts::Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut line = error.to_string();
    for (setting, option) in SETTINGS {
        line = line.replace(setting, option);
    }
    f.write_str(&line)?;
    if let Some(cause) = iter::successors(error.source(), |cause| (*cause).source()).last() {
        let cause = cause.to_string();
        // Some messages already contain the reason of their cause, without its prefix.
        let reason = cause.rsplit(": ").next().unwrap_or(&cause);
        if !line.contains(reason) {
            write!(f, ": {cause}")?;
        }
    }
    match error.attempts() {
        0 | 1 => Ok(()),
        attempts => write!(f, ", after {attempts} attempts"),
    }
}
