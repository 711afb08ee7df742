//! One attempt on the wire.

use bytes::Bytes;
use reqwest::Request;

use super::{
    Shared,
    bounded_body::{self, BodyError},
};
use crate::{Error, ErrorKind, auth::Credentials, head::ResponseHead};

/// Sends `request` and reads the body of the response.
///
/// A time limit may cancel this anywhere, so the head is put into `head` as soon as it has arrived.
pub(super) async fn exchange(
    client: &Shared,
    credentials: &Credentials,
    request: Request,
    head: &mut Option<ResponseHead>,
) -> Result<Bytes, Error> {
    let response = client.http.execute(request).await.map_err(transport)?;
    *head = Some(ResponseHead::new(&response, &credentials.secrets()));
    bounded_body::read(response, client.max_body)
        .await
        .map_err(|error| match error {
            BodyError::TooLong(cap) => {
                let reason = format!("the response is longer than the cap of {cap} bytes");
                Error::new(ErrorKind::BodyTooLarge, reason)
            }
            BodyError::Transport(error) => transport(error),
        })
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
