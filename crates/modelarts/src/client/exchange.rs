//! One attempt on the wire: signed, timed, read under a cap, and remembered whatever becomes of it.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use modelarts_api::{BoxFuture, Transport};
use reqwest::{Request, Response};

use super::Shared;
use crate::{
    auth::{
        Credentials,
        bounded_body::{self, BodyError},
        signer::{SigningError, outgoing},
    },
    error, retry,
};

/// A request and its response. The generated client sends through it; afterwards it knows what the generated client's
/// own errors forget: status, request id and body, of a failure too.
pub(super) struct Exchange {
    client: Arc<Shared>,
    credentials: Arc<Credentials>,
    timeout: Option<Duration>,
    outcome: Mutex<Outcome>,
}

/// What became of an attempt.
#[derive(Default)]
pub(super) enum Outcome {
    /// Nothing was sent, or no response began.
    #[default]
    Nothing,
    /// The request could not be signed; nothing was sent.
    Unsigned(SigningError),
    /// A response began, and the call ended before its body did.
    Unfinished(Head),
    /// A response began, and its body could not be read.
    Unreadable(Head, BodyError),
    /// A whole response.
    Complete(Head, Bytes),
}

/// What came before the body.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) request_id: Option<String>,
    pub(super) retry_after: Option<Duration>,
    /// How far this machine's clock is ahead of the service's.
    pub(super) clock_ahead: Option<SignedDuration>,
}

impl Head {
    /// Of `response`, to a request that was made with `credentials`: a gateway may repeat them anywhere.
    fn of(response: &Response, credentials: &Credentials) -> Self {
        let (headers, now) = (response.headers(), SystemTime::now());
        let request_id = headers.get("x-request-id").and_then(|id| id.to_str().ok());
        let clock_ahead =
            retry::service_time(headers).and_then(|service_time| SignedDuration::system_until(service_time, now).ok());
        Self {
            status: response.status(),
            request_id: request_id
                .filter(|id| !id.is_empty())
                .map(|id| error::blotted(id.to_owned(), &credentials.secrets())),
            retry_after: retry::retry_after(headers, now),
            clock_ahead,
        }
    }
}

impl Exchange {
    pub(super) fn new(client: Arc<Shared>, credentials: Arc<Credentials>, timeout: Option<Duration>) -> Self {
        Self {
            client,
            credentials,
            timeout,
            outcome: Mutex::default(),
        }
    }

    /// What became of it. The first call takes it.
    pub(super) fn outcome(&self) -> Outcome {
        mem::take(&mut *self.outcome.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn remember(&self, outcome: Outcome) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
    }

    async fn run(&self, http: &reqwest::Client, mut request: Request) -> reqwest::Result<Response> {
        let project_id = Some(&self.client.project_id);
        if let Err(error) = outgoing::authorize(&mut request, &self.credentials, project_id, jiff::Timestamp::now()) {
            self.remember(Outcome::Unsigned(error));
            return Ok(placeholder());
        }
        *request.timeout_mut() = self.timeout;
        let response = http.execute(request).await?;
        let head = Head::of(&response, &self.credentials);
        self.remember(Outcome::Unfinished(head.clone()));
        self.remember(match bounded_body::read(response, self.client.max_body).await {
            Ok(body) => Outcome::Complete(head, body),
            Err(error) => Outcome::Unreadable(head, error),
        });
        Ok(placeholder())
    }
}

/// What the generated client is told in place of every response: none of its operations has this status, so it decodes
/// nothing. What came is in the outcome, where the status, the body and the place of an error in it are kept.
fn placeholder() -> Response {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.into()
}

impl Transport for Exchange {
    fn execute<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: Request,
        _operation: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>> {
        Box::pin(self.run(http, request))
    }
}
