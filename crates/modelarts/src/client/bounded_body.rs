//! Response bodies of bounded length.

use std::error::Error;

use bytes::Bytes;
use reqwest::Response;

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The body is longer than this cap, in bytes.
    TooLong(usize),
    /// The connection failed before the end of the body.
    Transport(reqwest::Error),
}

/// As the cause of another error.
impl From<BodyError> for Box<dyn Error + Send + Sync> {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLong(cap) => format!("the body is longer than {cap} bytes").into(),
            BodyError::Transport(error) => error.into(),
        }
    }
}

/// The most that is allocated because of `Content-Length` alone; more follows what has arrived.
const TRUSTED_LENGTH: usize = 8 * 1024 * 1024;

/// Reads a body of at most `cap` bytes. It is copied, since a slice would keep the buffer of its connection alive.
pub(crate) async fn read(mut response: Response, cap: usize) -> Result<Bytes, BodyError> {
    let announced = response.content_length().unwrap_or_default();
    let announced = usize::try_from(announced).unwrap_or(cap);
    let mut body = Vec::with_capacity(announced.min(cap).min(TRUSTED_LENGTH));
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if piece.len() > cap - body.len() => return Err(BodyError::TooLong(cap)),
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            Ok(None) => return Ok(body.into()),
            Err(error) => return Err(BodyError::Transport(error.without_url())),
        }
    }
}
