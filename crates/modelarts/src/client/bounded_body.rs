//! Response bodies of bounded length.

use std::{error::Error, fmt};

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

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(cap) => write!(f, "the body is longer than {cap} bytes"),
            Self::Transport(_) => f.write_str("the connection broke before the end of the body"),
        }
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::TooLong(_) => None,
            Self::Transport(error) => Some(error),
        }
    }
}

/// The most that is allocated because of `Content-Length` alone; more follows what has arrived.
const TRUSTED_LENGTH: usize = 8 * 1024 * 1024;

/// Bodies up to this length are copied: a slice would keep the whole buffer of its connection alive.
const SMALL: usize = 4 * 1024;

/// Reads a body of at most `cap` bytes. One that arrives in one piece is copied only if it is small.
pub(crate) async fn read(mut response: Response, cap: usize) -> Result<Bytes, BodyError> {
    let announced = response
        .content_length()
        .and_then(|length| usize::try_from(length).ok());
    let first = next(&mut response, 0, cap).await?.unwrap_or_default();
    let Some(second) = next(&mut response, first.len(), cap).await? else {
        let is_small = first.len() <= SMALL;
        return Ok(if is_small {
            Bytes::copy_from_slice(&first)
        } else {
            first
        });
    };
    let expected = announced.unwrap_or_default().min(cap).min(TRUSTED_LENGTH);
    let mut body = Vec::with_capacity(expected.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    drop((first, second));
    while let Some(piece) = next(&mut response, body.len(), cap).await? {
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

/// The next piece of a body, of which `arrived` bytes have been read.
async fn next(response: &mut Response, arrived: usize, cap: usize) -> Result<Option<Bytes>, BodyError> {
    match response.chunk().await {
        Ok(Some(piece)) if piece.len() > cap - arrived => Err(BodyError::TooLong(cap)),
        Ok(piece) => Ok(piece),
        Err(error) => Err(BodyError::Transport(error.without_url())),
    }
}
