//! Turns the outcome of an attempt into a response or an error.

use bytes::Bytes;
use modelarts_api::{self as api, types::ErrorBody, wire::Body};
use tokio::task::JoinError;

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
pub(super) fn response<T>(
    head: ResponseHead,
    body: Bytes,
    decode: Decode<T>,
    credentials: &Credentials,
    attempts: u32,
) -> Result<Response<T>, Error> {
    if !head.is_success() {
        return Err(Error::service(head, ServiceError::parse(&body, credentials), body));
    }
    match decode(body) {
        (body, Ok(value)) => Ok(Response::new(value, head, attempts, body)),
        (body, Err((path, reason))) => {
            // The path has keys that the service chose, and it may repeat what it was sent.
            let [path, reason] = [path, reason].map(|text| redact(text, &credentials.secrets()));
            Err(Error::decode(head, path, body, reason))
        }
    }
}

/// Whether a body is read in a thread of its own, since other tasks would wait too long.
pub(super) fn is_long(body: &Bytes) -> bool {
    body.len() >= LONG
}

/// The thread that read a body was not run, or did not end.
pub(super) fn unread(error: JoinError) -> Error {
    Error::new(ErrorKind::Transport, "the runtime ended while the response was decoded").with_source(error)
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
