//! Credentials from environment variables.

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::{ProjectId, Region};

/// Name of this source in errors.
const NAME: &str = "environment";

/// The variables of one tool, whose keys are never mixed with those of another.
struct Family {
    access_key: &'static str,
    secret_key: &'static str,
    security_token: &'static str,
    token: Option<&'static str>,
    project_id: &'static str,
    region: &'static str,
}

/// The official SDKs first, then Terraform's provider. `HUAWEICLOUD_SDK_REGION` is this crate's own, in the SDKs' style.
const FAMILIES: [Family; 2] = [
    Family {
        access_key: "HUAWEICLOUD_SDK_AK",
        secret_key: "HUAWEICLOUD_SDK_SK",
        security_token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
        token: None,
        project_id: "HUAWEICLOUD_SDK_PROJECT_ID",
        region: "HUAWEICLOUD_SDK_REGION",
    },
    Family {
        access_key: "HW_ACCESS_KEY",
        secret_key: "HW_SECRET_KEY",
        security_token: "HW_SECURITY_TOKEN",
        token: Some("HW_AUTH_TOKEN"),
        project_id: "HW_PROJECT_ID",
        region: "HW_REGION_NAME",
    },
];

/// Credentials from environment variables: those of the official SDKs, then those of Terraform's provider.
///
/// | | official SDKs | Terraform |
/// |---|---|---|
/// | access key | `HUAWEICLOUD_SDK_AK` | `HW_ACCESS_KEY` |
/// | secret key | `HUAWEICLOUD_SDK_SK` | `HW_SECRET_KEY` |
/// | token of temporary keys | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | `HW_SECURITY_TOKEN` |
/// | IAM token, if there are no keys | | `HW_AUTH_TOKEN` |
/// | project | `HUAWEICLOUD_SDK_PROJECT_ID` | `HW_PROJECT_ID` |
/// | region | `HUAWEICLOUD_SDK_REGION` | `HW_REGION_NAME` |
///
/// The keys and their token come from one column. A column with only one of the two keys is an error.
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
        for family in &FAMILIES {
            if let Some(mut credentials) = family.credentials(&self.environment)? {
                // The project and the region may be those of the other family.
                credentials.project_id = project_id(&self.environment)?;
                credentials.region = region(&self.environment);
                return Ok(credentials);
            }
        }
        let pairs = FAMILIES.map(|family| format!("{} and {}", family.access_key, family.secret_key));
        let reason = format!("neither {}, nor HW_AUTH_TOKEN is set", pairs.join(", nor "));
        Err(CredentialsError::new(CredentialsErrorKind::NotConfigured, NAME, reason))
    }
}

impl Family {
    /// The credentials of this family, if any of its variables is set.
    fn credentials(&self, environment: &Environment) -> Result<Option<Credentials>, CredentialsError> {
        let half = |set: &str, missing: &str| Err(invalid(format!("{set} is set, but {missing} is not")));
        let security_token = environment.get(self.security_token);
        let pair = (environment.get(self.access_key), environment.get(self.secret_key));
        Ok(Some(match (pair, security_token) {
            ((Some(access), Some(secret)), Some(token)) => AccessKeys::temporary(access, secret, token).into(),
            ((Some(access), Some(secret)), None) => Credentials::new(access, secret),
            ((Some(_), None), _) => return half(self.access_key, self.secret_key),
            ((None, Some(_)), _) => return half(self.secret_key, self.access_key),
            ((None, None), security_token) => match self.token.and_then(|name| environment.get(name)) {
                Some(token) => Credentials::from_token(token),
                None if security_token.is_some() => return half(self.security_token, self.access_key),
                None => return Ok(None),
            },
        }))
    }
}

/// The project that the environment names.
pub(crate) fn project_id(environment: &Environment) -> Result<Option<ProjectId>, CredentialsError> {
    let mut names = FAMILIES.iter().map(|family| family.project_id);
    let named = names.find_map(|name| Some((name, environment.get(name)?)));
    let checked = named.map(|(name, text)| ProjectId::new(text).map_err(|error| invalid(format!("{name}: {error}"))));
    checked.transpose()
}

/// The region that the environment names.
pub(crate) fn region(environment: &Environment) -> Option<Region> {
    let named = FAMILIES.iter().find_map(|family| environment.get(family.region));
    named.map(Region::new)
}

fn invalid(reason: String) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason)
}

impl CredentialsProvider for EnvironmentProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(self.read()))
    }

    /// The environment of a process does not change while it runs.
    fn invalidate(&self) -> bool {
        false
    }
}
