//! The client: what all calls share.

pub(crate) mod bounded_body;
mod builder;
mod call;
mod deadline;
mod exchange;
mod http_client;
mod interpret;
mod json_place;
mod project;
mod settings;
mod span;

use std::{fmt, sync::Arc, time::Duration};

pub use builder::ClientBuilder;
use tokio::sync::Semaphore;

use crate::{Error, ProjectId, Region, RetryPolicy, auth::CachedCredentials};

/// A client for ModelArts in one project.
///
/// It is cheap to clone, and clones share their connections and credentials; make one and pass clones around. Dropping
/// the future of a call at any time leaves the client as usable as before. It must be used within a Tokio runtime.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    /// Puts requests together; they are sent through `http`.
    api: modelarts_api::Client,
    endpoint: String,
    region: Option<Region>,
    project_id: ProjectId,
    credentials: CachedCredentials,
    retry: RetryPolicy,
    timeout: Duration,
    max_body: usize,
    in_flight: Semaphore,
    on_retry: Option<RetryObserver>,
}

/// Who is told of retries.
type RetryObserver = Box<dyn Fn(&Retry<'_>) + Send + Sync>;

/// A call is about to be tried again: what [`ClientBuilder::on_retry`] is told.
#[derive(Debug)]
#[non_exhaustive]
pub struct Retry<'a> {
    /// How many requests the call has sent so far.
    pub attempts: u32,
    /// How long it waits before the next.
    pub wait: Duration,
    /// Why the last one failed.
    pub error: &'a Error,
}

impl Client {
    /// Sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The project that every call is about.
    #[must_use]
    pub fn project_id(&self) -> &ProjectId {
        &self.0.project_id
    }

    /// The region, where one was named.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.0.region.as_ref()
    }

    /// The base URL of the service, without a slash at its end.
    #[must_use]
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
