//! What went wrong: in one line for people, as one object for programs, and as an exit status.

mod hint;
mod wording;

use std::{
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

/// The service or the network said no.
const REFUSED: u8 = 1;
/// The command line or the configuration is wrong.
pub(crate) const MISUSED: u8 = 2;

/// Why the command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed, or there could be no client for it.
    Client {
        error: Box<modelarts::Error>,
        /// Where the service was looked for, once that was known.
        endpoint: Option<String>,
    },
    /// An identifier can never be valid.
    Identifier(InvalidIdentifier),
    /// Something about this machine.
    System { what: &'static str, error: io::Error },
    /// There is no manual page for a command that does not exist.
    NoSuchCommand,
    /// The report is printed, and says that the service departs from the specs.
    Departs,
    /// As before, and nothing could be asked.
    NothingSent,
}

/// The failure as JSON.
#[derive(Serialize)]
struct Report<'a> {
    error: Details<'a>,
}

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

impl Failure {
    pub(crate) fn client(error: modelarts::Error, endpoint: Option<&str>) -> Self {
        Self::Client {
            error: Box::new(error),
            endpoint: endpoint.map(str::to_owned),
        }
    }

    pub(crate) fn system(what: &'static str, error: io::Error) -> Self {
        Self::System { what, error }
    }

    /// Says what went wrong on standard error, and gives the exit status.
    ///
    /// It is a line for people unless JSON was asked for by name: where standard output goes says nothing about who
    /// reads standard error.
    pub(crate) fn report(&self, asked: Option<Format>) -> ExitCode {
        if !matches!(self, Self::Departs | Self::NothingSent) {
            let line = match asked {
                Some(Format::Json) => self.as_json(),
                Some(Format::Table) | None => self.as_line(),
            };
            // Where standard error is closed, the exit status still tells.
            let _ = writeln!(AutoStream::auto(io::stderr()), "{line}");
        }
        ExitCode::from(self.status())
    }

    fn status(&self) -> u8 {
        match self {
            Self::Client { error, .. } => status(error),
            Self::Identifier(_) | Self::NoSuchCommand | Self::NothingSent => MISUSED,
            Self::System { .. } | Self::Departs => REFUSED,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Client { error, endpoint } => hint::hint(error, endpoint.as_deref()),
            Self::Identifier(_) => "correct it; nothing was sent".to_owned(),
            Self::NoSuchCommand => "`modelarts --help` lists them".to_owned(),
            Self::System { .. } | Self::Departs | Self::NothingSent => String::new(),
        }
    }

    fn as_line(&self) -> String {
        let error = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let hint = self.hint();
        let hint = if hint.is_empty() { hint } else { format!("; {hint}") };
        format!("{error}error:{error:#} {}{hint}", plain(&self.to_string()))
    }

    fn as_json(&self) -> String {
        let mut details = Details {
            operation: None,
            kind: "system".to_owned(),
            status: None,
            code: None,
            message: self.to_string(),
            request_id: None,
            attempts: 0,
            path: None,
            hint: self.hint(),
        };
        match self {
            Self::Client { error, .. } => {
                details.operation = error.operation();
                details.kind = kind(error.kind());
                details.status = error.status();
                details.code = error.code();
                details.request_id = error.request_id();
                details.attempts = error.attempts();
                details.path = error.path();
                if let Some(message) = error.message() {
                    details.message = message.to_owned();
                }
            }
            Self::Identifier(_) => details.kind = kind(ErrorKind::InvalidInput),
            Self::NoSuchCommand => details.kind = kind(ErrorKind::InvalidInput),
            Self::System { .. } | Self::Departs | Self::NothingSent => {}
        }
        let json = serde_json::to_string(&Report { error: details }).unwrap_or_default();
        json_layout::escaped(&json)
    }
}

/// A kind in the manner of JSON: `InvalidInput` is `invalid_input`.
pub(crate) fn kind(kind: ErrorKind) -> String {
    let mut name = String::new();
    for character in format!("{kind:?}").chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// The exit status that a failure of the client comes to.
pub(crate) fn status(error: &modelarts::Error) -> u8 {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidInput => MISUSED,
        // A source that is set up well and does not answer is no mistake of the configuration.
        ErrorKind::Credentials if is_unavailable(error) => REFUSED,
        ErrorKind::Credentials => MISUSED,
        _ => REFUSED,
    }
}

fn is_unavailable(error: &modelarts::Error) -> bool {
    let source = error
        .source()
        .and_then(|source| source.downcast_ref::<CredentialsError>());
    source.is_some_and(|error| error.kind() == CredentialsErrorKind::Unavailable)
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client { error, .. } => wording::describe(error, f),
            Self::Identifier(error) => error.fmt(f),
            Self::System { what, error } => write!(f, "{what}: {error}"),
            Self::NoSuchCommand => f.write_str("there is no such command"),
            Self::Departs => f.write_str("the service departs from the specs"),
            Self::NothingSent => f.write_str("nothing could be asked"),
        }
    }
}

impl From<InvalidIdentifier> for Failure {
    fn from(error: InvalidIdentifier) -> Self {
        Self::Identifier(error)
    }
}
