//! The same client for programs without async.
//!
//! ```no_run
//! use modelarts::{PoolStatusFilter, blocking::Client};
//!
//! # fn example() -> Result<(), modelarts::Error> {
//! let client = Client::build(modelarts::Client::builder().region("cn-north-4"))?;
//! for pool in client.list_pools().status(PoolStatusFilter::Created).send()? {
//!     println!("{}", pool.display_name());
//! }
//! # Ok(())
//! # }
//! ```

use std::{
    future::IntoFuture,
    sync::{Arc, mpsc},
};

use tokio::runtime::{Builder, Runtime};

use crate::{ClientBuilder, Error, ErrorKind, Response};

/// A client that waits for its calls. It is cheap to clone and can be shared between threads.
///
/// It has the calls of [`modelarts::Client`](crate::Client), and their requests end in [`send`](Request::send).
///
/// Its calls block the thread that makes them. In async code make them within `spawn_blocking`, or await
/// [`modelarts::Client`](crate::Client) instead.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    worker: Worker,
}

impl Client {
    /// Builds a client from the settings of a [`ClientBuilder`].
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`], and where no thread can be started.
    pub fn build(builder: ClientBuilder) -> Result<Self, Error> {
        let worker = Worker::start()?;
        let client = worker.wait_for(builder.build())??;
        Ok(Self { client, worker })
    }

    /// The client that does the work.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    pub(crate) fn request<R>(&self, request: R) -> Request<R> {
        Request {
            request,
            worker: self.worker.clone(),
        }
    }
}

/// A request of the async client, to be sent by [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a request is sent by `send`"]
pub struct Request<R> {
    request: R,
    worker: Worker,
}

impl<R> Request<R> {
    pub(crate) fn map(self, set: impl FnOnce(R) -> R) -> Self {
        Self {
            request: set(self.request),
            worker: self.worker,
        }
    }

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send<T>(self) -> Result<Response<T>, Error>
    where
        R: IntoFuture<Output = Result<Response<T>, Error>, IntoFuture: Send + 'static>,
        T: Send,
    {
        self.worker.wait_for(self.request.into_future())?
    }
}

/// The runtime that connections live on, with a thread of its own, so that they are tended between calls.
#[derive(Clone, Debug)]
struct Worker(Arc<Threads>);

#[derive(Debug)]
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // To wait for it would panic where the last client is dropped in async code.
            runtime.shutdown_background();
        }
    }
}

impl Worker {
    fn start() -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("modelarts")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| {
            Error::new(ErrorKind::Configuration, "cannot start a thread for the client").with_source(error)
        })?;
        Ok(Self(Arc::new(Threads(Some(runtime)))))
    }

    /// Does `work` on the runtime's own thread and waits for it, so that it does not matter what kind of thread waits.
    fn wait_for<F>(&self, work: F) -> Result<F::Output, Error>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let ended = || Error::new(ErrorKind::Configuration, "the thread of the client has ended");
        let runtime = self.0.0.as_ref().ok_or_else(ended)?;
        let (done, outcome) = mpsc::sync_channel(1);
        runtime.spawn(async move {
            // Nobody waits any more where this fails.
            let _ = done.send(work.await);
        });
        outcome.recv().map_err(|_| ended())
    }
}
