//! The HTTP client that requests are sent through.

use std::time::Duration;

use reqwest::{Client, Url, redirect};

use crate::{Error, ErrorKind, endpoint};

/// Timeout of connecting: long enough for a far region, short enough to leave time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Value of the `User-Agent` header.
const USER_AGENT: &str = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"));

/// An HTTP client for requests to `base`, with up to `max_idle` connections kept open.
pub(super) fn build(base: &Url, max_idle: usize) -> Result<Client, Error> {
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
