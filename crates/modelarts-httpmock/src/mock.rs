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

use crate::payload::{Operation, Payload};

/// `X-Request-Id` of every response with a payload.
pub const REQUEST_ID: &str = "mock-0123456789abcdef";

/// Mock of ModelArts on loopback.
///
/// It listens on a free port until it is dropped, and accepts any project ID and any credentials.
pub struct MockModelArts {
    server: MockServer,
    /// Answers by operation ID.
    answers: Mutex<BTreeMap<&'static str, InstalledAnswer>>,
}

/// Answer of an operation to requests that none of the user's own mocks matches.
struct InstalledAnswer {
    operation: Operation,
    payload: Payload,
    calls: Arc<AtomicUsize>,
    /// ID of the mock in the server.
    mock: usize,
}

impl MockModelArts {
    /// Starts a mock that answers every operation with its default payload.
    ///
    /// # Panics
    ///
    /// Panics if no loopback port can be opened.
    #[must_use]
    pub fn start() -> Self {
        let mock = Self::start_empty();
        for operation in Operation::ALL {
            mock.answer(*operation, operation.default);
        }
        mock
    }

    /// Starts a mock that answers 404 to everything.
    ///
    /// # Panics
    ///
    /// Panics if no loopback port can be opened.
    #[must_use]
    pub fn start_empty() -> Self {
        Self {
            server: MockServer::start(),
            answers: Mutex::default(),
        }
    }

    /// Base URL, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.base_url()
    }

    /// Adds mocks of your own to the underlying server.
    ///
    /// They take precedence over the payloads of [`start`](Self::start) and [`answer`](Self::answer), which still answer
    /// the requests that none of them matches. Of several that match, the oldest answers. A mock added after the closure
    /// has returned comes last.
    ///
    /// The server accepts typed mocks, through [`MockServerExt`](crate::MockServerExt), and everything else that httpmock
    /// can do.
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
        for answer in answers.values_mut() {
            // The oldest matching mock answers, so these are replaced by newer ones.
            let newer = self.install(answer.operation, answer.payload, answer.calls.clone());
            self.delete(std::mem::replace(&mut answer.mock, newer));
        }
        added
    }

    /// Makes an operation answer with `payload` from now on, and counts its calls.
    pub fn answer(&self, operation: Operation, payload: &Payload) -> Answer {
        let calls = Arc::new(AtomicUsize::new(0));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = InstalledAnswer {
            operation,
            payload: *payload,
            calls: calls.clone(),
            mock: self.install(operation, *payload, calls.clone()),
        };
        if let Some(former) = answers.insert(operation.id, answer) {
            self.delete(former.mock);
        }
        Answer {
            operation: operation.id,
            calls,
        }
    }

    /// Adds the mock of an answer. Until the former one is deleted, that one answers, so no request is left without.
    fn install(&self, operation: Operation, payload: Payload, calls: Arc<AtomicUsize>) -> usize {
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

/// Answer of an operation, which counts the calls that receive it, until the operation is given another.
#[derive(Debug, Clone)]
pub struct Answer {
    operation: &'static str,
    calls: Arc<AtomicUsize>,
}

impl Answer {
    /// Number of calls that received the answer.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Asserts the number of calls that received the answer.
    ///
    /// # Panics
    ///
    /// Panics if it differs from `expected`.
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
