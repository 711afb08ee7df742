//! The mock service.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use httpmock::{Mock, MockServer};
use regex::Regex;

use crate::{Operation, Payload};

/// The `X-Request-Id` of every response that [`MockModelArts`] answers with a payload.
pub const REQUEST_ID: &str = "mock-0123456789abcdef";

/// A ModelArts on loopback.
///
/// It listens until it is dropped, on a port of its own, and answers any project id and any credentials.
pub struct MockModelArts {
    server: MockServer,
    /// Operation id to the mock that answers it.
    answers: Mutex<BTreeMap<&'static str, usize>>,
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
    /// This is the one for typed mocks: of several mocks that match a request the oldest answers, and
    /// [`start`](Self::start) makes one for each operation.
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

    /// The server itself, for typed mocks (see [`MockServerExt`](crate::MockServerExt)) and for what httpmock can do.
    #[must_use]
    pub fn server(&self) -> &MockServer {
        &self.server
    }

    /// Makes `operation` answer with `payload` from now on. The mock that is returned counts its calls.
    pub fn answer(&self, operation: Operation, payload: &Payload) -> Mock<'_> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = answers.remove(operation.id) {
            Mock::new(id, &self.server).delete();
        }
        let mock = self.server.mock(|when, then| {
            let when = when.method(operation.method);
            match path_pattern(operation.path) {
                Ok(pattern) => when.path_matches(pattern),
                Err(_) => when.path(operation.path),
            };
            then.status(payload.status)
                .header("content-type", "application/json")
                .header("x-request-id", REQUEST_ID)
                .body(payload.body);
        });
        answers.insert(operation.id, mock.id());
        mock
    }
}

impl fmt::Debug for MockModelArts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockModelArts")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

/// A pattern for a path whose parameters are one segment each.
fn path_pattern(path: &str) -> Result<Regex, regex::Error> {
    let segments = path.split('/').map(|segment| match segment.starts_with('{') {
        true => "[^/]+".to_owned(),
        false => regex::escape(segment),
    });
    Regex::new(&format!("^{}$", segments.collect::<Vec<_>>().join("/")))
}
