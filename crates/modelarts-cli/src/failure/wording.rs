//! The library's words in those of a command line.

use std::{error::Error, fmt};

/// Settings as the library's messages name them, and what they are called here.
const SETTINGS: [(&str, &str); 5] = [
    ("; `allow_plain_http(true)` permits that", ""),
    ("`region(..)`", "--region"),
    ("`endpoint(..)`", "--endpoint"),
    ("`project_id(..)`", "--project-id"),
    ("`max_body`", "the cap"),
];

/// What happened in one line, with the cause that lies deepest: `connection refused` says more than that there is none.
pub(super) fn describe(error: &modelarts::Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut line = error.to_string();
    for (theirs, ours) in SETTINGS {
        line = line.replace(theirs, ours);
    }
    f.write_str(&line)?;
    if let Some(cause) = deepest(error).map(ToString::to_string) {
        // Some errors tell the reason of their cause themselves, without what it begins with.
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

fn deepest<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let mut deepest = error.source()?;
    while let Some(cause) = deepest.source() {
        deepest = cause;
    }
    Some(deepest)
}
