//! The HTTP client, and one attempt on the wire.

use std::{error, iter::successors, time::Duration};

use bytes::Bytes;
use reqwest::{Client, Request, Url, redirect};

use super::bounded_body::{self, BodyError};
use crate::{Error, ErrorKind, HttpClient, auth::Credentials, endpoint, head::ResponseHead};

/// Timeout of connecting: long enough for a far region, short enough to leave time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Value of the `User-Agent` header.
const USER_AGENT: &str = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"));

/// The HTTP client that `settings` stand for, for requests to `base`.
pub(super) fn client(base: &Url, max_idle: usize, settings: &HttpClient) -> Result<Client, Error> {
    let own = settings.own();
    if let Some(own) = own.map_err(|reason| Error::new(ErrorKind::Configuration, reason))? {
        return Ok(own.clone());
    }
    let [remote, loopback] = &*settings.built;
    let built = if endpoint::is_loopback(base) { loopback } else { remote };
    match built.get() {
        Some(client) => Ok(client.clone()),
        None => fresh_client(base, max_idle, settings).map(|client| built.get_or_init(|| client).clone()),
    }
}

/// An HTTP client for requests to `base`, with up to `max_idle` connections kept open unless `settings` say otherwise.
fn fresh_client(base: &Url, max_idle: usize, settings: &HttpClient) -> Result<Client, Error> {
    let invalid = |error: reqwest::Error| {
        let reason = format!("cannot set up the http client: {}", root_cause(&error));
        Error::new(ErrorKind::Configuration, reason).with_source(error.without_url())
    };
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(max_idle)
        // A redirect would take the signature to another host.
        .redirect(redirect::Policy::none());
    let mut builder = settings.configure(builder, USER_AGENT).map_err(invalid)?;
    if endpoint::is_loopback(base) {
        // A proxy could not reach this machine, and would see the signed request.
        builder = builder.no_proxy();
    }
    builder.build().map_err(invalid)
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
    let host = error.url().map_or("the service", Url::authority);
    let (kind, reason) = if error.is_timeout() {
        (ErrorKind::Timeout, "the service did not answer in time".to_owned())
    } else if error.is_connect() {
        let reason = format!("cannot connect to {host}: {}", root_cause(&error));
        (ErrorKind::Connect, reason)
    } else if error.is_decode() {
        (ErrorKind::Transport, "the body of the response is damaged".to_owned())
    } else {
        (ErrorKind::Transport, "the connection broke off".to_owned())
    };
    // The URL has the project id and adds nothing to the operation.
    Error::new(kind, reason).with_source(error.without_url())
}

/// The last cause, which says most: `connection refused`.
pub(super) fn root_cause(error: &(dyn error::Error + 'static)) -> String {
    let cause = successors(Some(error), |error| error.source()).last();
    let cause = cause.map(ToString::to_string).unwrap_or_default();
    let mut characters = cause.split(" (os error").next().unwrap_or_default().chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
