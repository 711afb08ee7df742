//! One attempt on the wire.

use std::mem;

use bytes::Bytes;
use reqwest::Request;

use super::{
    Shared,
    bounded_body::{self, BodyError},
};
use crate::{Error, ErrorKind, auth::Credentials, head::ResponseHead};

/// Sends `request` and reads the whole response.
///
/// A time limit may cancel this anywhere, and an error has no response: what arrived by then is in `head`.
pub(super) async fn exchange(
    client: &Shared,
    credentials: &Credentials,
    request: Request,
    head: &mut Option<ResponseHead>,
) -> Result<(ResponseHead, Bytes), Error> {
    let response = client.http.execute(request).await.map_err(transport)?;
    let head = head.insert(ResponseHead::new(&response, &credentials.secrets()));
    match bounded_body::read(response, client.max_body).await {
        Ok(body) => Ok((mem::take(head), body)),
        Err(BodyError::TooLong(cap)) => {
            let reason = format!("the response is longer than the cap of {cap} bytes");
            Err(Error::new(ErrorKind::BodyTooLarge, reason))
        }
        Err(BodyError::Transport(error)) => Err(transport(error)),
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
    // The URL has the project id and adds nothing to the operation.
    Error::new(kind, reason).with_source(error.without_url())
}
