//! Credentials from environment variables.

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::{ProjectId, Region};

/// What this source calls itself.
const NAME: &str = "environment";

/// One family of variables: the names that belong together.
struct Names {
    access_key: &'static str,
    secret_key: &'static str,
    security_token: &'static str,
    token: Option<&'static str>,
    project_id: &'static str,
    region: &'static str,
}

/// The official SDKs' names. `HUAWEICLOUD_SDK_REGION` is this crate's own, in their style.
const SDK: Names = Names {
    access_key: "HUAWEICLOUD_SDK_AK",
    secret_key: "HUAWEICLOUD_SDK_SK",
    security_token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    token: None,
    project_id: "HUAWEICLOUD_SDK_PROJECT_ID",
    region: "HUAWEICLOUD_SDK_REGION",
};

/// The names of Terraform's provider.
const TERRAFORM: Names = Names {
    access_key: "HW_ACCESS_KEY",
    secret_key: "HW_SECRET_KEY",
    security_token: "HW_SECURITY_TOKEN",
    token: Some("HW_AUTH_TOKEN"),
    project_id: "HW_PROJECT_ID",
    region: "HW_REGION_NAME",
};

/// Credentials from environment variables: the official SDKs' names first, then those of Terraform.
///
/// | | official SDKs | Terraform |
/// |---|---|---|
/// | access key | `HUAWEICLOUD_SDK_AK` | `HW_ACCESS_KEY` |
/// | secret key | `HUAWEICLOUD_SDK_SK` | `HW_SECRET_KEY` |
/// | token of temporary keys | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | `HW_SECURITY_TOKEN` |
/// | IAM token, when there are no keys | | `HW_AUTH_TOKEN` |
/// | project | `HUAWEICLOUD_SDK_PROJECT_ID` | `HW_PROJECT_ID` |
/// | region | `HUAWEICLOUD_SDK_REGION` | `HW_REGION_NAME` |
///
/// Keys, token and secret come from one column, never mixed. A column that holds only one of the two keys
/// is an error rather than a reason to look elsewhere.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// Reads from `environment`.
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }

    fn read(&self) -> Result<Credentials, CredentialsError> {
        for names in [&SDK, &TERRAFORM] {
            if let Some(credentials) = read_family(&self.environment, names)? {
                return with_hints(credentials, &self.environment);
            }
        }
        let reason = format!(
            "neither {} and {}, nor {} and {}, nor HW_AUTH_TOKEN is set",
            SDK.access_key, SDK.secret_key, TERRAFORM.access_key, TERRAFORM.secret_key
        );
        Err(CredentialsError::new(CredentialsErrorKind::NotConfigured, NAME, reason))
    }
}

/// The credentials of one family, or nothing when it is not in use.
fn read_family(environment: &Environment, names: &Names) -> Result<Option<Credentials>, CredentialsError> {
    let missing = |set: &str, missing: &str| {
        let reason = format!("{set} is set, but {missing} is not");
        Err(CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason))
    };
    let security_token = environment.get(names.security_token);
    match (environment.get(names.access_key), environment.get(names.secret_key)) {
        (Some(access_key), Some(secret_key)) => {
            let mut keys = AccessKeys::new(access_key, secret_key);
            if let Some(token) = security_token {
                keys = keys.with_security_token(token);
            }
            Ok(Some(keys.into()))
        }
        (Some(_), None) => missing(names.access_key, names.secret_key),
        (None, Some(_)) => missing(names.secret_key, names.access_key),
        (None, None) => match names.token.and_then(|name| environment.get(name)) {
            Some(token) => Ok(Some(Credentials::from_token(token))),
            None if security_token.is_some() => missing(names.security_token, names.access_key),
            None => Ok(None),
        },
    }
}

/// Adds the project and the region, which the environment may name whoever names the keys.
fn with_hints(mut credentials: Credentials, environment: &Environment) -> Result<Credentials, CredentialsError> {
    if let Some(project_id) = project_id(environment)? {
        credentials = credentials.with_project_id(project_id);
    }
    if let Some(region) = region(environment) {
        credentials = credentials.with_region(region);
    }
    Ok(credentials)
}

/// The project that the environment names, under either family's name.
pub(crate) fn project_id(environment: &Environment) -> Result<Option<ProjectId>, CredentialsError> {
    for name in [SDK.project_id, TERRAFORM.project_id] {
        if let Some(text) = environment.get(name) {
            let project_id = ProjectId::new(text).map_err(|error| {
                CredentialsError::new(CredentialsErrorKind::Invalid, NAME, format!("{name}: {error}"))
            })?;
            return Ok(Some(project_id));
        }
    }
    Ok(None)
}

/// The region that the environment names, under either family's name.
pub(crate) fn region(environment: &Environment) -> Option<Region> {
    [SDK.region, TERRAFORM.region]
        .into_iter()
        .find_map(|name| environment.get(name))
        .map(Region::new)
}

impl CredentialsProvider for EnvironmentProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(self.read()))
    }

    /// A process's environment does not change under it.
    fn invalidate(&self) -> bool {
        false
    }
}
