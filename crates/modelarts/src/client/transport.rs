//! The HTTP client, and one attempt on the wire.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
#[cfg(feature = "gzip")]
use reqwest::header::{ACCEPT_ENCODING, HeaderValue};
use reqwest::{Client, Proxy, Request, Response, Url, redirect};

use super::bounded_body::{self, BodyError};
use crate::{
    Error, ErrorKind, HttpClient,
    auth::{Credentials, Environment},
    endpoint,
    error::root_cause,
    head::ResponseHead,
    http_client::Numbered,
};

/// Timeout of connecting: long enough for a far region, short enough to leave time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Value of the `User-Agent` header.
const USER_AGENT: &str = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"));

/// The HTTP client of a service, replaced by a fresh one when a connection has fallen silent.
///
/// All requests over HTTP/2 share a connection, so without that they would all wait for one that answers no more.
pub(super) struct Http {
    base: Url,
    max_idle: usize,
    settings: HttpClient,
    current: Arc<Mutex<Numbered>>,
}

impl Http {
    /// For requests to `base`, with up to `max_idle` connections kept open unless `settings` say otherwise.
    pub(super) fn new(base: Url, max_idle: usize, settings: HttpClient) -> Result<Self, Error> {
        let own = settings.own();
        let own = own.map_err(|reason| Error::new(ErrorKind::Configuration, reason))?;
        let [remote, loopback, plain_loopback] = &*settings.built;
        let built = match (endpoint::is_loopback(&base), base.scheme()) {
            (false, _) => remote,
            (true, "https") => loopback,
            (true, _) => plain_loopback,
        };
        let shared = |client| Arc::new(Mutex::new((0, client)));
        let current = match (own, built.get()) {
            (Some(own), _) => shared(own.clone()),
            (None, Some(current)) => current.clone(),
            (None, None) => {
                let client = client(&base, max_idle, &settings)?;
                built.get_or_init(|| shared(client)).clone()
            }
        };
        Ok(Self {
            base,
            max_idle,
            settings,
            current,
        })
    }

    pub(super) fn current(&self) -> Numbered {
        self.lock().clone()
    }

    /// Replaces the client with this number, on which an attempt timed out. Plain HTTP has a connection for each request,
    /// which ends with it, and a client of the caller's own stays.
    pub(super) fn replace(&self, silent: usize) {
        let mut current = self.lock();
        if current.0 == silent
            && self.base.scheme() == "https"
            && let Ok(None) = self.settings.own()
            && let Ok(fresh) = client(&self.base, self.max_idle, &self.settings)
        {
            *current = (silent + 1, fresh);
        }
    }

    /// No panic can leave the client half-replaced, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, Numbered> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An HTTP client for requests to `base`.
fn client(base: &Url, max_idle: usize, settings: &HttpClient) -> Result<Client, Error> {
    let invalid = |error: reqwest::Error| {
        let reason = format!("cannot set up the http client: {}", root_cause(&error));
        Error::new(ErrorKind::Configuration, reason).with_source(error.without_url())
    };
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(max_idle)
        // Bodies are decompressed here, also where another crate turns that on in the HTTP library.
        .no_gzip()
        // A redirect would take the signature to another host.
        .redirect(redirect::Policy::none());
    let mut builder = settings.configure(builder, USER_AGENT).map_err(invalid)?;
    if endpoint::is_loopback(base) {
        // A proxy could not reach this machine, and would see the signed request.
        builder = builder.no_proxy();
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if base.scheme() == "http" {
            // Those of the operating system take longer to load than a call.
            builder = builder.tls_certs_only([]);
        }
    } else if settings.has_proxy_of_environment()
        && let Some(name) = invalid_proxy(&Environment::process(), base.scheme())
    {
        // The HTTP library ignores it and connects directly. The value may hold a password.
        let reason = format!("{name} is not the url of a proxy");
        return Err(Error::new(ErrorKind::Configuration, reason));
    }
    builder.build().map_err(invalid)
}

/// The variable that should name the proxy for URLs of this scheme, and names none.
fn invalid_proxy(environment: &Environment, scheme: &str) -> Option<String> {
    let names = [format!("{scheme}_proxy"), "all_proxy".to_owned()];
    let spellings = names.into_iter().flat_map(|name| [name.to_uppercase(), name]);
    let mut set = spellings.filter_map(|name| Some((environment.get(&name)?, name)));
    set.find_map(|(value, name)| Proxy::all(value).is_err().then_some(name))
}

/// The response to `request`. Nothing is sent before it is awaited.
pub(super) fn send(
    http: &Client,
    #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "nothing is added"))] mut request: Request,
) -> impl Future<Output = reqwest::Result<Response>> + use<> {
    #[cfg(feature = "gzip")]
    request
        .headers_mut()
        .insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    http.execute(request)
}

/// Reads the body of the response to a request that is `sent`.
///
/// A time limit may cancel this anywhere, so the head is put into `head` as soon as it has arrived.
pub(super) async fn receive(
    sent: impl Future<Output = reqwest::Result<Response>>,
    max_body: usize,
    credentials: &Credentials,
    head: &mut Option<ResponseHead>,
) -> Result<Bytes, Error> {
    let mut response = sent.await.map_err(transport)?;
    *head = Some(ResponseHead::new(&response, credentials));
    bounded_body::read(&mut response, max_body)
        .await
        .map_err(|error| match error {
            BodyError::TooLong(cap) => {
                let reason = format!("the response is longer than the cap of {cap} bytes");
                Error::new(ErrorKind::BodyTooLarge, reason)
            }
            BodyError::Damaged(error) => {
                Error::new(ErrorKind::Transport, "the body of the response is damaged").with_source(error)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_names_no_proxy_is_found() {
        let cases = [
            ("HTTPS_PROXY", ":::bad", Some("HTTPS_PROXY")),
            ("https_proxy", "http://[::1", Some("https_proxy")),
            ("ALL_PROXY", "http://", Some("ALL_PROXY")),
            ("HTTPS_PROXY", "proxy.example:3128", None),
            ("HTTPS_PROXY", "http://user:word@proxy.example:3128", None),
            ("all_proxy", "socks5h://proxy.example", None),
            // It is for other URLs, or empty.
            ("HTTP_PROXY", ":::bad", None),
            ("HTTPS_PROXY", " ", None),
        ];
        for (name, value, expected) in cases {
            let environment = Environment::fixed([(name, value)]);
            assert_eq!(
                invalid_proxy(&environment, "https").as_deref(),
                expected,
                "{name}={value}"
            );
        }
    }
}
