//! Tracing span of a call. It never records a body, a header or a secret.

#![cfg_attr(not(feature = "tracing"), expect(unused_variables, reason = "nothing is recorded"))]

use std::time::Duration;
#[cfg(feature = "tracing")]
use std::time::Instant;

use jiff::SignedDuration;
#[cfg(feature = "tracing")]
use tracing::{Instrument, Span, debug, field::Empty, info_span, warn};

use crate::{Error, Region, Response};

/// Tracing span of a call; nothing without the feature `tracing`.
pub(super) struct CallSpan {
    #[cfg(feature = "tracing")]
    span: Span,
    #[cfg(feature = "tracing")]
    start: Instant,
}

impl CallSpan {
    pub(super) fn new(operation: &str, region: Option<&Region>) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: info_span!(
                "modelarts",
                operation,
                region = region.map(Region::as_str),
                attempt = Empty,
                status = Empty,
                request_id = Empty,
                elapsed_ms = Empty,
            ),
            #[cfg(feature = "tracing")]
            start: Instant::now(),
        }
    }

    pub(super) fn instrument<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
        #[cfg(feature = "tracing")]
        let work = work.instrument(self.span.clone());
        work
    }

    pub(super) fn record_attempt(&self, attempt: u32) {
        #[cfg(feature = "tracing")]
        self.span.record("attempt", attempt);
    }

    pub(super) fn record_retry(&self, error: &Error, wait: Duration) {
        #[cfg(feature = "tracing")]
        debug!(parent: &self.span, kind = ?error.kind(), code = error.code(), ?wait, "trying again");
    }

    pub(super) fn record_skew(&self, ahead: SignedDuration) {
        #[cfg(feature = "tracing")]
        warn!(parent: &self.span, ?ahead, "this machine's clock is off; signing again with the service's time");
    }

    pub(super) fn record_outcome<T>(&self, outcome: &Result<Response<T>, Error>) {
        #[cfg(feature = "tracing")]
        {
            let (status, request_id) = match outcome {
                Ok(response) => (Some(response.status()), response.request_id()),
                Err(error) => (error.status(), error.request_id()),
            };
            self.span.record("status", status);
            self.span.record("request_id", request_id);
            let elapsed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.span.record("elapsed_ms", elapsed);
            match outcome {
                Ok(_) => debug!(parent: &self.span, "done"),
                // Without the message, which may be the beginning of a body.
                Err(error) => warn!(parent: &self.span, kind = ?error.kind(), code = error.code(), "failed"),
            }
        }
    }
}
