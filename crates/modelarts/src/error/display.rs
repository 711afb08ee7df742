//! How an error is printed.

use std::{
    error,
    fmt::{self, Write},
};

use jiff::Unit;

use super::{Error, ErrorKind};
use crate::head::NORMAL_SKEW;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        if let Some(operation) = &details.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&details.reason)?;
        if details.kind == ErrorKind::Service {
            if let Some(status) = self.status() {
                write!(f, " {status}")?;
            }
            write_text(f, " ", self.code(), "")?;
            write_text(f, ": ", self.message(), "")?;
        }
        write_text(f, " at `", self.path(), "`")?;
        write_text(f, " (request id ", self.request_id(), ")")?;
        if let Some(minutes) = self.clock_skew() {
            let side = if minutes > 0 { "ahead of" } else { "behind" };
            let minutes = minutes.unsigned_abs();
            write!(f, "; this machine's clock is {minutes} minutes {side} the service's")?;
        }
        if let Some(time) = self.0.head.as_ref().and_then(|head| head.retry_at) {
            write!(f, "; the service asks to wait until {time:.0}")?;
        }
        Ok(())
    }
}

impl Error {
    /// Minutes by which this machine's clock is ahead of the service's, if that may explain the refusal.
    fn clock_skew(&self) -> Option<i64> {
        let ahead = self.refused_clock_ahead().filter(|ahead| ahead.abs() > NORMAL_SKEW)?;
        Some(ahead.round(Unit::Minute).unwrap_or(ahead).as_mins())
    }
}

/// Number of characters that `Display` shows of each text from a server. The accessors return all of it.
const MAX_SHOWN: usize = 1000;

/// Writes a text from a server, if there is one, so that it stays on one line and moves no cursor.
fn write_text(f: &mut fmt::Formatter<'_>, before: &str, text: Option<&str>, after: &str) -> fmt::Result {
    let Some(text) = text else { return Ok(()) };
    f.write_str(before)?;
    for character in text.chars().take(MAX_SHOWN) {
        f.write_char(if character.is_control() { ' ' } else { character })?;
    }
    if text.chars().nth(MAX_SHOWN).is_some() {
        f.write_str("...")?;
    }
    f.write_str(after)
}

/// Shows what `Display` does, and the causes: the output of a program whose `main` returns the error. `{:#?}` shows
/// every field instead.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        if f.alternate() {
            return f
                .debug_struct("Error")
                .field("kind", &details.kind)
                .field("operation", &details.operation)
                .field("reason", &details.reason)
                .field("status", &self.status())
                .field("code", &details.service.code)
                .field("message", &details.service.message)
                .field("request_id", &self.request_id())
                .field("path", &details.path)
                .field("retry_after", &self.retry_after())
                .field("clock_ahead", &details.head.as_ref().and_then(|head| head.clock_skew()))
                .field("attempts", &details.attempts)
                .field("body", &self.body().map(<[u8]>::len))
                .field("source", &details.source)
                .finish();
        }
        let line = self.to_string();
        f.write_str(&line)?;
        let causes = std::iter::successors(error::Error::source(self), |cause| cause.source());
        // Some reasons already include their cause.
        for cause in causes.map(ToString::to_string).filter(|cause| !line.contains(cause)) {
            write!(f, "\n  caused by: {cause}")?;
        }
        Ok(())
    }
}
