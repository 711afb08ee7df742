//! Authorization of requests of the HTTP library.

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

static X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
static X_PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
static X_SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");
static X_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

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
    // There may be those of an earlier attempt. The HTTP library derives the host from the URL.
    let replaced = [
        &AUTHORIZATION,
        &X_AUTH_TOKEN,
        &X_PROJECT_ID,
        &X_SDK_DATE,
        &X_SECURITY_TOKEN,
        &HOST,
    ];
    if headers.keys().any(|name| replaced.contains(&name)) {
        for name in replaced {
            headers.remove(name);
        }
    }
    match &credentials.identity {
        Identity::Keys(keys) => sign(request, keys, project_id, now)?,
        Identity::Token(token) => {
            headers.insert(&X_AUTH_TOKEN, secret("X-Auth-Token", token.expose())?);
        }
    }
    Ok(())
}

fn sign(
    request: &mut Request,
    keys: &AccessKeys,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    let headers = request.headers_mut();
    let date = sdk_date(now);
    if let Some(id) = project_id {
        headers.insert(&X_PROJECT_ID, plain("X-Project-Id", id.as_str())?);
    }
    headers.insert(&X_SDK_DATE, plain("X-Sdk-Date", &*date)?);
    if let Some(token) = keys.security_token() {
        headers.insert(&X_SECURITY_TOKEN, secret("X-Security-Token", token.expose())?);
    }
    let (method, url, headers) = (request.method().as_str(), request.url(), request.headers());
    let host = host(url)?;
    let body = request.body().map_or(Some(&[][..]), Body::as_bytes);
    let body = body.ok_or(SigningError::StreamedBody)?;
    let mut signed = Vec::with_capacity(headers.len() + 1);
    signed.push(("host", host));
    signed.extend(x_headers(headers));
    signed.sort_unstable();
    let query = url.query().unwrap_or_default();
    let canonical = CanonicalRequest::from_canonical(method, url.path(), query, &signed, body);
    let authorization = secret("Authorization", canonical.authorization(keys, &date))?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(())
}

/// The value of a header, which must be plain text to have a canonical form.
fn plain<T>(name: &'static str, text: T) -> Result<HeaderValue, SigningError>
where
    T: AsRef<str>,
    HeaderValue: TryFrom<T>,
{
    let is_ascii = text.as_ref().is_ascii();
    let value = HeaderValue::try_from(text).ok().filter(|_| is_ascii);
    value.ok_or(SigningError::Header(name))
}

/// The same, marked so that the HTTP library neither logs it nor keeps it in the tables of HTTP/2.
fn secret<T>(name: &'static str, text: T) -> Result<HeaderValue, SigningError>
where
    T: AsRef<str>,
    HeaderValue: TryFrom<T>,
{
    let mut value = plain(name, text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The headers to sign besides the host. One that is repeated, or that is not plain text, has no canonical form and is
/// not signed, nor is one with an underscore, which the official signer skips since proxies drop it.
fn x_headers(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let some_repeated = headers.len() > headers.keys_len();
    headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-") && !name.as_str().contains('_'))
        .filter(move |(name, _)| !some_repeated || headers.get_all(*name).iter().nth(1).is_none())
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?.trim_ascii())))
}

/// The value of the `Host` header, which has the port unless it is the default one.
fn host(url: &Url) -> Result<&str, SigningError> {
    let host = url.authority().rsplit('@').next();
    host.filter(|host| !host.is_empty()).ok_or(SigningError::NoHost)
}
