//! From what became of an attempt to a response or an error.

use bytes::Bytes;
use modelarts_api::{self as api, ResponseValue, types::ApiError};
use serde::de::DeserializeOwned;

use super::exchange::{Head, Outcome};
use crate::{
    Error, ErrorKind, Response,
    auth::{Credentials, CredentialsError, bounded_body::BodyError},
    error::ServiceError,
};

/// The response of an attempt, or why there is none.
pub(super) fn response<T: DeserializeOwned>(
    result: Result<ResponseValue<T>, api::Error<ApiError>>,
    outcome: Outcome,
    credentials: &Credentials,
    attempts: u32,
) -> Result<Response<T>, Error> {
    let (head, body) = match outcome {
        Outcome::Complete(head, body) => (head, body),
        Outcome::Unsigned(error) => {
            let reason = format!("the request cannot be signed: {error}");
            return Err(Error::new(ErrorKind::InvalidInput, reason).with_source(error));
        }
        Outcome::Unreadable(head, error) => return Err(unreadable(head, error)),
        Outcome::Nothing | Outcome::Unfinished(_) => return Err(unsent(result.err())),
    };
    let Head {
        status,
        request_id,
        retry_after,
        clock_ahead,
    } = head;
    if !status.is_success() {
        let said = ServiceError::parse(&body, &credentials.secrets());
        let error = Error::service(status.as_u16(), said, request_id, body).with_retry_after(retry_after);
        return Err(error.with_clock_ahead(clock_ahead));
    }
    decode(status.as_u16(), request_id, attempts, body)
}

fn decode<T: DeserializeOwned>(
    status: u16,
    request_id: Option<String>,
    attempts: u32,
    body: Bytes,
) -> Result<Response<T>, Error> {
    // Checking all of the text first is several times as fast as checking each string in it. To know the place of an
    // error, every step into the text must be noted, so that is only done where there is one.
    let decoded = str::from_utf8(&body).ok().map(serde_json::from_str);
    if let Some(Ok(value)) = decoded {
        return Ok(Response::new(value, status, request_id, attempts, body));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(&body);
    let decoded = serde_path_to_error::deserialize(&mut deserializer);
    // Something may follow the value, which belongs to no place in it.
    let end = deserializer.end();
    match decoded {
        Ok(value) => match end {
            Ok(()) => Ok(Response::new(value, status, request_id, attempts, body)),
            Err(error) => Err(Error::decode(status, ".".to_owned(), request_id, body, error.into())),
        },
        Err(error) => {
            let path = error.path().to_string();
            Err(Error::decode(
                status,
                path,
                request_id,
                body,
                without_value(&error.into_inner()).into(),
            ))
        }
    }
}

/// What serde says, without the value that it quotes from the response: it may be something to keep to oneself.
fn without_value(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // serde quotes strings with one sign and everything else with the other.
    match (text.find(['"', '`']), text.rfind(", expected")) {
        (Some(start), Some(end)) if start < end => {
            let (said, expected) = (
                text.get(..start).unwrap_or_default(),
                text.get(end..).unwrap_or_default(),
            );
            format!("{}{expected}", said.trim_end())
        }
        _ => text,
    }
}

/// No response began.
fn unsent(error: Option<api::Error<ApiError>>) -> Error {
    match error {
        Some(api::Error::CommunicationError(error)) => transport(error),
        Some(api::Error::InvalidRequest(reason)) => Error::new(ErrorKind::InvalidInput, reason),
        _ => Error::new(ErrorKind::Transport, "no response was received"),
    }
}

fn unreadable(head: Head, error: BodyError) -> Error {
    let failure = match error {
        BodyError::TooLong(cap) => Error::new(
            ErrorKind::BodyTooLarge,
            format!("the response is longer than the cap of {cap} bytes"),
        ),
        BodyError::Transport(error) => transport(error),
    };
    failure
        .with_response(head.status.as_u16(), head.request_id)
        .with_retry_after(head.retry_after)
}

/// The deadline of the call passed while a response came in.
pub(super) fn late(error: Error, outcome: Outcome) -> Error {
    match outcome {
        Outcome::Unfinished(head) => error.with_response(head.status.as_u16(), head.request_id),
        _ => error,
    }
}

fn transport(error: reqwest::Error) -> Error {
    let (kind, reason) = if error.is_timeout() {
        (ErrorKind::Timeout, "the service did not answer in time")
    } else if error.is_connect() {
        (ErrorKind::Connect, "cannot connect to the service")
    } else if error.is_decode() {
        (ErrorKind::Transport, "the body of the response is damaged")
    } else {
        (ErrorKind::Transport, "the connection broke off")
    };
    // The URL holds the project's id and adds nothing to the operation.
    Error::new(kind, reason).with_source(error.without_url())
}

/// Credentials could not be had.
pub(super) fn credentials(error: CredentialsError) -> Error {
    Error::new(ErrorKind::Credentials, error.to_string()).with_source(error)
}
