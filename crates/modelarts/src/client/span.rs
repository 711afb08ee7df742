//! What is told of a call to whoever listens with `tracing`: never a body, a header or a secret.

use std::time::Duration;

use crate::{Error, Region, Response};

#[cfg(feature = "tracing")]
mod recorded {
    use std::time::Instant;

    use tracing::{Instrument, Span, field, instrument::Instrumented};

    use super::{Duration, Error, Region, Response};

    /// The span of one call.
    pub(in crate::client) struct CallSpan {
        span: Span,
        start: Instant,
    }

    impl CallSpan {
        pub(in crate::client) fn new(operation: &'static str, region: Option<&Region>) -> Self {
            let span = tracing::info_span!(
                "modelarts",
                operation,
                region = region.map(Region::as_str),
                attempt = field::Empty,
                status = field::Empty,
                request_id = field::Empty,
                elapsed_ms = field::Empty,
            );
            Self {
                span,
                start: Instant::now(),
            }
        }

        pub(in crate::client) fn of<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.span.clone())
        }

        pub(in crate::client) fn attempt(&self, attempt: u32) {
            self.span.record("attempt", attempt);
        }

        pub(in crate::client) fn retry(&self, error: &Error, wait: Duration) {
            tracing::debug!(parent: &self.span, kind = ?error.kind(), code = error.code(), ?wait, "trying again");
        }

        pub(in crate::client) fn finish<T>(&self, outcome: &Result<Response<T>, Error>) {
            let (status, request_id) = match outcome {
                Ok(response) => (Some(response.status()), response.request_id()),
                Err(error) => (error.status(), error.request_id()),
            };
            if let Some(status) = status {
                self.span.record("status", status);
            }
            if let Some(request_id) = request_id {
                self.span.record("request_id", request_id);
            }
            let elapsed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.span.record("elapsed_ms", elapsed);
            match outcome {
                Ok(_) => tracing::debug!(parent: &self.span, "done"),
                // The message may be the beginning of a body.
                Err(error) => tracing::warn!(parent: &self.span, kind = ?error.kind(), code = error.code(), "failed"),
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod silent {
    use super::{Duration, Error, Region, Response};

    /// Nobody listens.
    pub(in crate::client) struct CallSpan;

    impl CallSpan {
        pub(in crate::client) fn new(_: &'static str, _: Option<&Region>) -> Self {
            Self
        }

        pub(in crate::client) fn of<F: Future>(&self, work: F) -> F {
            work
        }

        pub(in crate::client) fn attempt(&self, _: u32) {}

        pub(in crate::client) fn retry(&self, _: &Error, _: Duration) {}

        pub(in crate::client) fn finish<T>(&self, _: &Result<Response<T>, Error>) {}
    }
}

#[cfg(feature = "tracing")]
pub(super) use recorded::CallSpan;
#[cfg(not(feature = "tracing"))]
pub(super) use silent::CallSpan;
