//! A call: its attempts, until one succeeds or there are to be no more.

use std::pin::pin;

use jiff::Timestamp;
use modelarts_api::{self as api, Call};

use super::{
    Client, Retry,
    deadline::{Clock, Late},
    exchange::Exchange,
    interpret,
    span::CallSpan,
};
use crate::{Error, ErrorKind, InvalidIdentifier, ProjectId, Response, auth::signer::authorization::authorize};

impl Client {
    /// Makes a call. `prepare` puts it together on a generated client; it is called once an attempt.
    pub(crate) async fn call<'a, C, F>(
        &'a self,
        operation: &'static str,
        prepare: F,
    ) -> Result<Response<C::Response>, Error>
    where
        C: Call,
        F: Fn(&'a api::Client, &'a ProjectId) -> C,
    {
        let span = CallSpan::new(operation, self.region());
        let mut attempts = 0;
        let outcome = span.of(self.until_done(&mut attempts, &span, prepare)).await;
        let outcome = outcome.map_err(|error| error.of_call(operation, attempts));
        span.finish(&outcome);
        outcome
    }

    /// Attempts, counted in `attempts`, until one ends the call.
    async fn until_done<'a, C, F>(
        &'a self,
        attempts: &mut u32,
        span: &CallSpan,
        prepare: F,
    ) -> Result<Response<C::Response>, Error>
    where
        C: Call,
        F: Fn(&'a api::Client, &'a ProjectId) -> C,
    {
        let client = &*self.0;
        let clock = Clock::start(client.retry.deadline());
        // A refusal that new credentials may turn is no failure of the service, so it counts as no attempt.
        let mut renewals = 0;
        loop {
            let turn = clock.within(client.in_flight.acquire()).await?;
            let credentials = clock.within(client.credentials.get()).await?;
            let credentials = credentials.map_err(interpret::credentials)?;
            let request = prepare(&client.api, &client.project_id).request();
            let mut request = request.map_err(interpret::unprepared)?;
            authorize(&mut request, &credentials, Some(&client.project_id), Timestamp::now())
                .map_err(interpret::unsigned)?;
            let mut exchange = Exchange::new(client, &credentials);
            let result = {
                let begun = pin!(async {
                    *attempts += 1;
                    span.attempt(*attempts);
                    exchange.run(request).await
                });
                clock.at_most(client.timeout, begun).await
            };
            drop(turn);
            let head = exchange.into_head();
            let error = match result {
                Ok(result) => match interpret::response::<C>(result, head, &credentials, *attempts) {
                    Ok(response) => return Ok(response),
                    Err(error) => error,
                },
                Err(late @ Late::Attempt) => interpret::cut_short(late.error(), head),
                Err(late @ Late::Call(_)) => return Err(interpret::cut_short(late.error(), head)),
            };
            if error.is_unauthorized() && renewals == 0 && client.credentials.invalidate(&credentials) {
                renewals += 1;
                continue;
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
}
