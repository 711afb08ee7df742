//! What a call is made with: a pair of access keys, or a token.

use std::fmt;

use hmac::{Hmac, KeyInit};
use jiff::Timestamp;
use sha2::Sha256;

use super::Secret;
use crate::{ProjectId, Region};

/// A pair of access keys (AK/SK), permanent, or temporary with a security token.
#[derive(Clone)]
pub struct AccessKeys {
    access_key: String,
    secret_key: Secret,
    security_token: Option<Secret>,
    /// The secret key as every signature begins with it: two of the blocks that it hashes are the same each time. It is
    /// wiped like the key itself.
    prepared: Option<Hmac<Sha256>>,
}

impl AccessKeys {
    /// Permanent keys: the access key id (AK) and its secret (SK).
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        let secret_key = secret_key.into();
        Self {
            access_key: access_key.into(),
            // It takes keys of any length, so this cannot fail.
            prepared: Hmac::new_from_slice(secret_key.expose().as_bytes()).ok(),
            secret_key,
            security_token: None,
        }
    }

    /// Makes the keys temporary ones, which the service only accepts together with this token.
    #[must_use]
    pub fn with_security_token(mut self, security_token: impl Into<Secret>) -> Self {
        self.security_token = Some(security_token.into());
        self
    }

    /// The access key id. It names the keys, travels in plain sight in every signed request, and is not
    /// secret; `Debug` leaves it out all the same, since it identifies the account.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// The secret that signatures are made with.
    pub fn secret_key(&self) -> &Secret {
        &self.secret_key
    }

    /// What a signature begins with.
    pub(super) fn prepared(&self) -> Option<Hmac<Sha256>> {
        self.prepared.clone()
    }

    /// The token that goes with temporary keys.
    pub fn security_token(&self) -> Option<&Secret> {
        self.security_token.as_ref()
    }
}

impl fmt::Debug for AccessKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKeys")
            .field("access_key", &"[redacted]")
            .field("secret_key", &self.secret_key)
            .field("security_token", &self.security_token)
            .finish()
    }
}

/// The two ways to say who is calling.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Identity {
    /// Every request is signed with these keys (`Authorization: SDK-HMAC-SHA256 ..`).
    Keys(AccessKeys),
    /// Every request carries this IAM token, which must be scoped to the project (`X-Auth-Token`).
    Token(Secret),
}

/// An identity, with what its source knew about where it is good for.
///
/// ```
/// use modelarts::auth::{AccessKeys, Credentials};
///
/// let permanent = Credentials::new("AK", "SK");
/// let temporary = Credentials::from(AccessKeys::new("AK", "SK").with_security_token("token"));
/// assert!(permanent.expires_at().is_none());
/// assert!(!format!("{temporary:?}").contains("token\""));
/// ```
#[derive(Clone, Debug)]
pub struct Credentials {
    identity: Identity,
    expires_at: Option<Timestamp>,
    project_id: Option<ProjectId>,
    region: Option<Region>,
    iam_endpoint: Option<String>,
}

impl Credentials {
    /// Permanent access keys.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<Secret>) -> Self {
        AccessKeys::new(access_key, secret_key).into()
    }

    /// An IAM token, valid for 24 hours from when IAM issued it.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self::from_identity(Identity::Token(token.into()))
    }

    fn from_identity(identity: Identity) -> Self {
        Self {
            identity,
            expires_at: None,
            project_id: None,
            region: None,
            iam_endpoint: None,
        }
    }

    /// Says when the service stops accepting these credentials. Without it they are kept until the service refuses them,
    /// and then too if their source can have no others.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: Timestamp) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Says which project the credentials are meant for.
    #[must_use]
    pub fn with_project_id(mut self, project_id: ProjectId) -> Self {
        self.project_id = Some(project_id);
        self
    }

    /// Says which region the credentials are meant for.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Says which IAM knows these credentials (a base URL).
    #[must_use]
    pub fn with_iam_endpoint(mut self, iam_endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(iam_endpoint.into());
        self
    }

    /// The keys or the token.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// When the service stops accepting the credentials; absent when they do not expire.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// The project that the source of the credentials named.
    pub fn project_id(&self) -> Option<&ProjectId> {
        self.project_id.as_ref()
    }

    /// The region that the source of the credentials named.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The base URL of IAM that the source of the credentials named.
    pub fn iam_endpoint(&self) -> Option<&str> {
        self.iam_endpoint.as_deref()
    }

    /// What a gateway may repeat of a request, when it explains why a signature is wrong.
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

impl From<AccessKeys> for Credentials {
    fn from(keys: AccessKeys) -> Self {
        Self::from_identity(Identity::Keys(keys))
    }
}
