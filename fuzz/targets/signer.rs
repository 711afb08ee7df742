//! The signer against the independent implementation in the tests.
#![no_main]

use std::{borrow::Cow, collections::BTreeMap};

use arbitrary::Arbitrary;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use modelarts::{
    ProjectId,
    auth::{
        AccessKeys, Credentials,
        signer::{CanonicalRequest, SignableRequest, SigningError, sdk_date},
    },
    raw::authorize,
};
use reference::WireRequest;
use reqwest::{
    Method, Request, Url,
    header::{HeaderName, HeaderValue},
};

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../crates/modelarts/tests/client/reference.rs"]
mod reference;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    target: Target<'a>,
    headers: Vec<(&'a str, &'a str)>,
    access_key: &'a str,
    secret_key: &'a str,
    security_token: Option<&'a str>,
    project_id: Option<&'a str>,
    seconds: u32,
    body: &'a [u8],
}

#[derive(Arbitrary, Debug)]
enum Target<'a> {
    /// As somebody might type it.
    Text(&'a str),
    /// As the generated client assembles it.
    Parts {
        segments: Vec<&'a str>,
        query: Vec<(&'a str, &'a str)>,
    },
}

fuzz_target!(|input: Input<'_>| {
    canonical_requests_agree(&input);
    sent_request_is_the_signed_one(&input);
});

fn canonical_requests_agree(input: &Input<'_>) {
    let Target::Parts { segments, query } = &input.target else {
        return;
    };
    // One of each name: repeated headers are never signed.
    let headers: BTreeMap<String, &str> = input
        .headers
        .iter()
        .filter_map(|(name, value)| Some((HeaderName::try_from(*name).ok()?.to_string(), *value)))
        .collect();
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let path: String = segments.iter().map(|segment| format!("/{segment}")).collect();
    let ours = CanonicalRequest::new(SignableRequest {
        method: "PATCH",
        path: &path,
        query: query
            .iter()
            .map(|(name, value)| (Cow::from(*name), Cow::from(*value)))
            .collect(),
        headers: headers.clone(),
        body: input.body,
    });
    if path.to_ascii_lowercase().contains("%2f") {
        assert_eq!(ours.unwrap_err(), SigningError::EncodedSlash);
        return;
    }
    let query: Vec<(String, String)> = query
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    let theirs = reference::canonical_request("PATCH", &path, &query, &headers, input.body);
    assert_eq!(ours.unwrap().as_str(), theirs);
}

fn sent_request_is_the_signed_one(input: &Input<'_>) {
    let mut url = Url::parse("http://127.0.0.1:8080/").unwrap();
    match &input.target {
        Target::Text(text) => match url.join(text) {
            Ok(joined) if joined.host_str().is_some() && joined.scheme() == "http" => url = joined,
            _ => return,
        },
        Target::Parts { segments, query } => {
            url.path_segments_mut().unwrap().pop_if_empty().extend(segments);
            if !query.is_empty() {
                url.query_pairs_mut().extend_pairs(query);
            }
        }
    }
    let mut request = Request::new(Method::POST, url.clone());
    for (name, value) in &input.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::try_from(*value)) {
            request.headers_mut().append(name, value);
        }
    }
    *request.body_mut() = Some(input.body.to_vec().into());
    let keys = match input.security_token {
        Some(token) => AccessKeys::temporary(input.access_key, input.secret_key, token),
        None => AccessKeys::new(input.access_key, input.secret_key),
    };
    let project_id = input.project_id.and_then(|id| ProjectId::new(id).ok());
    let now = Timestamp::from_second(input.seconds.into()).unwrap();
    match authorize(&mut request, &Credentials::from(keys), project_id.as_ref(), now) {
        Ok(()) => {}
        Err(SigningError::EncodedSlash) => return assert!(url.path().to_ascii_lowercase().contains("%2f"), "{url}"),
        Err(SigningError::Header("Authorization")) => return assert!(is_unsignable(input.access_key)),
        Err(SigningError::Header("X-Security-Token")) => {
            return assert!(input.security_token.is_some_and(is_unsignable));
        }
        Err(other) => panic!("{url}: {other}"),
    }

    let wire = WireRequest::of(&request);
    wire.assert_signed(input.access_key, input.secret_key);
    assert!(!request.url().query().unwrap_or_default().contains('+'));
    assert_eq!(wire.header("X-Sdk-Date").unwrap(), sdk_date(now));
    assert_eq!(wire.header("X-Security-Token"), input.security_token);
    assert_eq!(wire.header("X-Project-Id"), project_id.as_ref().map(ProjectId::as_str));
    let mut sent = wire.query();
    let mut expected_query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    sent.sort();
    expected_query.sort();
    assert_eq!(sent, expected_query);
    assert_eq!(reference::decode(wire.path()), reference::decode(url.path()));
}

/// Whether `text` is not a header value, or has no canonical form.
fn is_unsignable(text: &str) -> bool {
    HeaderValue::try_from(text).map_or(true, |value| value.to_str().is_err())
}
