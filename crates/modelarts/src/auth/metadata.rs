//! Temporary keys from the metadata service of an Elastic Cloud Server (ECS).

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use jiff::Timestamp;
use modelarts_api::wire::Extra;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header::HeaderValue, redirect};
use serde_json::Map;

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::{RetryPolicy, client::bounded_body};

const NAME: &str = "metadata";

/// The link-local address of the service on every ECS.
const DEFAULT_ENDPOINT: &str = "http://169.254.169.254";

/// Timeout of connecting, and of a request: that of the official SDKs.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The cap on answers, in bytes. Real ones have three thousand at most.
const MAX_BODY: usize = 64 * 1024;

/// Temporary keys of the agency of an ECS, from its metadata service.
///
/// The first request is for a session token (`PUT /meta-data/latest/api/token`); a service that does not know it (404,
/// 405 or 503) is of version 1 and needs none. The second is for the keys (`GET /openstack/latest/securitykey`). The
/// requests use no proxy and follow no redirect.
///
/// The base URL is `http://169.254.169.254`, or that of `HUAWEICLOUD_SDK_METADATA_ENDPOINT` (a variable of this crate),
/// or that of [`MetadataProvider::endpoint`].
#[derive(Debug)]
pub struct MetadataProvider {
    endpoint: String,
}

impl MetadataProvider {
    /// Uses the base URL that `environment` names, or the default one.
    pub fn new(environment: &Environment) -> Self {
        let endpoint = environment.get("HUAWEICLOUD_SDK_METADATA_ENDPOINT");
        Self {
            endpoint: endpoint.unwrap_or_else(|| DEFAULT_ENDPOINT.to_owned()),
        }
    }

    /// Sets the base URL of the service.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    async fn read(&self) -> Result<Credentials, CredentialsError> {
        // Renewals are hours apart, so the connection is not worth keeping.
        let builder = Client::builder().no_proxy().redirect(redirect::Policy::none());
        let client = builder.connect_timeout(TIMEOUT).timeout(TIMEOUT).build();
        let client = client.map_err(|error| caused_by(error, "the http client cannot be set up"))?;
        // Six hours, the longest there is, as in the official SDKs. The token is used for one request.
        let token = client.put(self.url("/meta-data/latest/api/token")?);
        let token = send(token.header("X-Metadata-Token-Ttl-Seconds", "21600")).await?;
        let mut keys = client.get(self.url("/openstack/latest/securitykey")?);
        match token.status() {
            StatusCode::OK => {
                let mut value = HeaderValue::from_bytes(read_body(token).await?.trim_ascii())
                    .map_err(|_| unavailable("its session token cannot be sent in a header"))?;
                value.set_sensitive(true);
                keys = keys.header("X-Metadata-Token", value);
            }
            // A service of version 1.
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::SERVICE_UNAVAILABLE => {}
            status => return Err(refused(status, " when asked for a session token")),
        }
        let keys = send(keys).await?;
        match keys.status() {
            StatusCode::OK => parse(&read_body(keys).await?),
            status @ (StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND) => {
                Err(refused(status, ": does this server have an agency?"))
            }
            status => Err(refused(status, " when asked for keys")),
        }
    }

    fn url(&self, path: &str) -> Result<Url, CredentialsError> {
        Url::parse(&format!("{}{path}", self.endpoint.trim_end_matches('/'))).map_err(|error| {
            let kind = CredentialsErrorKind::Invalid;
            CredentialsError::with_source(kind, NAME, "its endpoint is not a url", error)
        })
    }
}

/// Sends a request, and again after a failure that may pass. One that took the whole timeout is not tried again here:
/// the cache of credentials pauses, and callers with valid credentials do not wait.
async fn send(request: RequestBuilder) -> Result<Response, CredentialsError> {
    let policy = RetryPolicy::new();
    let mut failed = 0;
    loop {
        // No request has a body, so each can be copied.
        let again = request
            .try_clone()
            .ok_or_else(|| unavailable("its request cannot be sent twice"))?;
        let outcome = again.send().await;
        failed += 1;
        let may_pass = match &outcome {
            Ok(response) => response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS,
            Err(error) => !error.is_timeout(),
        };
        if let Some(wait) = policy.wait(failed, None).filter(|_| may_pass) {
            tokio::time::sleep(wait).await;
            continue;
        }
        return outcome.map_err(|error| {
            let reason = if error.is_timeout() {
                "it did not answer within 3 s"
            } else {
                "it cannot be reached"
            };
            caused_by(error.without_url(), reason)
        });
    }
}

async fn read_body(mut response: Response) -> Result<Bytes, CredentialsError> {
    let body = bounded_body::read(&mut response, MAX_BODY).await;
    body.map_err(|error| caused_by(error, "its answer cannot be read"))
}

/// The keys in an answer, in any of the spellings that the official SDK reads.
fn parse(body: &[u8]) -> Result<Credentials, CredentialsError> {
    // The parser's message is left out, since it may quote a secret.
    let answer = str::from_utf8(body).ok().and_then(|text| text.parse::<Extra>().ok());
    let answer = answer
        .map(Map::from)
        .ok_or_else(|| unavailable("its answer is not a json object"))?;
    let mut wrapped = ["credential", "credentials"]
        .into_iter()
        .filter_map(|key| answer.get(key)?.as_object());
    let keys = wrapped.next().unwrap_or(&answer);
    let get = |names: [&'static str; 2]| {
        let text = names.iter().find_map(|name| keys.get(*name)?.as_str());
        text.filter(|text| !text.is_empty())
            .ok_or_else(|| unavailable(format!("its answer has no {}", names.join(" or "))))
    };
    let access_key = get(["access", "accessKeyId"])?;
    let secret_key = get(["secret", "secretAccessKey"])?;
    let security_token = get(["securitytoken", "securityToken"])?;
    let expires_at: Timestamp = get(["expires_at", "expiration"])?
        .parse()
        .map_err(|_| unavailable("the expiry of its keys is not in rfc 3339 form"))?;
    let keys = AccessKeys::temporary(access_key, secret_key, security_token);
    Ok(Credentials::from(keys).expires_at(expires_at))
}

fn refused(status: StatusCode, when: &str) -> CredentialsError {
    unavailable(format!("it answered {}{when}", status.as_u16()))
}

fn unavailable(reason: impl Into<Cow<'static, str>>) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Unavailable, NAME, reason)
}

fn caused_by(source: impl Into<Box<dyn std::error::Error + Send + Sync>>, reason: &'static str) -> CredentialsError {
    CredentialsError::with_source(CredentialsErrorKind::Unavailable, NAME, reason, source)
}

impl CredentialsProvider for MetadataProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.read())
    }
}
