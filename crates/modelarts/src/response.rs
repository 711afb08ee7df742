//! A successful response.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    pin::Pin,
};

use bytes::Bytes;

use crate::{Error, head::ResponseHead};

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
/// std::fs::write("quotas.json", quotas.body())?; // includes unmodelled fields
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: ResponseHead,
    attempts: u32,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: ResponseHead, attempts: u32, body: Bytes) -> Self {
        Self {
            value,
            head,
            attempts,
            body,
        }
    }

    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(view(self.value), self.head, self.attempts, self.body)
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

    /// Exact body, decompressed: with unknown fields, nulls, and keys in their order.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Shows the value and the length of the body, which may contain secrets that the value redacts.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("body", &self.body().len())
            .finish()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
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
