//! The builder of a client.

use std::{fmt, sync::Arc, time::Duration};

use modelarts_api::Sender;
use tokio::sync::Semaphore;

use super::{Client, Retry, RetryObserver, Shared, clock::ServiceClock, settings::Settings, transport::Http};
use crate::{
    Error, ErrorKind, HttpClient, InvalidIdentifier, ProjectId, Region, RetryPolicy,
    auth::{CredentialsProvider, Environment},
    retry::RetryBudget,
};

/// Default timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Default cap on bodies, in bytes.
const MAX_BODY: usize = 64 * 1024 * 1024;
/// Default limit of concurrent requests. Each may need a connection, and processes are often limited to 1024.
const MAX_IN_FLIGHT: usize = 100;

/// Builder of a [`Client`].
///
/// It needs only a region or an endpoint if the environment or a profile has keys:
///
/// ```no_run
/// # async fn example() -> Result<(), modelarts::Error> {
/// let client = modelarts::Client::builder().region("cn-north-4").build().await?;
/// # Ok(())
/// # }
/// ```
///
/// | setting | default |
/// |---|---|
/// | [`region`](Self::region) | `HUAWEICLOUD_SDK_REGION`, `HW_REGION_NAME`, or the region of the credentials (first, if you set them or a profile) |
/// | [`endpoint`](Self::endpoint) | `MODELARTS_ENDPOINT`, `HUAWEICLOUD_SDK_REGION_MODELARTS_<REGION>` (the id in capitals, with underscores), or that of the region |
/// | [`iam_endpoint`](Self::iam_endpoint) | `HUAWEICLOUD_SDK_IAM_ENDPOINT`, that of the credentials, or that of the region |
/// | [`credentials`](Self::credentials) | environment variables, `~/.huaweicloud/credentials`, or the metadata service if enabled |
/// | [`project_id`](Self::project_id) | `HUAWEICLOUD_SDK_PROJECT_ID`, `HW_PROJECT_ID`, the project of the credentials (first, if you set them or a profile), or the project that IAM has for the region |
#[derive(Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    settings: Settings,
    retry: RetryPolicy,
    timeout: Option<Duration>,
    max_body: Option<usize>,
    max_in_flight: Option<usize>,
    on_retry: Option<RetryObserver>,
}

/// Omits the settings that may hold secrets.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.settings.region)
            .field("project_id", &self.settings.project_id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Sets the region, such as `cn-north-4`. It selects the endpoint and the default project.
    pub fn region(mut self, region: impl Into<Region>) -> Self {
        self.settings.region = Some(region.into());
        self
    }

    /// Sets the base URL of the service, for tests and for regions that this crate does not know.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the base URL of IAM, which the default project is looked up in.
    pub fn iam_endpoint(mut self, iam_endpoint: impl Into<String>) -> Self {
        self.settings.iam_endpoint = Some(iam_endpoint.into());
        self
    }

    /// Sets the project.
    ///
    /// [`build`](Self::build) reports an invalid id.
    pub fn project_id(mut self, project_id: impl TryInto<ProjectId, Error: Into<InvalidIdentifier>>) -> Self {
        self.settings.project_id = Some(project_id.try_into().map_err(Into::into));
        self
    }

    /// Sets static [`Credentials`](crate::auth::Credentials) or a provider.
    ///
    /// ```no_run
    /// use modelarts::{Client, auth::Credentials};
    ///
    /// # async fn example() -> Result<(), modelarts::Error> {
    /// let keys = Credentials::new("access key", "secret key");
    /// let client = Client::builder().region("cn-north-4").credentials(keys).build().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn credentials(mut self, credentials: impl CredentialsProvider + 'static) -> Self {
        self.settings.credentials = Some(Box::new(credentials));
        self
    }

    /// Sets the profile of the credentials file, instead of `HW_PROFILE`. Keys in environment variables are then ignored.
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.settings.profile = Some(profile.into());
        self
    }

    /// Sets whether to ask the metadata service of a Huawei Cloud server (ECS) for keys if no other source has any. The
    /// default is `HUAWEICLOUD_SDK_USE_METADATA`, or not to ask, since on other machines that takes seconds. Needs the
    /// feature `metadata`.
    pub fn use_metadata(mut self, use_metadata: bool) -> Self {
        self.settings.use_metadata = Some(use_metadata);
        self
    }

    /// Sets the environment that defaults are read from, instead of that of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// Sets the HTTP client: its settings, such as a proxy, or a [`reqwest::Client`](crate::raw::reqwest::Client) of your
    /// own. Clients of several regions can share one.
    pub fn http_client(mut self, http: impl Into<HttpClient>) -> Self {
        self.settings.http = http.into();
        self
    }

    /// Sets the retry policy, which includes the deadline of a call.
    pub fn retry_policy(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the timeout of an attempt, including connecting and the body. The default is 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the cap on bodies, in bytes after decompression. The default is 64 MiB.
    pub fn max_body(mut self, max_body: usize) -> Self {
        self.max_body = Some(max_body);
        self
    }

    /// Sets the limit of concurrent requests of the client and its clones, at least 1. The default is 100. Calls beyond it
    /// wait, which counts towards their deadline but not towards the timeout of an attempt.
    pub fn max_in_flight(mut self, max_in_flight: usize) -> Self {
        self.max_in_flight = Some(max_in_flight);
        self
    }

    /// Sets whether to allow plain HTTP to other machines, where anyone on the way can read responses and reuse a token.
    /// Loopback is always allowed.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.settings.plain_http = allow;
        self
    }

    /// Sets a function that is called before each retry, for example to tell a user why a call takes long. It runs on the
    /// task of the call, so it must not block.
    ///
    /// ```
    /// use modelarts::Client;
    ///
    /// let builder = Client::builder().on_retry(|retry| {
    ///     eprintln!("attempt {} failed ({}), waiting {:?}", retry.attempts, retry.error, retry.wait);
    /// });
    /// # let _ = builder;
    /// ```
    pub fn on_retry(mut self, observer: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        self.on_retry = Some(Box::new(observer));
        self
    }

    /// Builds the client. Finds credentials and, unless it is set, the project.
    ///
    /// The only requests are those to the metadata service, if enabled, and one to IAM if the project has to be looked
    /// up, which is not retried. The deadline is that of a call in the retry policy.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`], [`ErrorKind::InvalidInput`] and [`ErrorKind::Credentials`] say what to set. The
    /// request to IAM may fail like any call.
    pub async fn build(self) -> Result<Client, Error> {
        let deadline = self.retry.get_deadline();
        let built = tokio::time::timeout(deadline, self.assemble()).await;
        built.unwrap_or_else(|_| {
            let reason = format!("finding credentials and the project took longer than the deadline of {deadline:?}");
            Err(Error::new(ErrorKind::Timeout, reason))
        })
    }

    async fn assemble(mut self) -> Result<Client, Error> {
        let clock = ServiceClock::default();
        let max_in_flight = self.max_in_flight.unwrap_or(MAX_IN_FLIGHT);
        let max_in_flight = max_in_flight.clamp(1, Semaphore::MAX_PERMITS);
        // Many calls that begin at once open more connections than they need later.
        self.settings.max_idle = max_in_flight;
        let settings = self.settings.http.clone();
        let (credentials, region, url, project_id) = self.settings.resolve(&clock).await?;
        let endpoint = url.as_str().trim_end_matches('/').to_owned();
        let http = Http::new(url, max_in_flight, settings)?;
        let (_, shaping) = http.current();
        Ok(Client(Arc::new(Shared {
            api: modelarts_api::Client::new_with_client(&endpoint, shaping, Sender::direct()),
            http,
            endpoint,
            region,
            project_id,
            credentials,
            budget: RetryBudget::new(&self.retry),
            retry: self.retry,
            clock,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            max_body: self.max_body.unwrap_or(MAX_BODY),
            in_flight: Arc::new(Semaphore::new(max_in_flight)),
            on_retry: self.on_retry,
        })))
    }
}
