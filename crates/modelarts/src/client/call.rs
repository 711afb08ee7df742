//! A call: attempts until one succeeds or the policy gives up.

use std::{borrow::Cow, convert::identity, pin::pin};

use jiff::Timestamp;
use modelarts_api::{self as api, Call};
use reqwest::Request;

use super::{
    Client, Retry,
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
    pub async fn call<'a, C, F>(&'a self, prepare: F) -> Result<Response<C::Response>, Error>
    where
        C: Call,
        F: Fn(&'a api::Client, &'a ProjectId) -> C,
    {
        let operation = Operation {
            name: C::OPERATION.into(),
            is_idempotent: false,
            decode: |body| interpret::json(body, C::decode),
        };
        let prepare = || {
            let call = prepare(&self.0.api, &self.0.project_id);
            call.request().map_err(interpret::invalid_request)
        };
        self.run(&operation, prepare).await
    }

    /// Calls an operation, whose request `prepare` builds once per attempt.
    pub(crate) async fn run<T>(
        &self,
        operation: &Operation<T>,
        prepare: impl Fn() -> Result<Request, Error>,
    ) -> Result<Response<T>, Error> {
        let span = CallSpan::new(&operation.name, self.region());
        let mut attempts = 0;
        let execution = self.execute_with_retry(operation, &mut attempts, &span, prepare);
        let outcome = span.instrument(execution).await;
        let outcome = outcome.map_err(|error| error.with_operation(operation.name.clone(), attempts));
        span.record_outcome(&outcome);
        outcome
    }

    /// Makes attempts, counted in `attempts`, until one ends the call.
    async fn execute_with_retry<T>(
        &self,
        operation: &Operation<T>,
        attempts: &mut u32,
        span: &CallSpan,
        prepare: impl Fn() -> Result<Request, Error>,
    ) -> Result<Response<T>, Error> {
        let client = &*self.0;
        let deadline = Deadline::start(client.retry.get_deadline());
        // A 401 that renewed credentials may cure is no failure of the service, so the policy does not count it.
        let mut renewals = 0;
        loop {
            let permit = deadline.limit(client.in_flight.acquire()).await?;
            let credentials = deadline.limit(client.credentials.get()).await??;
            let request = self.authorized(prepare()?, &credentials)?;
            let may_repeat = operation.is_idempotent || request.method().is_safe();
            let mut head = None;
            let outcome = {
                let attempt = pin!(async {
                    *attempts += 1;
                    span.record_attempt(*attempts);
                    transport::exchange(&client.http, client.max_body, &credentials, request, &mut head).await
                });
                deadline.limit_attempt(client.timeout, attempt).await
            };
            drop(permit);
            let response = match outcome.and_then(identity) {
                Ok(body) => interpret::response(operation, head.unwrap_or_default(), body, &credentials, *attempts),
                Err(error) => Err(error.with_head(head)),
            };
            let error = match response {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let may_renew = error.is_unauthorized() && renewals == 0 && !deadline.left().is_zero();
            if may_renew && client.credentials.invalidate(&credentials) {
                renewals += 1;
                continue;
            }
            if !error.is_retryable() || !(may_repeat || error.is_refusal_for_now()) {
                return Err(error);
            }
            let wait = client.retry.wait(*attempts - renewals, error.retry_after());
            // A wait beyond the deadline could only end in a less informative error.
            let Some(wait) = wait.filter(|wait| *wait < deadline.left()) else {
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

    /// The request, authorized with `credentials`.
    fn authorized(&self, mut request: Request, credentials: &Credentials) -> Result<Request, Error> {
        authorize(&mut request, credentials, Some(self.project_id()), Timestamp::now()).map_err(interpret::signing)?;
        Ok(request)
    }
}
