//! What the fault server does with a request, step by step.

use std::{sync::Arc, time::Duration};

/// Headers of a response.
pub(crate) type Headers<'a> = &'a [(&'a str, &'a str)];

/// One thing that the server does.
#[derive(Clone)]
pub(crate) enum Step {
    Send(Arc<[u8]>),
    /// Byte by byte, with a pause before each.
    Trickle(Arc<[u8]>, Duration),
    /// Over and over, until the client hangs up.
    Endless(Arc<[u8]>),
    /// Nothing, until the client hangs up.
    Hold,
    /// The connection ends with a reset instead of an orderly end.
    Reset,
    /// The connection stays open for another request.
    KeepAlive,
}

/// All that the server does with one request. After the last step the connection ends.
#[derive(Clone, Default)]
pub(crate) struct Reply(pub(crate) Vec<Step>);

impl Reply {
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    pub(crate) fn hold() -> Self {
        Self::nothing().then(Step::Hold)
    }

    pub(crate) fn reset() -> Self {
        Self::nothing().then(Step::Reset)
    }

    /// These bytes, as they are.
    pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::nothing().then(Step::Send(bytes.as_ref().into()))
    }

    /// A head that does not say how long the body is, and the beginning of a body.
    pub(crate) fn partial(status: u16, headers: Headers<'_>, body: impl AsRef<[u8]>) -> Self {
        Self::raw([&head(status, headers), body.as_ref()].concat())
    }

    /// A complete response after which the connection ends.
    pub(crate) fn complete(status: u16, headers: Headers<'_>, body: impl AsRef<[u8]>) -> Self {
        let length = body.as_ref().len().to_string();
        let framing = [("Content-Length", length.as_str()), ("Connection", "close")];
        Self::partial(status, &[headers, &framing].concat(), body)
    }

    /// A complete response after which the connection serves the next request.
    pub(crate) fn kept_alive(status: u16, headers: Headers<'_>, body: impl AsRef<[u8]>) -> Self {
        let length = body.as_ref().len().to_string();
        let framing = [("Content-Length", length.as_str())];
        Self::partial(status, &[headers, &framing].concat(), body).then(Step::KeepAlive)
    }

    pub(crate) fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }
}

/// The head of a response.
pub(crate) fn head(status: u16, headers: Headers<'_>) -> Vec<u8> {
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    format!("HTTP/1.1 {status} Whatever\r\n{}\r\n", headers.collect::<String>()).into_bytes()
}

/// One chunk of a chunked body.
pub(crate) fn chunk(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}
