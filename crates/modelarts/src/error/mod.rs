//! Why a call failed.

mod kind;
mod service;
mod shown;

use std::{error, time::Duration};

use bytes::Bytes;
use jiff::{SignedDuration, Unit};

pub use kind::ErrorKind;
pub(crate) use service::ServiceError;

/// The source of an error.
type Source = Box<dyn error::Error + Send + Sync>;

/// Why a call, or building a client, failed.
///
/// `Display` says what happened in one line: the operation, the status, the code and message of the service, the
/// request id. [`source`](std::error::Error::source) has what lies under it. Neither they nor `Debug` show a header, a
/// secret, or more of a body than the message it carries (of one that is no JSON: its first words); a secret that the
/// service repeats in its message is redacted.
///
/// # Troubleshooting
///
/// | predicate | when | what to do |
/// |---|---|---|
/// | [`is_configuration`](Self::is_configuration) | the client cannot be built | set what the message names |
/// | [`is_invalid_input`](Self::is_invalid_input) | an argument can never be valid | correct the argument |
/// | [`is_credentials`](Self::is_credentials) | no credentials, or unusable ones | set up one of the sources that the message lists |
/// | [`is_connect`](Self::is_connect) | the service cannot be reached | check region, endpoint, network, proxy |
/// | [`is_transport`](Self::is_transport) | the connection broke off, or the body was damaged | try again |
/// | [`is_timeout`](Self::is_timeout) | too slow | try again, or allow more time |
/// | [`is_throttled`](Self::is_throttled) | too many requests | wait for [`retry_after`](Self::retry_after), call less often |
/// | [`is_unauthorized`](Self::is_unauthorized) | the service does not accept the credentials | check the keys, the project, and the clock: an error says how far it is off |
/// | [`is_forbidden`](Self::is_forbidden) | the identity lacks a permission | allow the operation's action in IAM |
/// | [`is_not_found`](Self::is_not_found) | the project does not exist there; a workspace that does not may come as 400 | check ids and region, and [`code`](Self::code) |
/// | [`is_retryable`](Self::is_retryable) | the same call may succeed later | try again later; the client has tried as its policy says |
/// | [`is_server_error`](Self::is_server_error) | the service failed | try again later; report the request id |
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
pub struct Error(Box<Failure>);

struct Failure {
    kind: ErrorKind,
    operation: Option<&'static str>,
    reason: String,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    path: Option<String>,
    retry_after: Option<Duration>,
    clock_ahead: Option<SignedDuration>,
    attempts: u32,
    body: Option<Bytes>,
    source: Option<Source>,
}

impl Error {
    /// A failure whose reason is a lower-case fragment.
    pub(crate) fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self(Box::new(Failure {
            kind,
            operation: None,
            reason: reason.into(),
            status: None,
            code: None,
            message: None,
            request_id: None,
            path: None,
            retry_after: None,
            clock_ahead: None,
            attempts: 0,
            body: None,
            source: None,
        }))
    }

    /// An error status, with what its body says.
    pub(crate) fn service(status: u16, said: ServiceError, request_id: Option<String>, body: Bytes) -> Self {
        let mut error = Self::new(ErrorKind::Service, "the service answered");
        let failure = &mut *error.0;
        failure.status = Some(status);
        failure.request_id = request_id.or(said.request_id);
        failure.code = said.code;
        failure.message = said.message;
        failure.body = Some(body);
        error
    }

    /// A response that cannot be decoded: where, and why.
    pub(crate) fn decode(status: u16, path: String, request_id: Option<String>, body: Bytes, source: Source) -> Self {
        let mut error = Self::new(ErrorKind::Decode, "cannot read the response");
        let failure = &mut *error.0;
        failure.status = Some(status);
        failure.request_id = request_id;
        failure.path = Some(path);
        failure.body = Some(body);
        failure.source = Some(source);
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_response(mut self, status: u16, request_id: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    /// How far this machine's clock is ahead of the service's. It is told where it may be what the service refuses.
    pub(crate) fn with_clock_ahead(mut self, clock_ahead: Option<SignedDuration>) -> Self {
        self.0.clock_ahead = clock_ahead.filter(|ahead| ahead.abs() > NORMAL_SKEW);
        self
    }

    /// The minutes by which this machine's clock is ahead of the service's, where they may explain the refusal.
    fn telling_skew(&self) -> Option<i64> {
        let ahead = self.0.clock_ahead?;
        let refused = self.is_unauthorized() || self.is_forbidden();
        let minutes = ahead.round(Unit::Minute).unwrap_or(ahead).as_mins();
        refused.then_some(minutes)
    }

    pub(crate) fn of_call(mut self, operation: &'static str, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, as `ListPools`; `None` while a client is built.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status, where a response came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The service's or the gateway's code, as `ModelArts.0104` or `APIG.0308` (`error_code`).
    ///
    /// The same code occurs with different statuses.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the service says about it, for people (`error_msg`); of a body that is no JSON, its beginning.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The id of the request, for a question to support: the header `X-Request-Id`, or else `request_id` of the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many requests were sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service asked to wait before the next request (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where in the response the decoding failed, as `items[0].metadata.name`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The body of the response, as the service sent it. It may repeat parts of the request; do not log it unread.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The client cannot be built as it was set up.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// An argument can never be valid, so nothing was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.0.kind == ErrorKind::InvalidInput
    }

    /// There are no credentials, or they cannot be used.
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        self.0.kind == ErrorKind::Credentials
    }

    /// The service could not be reached.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The connection broke off before the response was complete, or its body was damaged on the way.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.0.kind == ErrorKind::Transport
    }

    /// An attempt took longer than its timeout, or the call longer than its deadline.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// The service or its gateway got too many requests: status 429, or a code that says so.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(429) || self.code().is_some_and(|code| THROTTLING.contains(&code))
    }

    /// The service does not accept the credentials: status 401. Temporary credentials have been renewed once by then.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// The identity is known and may not do this: status 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// The project, or what the path names within it, does not exist: status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// The service failed: a status from 500 to 599.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| (500..600).contains(&status))
    }

    /// The response is not what the specs describe, beyond what is tolerated.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// The body is longer than the cap on bodies.
    #[must_use]
    pub fn is_body_too_large(&self) -> bool {
        self.0.kind == ErrorKind::BodyTooLarge
    }

    /// Whether the same call may succeed if it is made again: after a failed or lost connection, a timeout, throttling,
    /// and the statuses 500, 502, 503 and 504, unless the body is longer than the cap. A call has been tried again by then,
    /// as the retry policy says; building a client has not.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Service => self.is_throttled() || matches!(self.status(), Some(500 | 502 | 503 | 504)),
            _ => false,
        }
    }
}

/// Clocks that differ by less are no reason to refuse a signature: the gateway allows 15 minutes.
const NORMAL_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Codes by which the gateway says that there were too many requests, whatever the status.
const THROTTLING: [&str; 2] = ["APIG.0308", "APIGW.0308"];

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn error::Error + 'static))
    }
}
