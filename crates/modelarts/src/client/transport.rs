//! The HTTP client, and one attempt on the wire.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, Request, Url, redirect};

use super::bounded_body::{self, BodyError};
use crate::{Error, ErrorKind, auth::Credentials, endpoint, head::ResponseHead};

/// Timeout of connecting: long enough for a far region, short enough to leave time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Value of the `User-Agent` header.
const USER_AGENT: &str = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"));

/// An HTTP client for requests to `base`, with up to `max_idle` connections kept open.
pub(super) fn client(base: &Url, max_idle: usize) -> Result<Client, Error> {
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(max_idle)
        // A redirect would take the signature to another host.
        .redirect(redirect::Policy::none());
    if endpoint::is_loopback(base) {
        // A proxy could not reach this machine, and would see the signed request.
        builder = builder.no_proxy();
    }
    builder
        .build()
        .map_err(|error| Error::new(ErrorKind::Configuration, "cannot set up the HTTP client").with_source(error))
}

/// Sends `request` and reads the body of the response.
///
/// A time limit may cancel this anywhere, so the head is put into `head` as soon as it has arrived.
pub(super) async fn exchange(
    http: &Client,
    max_body: usize,
    credentials: &Credentials,
    request: Request,
    head: &mut Option<ResponseHead>,
) -> Result<Bytes, Error> {
    let response = http.execute(request).await.map_err(transport)?;
    *head = Some(ResponseHead::new(&response, &credentials.secrets()));
    bounded_body::read(response, max_body)
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
