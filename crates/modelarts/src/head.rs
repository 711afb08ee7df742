//! What a call needs of a response's status and headers.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, header};
use jiff::{SignedDuration, Timestamp};
use reqwest::Response;

use crate::{auth::Credentials, redact::redact_id};

/// Clocks that differ by less do not explain a refused signature: the gateway allows 15 minutes.
pub(crate) const NORMAL_SKEW: SignedDuration = SignedDuration::from_mins(5);

static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Status and headers of a response, as far as a call needs them.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    /// Wait that the service asked for. Read of failures only.
    pub(crate) retry_after: Option<Duration>,
    /// When that wait ends.
    pub(crate) retry_at: Option<Timestamp>,
    /// How far this machine's clock is ahead of the service's: as a failure shows, or as a success was signed.
    pub(crate) clock_ahead: Option<SignedDuration>,
}

impl ResponseHead {
    /// Reads the head of `response`. A gateway may repeat the secrets of the request anywhere, so they are redacted.
    pub(crate) fn new(response: &Response, credentials: &Credentials) -> Self {
        let headers = response.headers();
        let request_id = headers.get(&X_REQUEST_ID).and_then(|id| id.to_str().ok());
        let request_id = request_id.filter(|id| !id.is_empty());
        let mut head = Self {
            status: response.status().as_u16(),
            request_id: request_id.map(|id| redact_id(id.to_owned(), credentials)),
            ..Self::default()
        };
        if !response.status().is_success() {
            let now = SystemTime::now();
            head.retry_after = retry_after(headers, now);
            let wait = head.retry_after.filter(|wait| !wait.is_zero());
            head.retry_at = wait.and_then(|wait| Timestamp::now().checked_add(wait).ok());
            head.clock_ahead = service_time(headers).and_then(|time| SignedDuration::system_until(time, now).ok());
        }
        head
    }

    /// Whether the body is the whole of what was asked for, which that of a 206 is not.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status) && self.status != 206
    }

    /// How far this machine's clock is ahead of the service's, if that is far enough to spoil signatures.
    pub(crate) fn clock_skew(&self) -> Option<SignedDuration> {
        self.clock_ahead.filter(|ahead| ahead.abs() > NORMAL_SKEW)
    }
}

/// Exact body of a response. `Debug` shows its length, since it may contain secrets.
#[derive(Clone)]
pub(crate) struct Body(pub(crate) Bytes);

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The wait that `Retry-After` asks for: seconds, or a date. A date is compared with the service's own clock if the
/// response has it, since this machine's may be off.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let now = service_time(headers).unwrap_or(now);
    Some(date.duration_since(now).unwrap_or_default())
}

/// Time of the service's clock, from the header `Date`.
fn service_time(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()
}
