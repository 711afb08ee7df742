//! What the demonstration answers with.

use std::borrow::Cow;

use httparse::Request;
use modelarts::auth::{
    AccessKeys,
    signer::{CanonicalRequest, SignableRequest},
};
use percent_encoding::percent_decode_str;

use super::{ACCESS_KEY, SECRET_KEY};
use crate::generated::{Operation, Payload, payloads};

/// The answer to a request: the payload of its operation, or a refusal.
pub(super) fn answer(request: &Request<'_, '_>) -> &'static Payload {
    let target = request.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if !is_signed(request, path, query) {
        return &UNSIGNED;
    }
    let matches = |operation: &&Operation| Some(operation.method) == request.method && fits(operation.path, path);
    match Operation::ALL.iter().find(matches).map(|operation| operation.default) {
        // The one parameter that makes a difference between documented payloads.
        Some(_) if query.split('&').any(|pair| pair == "status=failed") => &payloads::LIST_POOLS_FAILED,
        Some(_) if query.split('&').any(|pair| pair == "status=creating") => &payloads::LIST_POOLS_EMPTY,
        Some(payload) => payload,
        None => &payloads::ERROR_404,
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let same = |(pattern, segment): (&str, &str)| pattern.starts_with('{') || pattern == segment;
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(same)
}

/// What a request gets whose signature is not that of the demonstration.
static UNSIGNED: Payload = Payload {
    name: "unsigned",
    operation: None,
    status: 401,
    documented: false,
    body: r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}"#,
};

fn pair(pair: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (name, value) = pair.split_once('=')?;
    let decoded = |text| percent_decode_str(text).decode_utf8().ok();
    Some((decoded(name)?, decoded(value)?))
}

/// Whether the signature is the one that our keys make of what arrived.
fn is_signed(request: &Request<'_, '_>, path: &str, query: &str) -> bool {
    let header = |name: &str| {
        let header = request
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))?;
        str::from_utf8(header.value).ok()
    };
    let (Some(authorization), Some(date)) = (header("authorization"), header("x-sdk-date")) else {
        return false;
    };
    let signed = authorization
        .split(", ")
        .find_map(|part| part.strip_prefix("SignedHeaders="));
    let headers = signed
        .unwrap_or_default()
        .split(';')
        .filter_map(|name| Some((name, header(name)?)));
    let canonical = CanonicalRequest::new(SignableRequest {
        method: request.method.unwrap_or_default(),
        path,
        query: query.split('&').filter_map(pair).collect(),
        headers: headers.collect(),
        body: b"",
    });
    let keys = AccessKeys::new(ACCESS_KEY, SECRET_KEY);
    canonical.is_ok_and(|canonical| canonical.authorization(&keys, date) == authorization)
}
