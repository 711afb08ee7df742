//! The mock service.

use std::{
    collections::BTreeMap,
    fmt, iter,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use httpmock::{HttpMockRequest, Mock, MockServer};
use serde_json::Value;

use crate::{paged_list::PagedList, payload::Operation, reply::Reply, signature::Keys};

/// Mock of ModelArts on loopback.
///
/// It listens on a free port until it is dropped, and accepts any project ID and, until
/// [`check_signatures`](Self::check_signatures) is called, any credentials.
pub struct MockModelArts {
    server: MockServer,
    /// Answers by method and path.
    answers: Mutex<BTreeMap<(&'static str, &'static str), InstalledAnswer>>,
    /// Keys that requests must be signed with.
    keys: Arc<Mutex<Option<Keys>>>,
}

/// Answer of an operation to requests that none of the user's own mocks matches.
struct InstalledAnswer {
    operation: Operation,
    content: Content,
    calls: Arc<AtomicUsize>,
    /// ID of the mock in the server.
    mock: usize,
}

/// What an operation answers with.
#[derive(Clone)]
enum Content {
    /// The documented payload, and an empty page after it.
    Documented,
    /// One after the other, and from then on the last.
    InTurn(Arc<[Reply]>),
    /// The page that the request asks for.
    Paged(Arc<PagedList>),
}

impl Content {
    /// Reply to a request that so many others came before.
    fn reply(&self, operation: Operation, before: usize, request: &HttpMockRequest) -> Reply {
        match self {
            Self::Documented => PagedList::end(operation, request).or(Some((*operation.default).into())),
            Self::InTurn(replies) => replies.get(before).or(replies.last()).cloned(),
            Self::Paged(list) => Some(list.reply(request)),
        }
        .unwrap_or_else(|| Reply::new(404, ""))
    }
}

impl MockModelArts {
    /// Starts a mock that answers every operation with its documented payload.
    ///
    /// # Panics
    ///
    /// Panics if no loopback port can be opened.
    #[must_use]
    pub fn start() -> Self {
        let mock = Self::start_empty();
        for operation in Operation::ALL {
            mock.answer_with(*operation, Content::Documented);
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
            keys: Arc::default(),
        }
    }

    /// Base URL, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.base_url()
    }

    /// Environment variables that lead programs to this mock, for `Environment::fixed` of the crate `modelarts`, or for a
    /// program that a test starts: endpoint, project and keys.
    ///
    /// ```
    /// # use modelarts_httpmock::MockModelArts;
    /// let mock = MockModelArts::start();
    /// let mut program = std::process::Command::new("modelarts");
    /// program.args(["pools"]).envs(mock.environment());
    /// ```
    #[must_use]
    pub fn environment(&self) -> [(&'static str, String); 4] {
        [
            ("MODELARTS_ENDPOINT", self.url()),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "mock-project".to_owned()),
            ("HUAWEICLOUD_SDK_AK", "mock-access-key".to_owned()),
            ("HUAWEICLOUD_SDK_SK", "mock-secret-key".to_owned()),
        ]
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
            let newer = self.install(answer.operation, answer.content.clone(), answer.calls.clone());
            self.delete(std::mem::replace(&mut answer.mock, newer));
        }
        added
    }

    /// Refuses requests from now on that are not signed with these keys: 401, as by the real gateway.
    ///
    /// It checks requests for [`answer`](Self::answer) and the documented payloads, which do not count refused ones, but not
    /// those for mocks of [`server`](Self::server). The age of a signature is not checked.
    pub fn check_signatures(&self, access_key: impl Into<String>, secret_key: impl Into<String>) {
        let keys = Keys::new(access_key.into(), secret_key.into());
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
    }

    /// Makes an operation answer with `reply` from now on, and counts its calls.
    pub fn answer(&self, operation: Operation, reply: impl Into<Reply>) -> Answer {
        self.answer_in_turn(operation, iter::once(reply))
    }

    /// Makes an operation answer with one reply after the other, and from then on with the last; counts its calls.
    ///
    /// ```
    /// use modelarts_httpmock::{MockModelArts, Operation, payloads};
    ///
    /// let mock = MockModelArts::start();
    /// let busy_once = [payloads::ERROR_429_APIG_0308, payloads::LIST_POOLS_DOC_2025];
    /// mock.answer_in_turn(Operation::LIST_POOLS, busy_once).assert_calls(0);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if there are no replies.
    pub fn answer_in_turn(&self, operation: Operation, replies: impl IntoIterator<Item: Into<Reply>>) -> Answer {
        let replies: Arc<[Reply]> = replies.into_iter().map(Into::into).collect();
        assert!(!replies.is_empty(), "no replies for {}", operation.id);
        self.answer_with(operation, Content::InTurn(replies))
    }

    /// Makes an operation answer with a list of these items from now on, page by page as each request asks for: by `limit`,
    /// and by `continue` or `offset`. Counts its calls.
    ///
    /// The items take the place of those in the documented payload of the operation.
    ///
    /// ```
    /// use modelarts_httpmock::{MockModelArts, Operation};
    /// use serde_json::json;
    ///
    /// let mock = MockModelArts::start();
    /// let networks = (0..7).map(|number| json!({ "metadata": { "name": format!("network-{number}") } }));
    /// mock.answer_pages(Operation::LIST_NETWORKS, networks).assert_calls(0);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the documented payload of the operation has no list.
    #[allow(clippy::panic, reason = "a test that asks for pages of what is no list fails")]
    pub fn answer_pages(&self, operation: Operation, items: impl IntoIterator<Item = Value>) -> Answer {
        match PagedList::new(operation, items.into_iter().collect()) {
            Some(list) => self.answer_with(operation, Content::Paged(Arc::new(list))),
            None => panic!("{} answers with no list", operation.id),
        }
    }

    fn answer_with(&self, operation: Operation, content: Content) -> Answer {
        let calls = Arc::new(AtomicUsize::new(0));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = InstalledAnswer {
            operation,
            content: content.clone(),
            calls: calls.clone(),
            mock: self.install(operation, content, calls.clone()),
        };
        if let Some(former) = answers.insert((operation.method, operation.path), answer) {
            self.delete(former.mock);
        }
        Answer {
            operation: operation.id,
            calls,
        }
    }

    /// Adds the mock of an answer. Until the former one is deleted, that one answers, so no request is left without.
    fn install(&self, operation: Operation, content: Content, calls: Arc<AtomicUsize>) -> usize {
        let keys = self.keys.clone();
        let mock = self.server.mock(move |when, then| {
            when.method(operation.method)
                .is_true(move |request| operation.has_path(request.uri().path()));
            then.respond_with(move |request| {
                let keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(refusal) = keys.as_ref().and_then(|keys| keys.refusal(request)) {
                    return refusal.response();
                }
                let before = calls.fetch_add(1, Ordering::Relaxed);
                content.reply(operation, before, request).response()
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
