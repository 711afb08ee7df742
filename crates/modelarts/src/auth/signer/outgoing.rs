//! Signing of the client's own requests.

use std::borrow::Cow;

use jiff::Timestamp;
use reqwest::{
    Body, Request, Url,
    header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue},
};

use super::{CanonicalRequest, SigningError, sdk_date::SdkDate};
use crate::{
    ProjectId,
    auth::{AccessKeys, Credentials, Identity},
};

const X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const X_PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
const X_SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");
const X_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

/// Makes `request` one that is sent as `credentials` say: signs it with keys, or gives it the token.
///
/// Its path and its query are rewritten into the form that is signed, whatever the credentials are, so a
/// request looks the same on the wire with either: a space travels as `%20`. Signed are the host and every
/// `X-` header. A request that has been authorized before, for an earlier attempt, can be authorized again.
///
/// `project_id` becomes `X-Project-Id` of a signed request; calls to global services go without.
///
/// # Errors
///
/// [`SigningError`], when the request cannot be sent as it would be signed; it may then be half rewritten.
pub fn authorize(
    request: &mut Request,
    credentials: &Credentials,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    match credentials.identity() {
        Identity::Keys(keys) => sign(request, keys, project_id, now),
        Identity::Token(token) => {
            let token = secret_value("X-Auth-Token", token.expose())?;
            put_headers(
                request.headers_mut(),
                [
                    (X_AUTH_TOKEN, Some(token)),
                    (X_SDK_DATE, None),
                    (X_PROJECT_ID, None),
                    (X_SECURITY_TOKEN, None),
                ],
            );
            request.headers_mut().remove(AUTHORIZATION);
            let canonical = CanonicalRequest::of(request.method().as_str(), request.url(), &[], &[])?;
            send_as_signed(request.url_mut(), &canonical)
        }
    }
}

fn sign(
    request: &mut Request,
    keys: &AccessKeys,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    let date = SdkDate::new(now);
    let project_id = project_id.map(|id| value("X-Project-Id", id.as_str())).transpose()?;
    let token = keys
        .security_token()
        .map(|token| secret_value("X-Security-Token", token.expose()))
        .transpose()?;
    put_headers(
        request.headers_mut(),
        [
            (X_AUTH_TOKEN, None),
            (X_PROJECT_ID, project_id),
            (X_SDK_DATE, Some(value("X-Sdk-Date", date.as_str())?)),
            (X_SECURITY_TOKEN, token),
        ],
    );
    let host = host(request.url())?;
    let body = request.body().map_or(Some(&[][..]), Body::as_bytes);
    let body = body.ok_or(SigningError::StreamedBody)?;
    let canonical = canonical(request, &host, body)?;
    let authorization = HeaderValue::try_from(canonical.authorization(keys, date.as_str()));
    let mut authorization = plain("Authorization", authorization)?;
    authorization.set_sensitive(true);
    send_as_signed(request.url_mut(), &canonical)?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(())
}

/// Sets each of the headers, or takes away what an earlier attempt left of it, and with them any `Host`:
/// the one that is signed is the one the HTTP library derives from the URL.
fn put_headers(headers: &mut HeaderMap, values: [(HeaderName, Option<HeaderValue>); 4]) {
    headers.remove(HOST);
    for (name, value) in values {
        match value {
            Some(value) => headers.insert(name, value),
            None => headers.remove(name),
        };
    }
}

fn canonical(request: &Request, host: &str, body: &[u8]) -> Result<CanonicalRequest, SigningError> {
    let mut headers = Vec::with_capacity(6);
    headers.push((HOST.as_str(), host));
    headers.extend(x_headers(request.headers()));
    headers.sort_unstable();
    CanonicalRequest::of(request.method().as_str(), request.url(), &headers, body)
}

/// The headers that are signed besides the host. One that is repeated, or that is not plain text, has no
/// canonical form, and goes unsigned.
fn x_headers(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let some_repeated = headers.len() > headers.keys_len();
    headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-"))
        .filter(move |(name, _)| !some_repeated || headers.get_all(*name).iter().nth(1).is_none())
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?.trim_ascii())))
}

/// The host as the `Host` header has it: with the port, unless it is the usual one.
fn host(url: &Url) -> Result<Cow<'_, str>, SigningError> {
    let host = url.host_str().ok_or(SigningError::NoHost)?;
    Ok(match url.port() {
        None => host.into(),
        Some(port) => format!("{host}:{port}").into(),
    })
}

fn send_as_signed(url: &mut Url, canonical: &CanonicalRequest) -> Result<(), SigningError> {
    if url.path() != canonical.path() {
        url.set_path(canonical.path());
        // The URL may have its own idea of a path, `..` for example: better no request than one that does not match its
        // signature.
        if url.path() != canonical.path() {
            return Err(SigningError::Path);
        }
    }
    let query = Some(canonical.query()).filter(|query| !query.is_empty());
    if url.query() != query {
        url.set_query(query);
        if url.query() != query {
            return Err(SigningError::Path);
        }
    }
    Ok(())
}

fn value(name: &'static str, text: &str) -> Result<HeaderValue, SigningError> {
    plain(name, HeaderValue::from_str(text))
}

/// A value of plain text. Others can be sent, but have no canonical form, so the service could only refuse the signature.
fn plain<E>(name: &'static str, value: Result<HeaderValue, E>) -> Result<HeaderValue, SigningError> {
    let value = value.ok().filter(|value| value.to_str().is_ok());
    value.ok_or(SigningError::Header(name))
}

/// A value that the HTTP library shows in no log, and does not keep in the tables of HTTP/2.
fn secret_value(name: &'static str, text: &str) -> Result<HeaderValue, SigningError> {
    let mut value = value(name, text)?;
    value.set_sensitive(true);
    Ok(value)
}
