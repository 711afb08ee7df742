//! Authorization of requests of the HTTP library.

use std::borrow::Cow;

use jiff::Timestamp;
use reqwest::{
    Body, Request, Url,
    header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue},
};

use super::{CanonicalRequest, SigningError, encoding, sdk_date};
use crate::{
    ProjectId,
    auth::{AccessKeys, Credentials, Identity},
};

const X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const X_PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
const X_SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");
const X_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

/// Authorizes `request`: signs it with keys, or adds the token.
///
/// Its path and query are rewritten into canonical form with either, so that a request looks the same on the wire: a
/// space is sent as `%20`. The signature covers the host and all `X-` headers. A request that was authorized for an
/// earlier attempt can be authorized again.
///
/// A signed request gets `project_id` as `X-Project-Id`; requests to global services have none.
///
/// # Errors
///
/// [`SigningError`] if the request cannot be sent as it would be signed. It may then be half rewritten.
pub fn authorize(
    request: &mut Request,
    credentials: &Credentials,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    encoding::canonicalize(request.url_mut())?;
    let headers = request.headers_mut();
    // They may be those of an earlier attempt, and the HTTP library derives the host from the URL.
    for name in [
        HOST,
        AUTHORIZATION,
        X_AUTH_TOKEN,
        X_PROJECT_ID,
        X_SDK_DATE,
        X_SECURITY_TOKEN,
    ] {
        headers.remove(name);
    }
    match &credentials.identity {
        Identity::Keys(keys) => sign(request, keys, project_id, now),
        Identity::Token(token) => {
            headers.insert(X_AUTH_TOKEN, secret_value("X-Auth-Token", token.expose())?);
            Ok(())
        }
    }
}

fn sign(
    request: &mut Request,
    keys: &AccessKeys,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    let date = sdk_date(now);
    let headers = request.headers_mut();
    headers.insert(X_SDK_DATE, value("X-Sdk-Date", date.as_str())?);
    if let Some(id) = project_id {
        headers.insert(X_PROJECT_ID, value("X-Project-Id", id.as_str())?);
    }
    if let Some(token) = keys.security_token() {
        headers.insert(X_SECURITY_TOKEN, secret_value("X-Security-Token", token.expose())?);
    }
    let (method, url) = (request.method().as_str(), request.url());
    let host = host(url)?;
    let body = request.body().map_or(Some(&[][..]), Body::as_bytes);
    let body = body.ok_or(SigningError::StreamedBody)?;
    let mut signed = Vec::with_capacity(6);
    signed.push((HOST.as_str(), &*host));
    signed.extend(x_headers(request.headers()));
    signed.sort_unstable();
    let query = url.query().unwrap_or_default();
    let canonical = CanonicalRequest::from_canonical(method, url.path(), query, &signed, body);
    let authorization = canonical.authorization(keys, &date);
    let authorization = secret_value("Authorization", authorization)?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(())
}

/// The headers to sign besides the host. One that is repeated, or that is not plain text, has no canonical form and is
/// not signed.
fn x_headers(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let some_repeated = headers.len() > headers.keys_len();
    headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-"))
        .filter(move |(name, _)| !some_repeated || headers.get_all(*name).iter().nth(1).is_none())
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?.trim_ascii())))
}

/// The value of the `Host` header, which has the port unless it is the default one.
fn host(url: &Url) -> Result<Cow<'_, str>, SigningError> {
    let host = url.host_str().ok_or(SigningError::NoHost)?;
    Ok(match url.port() {
        None => host.into(),
        Some(port) => format!("{host}:{port}").into(),
    })
}

/// A header value of plain text. Others can be sent, but have no canonical form.
fn value(name: &'static str, text: impl TryInto<HeaderValue>) -> Result<HeaderValue, SigningError> {
    let value = text.try_into().ok().filter(|value| value.to_str().is_ok());
    value.ok_or(SigningError::Header(name))
}

/// The same, marked so that the HTTP library neither logs it nor keeps it in the tables of HTTP/2.
fn secret_value(name: &'static str, text: impl TryInto<HeaderValue>) -> Result<HeaderValue, SigningError> {
    let mut value = value(name, text)?;
    value.set_sensitive(true);
    Ok(value)
}
