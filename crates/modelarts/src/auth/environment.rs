//! Credentials from environment variables.

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::{ProjectId, Region};

const NAME: &str = "environment";

/// The variables of one tool, whose keys are never mixed with those of another.
struct Family {
    /// Access key, secret key, and token of temporary keys.
    keys: [&'static str; 3],
    token: Option<&'static str>,
    project_id: &'static str,
    region: &'static str,
}

/// The official SDKs first, then Terraform's provider. `HUAWEICLOUD_SDK_REGION` is this crate's own, in the SDKs' style.
const FAMILIES: [Family; 2] = [
    Family {
        keys: [
            "HUAWEICLOUD_SDK_AK",
            "HUAWEICLOUD_SDK_SK",
            "HUAWEICLOUD_SDK_SECURITY_TOKEN",
        ],
        token: None,
        project_id: "HUAWEICLOUD_SDK_PROJECT_ID",
        region: "HUAWEICLOUD_SDK_REGION",
    },
    Family {
        keys: ["HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_SECURITY_TOKEN"],
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
        let [sdk, terraform] = FAMILIES.map(
            |Family {
                 keys: [access, secret, _],
                 ..
             }| format!("{access} and {secret}"),
        );
        let reason = format!("neither {sdk}, nor {terraform}, nor HW_AUTH_TOKEN is set");
        Err(CredentialsError::new(CredentialsErrorKind::NotConfigured, NAME, reason))
    }
}

impl Family {
    /// The credentials of this family, if any of its variables is set.
    fn credentials(&self, environment: &Environment) -> Result<Option<Credentials>, CredentialsError> {
        let [access, secret, security] = self.keys;
        let half = |set: &str, missing: &str| Err(invalid(format!("{set} is set, but {missing} is not")));
        let values = self.keys.map(|name| environment.get(name));
        let iam_token = self.token.and_then(|name| environment.get(name));
        Ok(Some(match (values, iam_token) {
            ([Some(access), Some(secret), Some(token)], _) => AccessKeys::temporary(access, secret, token).into(),
            ([Some(access), Some(secret), None], _) => Credentials::new(access, secret),
            ([Some(_), None, _], _) => return half(access, secret),
            ([None, Some(_), _], _) => return half(secret, access),
            ([None, None, _], Some(token)) => Credentials::from_token(token),
            ([None, None, Some(_)], None) => return half(security, access),
            ([None, None, None], None) => return Ok(None),
        }))
    }
}

pub(crate) fn project_id(environment: &Environment) -> Result<Option<ProjectId>, CredentialsError> {
    let mut names = FAMILIES.iter().map(|family| family.project_id);
    let named = names.find_map(|name| Some((name, environment.get(name)?)));
    let checked = named.map(|(name, text)| ProjectId::new(text).map_err(|error| invalid(format!("{name}: {error}"))));
    checked.transpose()
}

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
