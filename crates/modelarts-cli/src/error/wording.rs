//! The library's errors in terms of the command line: what happened, and advice.

use std::{error::Error as _, iter};

use modelarts::{Error, ErrorKind};

use crate::{generated::Operation, specs::Specs};

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
    // A path on the command line has all of its parameters.
    if let Some((problem, _)) = line.split_once("; set it with `path_param(") {
        line.truncate(problem.len());
    }
    if let Some(operation) = error.operation() {
        line = line.replacen(operation, name(operation), 1);
    }
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

/// Name of an operation that the specs have, or else its method and path.
pub(super) fn name(operation: &str) -> &str {
    let (method, path) = operation.split_once(' ').unwrap_or_default();
    let mut known = Operation::ALL.iter();
    known
        .find(|known| known.method == method && known.path == path)
        .map_or(operation, |known| known.id)
}

/// Advice on an error.
pub(super) fn advice(error: &Error) -> String {
    // Before there is a client, requests go to IAM only, to look up the project.
    let is_about_iam = error.operation().is_none();
    let advice = match error.kind() {
        ErrorKind::Configuration if error.to_string().starts_with("the endpoint") => "correct --endpoint",
        ErrorKind::Configuration => "see `modelarts --help` for all settings",
        ErrorKind::InvalidInput => "correct it; nothing was sent",
        ErrorKind::Credentials => "see `modelarts --help` for the sources of credentials, or use --demo without any",
        ErrorKind::BodyTooLarge => "request less, with --workspace-id or --status",
        ErrorKind::Timeout if is_about_iam => "allow more time with --timeout, or set the project with --project-id",
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Service | ErrorKind::Decode if is_about_iam => {
            "set the project with --project-id to avoid looking it up"
        }
        ErrorKind::Connect => "check --region or --endpoint, the network and the proxy",
        ErrorKind::Timeout => "try again, or allow more time with --timeout",
        ErrorKind::Transport => "try again; if it persists, check the network and the proxy",
        ErrorKind::Decode if error.path().is_none_or(|path| path == ".") => {
            "check that --endpoint is the service's, and that no proxy answers in its place"
        }
        ErrorKind::Decode => {
            "use --output json, and run `modelarts verify` for a report that can be sent to this project"
        }
        _ if error.is_throttled() => match error.retry_after() {
            Some(wait) => return format!("try again in {} seconds, and call less often", wait.as_secs().max(1)),
            None => "try again in a few seconds, and call less often",
        },
        _ if error.is_forbidden() => match error.operation().and_then(|id| Specs::bundled().ok()?.action(name(id))) {
            Some(action) => return format!("ask for the IAM permission {action}"),
            None => "ask for the permission in IAM",
        },
        _ if error.is_unauthorized() => {
            "check the keys with `modelarts whoami`, that they belong to the project, and the clock of this machine"
        }
        _ if error.is_not_found() => "check the path and its ids, --project-id, and that they are in --region",
        _ if error.is_server_error() => match error.request_id() {
            Some(_) => "try again later; give the request id to support",
            None => "try again later",
        },
        _ if matches!(error.status(), Some(300..400)) => "check --endpoint: the service does not redirect",
        _ => "check the options, the project and the workspace",
    };
    advice.to_owned()
}
