//! Why a call failed.

mod cause;
mod display;
mod service;

use std::{borrow::Cow, error, sync::Arc, time::Duration};

use bytes::Bytes;
use jiff::SignedDuration;

use crate::head::ResponseHead;
use cause::is_permanent;

pub(crate) use cause::root_cause;
pub(crate) use service::ServiceError;

/// Codes of a throttling gateway, whatever the status.
const THROTTLING_CODES: [&str; 2] = ["APIG.0308", "APIGW.0308"];

type Source = Arc<dyn error::Error + Send + Sync>;

/// Kind of an [`Error`]: how far the call got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built with these settings, such as no region, no project or an invalid endpoint. The
    /// message says what to set.
    Configuration,
    /// An argument is invalid, such as a workspace id with a slash. Nothing was sent.
    InvalidInput,
    /// No usable credentials. The message lists the sources that were tried.
    Credentials,
    /// No connection to the service: unknown host, refused, or TLS. It received no request.
    Connect,
    /// An attempt exceeded its timeout, or the call its deadline.
    Timeout,
    /// The connection broke off before the response was complete, or the body was damaged.
    Transport,
    /// The service, or a gateway in front of it, answered with an error status.
    Service,
    /// The response departs from the specs, beyond what is tolerated.
    Decode,
    /// The response body is longer than the configured cap.
    BodyTooLarge,
}

/// Failure of a call, or of building a client.
///
/// `Display` says in one line what happened: the operation, the status, the code and message of the service, the request
/// id. `Debug` adds the causes, which [`source`](std::error::Error::source) gives one by one. None of them shows a
/// header, a secret, or more of a body than the service's message (of a body that is not JSON: its first words). Secrets
/// that the service repeats in its message are redacted.
///
/// # Troubleshooting
///
/// | predicate | when | what to do |
/// |---|---|---|
/// | [`is_configuration`](Self::is_configuration) | the client cannot be built | set what the message names |
/// | [`is_invalid_input`](Self::is_invalid_input) | an argument is invalid | correct the argument |
/// | [`is_credentials`](Self::is_credentials) | no usable credentials | set up one of the sources that the message lists |
/// | [`is_connect`](Self::is_connect) | the service cannot be reached | check region, endpoint, network, proxy |
/// | [`is_transport`](Self::is_transport) | the connection broke off, or the body was damaged | try again |
/// | [`is_timeout`](Self::is_timeout) | too slow | try again, or allow more time |
/// | [`is_throttled`](Self::is_throttled) | too many requests | wait for [`retry_after`](Self::retry_after), call less often |
/// | [`is_unauthorized`](Self::is_unauthorized) | the service does not accept the credentials | check the keys, the project, and the clock: the message says how far it is off |
/// | [`is_forbidden`](Self::is_forbidden) | the identity lacks a permission | allow the operation's action in IAM |
/// | [`is_not_found`](Self::is_not_found) | no such project; a missing workspace may also be a 400 | check ids and region, and [`code`](Self::code) |
/// | [`is_retryable`](Self::is_retryable) | the same call may succeed later | try again later; the client has retried as its policy says |
/// | [`is_server_error`](Self::is_server_error) | the service failed | try again later; quote the request id to support, if there is one |
/// | [`is_decode`](Self::is_decode) | the response departs from the specs | report [`path`](Self::path) to this project |
/// | [`is_body_too_large`](Self::is_body_too_large) | the body exceeds the cap | raise `max_body` |
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), modelarts::Error> {
/// let quotas = match client.show_workspace_quotas("0").await {
///     Ok(quotas) => quotas,
///     Err(error) if error.is_forbidden() => {
///         eprintln!("ask for the action modelarts:workspace:getQuotas: {error}");
///         return Ok(());
///     }
///     Err(error) => return Err(error),
/// };
/// # Ok(())
/// # }
/// ```
///
/// Cloning is cheap.
#[derive(Clone)]
pub struct Error(Arc<Details>);

#[derive(Clone)]
struct Details {
    kind: ErrorKind,
    operation: Option<Cow<'static, str>>,
    reason: String,
    head: Option<ResponseHead>,
    service: ServiceError,
    path: Option<String>,
    attempts: u32,
    body: Option<Bytes>,
    source: Option<Source>,
}

impl Error {
    /// An error of which only the kind and the reason, a lower-case fragment, are known.
    pub(crate) fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self(Arc::new(Details {
            kind,
            operation: None,
            reason: reason.into(),
            head: None,
            service: ServiceError::default(),
            path: None,
            attempts: 0,
            body: None,
            source: None,
        }))
    }

    pub(crate) fn service(mut head: ResponseHead, parsed: ServiceError, body: Bytes) -> Self {
        head.request_id = head.request_id.or_else(|| parsed.request_id.clone());
        let error = Self::new(ErrorKind::Service, "the service answered").with_head(Some(head));
        error.with(|details| {
            details.service = parsed;
            details.body = Some(body);
        })
    }

    /// A success whose body cannot be decoded at `path`.
    pub(crate) fn decode(head: ResponseHead, path: String, body: Bytes, reason: String) -> Self {
        let kind = body.trim_ascii_start();
        let error = if kind.starts_with(b"<") {
            Self::new(ErrorKind::Decode, "cannot read the response: got html, not json")
        } else if kind.is_empty() {
            Self::new(ErrorKind::Decode, "cannot read the response: got nothing, not json")
        } else {
            let error = Self::new(ErrorKind::Decode, "cannot read the response").with_source(reason);
            error.with(|details| details.path = Some(path))
        };
        let error = error.with_head(Some(head));
        error.with(|details| details.body = Some(body))
    }

    fn with(mut self, set: impl FnOnce(&mut Details)) -> Self {
        set(Arc::make_mut(&mut self.0));
        self
    }

    pub(crate) fn with_source(self, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        self.with(|details| details.source = Some(source.into().into()))
    }

    pub(crate) fn with_head(self, head: Option<ResponseHead>) -> Self {
        self.with(|details| details.head = head)
    }

    pub(crate) fn with_operation(self, operation: impl Into<Cow<'static, str>>, attempts: u32) -> Self {
        self.with(|details| {
            details.operation = Some(operation.into());
            details.attempts = attempts;
        })
    }

    /// Kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Operation that failed, such as `ListPools` or `GET /v2/{project_id}/training-jobs`; `None` if the client could
    /// not be built.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// HTTP status, if there was a response.
    pub fn status(&self) -> Option<u16> {
        self.0.head.as_ref().map(|head| head.status)
    }

    /// Error code of the service or gateway (`error_code`), such as `ModelArts.0104` or `APIG.0308`.
    ///
    /// The same code occurs with different statuses.
    pub fn code(&self) -> Option<&str> {
        self.0.service.code.as_deref()
    }

    /// Message of the service or gateway (`error_msg`), or the first words of a body that is not JSON.
    pub fn message(&self) -> Option<&str> {
        self.0.service.message.as_deref()
    }

    /// Request id to quote to support: the header `X-Request-Id`, or else `request_id` of the body.
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.as_ref()?.request_id.as_deref()
    }

    /// Number of requests that were sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Time that the service asked to wait before the next request (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.head.as_ref()?.retry_after
    }

    /// How far this machine's clock is ahead of the service's, as a refusal showed.
    pub(crate) fn refused_clock_ahead(&self) -> Option<SignedDuration> {
        let is_refusal = self.is_unauthorized() || self.is_forbidden();
        self.0.head.as_ref().filter(|_| is_refusal)?.clock_ahead
    }

    /// Path of the value that could not be decoded, such as `items[0].metadata.name`.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Body of the response, unredacted. It may repeat parts of the request, so do not log it unread.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The client cannot be built with these settings.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// An argument is invalid, so nothing was sent.
    pub fn is_invalid_input(&self) -> bool {
        self.0.kind == ErrorKind::InvalidInput
    }

    /// There are no usable credentials.
    pub fn is_credentials(&self) -> bool {
        self.0.kind == ErrorKind::Credentials
    }

    /// The service could not be reached.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The connection broke off before the response was complete, or the body was damaged.
    pub fn is_transport(&self) -> bool {
        self.0.kind == ErrorKind::Transport
    }

    /// An attempt exceeded its timeout, or the call its deadline.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Too many requests: status 429, or a throttling code of the gateway.
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(429) || self.code().is_some_and(|code| THROTTLING_CODES.contains(&code))
    }

    /// The service does not accept the credentials: status 401. Those of a provider have been renewed once by
    /// then, unless the retry policy allows one attempt only.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// The identity lacks a permission: status 403.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// The project, or something that the path names in it, does not exist: status 404.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// The service failed: status 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| (500..600).contains(&status))
    }

    /// The response departs from the specs, beyond what is tolerated.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// The response body is longer than the configured cap.
    pub fn is_body_too_large(&self) -> bool {
        self.0.kind == ErrorKind::BodyTooLarge
    }

    /// The same call may succeed later: a failed or lost connection (unless the host is unknown or its certificate is
    /// invalid), a timeout, throttling, or status 500, 502, 503 or 504. Calls have been retried by then, as the retry policy
    /// says; building a client is not retried.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Connect => !self.0.source.as_ref().is_some_and(|source| is_permanent(&**source)),
            ErrorKind::Service => self.is_throttled() || matches!(self.status(), Some(500 | 502 | 503 | 504)),
            _ => false,
        }
    }

    /// Whether the service is known not to have acted on the request, so that even a write may be sent again: there was
    /// no connection, or the service refused for now (throttling, or status 503 with `Retry-After`).
    pub(crate) fn is_refusal_for_now(&self) -> bool {
        let is_unavailable = self.status() == Some(503) && self.retry_after().is_some();
        self.is_connect() || self.is_throttled() || is_unavailable
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(self.0.source.as_deref()?)
    }
}
