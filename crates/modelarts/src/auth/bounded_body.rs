//! Response bodies that cannot fill the memory.

use std::{error::Error, fmt};

use bytes::Bytes;
use reqwest::Response;

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// It is longer than the cap, in bytes, that was set for it.
    TooLong(usize),
    /// The connection failed before its end.
    Transport(reqwest::Error),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(cap) => write!(f, "the body is longer than {cap} bytes"),
            Self::Transport(_) => f.write_str("the body broke off"),
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

/// How much room a body is given on the server's word alone; more follows what has arrived.
const TRUSTED_LENGTH: usize = 8 * 1024 * 1024;

/// Up to which length a body is copied out of the buffer of its connection, which it would otherwise keep in memory.
const SMALL: usize = 4 * 1024;

/// Reads a body of at most `cap` bytes. One that arrives in one piece, and is not small, is not copied.
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

/// The next piece of a body of which `arrived` bytes have been read.
async fn next(response: &mut Response, arrived: usize, cap: usize) -> Result<Option<Bytes>, BodyError> {
    match response.chunk().await {
        Ok(Some(piece)) if piece.len() > cap - arrived => Err(BodyError::TooLong(cap)),
        Ok(piece) => Ok(piece),
        Err(error) => Err(BodyError::Transport(error.without_url())),
    }
}
