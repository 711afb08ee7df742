//! What the fault server does with a request, step by step.

use std::{sync::Arc, time::Duration};

/// One thing that the server does.
#[derive(Clone)]
pub(super) enum Step {
    Send(Arc<[u8]>),
    /// Byte by byte, with a pause before each.
    Trickle(Arc<[u8]>, Duration),
    /// Over and over, until the client hangs up.
    Endless(Arc<[u8]>),
    /// Nothing, until the client hangs up.
    Hold,
    /// The connection ends with a reset in place of an orderly end.
    Reset,
    /// The connection is left open for another request.
    KeepAlive,
}

/// All that the server does with one request. After the last step the connection ends.
#[derive(Clone, Default)]
pub(super) struct Reply(pub(super) Vec<Step>);

impl Reply {
    pub(super) fn nothing() -> Self {
        Self::default()
    }

    /// These bytes, as they are.
    pub(super) fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::nothing().then(Step::Send(bytes.as_ref().into()))
    }

    /// A complete response after which the connection ends.
    pub(super) fn complete(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        Self::response(status, headers, "Connection: close\r\n", body.as_ref())
    }

    /// A complete response after which the connection serves the next request.
    pub(super) fn kept_alive(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        Self::response(status, headers, "", body.as_ref()).then(Step::KeepAlive)
    }

    fn response(status: u16, headers: &[(&str, &str)], connection: &str, body: &[u8]) -> Self {
        let length = body.len();
        let mut bytes = head(status, headers);
        bytes.truncate(bytes.len() - 2);
        bytes.extend(format!("Content-Length: {length}\r\n{connection}\r\n").as_bytes());
        bytes.extend(body);
        Self::raw(bytes)
    }

    pub(super) fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }
}

/// The head of a response, that says nothing of how long the body is.
pub(super) fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("HTTP/1.1 {status} Whatever\r\n{headers}\r\n").into_bytes()
}

/// Bytes as one chunk of a chunked body.
pub(super) fn chunk(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend(bytes);
    chunk.extend(b"\r\n");
    chunk
}
