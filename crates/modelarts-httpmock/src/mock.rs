//! The mock service.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use httpmock::{HttpMockResponse, Mock, MockServer};

use crate::{Operation, Payload};

/// The `X-Request-Id` of every response that [`MockModelArts`] answers with a payload.
pub const REQUEST_ID: &str = "mock-0123456789abcdef";

/// A ModelArts on loopback.
///
/// It listens until it is dropped, on a port of its own, and answers any project id and any credentials.
pub struct MockModelArts {
    server: MockServer,
    /// Operation id to what answers it.
    answers: Mutex<BTreeMap<&'static str, Standing>>,
}

/// What an operation answers with where no mock of the user's says otherwise.
struct Standing {
    operation: Operation,
    payload: Payload,
    calls: Arc<AtomicUsize>,
    /// The mock that does it.
    mock: usize,
}

impl MockModelArts {
    /// A service in which every operation answers with its documented payload.
    ///
    /// # Panics
    ///
    /// Where no port of the loopback interface can be opened.
    #[must_use]
    pub fn start() -> Self {
        let mock = Self::start_empty();
        for operation in Operation::ALL {
            mock.answer(*operation, operation.default);
        }
        mock
    }

    /// A service that answers 404 to everything until it is told otherwise.
    ///
    /// # Panics
    ///
    /// Where no port of the loopback interface can be opened.
    #[must_use]
    pub fn start_empty() -> Self {
        Self {
            server: MockServer::start(),
            answers: Mutex::default(),
        }
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.base_url()
    }

    /// Hands out the server, for mocks of your own, which answer in place of what [`start`](Self::start) and
    /// [`answer`](Self::answer) say. A request that none of them matches is answered as before. Of several mocks of your
    /// own that match, the oldest answers. One that is made after the closure has returned comes after all others.
    ///
    /// The server takes typed mocks, by [`MockServerExt`](crate::MockServerExt), and whatever else httpmock can do.
    ///
    /// ```
    /// use modelarts_httpmock::{MockModelArts, MockServerExt};
    ///
    /// let mock = MockModelArts::start();
    /// let none = mock.server(|server| server.list_pools(|_, then| drop(then.ok(&Default::default()))));
    /// none.assert_calls(0);
    /// ```
    pub fn server<'a, T>(&'a self, mocks: impl FnOnce(&'a MockServer) -> T) -> T {
        let added = mocks(&self.server);
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        for standing in answers.values_mut() {
            // Of several mocks that match a request the server takes the oldest, so these are made anew.
            let renewed = self.stand(standing.operation, standing.payload, standing.calls.clone());
            self.delete(std::mem::replace(&mut standing.mock, renewed));
        }
        added
    }

    /// Makes `operation` answer with `payload` from now on, and counts its calls.
    pub fn answer(&self, operation: Operation, payload: &Payload) -> Answer {
        let calls = Arc::new(AtomicUsize::new(0));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = Standing {
            operation,
            payload: *payload,
            calls: calls.clone(),
            mock: self.stand(operation, *payload, calls.clone()),
        };
        if let Some(former) = answers.insert(operation.id, standing) {
            self.delete(former.mock);
        }
        let operation = operation.id;
        Answer { operation, calls }
    }

    /// Makes the mock for an answer. While there are two for one operation, the older one answers, so no request goes
    /// without.
    fn stand(&self, operation: Operation, payload: Payload, calls: Arc<AtomicUsize>) -> usize {
        let mock = self.server.mock(move |when, then| {
            when.method(operation.method)
                .is_true(move |request| operation.has_path(request.uri().path()));
            then.respond_with(move |_| {
                calls.fetch_add(1, Ordering::Relaxed);
                HttpMockResponse::builder()
                    .status(payload.status)
                    .header("content-type", "application/json")
                    .header("x-request-id", REQUEST_ID)
                    .body(payload.body)
                    .build()
            });
        });
        mock.id()
    }

    fn delete(&self, mock: usize) {
        Mock::new(mock, &self.server).delete();
    }
}

/// What an operation was told to answer with. It goes on counting until the operation is told something else.
#[derive(Debug, Clone)]
pub struct Answer {
    operation: &'static str,
    calls: Arc<AtomicUsize>,
}

impl Answer {
    /// How many requests it has answered.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Says that it answered so many requests.
    ///
    /// # Panics
    ///
    /// Where it answered another number.
    #[track_caller]
    pub fn assert_calls(&self, expected: usize) {
        let calls = self.calls();
        assert_eq!(calls, expected, "calls of {} that got this answer", self.operation);
    }
}

impl fmt::Debug for MockModelArts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockModelArts")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
