//! Time limits of a call and of its attempts.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
    time::{Duration, Instant},
};

use crate::{Error, ErrorKind};

/// Time limit of a call.
pub(super) struct Deadline {
    start: Instant,
    limit: Duration,
}

/// A time limit has passed.
pub(super) enum Elapsed {
    /// That of one attempt; another may follow.
    Attempt,
    /// That of the call, which was this long.
    Call(Duration),
}

impl Deadline {
    /// Starts the clock.
    pub(super) fn start(limit: Duration) -> Self {
        let start = Instant::now();
        Self { start, limit }
    }

    /// Time that is left.
    pub(super) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    /// Runs `attempt` until it ends, `timeout` has passed, or no time is left for the call. It comes pinned: every
    /// function that passes a future on by value reserves room for it once more.
    pub(super) async fn limit_attempt<F: Future>(
        &self,
        timeout: Duration,
        attempt: Pin<&mut F>,
    ) -> Result<F::Output, Elapsed> {
        let left = self.left();
        let elapsed = if timeout < left {
            Elapsed::Attempt
        } else {
            Elapsed::Call(self.limit)
        };
        if left.is_zero() {
            // The attempt must not even begin.
            return Err(elapsed);
        }
        let outcome = tokio::time::timeout(timeout.min(left), attempt).await;
        outcome.map_err(|_| elapsed)
    }

    /// Runs `work` until it ends or no time is left. Most work ends at once, which needs no timer.
    pub(super) async fn limit<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let mut work = pin!(work);
        match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            Poll::Ready(output) => Ok(output),
            Poll::Pending => self.limit_attempt(Duration::MAX, work).await.map_err(Elapsed::error),
        }
    }
}

impl Elapsed {
    pub(super) fn error(self) -> Error {
        let reason = match self {
            Self::Attempt => "the service did not answer in time".to_owned(),
            Self::Call(limit) => format!("the call took longer than its deadline of {limit:?}"),
        };
        Error::new(ErrorKind::Timeout, reason)
    }
}
