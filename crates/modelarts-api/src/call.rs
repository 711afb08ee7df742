//! Calls as two halves, for a caller that sends the request itself.

use std::mem;

use progenitor_client::{Error, ResponseValue};
use reqwest::Request;
use serde::de::Error as _;

use crate::{Client, types::ErrorBody, wire::Body};

/// A call of one operation, built by a method of the [`Client`].
///
/// `send()` of the builder is the whole call. With the two halves, what lies between them can be replaced: signing,
/// deadlines, a cap on the body, or an error type that keeps more.
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
/// let quotas = modelarts_api::builder::ShowOsQuota::decode(text)?;
/// # Ok(())
/// # }
/// ```
pub trait Call: Sized {
    /// Operation id, such as `ListPools`.
    const OPERATION: &'static str;

    /// Response of a success.
    type Response: Send + 'static;

    /// Builds the request, complete except for authentication. Its query is encoded as a form, with `+` for a space.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is missing or invalid, or if the base URL of the client is invalid.
    #[allow(clippy::result_large_err, reason = "the error of `send`, which is not boxed")]
    fn request(self) -> Result<Request, Error<ErrorBody>>;

    /// Decodes the body of a success. The values share it, and take at most 13 bytes of memory for each of its bytes, and
    /// half a MiB.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, has a value that the type cannot hold, or would take too much memory.
    fn decode(body: impl Into<Body>) -> serde_json::Result<Self::Response>;
}

/// Makes a call: both halves, with the client's sender between them.
pub(crate) async fn send<C: Call>(client: &Client, call: C) -> Result<ResponseValue<C::Response>, Error<ErrorBody>> {
    let request = call.request()?;
    let mut response = client.sender.send(&client.client, request, C::OPERATION).await?;
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return Err(Error::ErrorResponse(ResponseValue::from_response(response).await?));
    }
    if !status.is_success() {
        return Err(Error::UnexpectedResponse(response));
    }
    let headers = mem::take(response.headers_mut());
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    // Validating the text as a whole is several times as fast as validating each string in it.
    let body = match String::from_utf8(body.into()) {
        Ok(text) => Body::from(text),
        Err(error) => {
            let reason = serde_json::Error::custom(error.utf8_error());
            return Err(Error::InvalidResponsePayload(error.into_bytes().into(), reason));
        }
    };
    match C::decode(body.clone()) {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(error) => Err(Error::InvalidResponsePayload(body.as_bytes().to_vec().into(), error)),
    }
}
