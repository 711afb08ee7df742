//! The two halves of a call, for those who send the request themselves.

use std::mem;

use progenitor_client::{Error, ResponseValue};
use reqwest::{Request, Response};
use serde::de::Error as _;

use crate::types::ApiError;

/// A call of one operation, put together with a builder of the [`Client`](crate::Client).
///
/// `send()` of the builder does all of it. With these halves, what lies between can be one's own: signing, deadlines,
/// a cap on the body, or a type for errors that keeps more.
///
/// ```no_run
/// use modelarts_api::{Call, Client, Sender};
///
/// # async fn example(sign: fn(&mut reqwest::Request)) -> Result<(), Box<dyn std::error::Error>> {
/// let http = reqwest::Client::new();
/// let client = Client::new_with_client("https://modelarts.cn-north-4.myhuaweicloud.com", http.clone(), Sender::direct());
/// let mut request = client.show_os_quota().project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9").request()?;
/// sign(&mut request);
/// let text = http.execute(request).await?.error_for_status()?.text().await?;
/// let quotas = modelarts_api::builder::ShowOsQuota::decode(&text)?;
/// # Ok(())
/// # }
/// ```
pub trait Call: Sized {
    /// What the operation answers with where it succeeds.
    type Response;

    /// The request, complete but for authentication. Its query is in the form that is signed, with `%20` for a space.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] where a parameter is missing or cannot be what was handed in, or where the base URL of
    /// the client is none.
    #[allow(
        clippy::result_large_err,
        reason = "it is the error of `send`, which nothing has boxed"
    )]
    fn request(self) -> Result<Request, Error<ApiError>>;

    /// Reads the body of a success.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, or has a value that the type cannot hold.
    fn decode(text: &str) -> serde_json::Result<Self::Response>;
}

/// The value in the body of a success.
pub(crate) async fn success<T, E>(
    mut response: Response,
    decode: fn(&str) -> serde_json::Result<T>,
) -> Result<ResponseValue<T>, Error<E>> {
    let (status, headers) = (response.status(), mem::take(response.headers_mut()));
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    // Checking all of the text first is several times as fast as checking each string in it.
    let decoded = match str::from_utf8(&body) {
        Ok(text) => decode(text),
        Err(error) => Err(serde_json::Error::custom(error)),
    };
    match decoded {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(error) => Err(Error::InvalidResponsePayload(body, error)),
    }
}
