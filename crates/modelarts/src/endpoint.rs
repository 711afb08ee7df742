//! Base URLs that requests may be sent to.

use std::net::IpAddr;

use reqwest::Url;

/// Checks a base URL. The error is a fragment that follows "the endpoint cannot be used: ".
///
/// Plain HTTP shows credentials to everyone on the way, so it is limited to loopback unless `plain_http` allows it.
pub(crate) fn checked(endpoint: &str, plain_http: bool) -> Result<Url, &'static str> {
    let url = Url::parse(endpoint).map_err(|_| "it is not a URL; write it as https://host")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if plain_http || is_loopback(&url) => Ok(url),
        "http" => Err("it is plain HTTP to another machine; `allow_plain_http(true)` permits that"),
        _ => Err("it is neither https nor http"),
    }
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
