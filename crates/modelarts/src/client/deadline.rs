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
    ) -> Result<F::Output, Error> {
        let left = self.left();
        // Without time left, the attempt must not even begin.
        if !left.is_zero()
            && let Ok(output) = tokio::time::timeout(timeout.min(left), attempt).await
        {
            return Ok(output);
        }
        let reason = if timeout < left {
            "the service did not answer in time".to_owned()
        } else {
            format!("the call took longer than its deadline of {:?}", self.limit)
        };
        Err(Error::new(ErrorKind::Timeout, reason))
    }

    /// Runs `work` until it ends or no time is left. Most of it ends at once, and then needs no timer.
    pub(super) async fn limit<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let mut work = pin!(work);
        match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            Poll::Ready(output) => Ok(output),
            Poll::Pending => self.limit_attempt(Duration::MAX, work).await,
        }
    }
}
