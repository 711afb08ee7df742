//! A call: attempts until one succeeds or the policy gives up.

use std::{borrow::Cow, convert::identity, pin::pin, sync::Arc};

use modelarts_api::{self as api, Call};
use reqwest::Request;
use tokio::task::spawn_blocking;

use super::{
    Client, Retry,
    clock::ServiceClock,
    deadline::Deadline,
    interpret::{self, Decode},
    span::CallSpan,
    transport,
};
use crate::{
    Error, ProjectId, Response,
    auth::{Credentials, signer::authorization::authorize},
};

/// What the calls of an operation have in common.
pub(crate) struct Operation<T> {
    /// Name in errors and spans.
    pub(crate) name: Cow<'static, str>,
    /// Whether a request may be sent twice although its method does not say so.
    pub(crate) is_idempotent: bool,
    pub(crate) decode: Decode<T>,
}

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
    pub fn call<'a, C, F>(&'a self, prepare: F) -> impl Future<Output = Result<Response<C::Response>, Error>>
    where
        C: Call,
        F: Fn(&'a api::Client, &'a ProjectId) -> C,
    {
        let operation = Operation {
            name: C::OPERATION.into(),
            is_idempotent: false,
            decode: |body| interpret::json(body, |text| C::decode(text.clone())),
        };
        self.run(operation, move || {
            let call = prepare(&self.0.api, &self.0.project_id);
            call.request().map_err(interpret::invalid_request)
        })
    }

    /// Calls an operation, whose request `prepare` builds once per attempt.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        operation: Operation<T>,
        prepare: impl Fn() -> Result<Request, Error>,
    ) -> Result<Response<T>, Error> {
        let span = CallSpan::new(&operation.name, self.region());
        let mut attempts = 0;
        let outcome = {
            // Both are lent, since a function reserves room twice for what is passed on by value.
            let execution = pin!(self.execute_with_retry(&operation, &mut attempts, &span, &prepare));
            span.instrument(execution).await
        };
        let outcome = outcome.map_err(|error| error.with_operation(operation.name, attempts));
        span.record_outcome(&outcome);
        outcome
    }

    /// Makes attempts, counted in `attempts`, until one ends the call.
    async fn execute_with_retry<T: Send + 'static>(
        &self,
        operation: &Operation<T>,
        attempts: &mut u32,
        span: &CallSpan,
        prepare: &impl Fn() -> Result<Request, Error>,
    ) -> Result<Response<T>, Error> {
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
            let (number, http) = client.http.current();
            let (may_repeat, sent) = {
                // In a block of its own, so that the future of the call has no room for it.
                let mut request = prepare()?;
                authorize(
                    &mut request,
                    &credentials,
                    Some(&client.project_id),
                    ServiceClock::time(ahead),
                )
                .map_err(interpret::signing)?;
                let may_repeat = operation.is_idempotent || request.method().is_safe();
                (may_repeat, transport::send(&http, request))
            };
            let mut head = None;
            let outcome = {
                let attempt = pin!(async {
                    *attempts += 1;
                    span.record_attempt(*attempts);
                    transport::receive(sent, client.max_body, &credentials, &mut head).await
                });
                deadline.limit_attempt(client.timeout, attempt).await
            };
            let response = match outcome.and_then(identity) {
                Ok(body) => {
                    let head = head.unwrap_or_default();
                    let (decode, credentials, attempts) = (operation.decode, Arc::clone(&credentials), *attempts);
                    let is_long = interpret::is_long(&body);
                    let read = move || {
                        // What is read may take more memory than the body, so the call is in flight until then.
                        let _permit = permit;
                        interpret::response(head, body, decode, &credentials, attempts)
                    };
                    if is_long {
                        let read = deadline.limit(spawn_blocking(read)).await?;
                        read.map_err(interpret::unread).and_then(identity)
                    } else {
                        read()
                    }
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
            // What is learned from a refusal helps the next call in any case.
            let is_last = client.retry.get_max_attempts() == 1;
            let seen = error
                .refused_clock_ahead()
                .filter(|_| !is_corrected && credentials.are_keys());
            if let Some(seen) = seen.filter(|seen| client.clock.learn(ahead, *seen)) {
                span.record_skew(seen);
                if is_last {
                    return Err(error);
                }
                is_corrected = true;
                uncounted += 1;
                continue;
            }
            if error.is_unauthorized() && refused.is_none() && client.credentials.invalidate(&credentials) {
                if is_last {
                    return Err(error);
                }
                refused = Some((credentials, error));
                uncounted += 1;
                continue;
            }
            if !error.is_retryable() || !(may_repeat || error.is_refusal_for_now()) {
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
}
