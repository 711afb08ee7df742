//! One attempt on the wire, whose response is read under a cap.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use reqwest::{Request, Response};

use super::{
    Shared,
    bounded_body::{self, BodyError},
};
use crate::{auth::Credentials, redact::redact, retry};

/// A request and its response. What came of the response is kept here, since a deadline may end the exchange anywhere.
pub(super) struct Exchange<'a> {
    client: &'a Shared,
    credentials: &'a Credentials,
    head: Option<Head>,
}

/// What came before the body.
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) request_id: Option<String>,
    /// When to try again, where it is no success.
    pub(super) retry_after: Option<Duration>,
    /// How far this machine's clock is ahead of the service's, where it is no success.
    pub(super) clock_ahead: Option<SignedDuration>,
}

impl Head {
    /// Of `response`, to a request that was made with `credentials`: a gateway may repeat them anywhere.
    fn of(response: &Response, credentials: &Credentials) -> Self {
        let (status, headers) = (response.status(), response.headers());
        let request_id = headers.get("x-request-id").and_then(|id| id.to_str().ok());
        let mut head = Self {
            status,
            request_id: request_id
                .filter(|id| !id.is_empty())
                .map(|id| redact(id.to_owned(), &credentials.secrets())),
            retry_after: None,
            clock_ahead: None,
        };
        if !status.is_success() {
            let now = SystemTime::now();
            head.retry_after = retry::retry_after(headers, now);
            head.clock_ahead =
                retry::service_time(headers).and_then(|time| SignedDuration::system_until(time, now).ok());
        }
        head
    }
}

/// Why there is no whole response.
pub(super) enum Failure {
    /// No response began.
    Unanswered(reqwest::Error),
    /// The body could not be read.
    Unreadable(BodyError),
}

impl<'a> Exchange<'a> {
    pub(super) fn new(client: &'a Shared, credentials: &'a Credentials) -> Self {
        Self {
            client,
            credentials,
            head: None,
        }
    }

    /// The body of the response, whatever its status.
    pub(super) async fn run(&mut self, request: Request) -> Result<Bytes, Failure> {
        let response = self.client.http.execute(request).await;
        let response = response.map_err(Failure::Unanswered)?;
        self.head = Some(Head::of(&response, self.credentials));
        let body = bounded_body::read(response, self.client.max_body).await;
        body.map_err(Failure::Unreadable)
    }

    /// What came before the body, where a response began.
    pub(super) fn into_head(self) -> Option<Head> {
        self.head
    }
}
