//! Calls of any operation.

use std::pin::Pin;

use modelarts::{Error, Response};

/// A call to make, whatever the type of its response.
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    /// The body of the response.
    pub(crate) body: Pin<Box<dyn Future<Output = Result<Vec<u8>, Error>> + Send>>,
}

impl Call {
    /// A call of `operation` by sending `request`.
    pub(crate) fn new<T>(
        operation: &'static str,
        request: impl IntoFuture<Output = Result<Response<T>, Error>, IntoFuture: Send + 'static>,
    ) -> Self {
        let response = request.into_future();
        Self {
            operation,
            body: Box::pin(async move { Ok(response.await?.body().to_vec()) }),
        }
    }
}
