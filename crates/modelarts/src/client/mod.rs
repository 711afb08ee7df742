//! The client, and how it makes calls.

pub(crate) mod bounded_body;
mod builder;
pub(crate) mod call;
mod clock;
mod deadline;
pub(crate) mod interpret;
mod json_path;
mod project;
mod settings;
mod span;
mod transport;

use std::{fmt, sync::Arc, time::Duration};

pub use builder::ClientBuilder;
use tokio::sync::Semaphore;

use self::{clock::ServiceClock, transport::Http};
use crate::{Error, ProjectId, Region, RetryPolicy, auth::CachedCredentials, retry::RetryBudget};

/// A client for ModelArts in one project.
///
/// It is cheap to clone, and clones share connections, credentials and limits. Every call is a method that returns a
/// request, which is sent when it is awaited; dropping the future of a call at any time leaves the client usable. It
/// must be used within a Tokio runtime.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    http: Http,
    /// Builds requests, which are sent through `http`.
    api: modelarts_api::Client,
    endpoint: String,
    region: Option<Region>,
    project_id: ProjectId,
    credentials: CachedCredentials,
    retry: RetryPolicy,
    budget: RetryBudget,
    clock: ServiceClock,
    timeout: Duration,
    max_body: usize,
    in_flight: Arc<Semaphore>,
    on_retry: Option<RetryObserver>,
}

type RetryObserver = Box<dyn Fn(&Retry<'_>) + Send + Sync>;

/// A retry that is about to happen, as passed to the callback of [`ClientBuilder::on_retry`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Retry<'a> {
    /// Number of requests that the call has sent so far.
    pub attempts: u32,
    /// Time until the next attempt.
    pub wait: Duration,
    /// Error of the last attempt.
    pub error: &'a Error,
}

impl Client {
    /// Returns a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Project this client is scoped to.
    pub fn project_id(&self) -> &ProjectId {
        &self.0.project_id
    }

    /// Region of the service, if one was set or came with the credentials.
    pub fn region(&self) -> Option<&Region> {
        self.0.region.as_ref()
    }

    /// Base URL of the service, without a trailing slash.
    pub fn endpoint(&self) -> &str {
        &self.0.endpoint
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.0.endpoint)
            .field("region", &self.0.region)
            .field("project_id", &self.0.project_id)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}
