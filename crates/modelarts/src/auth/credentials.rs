//! Credentials: access keys or a token.

use hmac::{Hmac, KeyInit};
use jiff::Timestamp;
use sha2::Sha256;

use super::Secret;
use crate::{ProjectId, Region};

/// A pair of access keys (AK/SK), permanent or temporary.
#[derive(Clone, Debug)]
pub struct AccessKeys {
    access_key: Secret,
    secret_key: Secret,
    security_token: Option<Secret>,
    /// HMAC with the secret key, which every signature starts from. It is wiped like the key itself.
    hmac: Option<Hmac<Sha256>>,
}

impl AccessKeys {
    /// Permanent keys: the access key id (AK) and its secret key (SK).
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        let secret_key = secret_key.into();
        Self {
            access_key: Secret::new(access_key),
            // HMAC takes keys of any length, so this cannot fail.
            hmac: Hmac::new_from_slice(secret_key.expose().as_bytes()).ok(),
            secret_key,
            security_token: None,
        }
    }

    /// Temporary keys, which the service accepts only together with their security token.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<Secret>,
        security_token: impl Into<Secret>,
    ) -> Self {
        Self {
            security_token: Some(security_token.into()),
            ..Self::new(access_key, secret_key)
        }
    }

    /// The access key id. Every signed request shows it, so it is not secret; `Debug` omits it all the same, since it
    /// identifies the account.
    pub fn access_key(&self) -> &str {
        self.access_key.expose()
    }

    /// The key that signatures are made with.
    pub fn secret_key(&self) -> &Secret {
        &self.secret_key
    }

    /// The token of temporary keys.
    pub fn security_token(&self) -> Option<&Secret> {
        self.security_token.as_ref()
    }

    pub(super) fn hmac(&self) -> Option<Hmac<Sha256>> {
        self.hmac.clone()
    }
}

/// The caller's identity: keys that sign requests, or a token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Identity {
    /// Keys that sign every request (`Authorization: SDK-HMAC-SHA256 ..`).
    Keys(AccessKeys),
    /// An IAM token scoped to the project, sent with every request (`X-Auth-Token`).
    Token(Secret),
}

/// An identity, with what its source knows about its use.
///
/// ```
/// use modelarts::auth::{AccessKeys, Credentials};
///
/// let permanent = Credentials::new("AK", "SK").region("cn-north-4");
/// let temporary = Credentials::from(AccessKeys::temporary("AK", "SK", "token"));
/// assert!(permanent.expires_at.is_none());
/// assert!(!format!("{temporary:?}").contains("token\""));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Credentials {
    /// The keys or the token.
    pub identity: Identity,
    /// When the service stops accepting the credentials. Credentials without it are kept until the service refuses
    /// them, and then too if their source has no others.
    pub expires_at: Option<Timestamp>,
    /// The project that the credentials are meant for.
    pub project_id: Option<ProjectId>,
    /// The region that the credentials are meant for.
    pub region: Option<Region>,
    /// The base URL of the IAM that issued the credentials.
    pub iam_endpoint: Option<String>,
}

impl Credentials {
    /// Permanent access keys.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        AccessKeys::new(access_key, secret_key).into()
    }

    /// An IAM token, which is valid for 24 hours after IAM issued it.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Identity::Token(token.into()).into()
    }

    /// Sets when the service stops accepting the credentials.
    #[must_use]
    pub fn expires_at(mut self, expires_at: Timestamp) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Sets the project that the credentials are meant for.
    #[must_use]
    pub fn project_id(mut self, project_id: ProjectId) -> Self {
        self.project_id = Some(project_id);
        self
    }

    /// Sets the region that the credentials are meant for.
    #[must_use]
    pub fn region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the base URL of the IAM that issued the credentials.
    #[must_use]
    pub fn iam_endpoint(mut self, iam_endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(iam_endpoint.into());
        self
    }

    /// Whether requests are signed, which needs a clock that is right.
    pub(crate) fn are_keys(&self) -> bool {
        matches!(self.identity, Identity::Keys(_))
    }

    /// The text to redact from responses: a gateway may repeat a request to explain why its signature is wrong.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        match &self.identity {
            Identity::Keys(keys) => {
                let token = keys.security_token().map(Secret::expose);
                let pair = [keys.access_key(), keys.secret_key().expose()];
                pair.into_iter().chain(token).collect()
            }
            Identity::Token(token) => vec![token.expose()],
        }
    }
}

impl From<Identity> for Credentials {
    fn from(identity: Identity) -> Self {
        Self {
            identity,
            expires_at: None,
            project_id: None,
            region: None,
            iam_endpoint: None,
        }
    }
}

impl From<AccessKeys> for Credentials {
    fn from(keys: AccessKeys) -> Self {
        Identity::Keys(keys).into()
    }
}
