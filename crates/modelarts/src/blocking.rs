//! Blocking client, for programs without async.
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
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, mpsc},
};

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

use crate::{ClientBuilder, Error, ErrorKind};

/// A client whose calls block the thread that makes them.
///
/// It has the methods of [`modelarts::Client`](crate::Client), and their requests end in [`send`](Request::send). It is
/// cheap to clone and can be shared between threads. In async code use it within `spawn_blocking`, or await
/// [`modelarts::Client`](crate::Client) instead.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    worker: Arc<Worker>,
}

impl Client {
    /// Builds a client with the settings of a [`ClientBuilder`].
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`], and [`ErrorKind::Configuration`] if no thread can be started.
    pub fn build(builder: ClientBuilder) -> Result<Self, Error> {
        let worker = Arc::new(Worker::start()?);
        let client = worker.run(builder.build())??;
        Ok(Self { client, worker })
    }

    /// The async client that makes the calls.
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    pub(crate) fn request_of<R>(&self, request: R) -> Request<R> {
        let worker = self.worker.clone();
        Request { request, worker }
    }
}

/// A request of the blocking client, sent by [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a request is sent by `send`"]
pub struct Request<R> {
    request: R,
    worker: Arc<Worker>,
}

impl<R> Request<R> {
    pub(crate) fn map<S>(self, set: impl FnOnce(R) -> S) -> Request<S> {
        let (request, worker) = (set(self.request), self.worker);
        Request { request, worker }
    }

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send<T>(self) -> Result<T, Error>
    where
        R: IntoFuture<Output = Result<T, Error>, IntoFuture: Send + 'static>,
        T: Send,
    {
        self.worker.run(self.request.into_future())?
    }
}

impl<S> Request<S> {
    /// Iterates over a stream that takes the place of the request.
    pub(crate) fn into_iter(self) -> Iter<S> {
        Iter(Some(self))
    }
}

/// Iterator over a list that comes in pages: over [`Pages`](crate::Pages) or [`Items`](crate::Items), each of which the
/// thread waits for.
#[must_use = "an iterator asks for nothing until it is used"]
pub struct Iter<S>(Option<Request<S>>);

impl<S, T> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, Error>> + Send + Unpin + 'static,
    T: Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let Request {
            request: mut stream,
            worker,
        } = self.0.take()?;
        let waited = worker.run(async move {
            let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
            (stream, item)
        });
        match waited {
            Ok((request, item)) => {
                self.0 = item.is_some().then_some(Request { request, worker });
                item
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

/// Runtime of a blocking client. Its one thread serves the connections between calls, too.
#[derive(Debug)]
struct Worker(Option<Runtime>);

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Waiting for it would panic if the last client is dropped in async code.
            runtime.shutdown_background();
        }
    }
}

impl Worker {
    fn start() -> Result<Self, Error> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("modelarts").enable_all().build();
        let runtime = runtime.map_err(|error| {
            Error::new(ErrorKind::Configuration, "cannot start a thread for the client").with_source(error)
        })?;
        Ok(Self(Some(runtime)))
    }

    /// Runs `work` on the runtime's thread and waits for it, whatever kind of thread this is.
    fn run<F>(&self, work: F) -> Result<F::Output, Error>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let ended = || Error::new(ErrorKind::Configuration, "the thread of the client has ended");
        let runtime = self.0.as_ref().ok_or_else(ended)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        runtime.spawn(async move {
            // It fails only if nobody waits any more.
            let _ = sender.send(work.await);
        });
        receiver.recv().map_err(|_| ended())
    }
}
