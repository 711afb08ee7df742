//! Errors of the command: a line for people, an object for programs, and an exit status.

mod advice;
mod wording;

use std::{
    collections::BTreeMap,
    error::Error,
    fmt,
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
pub(crate) enum CommandError {
    /// A call failed, or the client could not be built.
    Client {
        error: Box<modelarts::Error>,
        /// Endpoint of the service, if the client was built.
        endpoint: Option<String>,
    },
    /// An identifier of the command line is invalid.
    Identifier(InvalidIdentifier),
    /// The operating system reported an error.
    System { what: &'static str, error: io::Error },
}

/// The error as JSON.
#[derive(Serialize)]
struct Details<'a> {
    operation: Option<&'a str>,
    kind: String,
    status: Option<u16>,
    code: Option<&'a str>,
    message: String,
    request_id: Option<&'a str>,
    attempts: u32,
    path: Option<&'a str>,
    hint: String,
}

impl CommandError {
    pub(crate) fn client(error: modelarts::Error, endpoint: Option<&str>) -> Self {
        Self::Client {
            error: Box::new(error),
            endpoint: endpoint.map(str::to_owned),
        }
    }

    pub(crate) fn system(what: &'static str, error: io::Error) -> Self {
        Self::System { what, error }
    }

    /// Prints the error to standard error and returns the exit status.
    ///
    /// It is a line of text unless JSON was chosen explicitly: standard error may be a terminal even if standard output
    /// is not.
    pub(crate) fn report(&self, chosen: Option<Format>) -> ExitCode {
        let line = match chosen {
            Some(Format::Json) => self.json(),
            Some(Format::Table) | None => self.text(),
        };
        // If standard error is closed, the exit status remains.
        let _ = writeln!(AutoStream::auto(io::stderr()), "{line}");
        ExitCode::from(match self {
            Self::Client { error, .. } => exit_status(error),
            Self::Identifier(_) => MISUSED,
            Self::System { .. } => FAILED,
        })
    }

    fn hint(&self) -> String {
        match self {
            Self::Client { error, endpoint } => advice::advice(error, endpoint.as_deref()),
            Self::Identifier(_) => advice::CORRECT_INPUT.to_owned(),
            Self::System { .. } => String::new(),
        }
    }

    fn text(&self) -> String {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let hint = self.hint();
        let separator = if hint.is_empty() { "" } else { "; " };
        format!("{style}error:{style:#} {}{separator}{hint}", plain(&self.to_string()))
    }

    fn json(&self) -> String {
        let error = BTreeMap::from([("error", self.details())]);
        json_layout::escaped(&serde_json::to_string(&error).unwrap_or_default())
    }

    fn details(&self) -> Details<'_> {
        let (client, kind) = match self {
            Self::Client { error, .. } => (Some(&**error), kind_name(error.kind())),
            Self::Identifier(_) => (None, kind_name(ErrorKind::InvalidInput)),
            Self::System { .. } => (None, "system".to_owned()),
        };
        let message = client.and_then(modelarts::Error::message);
        Details {
            operation: client.and_then(modelarts::Error::operation),
            kind,
            status: client.and_then(modelarts::Error::status),
            code: client.and_then(modelarts::Error::code),
            message: message.map_or_else(|| self.to_string(), str::to_owned),
            request_id: client.and_then(modelarts::Error::request_id),
            attempts: client.map_or(0, modelarts::Error::attempts),
            path: client.and_then(modelarts::Error::path),
            hint: self.hint(),
        }
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
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidInput => MISUSED,
        ErrorKind::Credentials if !is_unavailable(error) => MISUSED,
        _ => FAILED,
    }
}

/// Whether a source of credentials is configured correctly but did not respond.
fn is_unavailable(error: &modelarts::Error) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref());
    source.is_some_and(|error: &CredentialsError| error.kind() == CredentialsErrorKind::Unavailable)
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client { error, .. } => wording::describe(error, f),
            Self::Identifier(error) => error.fmt(f),
            Self::System { what, error } => write!(f, "{what}: {error}"),
        }
    }
}

impl From<InvalidIdentifier> for CommandError {
    fn from(error: InvalidIdentifier) -> Self {
        Self::Identifier(error)
    }
}
