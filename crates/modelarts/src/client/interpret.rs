//! From what became of an attempt to a response or an error.

use bytes::Bytes;
use modelarts_api::{self as api, Call, types::ApiError};

use super::{
    bounded_body::BodyError,
    exchange::{Failure, Head},
    json_place,
};
use crate::{
    Error, ErrorKind, Response,
    auth::{Credentials, CredentialsError, signer::SigningError},
    error::ServiceError,
    redact::redact,
};

/// The response of an attempt, or why there is none.
pub(super) fn response<C: Call>(
    body: Result<Bytes, Failure>,
    head: Option<Head>,
    credentials: &Credentials,
    attempts: u32,
) -> Result<Response<C::Response>, Error> {
    let (body, head) = match (body, head) {
        (Ok(body), Some(head)) => (body, head),
        // No body comes without a head.
        (Ok(_), None) => return Err(Error::new(ErrorKind::Transport, "no response was received")),
        (Err(failure), head) => return Err(failed(failure, head)),
    };
    let status = head.status.as_u16();
    if !head.status.is_success() {
        let said = ServiceError::parse(&body, &credentials.secrets());
        let error = Error::service(status, said, head.request_id, body).with_retry_after(head.retry_after);
        return Err(error.with_clock_ahead(head.clock_ahead));
    }
    match decode::<C>(&body) {
        Ok(value) => Ok(Response::new(value, status, head.request_id, attempts, body)),
        Err((place, reason)) => {
            // Keys that the service chose are in the place, and it may repeat what it was sent.
            let [place, reason] = [place, reason].map(|text| redact(text, &credentials.secrets()));
            Err(Error::decode(status, place, head.request_id, body, reason.into()))
        }
    }
}

/// The value in a body, or where it cannot be read, and why.
fn decode<C: Call>(body: &[u8]) -> Result<C::Response, (String, String)> {
    // Checking all of the text first is several times as fast as checking each string in it.
    let text = str::from_utf8(body).map_err(|error| {
        let valid = body.split_at_checked(error.valid_up_to()).map(|(valid, _)| valid);
        let valid = valid.and_then(|valid| str::from_utf8(valid).ok());
        (json_place::at_end(valid.unwrap_or_default()), error.to_string())
    })?;
    C::decode(text).map_err(|error| (json_place::of(&error, text), without_value(&error)))
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

fn failed(failure: Failure, head: Option<Head>) -> Error {
    match failure {
        Failure::Unanswered(error) => transport(error),
        Failure::Unreadable(BodyError::TooLong(cap)) => {
            let reason = format!("the response is longer than the cap of {cap} bytes");
            cut_short(Error::new(ErrorKind::BodyTooLarge, reason), head)
        }
        Failure::Unreadable(BodyError::Transport(error)) => cut_short(transport(error), head),
    }
}

/// An error that struck after a response had begun, perhaps: what came of it is kept.
pub(super) fn cut_short(error: Error, head: Option<Head>) -> Error {
    match head {
        Some(head) => error
            .with_response(head.status.as_u16(), head.request_id)
            .with_retry_after(head.retry_after)
            .with_clock_ahead(head.clock_ahead),
        None => error,
    }
}

/// The request could not be put together, so nothing was sent.
pub(super) fn unprepared(error: api::Error<ApiError>) -> Error {
    let reason = match error {
        api::Error::InvalidRequest(reason) => reason,
        api::Error::CommunicationError(error) => error.without_url().to_string(),
        error => error.to_string(),
    };
    Error::new(ErrorKind::InvalidInput, reason)
}

/// The request could not be signed, so nothing was sent.
pub(super) fn unsigned(error: SigningError) -> Error {
    let reason = format!("the request cannot be signed: {error}");
    Error::new(ErrorKind::InvalidInput, reason).with_source(error)
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
