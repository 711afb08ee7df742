//! How a client sends its requests.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use reqwest::{Request, Response};

/// A boxed future, as returned by [`Transport`].
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends the requests of a [`Client`](crate::Client): to sign them, to cap what is read, or to answer them in a test.
///
/// ```
/// use std::sync::Arc;
///
/// use modelarts_api::{BoxFuture, Client, Sender, Transport};
/// use reqwest::{Request, Response};
///
/// /// Authenticates with an IAM token.
/// struct WithToken(String);
///
/// impl Transport for WithToken {
///     fn execute<'a>(
///         &'a self,
///         http: &'a reqwest::Client,
///         mut request: Request,
///         operation: &'static str,
///     ) -> BoxFuture<'a, reqwest::Result<Response>> {
///         Box::pin(async move {
///             if let Ok(token) = self.0.parse() {
///                 request.headers_mut().insert("X-Auth-Token", token);
///             }
///             println!("{operation}: {}", request.url());
///             http.execute(request).await
///         })
///     }
/// }
///
/// let sender = Sender::through(Arc::new(WithToken("token".to_owned())));
/// let client = Client::new("https://modelarts.cn-north-4.myhuaweicloud.com", sender)?;
/// # Ok::<(), reqwest::Error>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends a request and returns the response. `operation` is the operation id, such as `ListPools`.
    ///
    /// The request is complete except for authentication; `http` is the client's own reqwest client.
    fn execute<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: Request,
        operation: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>>;
}

/// Way in which a [`Client`](crate::Client) sends its requests.
#[derive(Clone, Default)]
pub struct Sender(Option<Arc<dyn Transport>>);

impl Sender {
    /// Sends requests by reqwest, unsigned.
    #[must_use]
    pub fn direct() -> Self {
        Self(None)
    }

    /// Sends requests through a transport.
    #[must_use]
    pub fn through(transport: Arc<dyn Transport>) -> Self {
        Self(Some(transport))
    }

    pub(crate) async fn send(
        &self,
        http: &reqwest::Client,
        request: Request,
        operation: &'static str,
    ) -> reqwest::Result<Response> {
        match &self.0 {
            Some(transport) => transport.execute(http, request, operation).await,
            None => http.execute(request).await,
        }
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            None => "Sender::direct",
            Some(_) => "Sender::through",
        })
    }
}
