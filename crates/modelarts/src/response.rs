//! What a call gives back besides the value.

use std::{
    fmt,
    future::Future,
    ops::{Deref, DerefMut},
    pin::Pin,
};

use bytes::Bytes;

use crate::Error;

/// The future of a call.
pub type ResponseFuture<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

/// A successful response: the value, and what else the service sent with it.
///
/// It dereferences to the value.
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let quotas = client.show_os_quota().await?;
/// println!("{} quotas, request {:?}", quotas.len(), quotas.request_id());
/// std::fs::write("quotas.json", quotas.body())?; // what no type knows is in it too
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: u16,
    request_id: Option<String>,
    attempts: u32,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, status: u16, request_id: Option<String>, attempts: u32, body: Bytes) -> Self {
        Self {
            value,
            status,
            request_id,
            attempts,
            body,
        }
    }

    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Response<U> {
        let Self {
            value,
            status,
            request_id,
            attempts,
            body,
        } = self;
        Response {
            value: view(value),
            status,
            request_id,
            attempts,
            body,
        }
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The id of the request, for a question to support: the header `X-Request-Id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How many requests it took; more than one where some were retried.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Exactly what the service sent, decompressed: unknown fields, nulls and the order of keys included.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Of the body its length: the value shows what is in it, less what is secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("body", &self.body.len())
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
