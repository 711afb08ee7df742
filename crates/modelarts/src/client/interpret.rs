//! Turns the outcome of an attempt into a response or an error.

use std::sync::Arc;

use bytes::Bytes;
use modelarts_api::{self as api, types::ErrorBody, wire::Body};
use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

use super::json_path;
use crate::{
    Error, ErrorKind, Response,
    auth::{Credentials, signer::SigningError},
    error::ServiceError,
    head::ResponseHead,
    redact::redact,
};

/// Length of a body, in bytes, that takes about a millisecond to decode: too long for a thread that other tasks wait for.
const LONG: usize = 256 * 1024;

/// Decodes a body, or says where that failed, and why. It gives the body back, which the value may share.
pub(crate) type Decode<T> = fn(Bytes) -> (Bytes, Result<T, (String, String)>);

/// The response that arrived, or the error that it stands for.
pub(super) async fn response<T: Send + 'static>(
    head: ResponseHead,
    body: Bytes,
    decode: Decode<T>,
    credentials: &Arc<Credentials>,
    attempts: u32,
    permit: Option<OwnedSemaphorePermit>,
) -> Result<Response<T>, Error> {
    if !head.is_success() {
        let credentials = Arc::clone(credentials);
        let parse = move |body: Bytes| (ServiceError::parse(&body, &credentials), body);
        let (parsed, body) = without_delay(body, permit, parse).await?;
        return Err(Error::service(head, parsed, body));
    }
    let (body, decoded) = without_delay(body, permit, decode).await?;
    match decoded {
        Ok(value) => Ok(Response::new(value, head, attempts, body)),
        Err((path, reason)) => {
            // The path has keys that the service chose, and it may repeat what it was sent.
            let [path, reason] = [path, reason].map(|text| redact(text, &credentials.secrets()));
            Err(Error::decode(head, path, body, reason))
        }
    }
}

/// Reads a body where no other task waits for it. The permit of the call is held meanwhile, since what is read may take
/// more memory than the body.
async fn without_delay<T: Send + 'static>(
    body: Bytes,
    permit: Option<OwnedSemaphorePermit>,
    read: impl FnOnce(Bytes) -> T + Send + 'static,
) -> Result<T, Error> {
    if body.len() < LONG {
        return Ok(read(body));
    }
    let reading = spawn_blocking(move || {
        let _permit = permit;
        read(body)
    });
    reading.await.map_err(|error| {
        Error::new(ErrorKind::Transport, "the runtime ended while the response was decoded").with_source(error)
    })
}

/// Decodes a body of JSON.
pub(crate) fn json<T>(
    body: Bytes,
    decode: impl FnOnce(&Body) -> serde_json::Result<T>,
) -> (Bytes, Result<T, (String, String)>) {
    // Checking the whole text first is several times as fast as checking each string in it.
    let text = match String::from_utf8(body.into()) {
        Ok(text) => Body::from(text),
        Err(error) => {
            let valid = error.as_bytes().utf8_chunks().next().map_or("", |chunk| chunk.valid());
            let failure = (json_path::at_end(valid), error.utf8_error().to_string());
            return (error.into_bytes().into(), Err(failure));
        }
    };
    let decoded = decode(&text).map_err(|error| (json_path::of(&error, text.json()), without_value(&error)));
    (Bytes::from_owner(text), decoded)
}

/// The message of serde, without the value that it quotes from the response, which may be confidential.
fn without_value(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // serde puts strings in double quotes and everything else in backticks.
    match (text.find(['"', '`']), text.rfind(", expected")) {
        (Some(value), Some(expected)) if value < expected => {
            let kind = text.get(..value).unwrap_or_default().trim_end();
            format!("{kind}{}", text.get(expected..).unwrap_or_default())
        }
        _ => text,
    }
}

/// The request could not be built, so nothing was sent.
pub(super) fn invalid_request(error: api::Error<ErrorBody>) -> Error {
    let reason = match error {
        api::Error::InvalidRequest(reason) => reason,
        api::Error::CommunicationError(error) => error.without_url().to_string(),
        error => error.to_string(),
    };
    Error::new(ErrorKind::InvalidInput, reason)
}

/// The request could not be signed, so nothing was sent.
pub(super) fn signing(error: SigningError) -> Error {
    let reason = format!("the request cannot be signed: {error}");
    Error::new(ErrorKind::InvalidInput, reason).with_source(error)
}
