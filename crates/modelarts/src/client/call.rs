//! A call: its attempts, until one succeeds or there are to be no more.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use modelarts_api::{self as api, ResponseValue, Sender, types::ApiError};
use serde::de::DeserializeOwned;

use super::{Client, Retry, exchange::Exchange, interpret, span::CallSpan};
use crate::{Error, ErrorKind, InvalidIdentifier, ProjectId, Response};

impl Client {
    /// Makes a call. `send` builds the request on a generated client and sends it; it is called once an attempt.
    pub(crate) async fn call<T, F, R>(&self, operation: &'static str, send: F) -> Result<Response<T>, Error>
    where
        T: DeserializeOwned,
        F: Fn(api::Client, ProjectId) -> R,
        R: Future<Output = Result<ResponseValue<T>, api::Error<ApiError>>>,
    {
        let span = CallSpan::new(operation, self.region());
        let mut attempts = 0;
        let outcome = span.of(self.attempt(&mut attempts, &span, send)).await;
        let outcome = outcome.map_err(|error| error.of_call(operation, attempts));
        span.finish(&outcome);
        outcome
    }

    async fn attempt<T, F, R>(&self, attempts: &mut u32, span: &CallSpan, send: F) -> Result<Response<T>, Error>
    where
        T: DeserializeOwned,
        F: Fn(api::Client, ProjectId) -> R,
        R: Future<Output = Result<ResponseValue<T>, api::Error<ApiError>>>,
    {
        let client = &*self.0;
        let clock = Clock::start(client.retry.deadline());
        // A refusal that new credentials may turn is no failure of the service, so it counts as no attempt.
        let mut renewals = 0;
        loop {
            let turn = clock.within(client.in_flight.acquire()).await?;
            let credentials = clock.within(client.credentials.get()).await?;
            let credentials = credentials.map_err(interpret::credentials)?;
            *attempts += 1;
            span.attempt(*attempts);
            // Where less is left than the timeout, the deadline does its work, and says so.
            let timeout = Some(client.timeout).filter(|timeout| *timeout < clock.left());
            let exchange = Arc::new(Exchange::new(self.0.clone(), credentials.clone(), timeout));
            let raw = self.raw(Sender::through(exchange.clone()));
            let result = clock.within(send(raw, client.project_id.clone())).await;
            let result = result.map_err(|error| interpret::late(error, exchange.outcome()))?;
            drop(turn);
            let error = match interpret::response(result, exchange.outcome(), &credentials, *attempts) {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            if error.is_unauthorized() && renewals == 0 && client.credentials.invalidate(&credentials) {
                renewals += 1;
                continue;
            }
            if error.is_invalid_input() {
                // It could not be signed, so it was not sent.
                *attempts -= 1;
            }
            if !error.is_retryable() {
                return Err(error);
            }
            match client.retry.wait(*attempts - renewals, error.retry_after()) {
                // A wait that outlasts the deadline could only end in a less telling error.
                Some(wait) if wait < clock.left() => {
                    span.retry(&error, wait);
                    if let Some(observer) = &client.on_retry {
                        observer(&Retry {
                            attempts: *attempts,
                            wait,
                            error: &error,
                        });
                    }
                    tokio::time::sleep(wait).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// The identifier, or the error of a call that is not made.
    pub(crate) fn valid<T>(operation: &'static str, input: Result<T, InvalidIdentifier>) -> Result<T, Error> {
        input.map_err(|error| Error::new(ErrorKind::InvalidInput, error.to_string()).of_call(operation, 0))
    }

    fn raw(&self, sender: Sender) -> api::Client {
        api::Client::new_with_client(&self.0.endpoint, self.0.http.clone(), sender)
    }
}

/// The deadline of a call.
struct Clock {
    start: Instant,
    deadline: Duration,
}

impl Clock {
    fn start(deadline: Duration) -> Self {
        Self {
            start: Instant::now(),
            deadline,
        }
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.start.elapsed())
    }

    /// What `work` gives, or an error if it takes longer than is left.
    async fn within<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let late = || {
            let reason = format!("the call took longer than its deadline of {:?}", self.deadline);
            Error::new(ErrorKind::Timeout, reason)
        };
        let left = self.left();
        if left.is_zero() {
            // Work that is ready at once would still be done.
            return Err(late());
        }
        tokio::time::timeout(left, work).await.map_err(|_| late())
    }
}
