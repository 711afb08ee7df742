//! Setting up a client.

use std::{fmt, sync::Arc, time::Duration};

use jiff::Timestamp;
use modelarts_api::Sender;
use reqwest::{Url, redirect};
use tokio::sync::Semaphore;

use super::{Client, Retry, RetryObserver, Shared, interpret};
use crate::{
    Error, ErrorKind, InvalidIdentifier, ProjectId, Region, RetryPolicy,
    auth::{
        self, CachedCredentials, Credentials, CredentialsChain, CredentialsProvider, Environment, ProjectErrorKind,
        project::ProjectResolver,
    },
    endpoint,
};

/// How long one attempt may take, unless set otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long connecting may take: long enough for a far region, short enough to leave time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest body that is read, unless set otherwise.
const MAX_BODY: usize = 64 * 1024 * 1024;
/// How many requests are on their way at once, unless set otherwise: each may need a connection, and a process often
/// may not have more than 1024.
const MAX_IN_FLIGHT: usize = 100;
/// What the client calls itself.
const USER_AGENT: &str = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"));

/// Sets up a [`Client`].
///
/// A region or an endpoint is all it needs where the environment or a profile has keys:
///
/// ```no_run
/// # async fn example() -> Result<(), modelarts::Error> {
/// let client = modelarts::Client::builder().region("cn-north-4").build().await?;
/// # Ok(())
/// # }
/// ```
///
/// | setting | else from |
/// |---|---|
/// | [`region`](Self::region) | `HUAWEICLOUD_SDK_REGION`, `HW_REGION_NAME`, or what came with the credentials (first, where you name them or a profile) |
/// | [`endpoint`](Self::endpoint) | `HUAWEICLOUD_SDK_REGION_MODELARTS_<REGION>`, or the region |
/// | [`credentials`](Self::credentials) | the environment, `~/.huaweicloud/credentials`, the metadata service if asked for |
/// | [`project_id`](Self::project_id) | `HUAWEICLOUD_SDK_PROJECT_ID`, `HW_PROJECT_ID`, what came with the credentials (first, where you name them or a profile), or IAM |
#[derive(Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    region: Option<Region>,
    endpoint: Option<String>,
    iam_endpoint: Option<String>,
    project_id: Option<Result<ProjectId, InvalidIdentifier>>,
    credentials: Option<Box<dyn CredentialsProvider>>,
    profile: Option<String>,
    metadata: Option<bool>,
    environment: Environment,
    retry: RetryPolicy,
    timeout: Option<Duration>,
    max_body: Option<usize>,
    max_in_flight: Option<usize>,
    plain_http: bool,
    on_retry: Option<RetryObserver>,
}

/// Of the settings, those that can hold no secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// The region, as `cn-north-4`. It says where the service is, unless an endpoint does, and which project is meant.
    pub fn region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The base URL of the service, for regions that this crate does not know and for tests.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The base URL of IAM, which knows the projects.
    pub fn iam_endpoint(mut self, iam_endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(iam_endpoint.into());
        self
    }

    /// The project. Without one it is that of the environment, the profile, or the one that IAM knows for the region.
    ///
    /// An id that cannot be one is reported by [`build`](Self::build).
    pub fn project_id(mut self, project_id: impl TryInto<ProjectId, Error: Into<InvalidIdentifier>>) -> Self {
        self.project_id = Some(project_id.try_into().map_err(Into::into));
        self
    }

    /// Who makes the calls: [`Credentials`] in so many words, or a source of them.
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
        self.credentials = Some(Box::new(credentials));
        self
    }

    /// The profile of the credentials file. The environment's keys are then passed over.
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Whether to ask the metadata service of a Huawei Cloud server (ECS) for keys, where no other source has any.
    /// Off unless `HUAWEICLOUD_SDK_USE_METADATA=true`, since elsewhere asking costs seconds. Needs the feature
    /// `metadata`.
    pub fn use_metadata(mut self, metadata: bool) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Reads settings from `environment` instead of from the process's own.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// When calls are tried again, and how long each may take in all.
    pub fn retry_policy(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How long one attempt may take, connecting and the body included. 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The longest body that is read, in bytes, counted after decompression. 64 MiB unless set.
    pub fn max_body(mut self, max_body: usize) -> Self {
        self.max_body = Some(max_body);
        self
    }

    /// How many requests the client and its clones have on their way at once; at least 1, and 100 unless set. Calls
    /// beyond that wait for their turn, which counts towards their deadline and not towards the timeout of an attempt.
    pub fn max_in_flight(mut self, max_in_flight: usize) -> Self {
        self.max_in_flight = Some(max_in_flight);
        self
    }

    /// Allows plain HTTP to other machines, where anyone on the way can read the responses and reuse a token. Loopback
    /// is always allowed.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.plain_http = allow;
        self
    }

    /// Is told each time a call is about to be tried again, for a program that shows people why it takes so long. It is
    /// called on the task of the call, so it must not block.
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

    /// Builds the client: finds credentials and, where nothing names it, the project.
    ///
    /// Nothing is sent but to IAM, for the project, and to the metadata service, if asked for. Both are asked once, and
    /// all of it may take as long as a call: the deadline of the retry policy.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`], [`ErrorKind::InvalidInput`] and [`ErrorKind::Credentials`] say what to set; IAM may
    /// fail in the ways of any service.
    pub async fn build(self) -> Result<Client, Error> {
        let deadline = self.retry.get_deadline();
        let built = tokio::time::timeout(deadline, self.assemble()).await;
        built.unwrap_or_else(|_| {
            let reason = format!("finding credentials and the project took longer than the deadline of {deadline:?}");
            Err(Error::new(ErrorKind::Timeout, reason))
        })
    }

    async fn assemble(self) -> Result<Client, Error> {
        let (http, in_flight) = (self.http()?, self.in_flight());
        let project_id = self.project_id.transpose();
        let project_id = project_id.map_err(|error| Error::new(ErrorKind::InvalidInput, error.to_string()))?;
        let endpoint = |endpoint: &str| {
            let endpoint = endpoint::checked(endpoint, self.plain_http).map_err(|problem| {
                let reason = format!("the endpoint cannot be used: {problem}");
                Error::new(ErrorKind::Configuration, reason)
            })?;
            Ok(endpoint.as_str().trim_end_matches('/').to_owned())
        };
        let of_region = |region: &Region| {
            let known = region.modelarts_endpoint(&self.environment);
            endpoint(&known.map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?)
        };
        // Whoever names credentials or a profile also means the project and the region that belong to them.
        let is_named = self.credentials.is_some() || self.profile.is_some();
        let of_environment = || auth::environment::region(&self.environment);
        // What the caller got wrong is told before anyone is asked for anything.
        let region = self.region.or_else(|| if is_named { None } else { of_environment() });
        let given = match (&self.endpoint, &region) {
            (Some(given), _) => Some(endpoint(given)?),
            (None, Some(region)) => Some(of_region(region)?),
            (None, None) => None,
        };
        let provider = match self.credentials {
            Some(provider) => provider,
            None => Box::new(chain(&self.environment, self.profile, self.metadata)),
        };
        let cache = CachedCredentials::new(provider);
        let credentials = cache.get().await.map_err(interpret::credentials)?;
        let region = region.or_else(|| credentials.region().cloned()).or_else(of_environment);
        let of_credentials = credentials.project_id().filter(|_| is_named);
        let project_id = project_id.or_else(|| of_credentials.cloned());
        let endpoint = match (given, &region) {
            (Some(given), _) => given,
            (None, Some(region)) => of_region(region)?,
            (None, None) => {
                let reason = "neither a region nor an endpoint is set; use `region(..)` or HUAWEICLOUD_SDK_REGION";
                return Err(Error::new(ErrorKind::Configuration, reason));
            }
        };
        let resolver = ProjectResolver::new(http.clone(), region.clone(), self.environment)
            .with_project_id(project_id)
            .with_iam_endpoint(self.iam_endpoint)
            .with_plain_http(self.plain_http);
        let project_id = resolve(&resolver, &credentials).await?;
        Ok(Client(Arc::new(Shared {
            api: modelarts_api::Client::new_with_client(&endpoint, http.clone(), Sender::direct()),
            http,
            endpoint,
            region,
            project_id,
            credentials: cache,
            retry: self.retry,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            max_body: self.max_body.unwrap_or(MAX_BODY),
            in_flight: Semaphore::new(in_flight),
            on_retry: self.on_retry,
        })))
    }

    fn in_flight(&self) -> usize {
        let in_flight = self.max_in_flight.unwrap_or(MAX_IN_FLIGHT);
        in_flight.clamp(1, Semaphore::MAX_PERMITS)
    }

    /// Whether every request goes to this machine, as in tests. The proxy of the environment could not reach it.
    fn stays_on_this_machine(&self) -> bool {
        let is_loopback = |url: &String| Url::parse(url).is_ok_and(|url| endpoint::is_loopback(&url));
        let asks_no_other = match &self.iam_endpoint {
            Some(iam) => is_loopback(iam),
            None => self.project_id.is_some(),
        };
        asks_no_other && self.endpoint.as_ref().is_some_and(is_loopback)
    }

    fn http(&self) -> Result<reqwest::Client, Error> {
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT_TIMEOUT)
            // Where many calls begin at once, more connections are opened than they come to need.
            .pool_max_idle_per_host(self.in_flight())
            // A redirect would take the signature to another host.
            .redirect(redirect::Policy::none());
        let http = if self.stays_on_this_machine() {
            http.no_proxy()
        } else {
            http
        };
        http.build()
            .map_err(|error| Error::new(ErrorKind::Configuration, "cannot set up the HTTP client").with_source(error))
    }
}

fn chain(environment: &Environment, profile: Option<String>, metadata: Option<bool>) -> CredentialsChain {
    let mut chain = CredentialsChain::builder().with_environment(environment.clone());
    if let Some(profile) = profile {
        chain = chain.with_profile(profile);
    }
    if let Some(metadata) = metadata {
        chain = chain.with_metadata(metadata);
    }
    chain.build()
}

async fn resolve(resolver: &ProjectResolver, credentials: &Credentials) -> Result<ProjectId, Error> {
    resolver.resolve(credentials, Timestamp::now()).await.map_err(|error| {
        let kind = match error.kind() {
            ProjectErrorKind::Timeout => ErrorKind::Timeout,
            ProjectErrorKind::Connection => ErrorKind::Connect,
            ProjectErrorKind::Refused => ErrorKind::Service,
            ProjectErrorKind::Malformed => ErrorKind::Decode,
            _ => ErrorKind::Configuration,
        };
        let reason = format!("no project id is set, and it cannot be looked up: {}", error.message());
        let failure = Error::new(kind, reason);
        match error.status() {
            Some(status) => failure.with_response(status, error.request_id().map(str::to_owned)),
            None => failure.with_source(error),
        }
    })
}
