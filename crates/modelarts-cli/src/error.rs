//! Errors of the command: text for people, an object for programs, and an exit status.

mod wording;

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Debug,
    io::{self, Write},
};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use heck::ToSnakeCase;
use modelarts::{
    ErrorKind,
    auth::{CredentialsError, CredentialsErrorKind},
};
use serde::Serialize;

use crate::{
    json_layout,
    output::{self, Format, plain, wrap},
};

/// Exit status if a request failed.
pub(crate) const FAILED: u8 = 1;
/// Exit status if the command line or the configuration is invalid.
pub(crate) const MISUSED: u8 = 2;

/// Why the command failed.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct CommandError(Box<Details>);

/// The error as JSON, with what a person reads of it.
#[derive(Clone, Default, Serialize)]
struct Details {
    /// What happened, on one line.
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    exit_status: u8,
    /// The region, if it is one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
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

/// A call failed, or the client could not be built.
impl From<modelarts::Error> for CommandError {
    fn from(error: modelarts::Error) -> Self {
        let text = wording::describe(&error);
        Self(Box::new(Details {
            region: None,
            operation: error.operation().map(|operation| wording::name(operation).to_owned()),
            kind: kind_name(error.kind()),
            status: error.status(),
            code: error.code().map(str::to_owned),
            message: error.message().unwrap_or(&text).to_owned(),
            request_id: error.request_id().map(str::to_owned),
            attempts: error.attempts(),
            path: error.path().map(str::to_owned),
            hint: wording::advice(&error),
            exit_status: exit_status(&error),
            text,
        }))
    }
}

impl CommandError {
    /// The operating system reported an error.
    pub(crate) fn system(what: &str, error: io::Error) -> Self {
        Self::local(format!("{what}: {error}"), FAILED, "system", "")
    }

    /// The result cannot be printed. A closed pipe is not an error: its reader has seen enough.
    pub(crate) fn printing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self(Box::default()),
            _ => Self::system("cannot print the result", error),
        }
    }

    /// Options that cannot be honoured.
    pub(crate) fn misuse(text: String, hint: &str) -> Self {
        Self::local(text, MISUSED, "invalid_input", hint)
    }

    fn local(text: String, exit_status: u8, kind: &str, hint: &str) -> Self {
        Self(Box::new(Details {
            kind: kind.to_owned(),
            message: text.clone(),
            hint: hint.to_owned(),
            exit_status,
            text,
            ..Details::default()
        }))
    }

    /// The error in one of several regions.
    pub(crate) fn in_region(mut self, region: Option<String>) -> Self {
        self.0.region = region;
        self
    }

    /// The error in one of several workspaces.
    pub(crate) fn in_workspace(mut self, id: &str) -> Self {
        self.0.text.insert_str(0, &format!("workspace {id}: "));
        self
    }

    /// The only error of all regions, if it is the same in each.
    pub(crate) fn common(errors: &[Self]) -> Option<Self> {
        let (first, others) = errors.split_first()?;
        let is_common = others.iter().all(|error| error.0.text == first.0.text);
        is_common.then(|| first.clone().in_region(None))
    }

    /// The error and the advice for people, in lines as wide as `width`.
    pub(crate) fn text(&self, width: Option<usize>) -> String {
        let paragraph = |style: Style, label: &str, text: &str| {
            let lines = wrap(&format!("{label}: {}", plain(text)), width, "  ");
            lines.replacen(label, &format!("{style}{label}{style:#}"), 1)
        };
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let region = self.0.region.iter().map(|region| format!("{region}: "));
        let mut out = paragraph(red, "error", &(region.collect::<String>() + &self.0.text));
        if !self.0.hint.is_empty() {
            out.push_str(&paragraph(Style::new().bold(), "hint", &self.0.hint));
        }
        out
    }

    /// Prints the error to standard error and returns the exit status.
    ///
    /// It is text unless JSON was chosen explicitly: standard error may be a terminal even if standard output is not.
    pub(crate) fn report(&self, chosen: Option<Format>) -> u8 {
        let text = match chosen {
            _ if self.0.text.is_empty() => String::new(),
            Some(Format::Json) => {
                let error = BTreeMap::from([("error", self)]);
                json_layout::escaped(&serde_json::to_string(&error).unwrap_or_default()) + "\n"
            }
            _ => self.text(output::error_width()),
        };
        // If standard error is closed, the exit status remains.
        let _ = AutoStream::auto(io::stderr()).write_all(text.as_bytes());
        self.0.exit_status
    }
}

/// Name of a kind in JSON, such as `invalid_input`.
pub(crate) fn kind_name(kind: impl Debug) -> String {
    format!("{kind:?}").to_snake_case()
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
