//! Tracing span of a call. It never records a body, a header or a secret.

#[cfg(feature = "tracing")]
mod recorded {
    use std::time::{Duration, Instant};

    use tracing::{Instrument, Span, debug, field::Empty, info_span, instrument::Instrumented, warn};

    use crate::{Error, Region, Response};

    /// Tracing span of a call.
    pub(in crate::client) struct CallSpan {
        span: Span,
        start: Instant,
    }

    impl CallSpan {
        pub(in crate::client) fn new(operation: &'static str, region: Option<&Region>) -> Self {
            let region = region.map(Region::as_str);
            let span = info_span!(
                "modelarts",
                operation,
                region,
                attempt = Empty,
                status = Empty,
                request_id = Empty,
                elapsed_ms = Empty,
            );
            let start = Instant::now();
            Self { span, start }
        }

        pub(in crate::client) fn instrument<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.span.clone())
        }

        pub(in crate::client) fn record_attempt(&self, attempt: u32) {
            self.span.record("attempt", attempt);
        }

        pub(in crate::client) fn record_retry(&self, error: &Error, wait: Duration) {
            debug!(parent: &self.span, kind = ?error.kind(), code = error.code(), ?wait, "trying again");
        }

        pub(in crate::client) fn record_outcome<T>(&self, outcome: &Result<Response<T>, Error>) {
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

#[cfg(not(feature = "tracing"))]
mod unrecorded {
    use std::time::Duration;

    use crate::{Error, Region, Response};

    /// Stands in for the span without the feature `tracing`.
    pub(in crate::client) struct CallSpan;

    impl CallSpan {
        pub(in crate::client) fn new(_: &'static str, _: Option<&Region>) -> Self {
            Self
        }

        pub(in crate::client) fn instrument<F: Future>(&self, work: F) -> F {
            work
        }

        pub(in crate::client) fn record_attempt(&self, _: u32) {}

        pub(in crate::client) fn record_retry(&self, _: &Error, _: Duration) {}

        pub(in crate::client) fn record_outcome<T>(&self, _: &Result<Response<T>, Error>) {}
    }
}

#[cfg(feature = "tracing")]
pub(super) use recorded::CallSpan;
#[cfg(not(feature = "tracing"))]
pub(super) use unrecorded::CallSpan;
