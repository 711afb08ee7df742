//! Authorization of requests of the HTTP library.

use std::borrow::Cow;

use jiff::Timestamp;
use reqwest::{
    Body, Request, Url,
    header::{HOST, HeaderMap, HeaderValue},
};

use super::{CanonicalRequest, SigningError, encoding, sdk_date};
use crate::{
    ProjectId,
    auth::{AccessKeys, Credentials, Identity},
};

/// The headers that authorization sets. There may be those of an earlier attempt.
const OURS: [&str; 5] = [
    "Authorization",
    "X-Auth-Token",
    "X-Project-Id",
    "X-Sdk-Date",
    "X-Security-Token",
];

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
    for name in OURS {
        request.headers_mut().remove(name);
    }
    // The HTTP library derives it from the URL.
    request.headers_mut().remove(HOST);
    match &credentials.identity {
        Identity::Keys(keys) => sign(request, keys, project_id, now),
        Identity::Token(token) => set(request, "X-Auth-Token", token.expose(), true),
    }
}

fn sign(
    request: &mut Request,
    keys: &AccessKeys,
    project_id: Option<&ProjectId>,
    now: Timestamp,
) -> Result<(), SigningError> {
    let date = sdk_date(now);
    set(request, "X-Sdk-Date", &date, false)?;
    if let Some(id) = project_id {
        set(request, "X-Project-Id", id.as_str(), false)?;
    }
    if let Some(token) = keys.security_token() {
        set(request, "X-Security-Token", token.expose(), true)?;
    }
    let (method, url) = (request.method().as_str(), request.url());
    let host = host(url)?;
    let body = request.body().map_or(Some(&[][..]), Body::as_bytes);
    let body = body.ok_or(SigningError::StreamedBody)?;
    let mut signed = vec![("host", &*host)];
    signed.extend(x_headers(request.headers()));
    signed.sort_unstable();
    let query = url.query().unwrap_or_default();
    let canonical = CanonicalRequest::from_canonical(method, url.path(), query, &signed, body);
    set(request, "Authorization", &canonical.authorization(keys, &date), true)
}

/// Sets a header, whose value must be plain text to have a canonical form. A secret is marked, so that the HTTP library
/// neither logs it nor keeps it in the tables of HTTP/2.
fn set(request: &mut Request, name: &'static str, text: &str, is_secret: bool) -> Result<(), SigningError> {
    let value = HeaderValue::from_str(text).ok().filter(|value| value.to_str().is_ok());
    let mut value = value.ok_or(SigningError::Header(name))?;
    value.set_sensitive(is_secret);
    request.headers_mut().insert(name, value);
    Ok(())
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
fn host(url: &Url) -> Result<Cow<'_, str>, SigningError> {
    let host = url.host_str().ok_or(SigningError::NoHost)?;
    Ok(match url.port() {
        None => host.into(),
        Some(port) => format!("{host}:{port}").into(),
    })
}
