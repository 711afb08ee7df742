//! The library's errors in terms of the command line: what happened, and advice.

use std::{error::Error as _, iter};

use modelarts::{Error, ErrorKind};

use crate::specs::Specs;

/// Advice on invalid input.
pub(super) const CORRECT_INPUT: &str = "correct it; nothing was sent";

/// Settings as the library's messages name them, and the options that stand for them.
const SETTINGS: [(&str, &str); 5] = [
    ("; `allow_plain_http(true)` permits that", ""),
    ("`region(..)`", "--region"),
    ("`endpoint(..)`", "--endpoint"),
    ("`project_id(..)`", "--project-id"),
    ("`max_body`", "the cap"),
];

/// What happened on one line, with the root cause: `connection refused` says more than `cannot connect`.
pub(super) fn describe(error: &Error) -> String {
    let replace = |line: String, (setting, option): (&str, &str)| line.replace(setting, option);
    let mut line = SETTINGS.into_iter().fold(error.to_string(), replace);
    if let Some(cause) = iter::successors(error.source(), |cause| (*cause).source()).last() {
        let cause = cause.to_string();
        // Some messages already contain the reason of their cause, without its prefix and its number.
        let reason = cause
            .rsplit(": ")
            .next()
            .and_then(|reason| reason.split(" (os error").next());
        if !line.to_lowercase().contains(&reason.unwrap_or_default().to_lowercase()) {
            line.push_str(&format!(": {cause}"));
        }
    }
    match error.attempts() {
        0 | 1 => line,
        attempts => format!("{line}, after {attempts} attempts"),
    }
}

/// Advice on an error, as a fragment that follows a semicolon.
pub(super) fn advice(error: &Error, endpoint: Option<&str>) -> String {
    // Before there is a client, requests go to IAM only, to look up the project.
    let is_about_iam = error.operation().is_none();
    let advice = match error.kind() {
        ErrorKind::Configuration => "see `modelarts --help` for all settings",
        ErrorKind::InvalidInput => CORRECT_INPUT,
        ErrorKind::Credentials => "see `modelarts --help` for the sources of credentials, or use --demo without any",
        ErrorKind::BodyTooLarge => "request less, with --workspace-id or --status",
        ErrorKind::Timeout if is_about_iam => "allow more time with --timeout, or set the project with --project-id",
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Service | ErrorKind::Decode if is_about_iam => {
            "set the project with --project-id to avoid looking it up"
        }
        ErrorKind::Connect => {
            let endpoint = endpoint.unwrap_or_default();
            return format!("check that {endpoint} is right (--region, --endpoint), the network and the proxy");
        }
        ErrorKind::Timeout => "try again, or allow more time with --timeout",
        ErrorKind::Transport => "try again; if it persists, check the network and the proxy",
        ErrorKind::Decode => "run `modelarts verify` for a report that can be sent to this project",
        _ if error.is_throttled() => match error.retry_after() {
            Some(wait) => return format!("try again in {} seconds, and call less often", wait.as_secs().max(1)),
            None => "try again in a few seconds, and call less often",
        },
        _ if error.is_forbidden() => match error.operation().and_then(|id| Specs::bundled().ok()?.action(id)) {
            Some(action) => return format!("ask for the IAM permission {action}"),
            None => "ask for the permission in IAM",
        },
        _ if error.is_unauthorized() => {
            "check the keys, that they belong to --project-id, and the clock of this machine"
        }
        _ if error.is_not_found() => "check --project-id, the workspace, and that both are in --region",
        _ if error.is_server_error() => "try again later; give the request id to support",
        _ if matches!(error.status(), Some(300..400)) => "check --endpoint: the service does not redirect",
        _ => "check the options, the project and the workspace",
    };
    advice.to_owned()
}
