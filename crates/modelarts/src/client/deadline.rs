//! The time that a call may take, and that an attempt may.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
    time::{Duration, Instant},
};

use crate::{Error, ErrorKind};

/// The deadline of a call.
pub(super) struct Clock {
    start: Instant,
    deadline: Duration,
}

/// What took too long.
pub(super) enum Late {
    /// One attempt; there may be another.
    Attempt,
    /// The call.
    Call(Duration),
}

impl Clock {
    /// Begins now.
    pub(super) fn start(deadline: Duration) -> Self {
        Self {
            start: Instant::now(),
            deadline,
        }
    }

    /// What is left of it.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.start.elapsed())
    }

    /// What `work` gives, unless it takes longer than is left, or than `timeout`. It is pinned where it is: each function
    /// that it were handed through by value would keep room for it twice.
    pub(super) async fn at_most<F: Future>(&self, timeout: Duration, work: Pin<&mut F>) -> Result<F::Output, Late> {
        let left = self.left();
        if left.is_zero() {
            // Otherwise work would be begun.
            return Err(Late::Call(self.deadline));
        }
        let late = |_| {
            if timeout < left {
                Late::Attempt
            } else {
                Late::Call(self.deadline)
            }
        };
        tokio::time::timeout(timeout.min(left), work).await.map_err(late)
    }

    /// What `work` gives, or an error if it takes longer than is left. Most work is done at once, and no clock is asked.
    pub(super) async fn within<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let mut work = pin!(work);
        match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            Poll::Ready(output) => Ok(output),
            Poll::Pending => self.at_most(Duration::MAX, work).await.map_err(Late::error),
        }
    }
}

impl Late {
    pub(super) fn error(self) -> Error {
        let reason = match self {
            Self::Attempt => "the service did not answer in time".to_owned(),
            Self::Call(deadline) => format!("the call took longer than its deadline of {deadline:?}"),
        };
        Error::new(ErrorKind::Timeout, reason)
    }
}
