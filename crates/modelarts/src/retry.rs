//! How often a call is retried, how long it waits in between, and what the retries of all calls may add up to.

use std::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

/// Longest wait that can be configured, so that no setting overflows.
const MAX_WAIT: Duration = Duration::from_secs(3600);

/// A wait that the service asked for becomes longer by up to this part of it: callers that were refused together must
/// not come back together.
const PART_OF_RETRY_AFTER: u32 = 4;

/// Tokens that a retry takes. A call that succeeds at once gives one back.
const TOKENS_PER_RETRY: u32 = 5;

/// Attempts, backoff and deadline of a call, and the budget for the retries of all calls.
///
/// Operations with types only read, so their requests are safe to send twice; [`PathRequest`](crate::PathRequest) says
/// when others are retried. Failures for which [`Error::is_retryable`](crate::Error::is_retryable) holds are retried,
/// with exponential backoff and full jitter: the first wait is a random time of at most `base`, and the bound doubles
/// with every attempt up to `cap`. A `Retry-After` of up to `max_retry_after` comes first, with jitter of up to a
/// quarter of it, or else of the backoff, on top. Every attempt is signed anew.
///
/// The retries of a client and its clones share a budget, so that a service in trouble does not get a multiple of its
/// usual load: a thousand calls that all fail make 100 retries, not 2,000. A retry takes one from the budget; a call that
/// succeeds after it gives it back, and one that succeeds at once gives back a fifth. While it is empty, calls fail with
/// their first error.
///
/// | setting | default |
/// |---|---|
/// | [`max_attempts`](Self::max_attempts) | 3 |
/// | [`base`](Self::base) | 200 milliseconds |
/// | [`cap`](Self::cap) | 10 seconds |
/// | [`max_retry_after`](Self::max_retry_after) | 30 seconds |
/// | [`deadline`](Self::deadline) | 2 minutes |
/// | [`budget`](Self::budget) | 100 retries |
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
    budget: Option<u32>,
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
            budget: Some(100),
        }
    }

    /// A policy that sends one request per call, whatever comes back. The default deadline applies.
    pub fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the maximum number of requests per call, at least 1. One that was refused and is repeated with renewed
    /// credentials, or with the service's time, does not count; with a maximum of 1 it is not repeated.
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
    /// its error at once, which says until when to wait; so it does for a wait that outlasts the deadline.
    /// [`Error::retry_after`](crate::Error::retry_after) tells the wait that was asked for.
    pub fn max_retry_after(mut self, max_retry_after: Duration) -> Self {
        self.max_retry_after = max_retry_after.min(MAX_WAIT);
        self
    }

    /// Sets the time limit of a whole call: attempts, waits, fetching credentials and decoding.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the number of retries that a client and its clones may make at once, while nothing succeeds; `None` for as
    /// many as each call's attempts allow.
    pub fn budget(mut self, retries: impl Into<Option<u32>>) -> Self {
        self.budget = retries.into();
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

    /// The wait after `failed` attempts, or `None` if there is no further attempt. Whatever the service asked for, the
    /// backoff comes on top.
    pub(crate) fn wait(&self, failed: u32, retry_after: Option<Duration>) -> Option<Duration> {
        let asked = retry_after.unwrap_or_default();
        if failed >= self.max_attempts || asked > self.max_retry_after {
            return None;
        }
        let doublings = 2_u32.saturating_pow(failed.saturating_sub(1));
        let bound = self.base.saturating_mul(doublings).min(self.cap);
        Some(asked + bound.max(asked / PART_OF_RETRY_AFTER).mul_f64(fastrand::f64()))
    }
}

/// The retries that a client and its clones may make, counted in tokens.
pub(crate) struct RetryBudget {
    tokens: AtomicU32,
    limit: Option<u32>,
}

impl RetryBudget {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        let limit = policy.budget.map(|retries| retries.saturating_mul(TOKENS_PER_RETRY));
        Self {
            tokens: limit.unwrap_or_default().into(),
            limit,
        }
    }

    /// Takes a retry out of the budget, if there is one.
    pub(crate) fn take(&self) -> bool {
        let take = |tokens: u32| tokens.checked_sub(TOKENS_PER_RETRY);
        self.limit.is_none() || self.tokens.fetch_update(Relaxed, Relaxed, take).is_ok()
    }

    /// Puts back what a success is worth: the retry that it took, or a part of one.
    pub(crate) fn put_back(&self, was_retried: bool) {
        let tokens = if was_retried { TOKENS_PER_RETRY } else { 1 };
        let limit = self.limit.unwrap_or_default();
        // Almost always it is full, and a shared counter is cheaper to read than to write.
        if self.tokens.load(Relaxed) < limit {
            let put = |left: u32| Some(left.saturating_add(tokens).min(limit));
            let _ = self.tokens.fetch_update(Relaxed, Relaxed, put);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_what_was_asked_for_and_some_jitter_above_it() {
        let policy = RetryPolicy::new();
        for (asked, jitter_ms) in [
            (None, 200),
            (Some(0), 200),
            (Some(20), 5_000),
            (Some(30), 7_500),
            (Some(31), 0),
        ] {
            let (asked, jitter) = (asked.map(Duration::from_secs), Duration::from_millis(jitter_ms));
            let waits: Vec<_> = (0..100).filter_map(|_| policy.wait(1, asked)).collect();
            let beyond = waits.iter().map(|wait| *wait - asked.unwrap_or_default());
            assert!(beyond.clone().all(|beyond| beyond <= jitter));
            assert_eq!(
                beyond.filter(|beyond| *beyond > jitter / 2).count() > 20,
                jitter_ms > 0,
                "{waits:?}"
            );
        }
        assert_eq!(policy.wait(3, None), None);
    }
}
