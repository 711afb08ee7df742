//! A call: attempts until one succeeds or the policy gives up.

use std::{convert::identity, pin::pin, sync::Arc};

use jiff::Timestamp;
use modelarts_api::{self as api, Call};
use reqwest::Request;

use super::{Client, Retry, clock::ServiceClock, deadline::Deadline, interpret, span::CallSpan, transport};
use crate::{
    Error, ProjectId, Response,
    auth::{Credentials, signer::authorization::authorize},
};

impl Client {
    /// Calls an operation of the generated client, for parameters and operations without a method of this type. The call
    /// is signed, retried and limited like any other; its response has the generated type.
    ///
    /// `prepare` builds the request from the generated client and the project, once per attempt.
    ///
    /// ```no_run
    /// # async fn example(client: modelarts::Client) -> Result<(), modelarts::Error> {
    /// let quotas = client.call(|api, project| api.show_os_quota().project_id(project.as_str())).await?;
    /// println!("{:?}", quotas.quotas);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn call<'a, C, F>(&'a self, prepare: F) -> Result<Response<C::Response>, Error>
    where
        C: Call,
        F: Fn(&'a api::Client, &'a ProjectId) -> C,
    {
        let span = CallSpan::new(C::OPERATION, self.region());
        let mut attempts = 0;
        let execution = self.execute_with_retry(&mut attempts, &span, prepare);
        let outcome = span.instrument(execution).await;
        let outcome = outcome.map_err(|error| error.with_operation(C::OPERATION, attempts));
        span.record_outcome(&outcome);
        outcome
    }

    /// Makes attempts, counted in `attempts`, until one ends the call.
    async fn execute_with_retry<'a, C, F>(
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
        let deadline = Deadline::start(client.retry.get_deadline());
        // Refusals that other keys or another time may cure are no failures of the service, so the policy does not count
        // the attempts that follow them.
        let (mut uncounted, mut is_corrected, mut refused) = (0, false, None::<(Arc<Credentials>, Error)>);
        loop {
            // It cannot fail, since nothing closes the semaphore.
            let permit = deadline.limit(client.in_flight.clone().acquire_owned()).await?.ok();
            let credentials = deadline.limit(client.credentials.get()).await??;
            if let Some((_, error)) = refused.take_if(|(refused, _)| Arc::ptr_eq(refused, &credentials)) {
                return Err(error);
            }
            let ahead = client.clock.ahead();
            let call = prepare(&client.api, &client.project_id);
            let request = self.authorized(call, &credentials, ServiceClock::time(ahead))?;
            let (number, http) = client.http.current();
            let mut head = None;
            let outcome = {
                let attempt = pin!(async {
                    *attempts += 1;
                    span.record_attempt(*attempts);
                    transport::exchange(&http, client.max_body, &credentials, request, &mut head).await
                });
                deadline.limit_attempt(client.timeout, attempt).await
            };
            let response = match outcome.and_then(identity) {
                Ok(body) => {
                    let head = head.unwrap_or_default();
                    let response = interpret::response(head, body, C::decode, &credentials, *attempts, permit);
                    deadline.limit(response).await?
                }
                Err(error) => {
                    drop(permit);
                    if error.is_timeout() {
                        client.http.replace(number);
                    }
                    Err(error.with_head(head))
                }
            };
            let error = match response {
                Ok(response) => {
                    client.budget.put_back(*attempts > uncounted + 1);
                    return Ok(response.with_clock_ahead(ahead));
                }
                Err(error) => error,
            };
            if deadline.left().is_zero() {
                return Err(error);
            }
            let seen = error
                .refused_clock_ahead()
                .filter(|_| !is_corrected && credentials.are_keys());
            if let Some(seen) = seen.filter(|seen| client.clock.learn(ahead, *seen)) {
                span.record_skew(seen);
                is_corrected = true;
                uncounted += 1;
                continue;
            }
            if error.is_unauthorized() && refused.is_none() && client.credentials.invalidate(&credentials) {
                refused = Some((credentials, error));
                uncounted += 1;
                continue;
            }
            if !error.is_retryable() {
                return Err(error);
            }
            let wait = client.retry.wait(*attempts - uncounted, error.retry_after());
            // A wait beyond the deadline could only end in a less informative error.
            let wait = wait.filter(|wait| *wait < deadline.left() && client.budget.take());
            let Some(wait) = wait else {
                return Err(error);
            };
            span.record_retry(&error, wait);
            if let Some(observer) = &client.on_retry {
                observer(&Retry {
                    attempts: *attempts,
                    wait,
                    error: &error,
                });
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// The request of `call`, authorized with `credentials` at this time.
    fn authorized<C: Call>(&self, call: C, credentials: &Credentials, time: Timestamp) -> Result<Request, Error> {
        let mut request = call.request().map_err(interpret::invalid_request)?;
        authorize(&mut request, credentials, Some(self.project_id()), time).map_err(interpret::signing)?;
        Ok(request)
    }
}
