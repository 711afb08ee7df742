//! Which project a client works in, looked up when nobody said.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::{Client, Method, Request, StatusCode, Url};
use serde_json::Value;

use super::{Credentials, CredentialsError, Environment, bounded_body, environment, signer::outgoing};
use crate::{ProjectId, Region, endpoint, error::blotted};

mod error;

pub use error::{ProjectError, ProjectErrorKind};

/// How long IAM may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The longest answer of IAM that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// Finds the project that every path and every signature names.
///
/// It is, in this order: the one given; the environment's (`HUAWEICLOUD_SDK_PROJECT_ID`, then
/// `HW_PROJECT_ID`); the one that came with the credentials, from a profile for example; and else the one
/// project whose name is the region's, as IAM knows it (`KeystoneListProjects`, `GET /v3/projects?name=`).
///
/// A client resolves when it is built, and keeps what was found.
#[derive(Debug)]
pub struct ProjectResolver {
    client: Client,
    region: Option<Region>,
    environment: Environment,
    explicit: Option<ProjectId>,
    iam_endpoint: Option<String>,
    plain_http: bool,
}

impl ProjectResolver {
    /// Resolves for `region`, asking IAM through `client`, which must not follow redirects. Without a region
    /// there is nothing to ask IAM for, and only a project that somebody named will do.
    pub fn new(client: Client, region: impl Into<Option<Region>>, environment: Environment) -> Self {
        Self {
            client,
            region: region.into(),
            environment,
            explicit: None,
            iam_endpoint: None,
            plain_http: false,
        }
    }

    /// The project to use, whatever anything else says.
    #[must_use]
    pub fn with_project_id(mut self, project_id: Option<ProjectId>) -> Self {
        self.explicit = project_id;
        self
    }

    /// The base URL of IAM, whatever the environment, the credentials and the region say.
    #[must_use]
    pub fn with_iam_endpoint(mut self, iam_endpoint: Option<String>) -> Self {
        self.iam_endpoint = iam_endpoint;
        self
    }

    /// Whether IAM may be asked over plain HTTP elsewhere than on loopback, where it always may.
    #[must_use]
    pub fn with_plain_http(mut self, allowed: bool) -> Self {
        self.plain_http = allowed;
        self
    }

    /// The project, if it is known without asking IAM.
    ///
    /// # Errors
    ///
    /// The environment names one that cannot be a project id.
    pub fn known(&self, credentials: &Credentials) -> Result<Option<ProjectId>, CredentialsError> {
        if let Some(project_id) = &self.explicit {
            return Ok(Some(project_id.clone()));
        }
        let from_environment = environment::project_id(&self.environment)?;
        Ok(from_environment.or_else(|| credentials.project_id().cloned()))
    }

    /// The project, asking IAM as the owner of `credentials` if need be; `now` is the time to sign with.
    ///
    /// # Errors
    ///
    /// [`ProjectError`], which says whether asking again may help.
    pub async fn resolve(&self, credentials: &Credentials, now: Timestamp) -> Result<ProjectId, ProjectError> {
        match self.known(credentials).map_err(ProjectError::environment)? {
            Some(project_id) => Ok(project_id),
            None => self.ask_iam(credentials, now).await,
        }
    }

    async fn ask_iam(&self, credentials: &Credentials, now: Timestamp) -> Result<ProjectId, ProjectError> {
        let region = self.region.as_ref().ok_or_else(ProjectError::no_region)?;
        let mut request = Request::new(Method::GET, self.url(region, credentials)?);
        *request.timeout_mut() = Some(TIMEOUT);
        outgoing::authorize(&mut request, credentials, None, now).map_err(ProjectError::signing)?;
        let response = self.client.execute(request).await.map_err(ProjectError::transport)?;
        let status = response.status();
        let trace = ["x-iam-trace-id", "x-request-id"]
            .iter()
            .find_map(|name| response.headers().get(*name));
        let trace = trace.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let trace: Option<Arc<str>> = trace.map(|trace| blotted(trace, &credentials.secrets()).into());
        if status != StatusCode::OK {
            return Err(ProjectError::refused(status.as_u16(), trace));
        }
        let body = bounded_body::read(response, MAX_BODY).await;
        let body = body.map_err(|error| ProjectError::unreadable(error, trace.clone()))?;
        only_project(region, &body).map_err(|error| error.with_request_id(trace))
    }

    fn url(&self, region: &Region, credentials: &Credentials) -> Result<Url, ProjectError> {
        let endpoint = self.iam_endpoint(region, credentials);
        let mut url = endpoint::checked(&endpoint, self.plain_http).map_err(ProjectError::endpoint)?;
        let path = format!("{}/v3/projects", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url.query_pairs_mut().clear().append_pair("name", region.as_str());
        Ok(url)
    }

    /// What was given, the environment, what came with the credentials, and the region's own, in this order.
    fn iam_endpoint(&self, region: &Region, credentials: &Credentials) -> String {
        let given = self.iam_endpoint.clone();
        given
            .or_else(|| Region::overridden_iam_endpoint(&self.environment))
            .or_else(|| credentials.iam_endpoint().map(str::to_owned))
            .unwrap_or_else(|| region.iam_endpoint(&self.environment))
    }
}

/// The project in IAM's answer, if it is the only one.
fn only_project(region: &Region, body: &[u8]) -> Result<ProjectId, ProjectError> {
    // The parser's own message is left out, as it may quote what an unknown server sent.
    let answer: Value = serde_json::from_slice(body).map_err(|_| ProjectError::malformed("it is not json"))?;
    let projects = answer.get("projects").and_then(Value::as_array);
    let projects = projects.ok_or_else(|| ProjectError::malformed("it has no list of projects"))?;
    let ids: Result<Vec<ProjectId>, _> = projects
        .iter()
        .map(|project| ProjectId::new(project.get("id").and_then(Value::as_str).unwrap_or_default()))
        .collect();
    let ids = ids.map_err(|_| ProjectError::malformed("it has a project without a valid id"))?;
    match ids.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(ProjectError::no_match(region)),
        several => Err(ProjectError::ambiguous(region, several)),
    }
}
