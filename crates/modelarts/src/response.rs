//! A successful response.

use std::{ops::Deref, pin::Pin};

use bytes::Bytes;
use jiff::SignedDuration;

use crate::{
    Error, ErrorKind,
    head::{Body, ResponseHead},
};

/// Future of a call.
pub type ResponseFuture<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

/// A successful response: the decoded value, with status, request id and body.
///
/// It dereferences to the value.
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let quotas = client.show_os_quota().await?;
/// println!("{} quotas, request {:?}", quotas.len(), quotas.request_id());
/// std::fs::write("quotas.json", quotas.body())?; // includes unknown fields
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    head: ResponseHead,
    attempts: u32,
    body: Body,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: ResponseHead, attempts: u32, body: Bytes) -> Self {
        let body = Body(body);
        Self {
            value,
            head,
            attempts,
            body,
        }
    }

    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(view(self.value), self.head, self.attempts, self.body.0)
    }

    pub(crate) fn with_clock_ahead(mut self, ahead: SignedDuration) -> Self {
        self.head.clock_ahead = Some(ahead);
        self
    }

    /// An error about the content of this response, in a call of `operation`.
    pub(crate) fn fault(&self, operation: &'static str, reason: String) -> Error {
        let error = Error::new(ErrorKind::Decode, reason).with_head(Some(self.head.clone()));
        error.with_operation(operation, self.attempts)
    }

    /// Returns the value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// Request id to quote to support: the header `X-Request-Id`.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id.as_deref()
    }

    /// Number of requests that were sent; more than one if there were retries.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How far this machine's clock is ahead of the service's, if the client had to sign with the service's time. Set the
    /// clock: other programs do not correct it.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.head.clock_skew()
    }

    /// Exact body, decompressed: with unknown fields, nulls, and keys in their order.
    pub fn body(&self) -> &[u8] {
        &self.body.0
    }

    /// The same body, which is cheap to clone and outlives the response.
    pub fn body_bytes(&self) -> Bytes {
        self.body.0.clone()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: IntoIterator> IntoIterator for Response<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Response<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&self.value).into_iter()
    }
}
