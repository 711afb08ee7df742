//! The demo server's answer to a request.

use std::borrow::Cow;

use httparse::Request;
use modelarts::auth::{
    AccessKeys,
    signer::{CanonicalRequest, SignableRequest},
};
use percent_encoding::percent_decode_str;

use crate::generated::{Operation, Payload, payloads};

/// Answer to a request whose signature does not match.
static UNSIGNED: Payload = Payload {
    name: "unsigned",
    operation: None,
    status: 401,
    documented: false,
    body: r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}"#,
};

/// The example response of the requested operation, if the request is signed with `keys`.
pub(super) fn answer(request: &Request<'_, '_>, keys: &AccessKeys) -> &'static Payload {
    let target = request.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if !is_signed(request, path, query, keys) {
        return &UNSIGNED;
    }
    let matches = |operation: &&Operation| Some(operation.method) == request.method && has_path(operation, path);
    let Some(operation) = Operation::ALL.iter().find(matches) else {
        return &payloads::ERROR_404;
    };
    // The only parameter with example responses of its own.
    match query.split('&').find_map(|pair| pair.strip_prefix("status=")) {
        Some("failed") => &payloads::LIST_POOLS_FAILED,
        Some("creating") => &payloads::LIST_POOLS_EMPTY,
        _ => operation.default,
    }
}

fn has_path(operation: &Operation, path: &str) -> bool {
    let (pattern, path) = (operation.path.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(pattern, segment)| pattern.starts_with('{') || pattern == segment)
}

/// Whether the request carries the signature that `keys` give it.
fn is_signed(request: &Request<'_, '_>, path: &str, query: &str, keys: &AccessKeys) -> bool {
    let header = |name: &str| {
        let mut headers = request.headers.iter();
        let header = headers.find(|header| header.name.eq_ignore_ascii_case(name))?;
        str::from_utf8(header.value).ok()
    };
    let (Some(authorization), Some(date)) = (header("authorization"), header("x-sdk-date")) else {
        return false;
    };
    let mut parts = authorization.split(", ");
    let signed = parts
        .find_map(|part| part.strip_prefix("SignedHeaders="))
        .unwrap_or_default();
    let canonical = CanonicalRequest::new(SignableRequest {
        method: request.method.unwrap_or_default(),
        path,
        query: query.split('&').filter_map(decoded_pair).collect(),
        headers: signed
            .split(';')
            .filter_map(|name| Some((name, header(name)?)))
            .collect(),
        body: b"",
    });
    canonical.is_ok_and(|canonical| canonical.authorization(keys, date) == authorization)
}

fn decoded_pair(pair: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (name, value) = pair.split_once('=')?;
    let decoded = |text| percent_decode_str(text).decode_utf8().ok();
    Some((decoded(name)?, decoded(value)?))
}

#[cfg(test)]
mod tests {
    use httparse::{Header, Request};
    use modelarts::auth::AccessKeys;

    use super::answer;

    #[test]
    fn rejects_wrong_signatures() {
        let header = |name, value| Header { name, value };
        let mut headers = [
            header(
                "authorization",
                &b"SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=0"[..],
            ),
            header("x-sdk-date", b"20251104T120000Z"),
        ];
        let mut request = Request::new(&mut headers);
        (request.method, request.path) = (Some("GET"), Some("/v2/p/pools"));
        assert_eq!(answer(&request, &AccessKeys::new("a", "b")).status, 401);
    }
}
