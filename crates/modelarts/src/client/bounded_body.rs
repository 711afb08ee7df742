//! Response bodies of bounded length.

use std::{
    error::Error,
    io::{self, Write},
};

use bytes::Bytes;
#[cfg(feature = "gzip")]
use flate2::write::MultiGzDecoder;
use reqwest::{Response, header::CONTENT_ENCODING};

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The body is longer than this cap, in bytes.
    TooLong(usize),
    /// It cannot be decompressed.
    Damaged(io::Error),
    /// The connection failed before the end of the body.
    Transport(reqwest::Error),
}

/// As the cause of another error.
impl From<BodyError> for Box<dyn Error + Send + Sync> {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLong(cap) => format!("the body is longer than {cap} bytes").into(),
            BodyError::Damaged(error) => error.into(),
            BodyError::Transport(error) => error.into(),
        }
    }
}

/// The most that is allocated because of `Content-Length` alone; more follows what has arrived.
const TRUSTED_LENGTH: usize = 8 * 1024 * 1024;

/// Reads a body of at most `cap` bytes after decompression. It is copied, since a slice would keep the buffer of its
/// connection alive.
pub(crate) async fn read(response: &mut Response, cap: usize) -> Result<Bytes, BodyError> {
    let announced = response.content_length().unwrap_or_default();
    let announced = usize::try_from(announced).unwrap_or(cap);
    let bytes = Vec::with_capacity(announced.min(cap).min(TRUSTED_LENGTH));
    let mut body = Body::of(response, Capped { bytes, cap });
    loop {
        match response.chunk().await {
            Ok(Some(piece)) => body.write(&piece).map_err(|error| body_error(error, cap))?,
            Ok(None) => return Ok(body.finish().map_err(|error| body_error(error, cap))?.bytes.into()),
            Err(error) => return Err(BodyError::Transport(error.without_url())),
        }
    }
}

/// A buffer that takes no more than `cap` bytes.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
}

impl Write for Capped {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if piece.len() > self.cap - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.write(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A body that arrives piece by piece. One that is compressed may have several members.
enum Body {
    Plain(Capped),
    // In a box, for a smaller future.
    #[cfg(feature = "gzip")]
    Gzip(Box<MultiGzDecoder<Capped>>),
}

impl Body {
    /// The body of `response`, which is compressed if the response says so: an HTTP client that decompresses says it no
    /// more.
    fn of(response: &Response, buffer: Capped) -> Self {
        match response.headers().get(CONTENT_ENCODING) {
            #[cfg(feature = "gzip")]
            Some(coding) if coding == "gzip" => Self::Gzip(Box::new(MultiGzDecoder::new(buffer))),
            _ => Self::Plain(buffer),
        }
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(buffer) => buffer.write_all(piece),
            #[cfg(feature = "gzip")]
            Self::Gzip(decoder) => decoder.write_all(piece),
        }
    }

    fn finish(self) -> io::Result<Capped> {
        match self {
            Self::Plain(buffer) => Ok(buffer),
            #[cfg(feature = "gzip")]
            Self::Gzip(decoder) => decoder.finish(),
        }
    }
}

fn body_error(error: io::Error, cap: usize) -> BodyError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => BodyError::TooLong(cap),
        _ => BodyError::Damaged(error),
    }
}
