//! Calls of any operation.

use std::pin::Pin;

use modelarts::{Error, Response};

use crate::error::{MISUSED, exit_status};

/// A call to make, whatever the type of its response.
pub(crate) struct Call {
    operation: &'static str,
    result: Pin<Box<dyn Future<Output = Result<Vec<u8>, Error>> + Send>>,
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
            result: Box::pin(async move { response.await.map(|response| response.body().to_vec()) }),
        }
    }

    pub(crate) fn is_of(&self, operation: &str) -> bool {
        self.operation == operation
    }

    /// Makes the call.
    pub(crate) async fn send(self) -> Outcome {
        Outcome {
            operation: self.operation,
            result: self.result.await,
        }
    }
}

/// The body of a successful call, or its error.
pub(crate) struct Outcome {
    pub(crate) operation: &'static str,
    pub(crate) result: Result<Vec<u8>, Error>,
}

impl Outcome {
    /// The body to compare with the specs, also if the library could not decode it.
    pub(crate) fn body(&self) -> Option<&[u8]> {
        match &self.result {
            Ok(body) => Some(body),
            Err(error) => error.body().filter(|_| error.is_decode()),
        }
    }

    /// Whether nothing was sent because of invalid options or configuration.
    pub(crate) fn is_misuse(&self) -> bool {
        self.result.as_ref().is_err_and(|error| exit_status(error) == MISUSED)
    }
}
