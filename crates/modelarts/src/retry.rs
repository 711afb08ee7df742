//! When a call is tried again, and how long it waits before.

use std::time::{Duration, SystemTime};

use retry_policies::{Jitter, RetryDecision, RetryPolicy as _, policies::ExponentialBackoff};

/// The longest wait that any policy can ask for, so that no setting overflows.
const LONGEST: Duration = Duration::from_secs(3600);

/// When a call is tried again.
///
/// All operations only read, so a request may always be sent twice. What is tried again:
/// [`Error::is_retryable`](crate::Error::is_retryable). Between two attempts the client waits a random time between
/// nothing and `base`, then twice `base`, and so on up to `cap` (exponential backoff with full jitter); a `Retry-After`
/// of the service is obeyed instead, up to `max_retry_after`. Every attempt is signed afresh.
///
/// ```
/// use std::time::Duration;
/// use modelarts::RetryPolicy;
///
/// let patient = RetryPolicy::default().with_max_attempts(6).with_deadline(Duration::from_secs(300));
/// let once = RetryPolicy::none();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base: Duration,
    cap: Duration,
    max_retry_after: Duration,
    deadline: Duration,
}

impl Default for RetryPolicy {
    /// 3 attempts in all, waits from 200 milliseconds to 10 seconds, `Retry-After` up to 30 seconds, and 2 minutes for
    /// the whole call.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// One attempt, and a second one only with new credentials, after a refusal with 401. The deadline of the default policy
    /// stays.
    #[must_use]
    pub fn none() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// How many requests a call may send in all, not counting one that is refused with 401 and made again with new
    /// credentials; at least 1.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// The bound of the first wait, which doubles with each attempt; at most an hour.
    #[must_use]
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base.min(LONGEST);
        self
    }

    /// The bound that no wait exceeds; at most an hour.
    #[must_use]
    pub fn with_cap(mut self, cap: Duration) -> Self {
        self.cap = cap.min(LONGEST);
        self
    }

    /// The longest `Retry-After` that is waited for. Where the service asks for more, the call ends with its error, and
    /// [`Error::retry_after`](crate::Error::retry_after) says how long it asked for.
    #[must_use]
    pub fn with_max_retry_after(mut self, max_retry_after: Duration) -> Self {
        self.max_retry_after = max_retry_after.min(LONGEST);
        self
    }

    /// How long a call may take in all: attempts, waits, and fetching credentials.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long a call may take in all.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// How many requests a call may send in all, not counting one that is refused with 401 and made again with new
    /// credentials.
    #[must_use]
    pub fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// How long to wait after `failed` attempts, or `None` where there is to be no other.
    pub(crate) fn wait(&self, failed: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if failed >= self.max_attempts {
            return None;
        }
        if let Some(retry_after) = retry_after {
            return (retry_after <= self.max_retry_after).then_some(retry_after);
        }
        let backoff = ExponentialBackoff::builder()
            .retry_bounds(self.base.min(self.cap), self.cap)
            .jitter(Jitter::Full)
            .base(2)
            .build_with_max_retries(u32::MAX);
        match backoff.should_retry(SystemTime::UNIX_EPOCH, failed.saturating_sub(1)) {
            RetryDecision::Retry { execute_after } => {
                Some(execute_after.duration_since(SystemTime::now()).unwrap_or_default())
            }
            RetryDecision::DoNotRetry => None,
        }
    }
}

/// What a `Retry-After` header asks for: seconds, or a date, which is compared with the service's own clock where it
/// sent one, since ours may be off.
pub(crate) fn retry_after(headers: &http::HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than fits is no less clear than what fits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let then = httpdate::parse_http_date(text).ok()?;
    let theirs = service_time(headers).unwrap_or(now);
    Some(then.duration_since(theirs).unwrap_or_default())
}

/// What the service's clock showed, by its header `Date`.
pub(crate) fn service_time(headers: &http::HeaderMap) -> Option<SystemTime> {
    let date = headers.get(http::header::DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date).ok()
}
