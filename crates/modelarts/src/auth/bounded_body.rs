//! Response bodies that cannot fill the memory.

use std::{error::Error, fmt};

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

/// Reads a body of at most `cap` bytes. What the server says about its length is not believed.
pub(crate) async fn read(mut response: Response, cap: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| BodyError::Transport(error.without_url()))?
    {
        if chunk.len() > cap - body.len() {
            return Err(BodyError::TooLong(cap));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
