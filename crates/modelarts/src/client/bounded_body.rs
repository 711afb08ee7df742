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

/// Bodies up to this length are copied: a slice would keep the whole buffer of its connection alive.
const SMALL: usize = 4 * 1024;

/// Reads a body of at most `cap` bytes. One that arrives in one piece is copied only if it is small.
pub(crate) async fn read(mut response: Response, cap: usize) -> Result<Bytes, BodyError> {
    let announced = response.content_length().unwrap_or_default();
    let expected = usize::try_from(announced).unwrap_or(cap).min(cap).min(TRUSTED_LENGTH);
    let first = next(&mut response, 0, cap).await?.unwrap_or_default();
    let Some(second) = next(&mut response, first.len(), cap).await? else {
        let is_small = first.len() <= SMALL;
        return Ok(if is_small {
            Bytes::copy_from_slice(&first)
        } else {
            first
        });
    };
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
    let piece = response
        .chunk()
        .await
        .map_err(|error| BodyError::Transport(error.without_url()))?;
    if piece.as_ref().is_some_and(|piece| piece.len() > cap - arrived) {
        return Err(BodyError::TooLong(cap));
    }
    Ok(piece)
}
