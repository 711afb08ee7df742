//! Settings of credentials, region, project and endpoints, and their resolution.

use reqwest::Url;

use super::{clock::ServiceClock, project, transport};
use crate::{
    Error, ErrorKind, HttpClient, InvalidIdentifier, ProjectId, Region,
    auth::{self, CachedCredentials, Credentials, CredentialsChain, CredentialsProvider, Environment},
    endpoint,
};

/// Settings as a program made them. [`Settings::resolve`] adds the rest.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) environment: Environment,
    pub(super) credentials: Option<Box<dyn CredentialsProvider>>,
    pub(super) profile: Option<String>,
    pub(super) use_metadata: Option<bool>,
    pub(super) region: Option<Region>,
    pub(super) project_id: Option<Result<ProjectId, InvalidIdentifier>>,
    pub(super) endpoint: Option<String>,
    pub(super) iam_endpoint: Option<String>,
    pub(super) plain_http: bool,
    pub(super) http: HttpClient,
    /// Number of idle connections that are kept open.
    pub(super) max_idle: usize,
}

impl Settings {
    /// Resolves the settings. The first of these decides: what was set; what came with credentials or a profile that was
    /// set; the environment; what came with other credentials; and, for the project alone, IAM.
    pub(super) async fn resolve(
        mut self,
        clock: &ServiceClock,
    ) -> Result<(CachedCredentials, Option<Region>, Url, ProjectId), Error> {
        let project_id = self.project_id.take().transpose();
        let project_id = project_id.map_err(|error| Error::new(ErrorKind::InvalidInput, error.to_string()))?;
        self.profile = self.profile.or_else(|| self.environment.get("HW_PROFILE"));
        let are_credentials_set = self.credentials.is_some() || self.profile.is_some();
        let environment_region = auth::environment::region(&self.environment);
        let early = environment_region.clone().filter(|_| !are_credentials_set);
        let region = self.region.take().or(early);
        // Mistakes of the caller are reported before any source is asked.
        let endpoint = self.service_endpoint(region.as_ref())?;

        let provider = self.credentials.take().unwrap_or_else(|| {
            let chain = CredentialsChain::configured(&self.environment, self.profile.take(), self.use_metadata);
            Box::new(chain)
        });
        let cache = CachedCredentials::new(provider);
        let credentials = cache.get().await?;
        let region = region.or_else(|| credentials.region.clone()).or(environment_region);
        let endpoint = match endpoint {
            Some(endpoint) => Some(endpoint),
            None => self.service_endpoint(region.as_ref())?,
        };
        let endpoint = endpoint.ok_or_else(|| {
            let reason = "no region is set; use `region(..)` or HUAWEICLOUD_SDK_REGION";
            Error::new(ErrorKind::Configuration, reason)
        })?;

        let credentials_project = || credentials.project_id.clone();
        let project_id = match project_id.or_else(|| credentials_project().filter(|_| are_credentials_set)) {
            Some(project_id) => project_id,
            None => match self.environment_project()?.or_else(credentials_project) {
                Some(project_id) => project_id,
                None => self.look_up_project(region.as_ref(), &credentials, clock).await?,
            },
        };
        Ok((cache, region, endpoint, project_id))
    }

    /// The base URL of the service, if an endpoint or a region leads to it.
    fn service_endpoint(&self, region: Option<&Region>) -> Result<Option<Url>, Error> {
        let configuration = |reason| Error::new(ErrorKind::Configuration, reason);
        let set = self
            .endpoint
            .clone()
            .or_else(|| self.environment.get("MODELARTS_ENDPOINT"));
        let endpoint = match (set, region) {
            (Some(endpoint), _) => endpoint,
            (None, Some(region)) => self
                .environment_endpoint(region)
                .or_else(|| region.modelarts_endpoint())
                .ok_or_else(|| configuration(unknown(region)))?,
            (None, None) => return Ok(None),
        };
        let url = endpoint::checked(&endpoint, self.plain_http);
        url.map(Some)
            .map_err(|problem| configuration(format!("the endpoint cannot be used: {problem}")))
    }

    /// The first of the URLs that the environment has for a region, separated by commas as for the official SDKs.
    fn environment_endpoint(&self, region: &Region) -> Option<String> {
        let id = region.as_str().to_ascii_uppercase().replace('-', "_");
        let endpoints = self
            .environment
            .get(&format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{id}"))?;
        let mut endpoints = endpoints.split(',').map(str::trim);
        endpoints.find(|endpoint| !endpoint.is_empty()).map(str::to_owned)
    }

    fn environment_project(&self) -> Result<Option<ProjectId>, Error> {
        let project_id = auth::environment::project_id(&self.environment);
        project_id.map_err(|error| project::unresolved(ErrorKind::Configuration, error.reason()).with_source(error))
    }

    async fn look_up_project(
        &self,
        region: Option<&Region>,
        credentials: &Credentials,
        clock: &ServiceClock,
    ) -> Result<ProjectId, Error> {
        let unresolved = |reason: &str| project::unresolved(ErrorKind::Configuration, reason);
        let region = region.ok_or_else(|| {
            unresolved("that takes a region; set one with `region(..)`, or the project with `project_id(..)`")
        })?;
        let iam = self.iam_endpoint.clone();
        let iam = iam
            .or_else(|| self.environment.get("HUAWEICLOUD_SDK_IAM_ENDPOINT"))
            .or_else(|| credentials.iam_endpoint.clone())
            .unwrap_or_else(|| region.iam_endpoint());
        let iam = endpoint::checked(&iam, self.plain_http)
            .map_err(|problem| unresolved(&format!("the endpoint of iam cannot be used: {problem}")))?;
        let http = transport::client(&iam, self.max_idle, &self.http)?;
        project::look_up(iam, region, credentials, clock, &http).await
    }
}

/// The message for a region without a known endpoint.
fn unknown(region: &Region) -> String {
    let known: Vec<&str> = Region::KNOWN.iter().map(|(id, _)| *id).collect();
    let (region, known) = (region.as_str(), known.join(", "));
    format!(
        "no known modelarts endpoint for region {region:?}; known regions: {known}; for any other, give its url with \
         `endpoint(..)`"
    )
}
