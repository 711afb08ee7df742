//! How requests leave the generated client.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use progenitor_client::{ClientHooks, OperationInfo};
use reqwest::{Request, Response};

use crate::Client;

/// A boxed future, as [`Transport`] returns it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends the requests of a [`Client`] in place of reqwest: to sign them, to limit what is read, or to answer in a test.
///
/// ```
/// use std::sync::Arc;
///
/// use modelarts_api::{BoxFuture, Client, Sender, Transport};
/// use reqwest::{Request, Response};
///
/// /// Sends an IAM token along.
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
    /// Sends one request and returns the response. `operation` is the operation id in snake case, as `list_pools`.
    ///
    /// The request is complete but for authentication; `http` is the client's own reqwest client.
    fn execute<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: Request,
        operation: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>>;
}

/// What a [`Client`] sends its requests through.
#[derive(Clone, Default)]
pub struct Sender(Option<Arc<dyn Transport>>);

impl Sender {
    /// Straight through reqwest, unsigned.
    #[must_use]
    pub fn direct() -> Self {
        Self(None)
    }

    /// Through a transport.
    #[must_use]
    pub fn through(transport: Arc<dyn Transport>) -> Self {
        Self(Some(transport))
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

/// How long [`Client::new`] lets one request take, connecting included.
#[cfg(not(target_arch = "wasm32"))]
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

impl Client {
    /// A client for `base_url`, which may have a path, with a reqwest client of its own.
    ///
    /// A request may take 30 seconds and follows no redirects. Use [`Client::new_with_client`] for other settings.
    /// In a browser (`wasm32`) it is the browser that decides both.
    ///
    /// # Errors
    ///
    /// Where reqwest cannot be set up, for example for want of a TLS backend.
    pub fn new(base_url: &str, sender: Sender) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let http = http.timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
        Ok(Self::new_with_client(base_url, http.build()?, sender))
    }
}

impl ClientHooks<Sender> for Client {
    async fn exec(&self, request: Request, operation: &OperationInfo) -> reqwest::Result<Response> {
        match &self.inner.0 {
            Some(transport) => transport.execute(&self.client, request, operation.operation_id).await,
            None => self.client.execute(request).await,
        }
    }
}
