//! Temporary keys from the metadata service of an Elastic Cloud Server.

use std::{sync::OnceLock, time::Duration};

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header::HeaderValue, redirect};
use serde_json::Value;

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment, bounded_body,
};

/// What this source calls itself.
const NAME: &str = "metadata";

/// The link-local address that every ECS reaches the service at.
const DEFAULT_ENDPOINT: &str = "http://169.254.169.254";

/// How long to wait for a connection, and for an answer: what the official SDKs use.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The longest answer that is read, in bytes. Real ones have three thousand at most.
const MAX_BODY: usize = 64 * 1024;

/// Temporary keys of the agency that an ECS runs under, from its metadata service.
///
/// A session token is asked for first (version 2 of the service: `PUT /meta-data/latest/api/token`), and
/// done without where the service does not know it (404, 405 or 503: version 1). Then the keys are read
/// from `GET /openstack/latest/securitykey`. The requests go straight to the service: through no proxy,
/// and after no redirect.
///
/// The address is `http://169.254.169.254`, or what `HUAWEICLOUD_SDK_METADATA_ENDPOINT` says (a name of
/// this crate's own), or [`MetadataProvider::with_endpoint`].
#[derive(Debug)]
pub struct MetadataProvider {
    endpoint: String,
    client: OnceLock<Client>,
}

impl MetadataProvider {
    /// Asks the service at the address that `environment` gives, or else at the usual one.
    pub fn new(environment: &Environment) -> Self {
        let endpoint = environment.get("HUAWEICLOUD_SDK_METADATA_ENDPOINT");
        Self {
            endpoint: endpoint.unwrap_or_else(|| DEFAULT_ENDPOINT.to_owned()),
            client: OnceLock::new(),
        }
    }

    /// Asks the service at this base URL.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    async fn read(&self) -> Result<Credentials, CredentialsError> {
        let token = self.session_token().await?;
        let mut request = self.request(Method::GET, "/openstack/latest/securitykey")?;
        if let Some(token) = token {
            request = request.header("X-Metadata-Token", token);
        }
        let response = send(request).await?;
        match response.status() {
            StatusCode::OK => parse(&read_body(response).await?),
            status @ (StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND) => Err(unavailable(format!(
                "it answered {}: has this server an agency?",
                status.as_u16()
            ))),
            status => Err(unavailable(format!(
                "it answered {} when asked for keys",
                status.as_u16()
            ))),
        }
    }

    /// The token of version 2, or nothing where the service is version 1.
    async fn session_token(&self) -> Result<Option<HeaderValue>, CredentialsError> {
        let request = self.request(Method::PUT, "/meta-data/latest/api/token")?;
        // Six hours, the longest there is, as the official SDKs ask for. One request is all it is used for.
        let response = send(request.header("X-Metadata-Token-Ttl-Seconds", "21600")).await?;
        match response.status() {
            StatusCode::OK => {
                let body = read_body(response).await?;
                let mut token = HeaderValue::from_bytes(body.trim_ascii())
                    .map_err(|_| unavailable("its session token cannot be sent in a header"))?;
                token.set_sensitive(true);
                Ok(Some(token))
            }
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::SERVICE_UNAVAILABLE => Ok(None),
            status => Err(unavailable(format!(
                "it answered {} when asked for a session token",
                status.as_u16()
            ))),
        }
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, CredentialsError> {
        let url = format!("{}{path}", self.endpoint.trim_end_matches('/'));
        let url = reqwest::Url::parse(&url).map_err(|error| {
            CredentialsError::with_source(CredentialsErrorKind::Invalid, NAME, "its endpoint is not a url", error)
        })?;
        Ok(self.client()?.request(method, url))
    }

    /// The client is made when it is first needed: most processes that have a provider never ask it.
    fn client(&self) -> Result<&Client, CredentialsError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .connect_timeout(TIMEOUT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| {
                let reason = "no http client can be made";
                CredentialsError::with_source(CredentialsErrorKind::Unavailable, NAME, reason, error)
            })?;
        Ok(self.client.get_or_init(|| client))
    }
}

async fn send(request: RequestBuilder) -> Result<Response, CredentialsError> {
    request.send().await.map_err(|error| {
        let reason = if error.is_timeout() {
            "it did not answer within 3 s"
        } else {
            "it cannot be reached"
        };
        CredentialsError::with_source(CredentialsErrorKind::Unavailable, NAME, reason, error.without_url())
    })
}

async fn read_body(response: Response) -> Result<Bytes, CredentialsError> {
    bounded_body::read(response, MAX_BODY).await.map_err(|error| {
        CredentialsError::with_source(
            CredentialsErrorKind::Unavailable,
            NAME,
            "its answer cannot be read",
            error,
        )
    })
}

/// The keys in an answer. The official SDK reads all of these spellings, and so is ready for any service
/// that gives keys; here they cost nothing.
fn parse(body: &[u8]) -> Result<Credentials, CredentialsError> {
    // The parser's own message may quote what it stumbled over, which may be a secret.
    let answer: Value = serde_json::from_slice(body).map_err(|_| unavailable("its answer is not json"))?;
    let keys = answer
        .get("credential")
        .or_else(|| answer.get("credentials"))
        .unwrap_or(&answer);
    let get = |names: [&'static str; 2]| {
        let text = names
            .iter()
            .find_map(|name| keys.get(name)?.as_str())
            .filter(|text| !text.is_empty());
        text.ok_or_else(|| unavailable(format!("its answer has no {}", names.join(" or "))))
    };
    let access_key = get(["access", "accessKeyId"])?;
    let secret_key = get(["secret", "secretAccessKey"])?;
    let security_token = get(["securitytoken", "securityToken"])?;
    let expires_at: Timestamp = get(["expires_at", "expiration"])?
        .parse()
        .map_err(|_| unavailable("the time its keys expire at is not in rfc 3339 form"))?;
    let keys = AccessKeys::new(access_key, secret_key).with_security_token(security_token);
    Ok(Credentials::from(keys).with_expiry(expires_at))
}

fn unavailable(reason: impl Into<std::borrow::Cow<'static, str>>) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Unavailable, NAME, reason)
}

impl CredentialsProvider for MetadataProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.read())
    }
}
