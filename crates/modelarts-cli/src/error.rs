//! Errors of the command: a line for people, an object for programs, and an exit status.

mod wording;

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    process::ExitCode,
};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use modelarts::{
    ErrorKind, InvalidIdentifier,
    auth::{CredentialsError, CredentialsErrorKind},
};
use serde::Serialize;

use crate::{
    json_layout,
    output::{Format, plain},
};

/// Exit status if a request failed.
const FAILED: u8 = 1;
/// Exit status if the command line or the configuration is invalid, and nothing was sent.
pub(crate) const MISUSED: u8 = 2;

/// Why the command failed.
pub(crate) struct CommandError(Box<Details>);

/// The error as JSON, with what a person reads of it.
#[derive(Default, Serialize)]
struct Details {
    /// What happened, on one line.
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    exit_status: u8,
    operation: Option<String>,
    kind: String,
    status: Option<u16>,
    code: Option<String>,
    message: String,
    request_id: Option<String>,
    attempts: u32,
    path: Option<String>,
    hint: String,
}

impl CommandError {
    /// A call failed, or the client could not be built; then it has no endpoint.
    pub(crate) fn client(error: &modelarts::Error, endpoint: Option<&str>) -> Self {
        let text = wording::describe(error);
        Self(Box::new(Details {
            operation: error.operation().map(str::to_owned),
            kind: kind_name(error.kind()),
            status: error.status(),
            code: error.code().map(str::to_owned),
            message: error.message().unwrap_or(&text).to_owned(),
            request_id: error.request_id().map(str::to_owned),
            attempts: error.attempts(),
            path: error.path().map(str::to_owned),
            hint: wording::advice(error, endpoint),
            exit_status: exit_status(error),
            text,
        }))
    }

    /// The operating system reported an error.
    pub(crate) fn system(what: &str, error: io::Error) -> Self {
        Self::local(format!("{what}: {error}"), FAILED, "system".to_owned(), "")
    }

    fn local(text: String, exit_status: u8, kind: String, hint: &str) -> Self {
        Self(Box::new(Details {
            kind,
            message: text.clone(),
            hint: hint.to_owned(),
            exit_status,
            text,
            ..Details::default()
        }))
    }

    /// Prints the error to standard error and returns the exit status.
    ///
    /// It is a line of text unless JSON was chosen explicitly: standard error may be a terminal even if standard output
    /// is not.
    pub(crate) fn report(&self, chosen: Option<Format>) -> ExitCode {
        let line = match chosen {
            Some(Format::Json) => {
                let error = BTreeMap::from([("error", &self.0)]);
                json_layout::escaped(&serde_json::to_string(&error).unwrap_or_default())
            }
            Some(Format::Table) | None => {
                let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
                let Details { text, hint, .. } = &*self.0;
                let separator = if hint.is_empty() { "" } else { "; " };
                format!("{style}error:{style:#} {}{separator}{hint}", plain(text))
            }
        };
        // If standard error is closed, the exit status remains.
        let _ = writeln!(AutoStream::auto(io::stderr()), "{line}");
        ExitCode::from(self.0.exit_status)
    }
}

/// Name of a kind in JSON, such as `invalid_input`.
pub(crate) fn kind_name(kind: ErrorKind) -> String {
    let mut name = String::new();
    for character in format!("{kind:?}").chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// Exit status of an error of the client.
pub(crate) fn exit_status(error: &modelarts::Error) -> u8 {
    let source = error.source().and_then(|source| source.downcast_ref());
    // Then a source of credentials is configured correctly but did not respond.
    let is_unavailable = |error: &CredentialsError| error.kind() == CredentialsErrorKind::Unavailable;
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidInput => MISUSED,
        ErrorKind::Credentials if !source.is_some_and(is_unavailable) => MISUSED,
        _ => FAILED,
    }
}

impl From<InvalidIdentifier> for CommandError {
    fn from(error: InvalidIdentifier) -> Self {
        let kind = kind_name(ErrorKind::InvalidInput);
        Self::local(error.to_string(), MISUSED, kind, wording::CORRECT_INPUT)
    }
}
