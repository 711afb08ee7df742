//! What to try, by what failed.

use modelarts::{Error, ErrorKind};

use crate::verify::Specs;

/// What to try after this failure, as a fragment that follows a semicolon.
pub(super) fn hint(error: &Error, endpoint: Option<&str>) -> String {
    let advice = match error.kind() {
        ErrorKind::Timeout if error.operation().is_none() => {
            "allow more time with --timeout, or name the project with --project-id"
        }
        // Before there is a client, only IAM is asked, and only for the project.
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Service | ErrorKind::Decode
            if error.operation().is_none() =>
        {
            "name the project with --project-id, and it need not be looked up"
        }
        ErrorKind::Configuration => "see `modelarts --help` for every setting",
        ErrorKind::InvalidInput => "correct it; nothing was sent",
        ErrorKind::Credentials => "`modelarts --help` lists where credentials are looked for, and --demo needs none",
        ErrorKind::Connect => return connect(endpoint),
        ErrorKind::Timeout => "try again, or allow more time with --timeout",
        ErrorKind::Transport => "try again; if it goes on, look at what stands between here and the service",
        ErrorKind::Decode => "`modelarts verify` tells what the service sends, for a report to this project",
        ErrorKind::BodyTooLarge => "ask for less, with --workspace-id or --status",
        _ => return service(error),
    };
    advice.to_owned()
}

fn connect(endpoint: Option<&str>) -> String {
    match endpoint {
        Some(endpoint) => format!("check that {endpoint} is right (--region, --endpoint), the network and the proxy"),
        None => "check --region and --endpoint, the network and the proxy".to_owned(),
    }
}

fn service(error: &Error) -> String {
    let advice = if error.is_throttled() {
        return match error.retry_after() {
            Some(wait) => format!("try again in {} seconds, and call less often", wait.as_secs().max(1)),
            None => "try again in a few seconds, and call less often".to_owned(),
        };
    } else if error.is_unauthorized() {
        "check the keys, that they belong to --project-id, and the clock of this machine"
    } else if error.is_forbidden() {
        let action = error
            .operation()
            .and_then(|operation| Specs::bundled().ok()?.action(operation));
        return match action {
            Some(action) => format!("have the action {action} allowed to you in IAM"),
            None => "have it allowed to you in IAM".to_owned(),
        };
    } else if error.is_not_found() {
        "check --project-id, the workspace, and that both are in --region"
    } else if error.is_server_error() {
        "try again later, and give support the request id"
    } else if error.status().is_some_and(|status| (300..400).contains(&status)) {
        "check --endpoint: the service does not redirect"
    } else {
        "check the options, the project and the workspace"
    };
    advice.to_owned()
}
