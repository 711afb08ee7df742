//! How often a call is retried, and how long it waits in between.

use std::time::Duration;

/// Longest wait that can be configured, so that no setting overflows.
const MAX_WAIT: Duration = Duration::from_secs(3600);

/// Attempts, backoff and deadline of a call.
///
/// Every operation only reads, so it is safe to send a request twice. Failures for which
/// [`Error::is_retryable`](crate::Error::is_retryable) holds are retried, with exponential backoff and full jitter: the
/// first wait is a random time of at most `base`, and the bound doubles with every attempt up to `cap`. A `Retry-After`
/// from the service takes precedence, up to `max_retry_after`. Every attempt is signed anew.
///
/// | setting | default |
/// |---|---|
/// | [`max_attempts`](Self::max_attempts) | 3 |
/// | [`base`](Self::base) | 200 milliseconds |
/// | [`cap`](Self::cap) | 10 seconds |
/// | [`max_retry_after`](Self::max_retry_after) | 30 seconds |
/// | [`deadline`](Self::deadline) | 2 minutes |
///
/// ```
/// use std::time::Duration;
/// use modelarts::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(6).deadline(Duration::from_secs(300));
/// let once = RetryPolicy::none();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a policy takes effect through `ClientBuilder::retry_policy`"]
pub struct RetryPolicy {
    max_attempts: u32,
    base: Duration,
    cap: Duration,
    max_retry_after: Duration,
    deadline: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// The default policy.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
        }
    }

    /// A policy without retries, except for the one with renewed credentials after a 401. The default deadline applies.
    pub fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the maximum number of requests per call, at least 1. One that was refused with 401 and is repeated with
    /// renewed credentials does not count.
    pub fn max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// Sets the upper bound of the first wait, at most an hour. It doubles with every attempt.
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base.min(MAX_WAIT);
        self
    }

    /// Sets the upper bound of every wait, at most an hour.
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap.min(MAX_WAIT);
        self
    }

    /// Sets the longest `Retry-After` to wait for, at most an hour. If the service asks for more, the call fails with
    /// its error, and [`Error::retry_after`](crate::Error::retry_after) tells the wait it asked for.
    pub fn max_retry_after(mut self, max_retry_after: Duration) -> Self {
        self.max_retry_after = max_retry_after.min(MAX_WAIT);
        self
    }

    /// Sets the time limit of a whole call: attempts, waits, and fetching credentials.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Maximum number of requests per call.
    pub fn get_max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Time limit of a whole call.
    pub fn get_deadline(&self) -> Duration {
        self.deadline
    }

    /// The wait after `failed` attempts, or `None` if there is no further attempt.
    pub(crate) fn wait(&self, failed: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if failed >= self.max_attempts {
            return None;
        }
        if retry_after.is_some() {
            return retry_after.filter(|wait| *wait <= self.max_retry_after);
        }
        let doublings = 2_u32.saturating_pow(failed.saturating_sub(1));
        let bound = self.base.saturating_mul(doublings).min(self.cap);
        Some(bound.mul_f64(fastrand::f64()))
    }
}
