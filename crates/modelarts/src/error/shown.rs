//! What people see of an error.

use std::{
    error,
    fmt::{self, Write},
};

use bytes::Bytes;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &*self.0;
        if let Some(operation) = failure.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&failure.reason)?;
        if failure.kind == ErrorKind::Service {
            if let Some(status) = failure.status {
                write!(f, " {status}")?;
            }
            if let Some(code) = &failure.code {
                f.write_char(' ')?;
                write_line(f, code)?;
            }
            if let Some(message) = &failure.message {
                f.write_str(": ")?;
                write_line(f, message)?;
            }
        }
        if let Some(path) = &failure.path {
            f.write_str(" at `")?;
            write_line(f, path)?;
            f.write_char('`')?;
        }
        if let Some(request_id) = &failure.request_id {
            f.write_str(" (request id ")?;
            write_line(f, request_id)?;
            f.write_char(')')?;
        }
        match self.telling_skew() {
            Some(minutes) => {
                let side = if minutes > 0 { "ahead of" } else { "behind" };
                let minutes = minutes.unsigned_abs();
                write!(f, "; this machine's clock is {minutes} minutes {side} the service's")
            }
            None => Ok(()),
        }
    }
}

/// How much of each thing that a server said `Display` shows; [`Error::message`] and its like have all of it.
const SHOWN: usize = 1000;

/// Writes what a server said so that it stays on one line and moves no cursor.
fn write_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for character in text.chars().take(SHOWN) {
        f.write_char(if character.is_control() { ' ' } else { character })?;
    }
    if text.chars().nth(SHOWN).is_some() {
        f.write_str("...")
    } else {
        Ok(())
    }
}

/// What a program shows whose `main` returns the error: what `Display` says, and what lies under it. `{:#?}` shows every
/// part of the error instead.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &*self.0;
        if !f.alternate() {
            let line = self.to_string();
            f.write_str(&line)?;
            let causes = std::iter::successors(error::Error::source(self), |cause| cause.source());
            // Some reasons tell their cause themselves.
            for cause in causes.map(ToString::to_string).filter(|cause| !line.contains(cause)) {
                write!(f, "\n  caused by: {cause}")?;
            }
            return Ok(());
        }
        f.debug_struct("Error")
            .field("kind", &failure.kind)
            .field("operation", &failure.operation)
            .field("reason", &failure.reason)
            .field("status", &failure.status)
            .field("code", &failure.code)
            .field("message", &failure.message)
            .field("request_id", &failure.request_id)
            .field("path", &failure.path)
            .field("retry_after", &failure.retry_after)
            .field("clock_ahead", &failure.clock_ahead)
            .field("attempts", &failure.attempts)
            .field("body", &failure.body.as_ref().map(Bytes::len))
            .field("source", &failure.source)
            .finish()
    }
}
