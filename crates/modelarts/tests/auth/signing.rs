//! The signer against the independent implementation, over requests nobody thought of.

use std::borrow::Cow;

use jiff::Timestamp;
use modelarts::{
    ProjectId,
    auth::{
        AccessKeys, Credentials,
        signer::{CanonicalRequest, SignableRequest, SigningError, sdk_date},
    },
    raw::authorize,
};
use proptest::{collection::vec, prelude::*, sample::select};
use reqwest::{Method, Request, Url};

use super::{
    loopback::target,
    reference::{self, WireRequest},
};

/// Text of any kind, with plenty of what URLs treat in a special way.
fn text() -> impl Strategy<Value = String> {
    let special = select(vec![
        " ", "+", "%", "%20", "%2f", "%zz", "&", "=", "#", "?", ";", "'", "\"", "~", "*", "(", "!", "@", ":", ",",
        "\\", "\n", "\t", "\0", "é", "模型", "🦀", "\u{202e}", "a", "Z", "0", "-", "_", ".",
    ]);
    vec(
        prop_oneof![special.prop_map(str::to_owned), any::<char>().prop_map(String::from)],
        0..8,
    )
    .prop_map(|parts| parts.concat())
}

fn query() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..5)
}

/// A query as a URL may hold it, often in order and nearly in the form that is signed.
fn raw_query() -> impl Strategy<Value = String> {
    let name = select(vec![
        "a",
        "aa",
        "b",
        "status",
        "workspaceId",
        "B",
        "",
        "a%20b",
        "%61",
        "a+b",
        "模",
    ]);
    let part = select(vec![
        "a",
        "0",
        "-",
        "~",
        ".",
        "+",
        "*",
        "%20",
        "%2F",
        "%2f",
        "%7e",
        "%41",
        "%",
        "%2",
        "%zz",
        "%e6%a8%a1",
        "%E6%A8%A1",
        "%E6",
        "%ff",
        "%FF",
        "=",
        "模",
    ]);
    let value = vec(part, 0..5).prop_map(|parts| parts.concat());
    let pair = (name, prop_oneof![4 => Just("="), 1 => Just("")], value)
        .prop_map(|(name, sign, value)| format!("{name}{sign}{value}"));
    vec(pair, 0..4).prop_map(|pairs| pairs.join("&"))
}

/// A request as it would be on the wire, from one that has been authorized.
fn on_the_wire(request: &Request) -> WireRequest {
    let url = request.url();
    let mut headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.push(("Host".to_owned(), url.authority().to_owned()));
    WireRequest {
        method: request.method().to_string(),
        target: target(url),
        headers,
        body: request
            .body()
            .and_then(|body| body.as_bytes())
            .unwrap_or_default()
            .to_vec(),
    }
}

proptest! {
    #[test]
    fn canonical_requests_agree(
        segments in vec(text(), 0..5),
        query in query(),
        headers in proptest::collection::btree_map("[a-zA-Z][a-zA-Z0-9-]{0,12}", "[ -~]{0,20}", 1..5),
        body in vec(any::<u8>(), 0..64),
    ) {
        let mut names: Vec<String> = headers.keys().map(|name| name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        prop_assume!(names.len() == headers.len());
        let segments: Vec<String> = segments.iter().map(|segment| segment.replace('/', "")).collect();
        let encoded: String = segments.iter().map(|segment| format!("/{}", reference::encode(segment.as_bytes()))).collect();
        let small_escapes = encoded.to_ascii_lowercase();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for path in [&encoded, &small_escapes] {
            let ours = CanonicalRequest::new(SignableRequest {
                method: "PATCH",
                path,
                query: query.iter().map(|(name, value)| (Cow::from(name), Cow::from(value))).collect(),
                headers: headers.clone(),
                body: &body,
            }).unwrap();
            let theirs = reference::canonical_request("PATCH", path, &query, &headers, &body);
            prop_assert_eq!(ours.as_str(), &theirs);
        }
        let ours = CanonicalRequest::new(SignableRequest {
            method: "GET", path: &encoded, query: vec![], headers, body: b"",
        }).unwrap();
        prop_assert_eq!(ours.path(), encoded, "what is encoded in this way already is sent as it is");
    }

    #[test]
    fn what_is_sent_is_what_is_signed(
        segments in vec(text(), 0..5),
        query in query(),
        body in proptest::option::of(vec(any::<u8>(), 0..64)),
        security_token in proptest::option::of("[!-~]{1,40}"),
        project_id in proptest::option::of("[a-zA-Z0-9-]{1,64}"),
        seconds in 0_i64..4_000_000_000,
    ) {
        let mut url = Url::parse("http://127.0.0.1:8080/").unwrap();
        url.path_segments_mut().unwrap().pop_if_empty().extend(&segments);
        if !query.is_empty() {
            // As a form, the way the generated client does it: a space is a plus here.
            url.query_pairs_mut().extend_pairs(&query);
        }
        let mut request = Request::new(Method::POST, url.clone());
        *request.body_mut() = body.map(Into::into);
        let mut keys = AccessKeys::new("AK", "a secret/key+");
        if let Some(token) = &security_token {
            keys = keys.with_security_token(token.as_str());
        }
        let project_id = project_id.map(|id| ProjectId::new(id).unwrap());
        let now = Timestamp::from_second(seconds).unwrap();
        let result = authorize(&mut request, &Credentials::from(keys), project_id.as_ref(), now);
        if url.path().to_ascii_lowercase().contains("%2f") {
            prop_assert_eq!(result, Err(SigningError::EncodedSlash));
            return Ok(());
        }
        result.unwrap();

        let wire = on_the_wire(&request);
        prop_assert_eq!(wire.header("Authorization").unwrap(), wire.expected_authorization("AK", "a secret/key+"));
        prop_assert!(!wire.target.contains('+'));
        prop_assert_eq!(wire.header("X-Sdk-Date").unwrap(), sdk_date(now));
        prop_assert_eq!(wire.header("X-Security-Token"), security_token.as_deref());
        prop_assert_eq!(wire.header("X-Project-Id"), project_id.as_ref().map(ProjectId::as_str));
        let mut sent = wire.query();
        let mut meant = query;
        sent.sort();
        meant.sort();
        prop_assert_eq!(sent, meant);
        prop_assert_eq!(reference::decode(wire.path()), reference::decode(url.path()));
    }

    #[test]
    fn a_query_is_sent_in_the_form_that_is_signed(query in raw_query()) {
        let mut url = Url::parse("https://example.com/v2/p/pools").unwrap();
        url.set_query(Some(&query));
        let mut meant: Vec<_> = url.query_pairs().into_owned().collect();
        meant.sort();
        let meant: Vec<_> = meant
            .iter()
            .map(|(name, value)| format!("{}={}", reference::encode(name.as_bytes()), reference::encode(value.as_bytes())))
            .collect();
        let mut request = Request::new(Method::GET, url);
        authorize(&mut request, &Credentials::new("AK", "SK"), None, Timestamp::UNIX_EPOCH).unwrap();
        prop_assert_eq!(request.url().query().unwrap_or_default(), meant.join("&"));
    }
}

#[test]
fn a_request_can_be_authorized_again() {
    let url = Url::parse("https://modelarts.cn-north-4.myhuaweicloud.com/v2/p/pools?labelSelector=a+b").unwrap();
    let project_id = ProjectId::new("p").unwrap();
    let at = |second| Timestamp::from_second(second).unwrap();
    let permanent = Credentials::new("AK", "SK");
    let temporary = Credentials::from(AccessKeys::new("AK2", "SK2").with_security_token("T"));
    let token = Credentials::from_token("TOKEN");

    let mut fresh = Request::new(Method::GET, url.clone());
    authorize(&mut fresh, &permanent, None, at(1_000)).unwrap();
    let mut again = Request::new(Method::GET, url);
    for (credentials, project_id) in [
        (&temporary, Some(&project_id)),
        (&token, Some(&project_id)),
        (&permanent, None),
    ] {
        authorize(&mut again, credentials, project_id, at(1_000)).unwrap();
    }
    assert_eq!(again.headers(), fresh.headers());
    assert_eq!(again.url(), fresh.url());
}

#[test]
fn nothing_of_an_earlier_attempt_is_sent_with_a_token() {
    let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
    request.headers_mut().insert("Host", "somewhere.else".parse().unwrap());
    request
        .headers_mut()
        .insert("Accept", "application/json".parse().unwrap());
    let project_id = ProjectId::new("p").unwrap();
    let keys = AccessKeys::new("AK", "SK").with_security_token("T").into();
    authorize(&mut request, &keys, Some(&project_id), Timestamp::UNIX_EPOCH).unwrap();
    authorize(
        &mut request,
        &Credentials::from_token("TOKEN"),
        Some(&project_id),
        Timestamp::UNIX_EPOCH,
    )
    .unwrap();
    let mut names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "x-auth-token"]);
}

#[test]
fn a_token_travels_in_its_own_header() {
    let url = Url::parse("https://modelarts.cn-north-4.myhuaweicloud.com/v2/p/pools?labelSelector=a+b").unwrap();
    let mut request = Request::new(Method::GET, url);
    authorize(
        &mut request,
        &Credentials::from_token("TOKEN"),
        None,
        Timestamp::UNIX_EPOCH,
    )
    .unwrap();
    assert_eq!(request.headers()["X-Auth-Token"], "TOKEN");
    assert!(request.headers()["X-Auth-Token"].is_sensitive());
    assert!(!request.headers().contains_key("Authorization"));
    assert_eq!(request.url().query(), Some("labelSelector=a%20b"));
}

#[test]
fn values_that_no_signed_header_can_hold_are_refused() {
    let broken = [
        (Credentials::new("A\nK", "SK"), "Authorization"),
        (
            AccessKeys::new("AK", "SK").with_security_token("a\r\nb").into(),
            "X-Security-Token",
        ),
        (Credentials::from_token("a\nb"), "X-Auth-Token"),
        (Credentials::new("clé", "SK"), "Authorization"),
        (
            AccessKeys::new("AK", "SK").with_security_token("clé").into(),
            "X-Security-Token",
        ),
    ];
    for (credentials, header) in broken {
        let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
        let error = authorize(&mut request, &credentials, None, Timestamp::UNIX_EPOCH).unwrap_err();
        assert_eq!(error, SigningError::Header(header));
    }
}

/// Each query beside what is sent and signed in its place.
#[test]
fn a_query_in_the_form_that_is_signed_is_left_alone_and_no_other() {
    let kept = [
        "a=1",
        "=1",
        "a=",
        "a=&b=%20",
        "labelSelector=os.modelarts%2Fname%3Dmy%20pool&status=created&workspaceId=0",
        "a=%E6%A8%A1&b=-._~",
    ];
    let rewritten = [
        ("", ""),
        ("a", "a="),
        ("a=1&", "a=1"),
        ("&a=1", "a=1"),
        ("b=1&a=2", "a=2&b=1"),
        ("a=2&a=1", "a=1&a=2"),
        ("a=1&aa=2&a=3", "a=1&a=3&aa=2"),
        ("a=+", "a=%20"),
        ("a=*", "a=%2A"),
        ("a=1=2", "a=1%3D2"),
        ("a=%2f", "a=%2F"),
        ("a=%7E%41", "a=~A"),
        ("%61=1", "a=1"),
        ("a=%", "a=%25"),
        ("a=%4", "a=%254"),
        ("a=%4&b=1", "a=%254&b=1"),
        ("a=%E6", "a=%EF%BF%BD"),
        ("a=%E6%A8&b=%A1", "a=%EF%BF%BD&b=%EF%BF%BD"),
    ];
    let kept = kept.map(|query| (query, query));
    for (query, expected) in kept.into_iter().chain(rewritten) {
        let url = Url::parse(&format!("https://example.com/v2/p/pools?{query}")).unwrap();
        let mut request = Request::new(Method::GET, url);
        authorize(&mut request, &Credentials::new("AK", "SK"), None, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(request.url().query().unwrap_or_default(), expected, "{query}");
        let wire = on_the_wire(&request);
        assert_eq!(
            wire.header("Authorization").unwrap(),
            wire.expected_authorization("AK", "SK"),
            "{query}"
        );
    }
}

#[test]
fn every_x_header_is_signed_unless_it_has_no_canonical_form() {
    let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
    let headers = request.headers_mut();
    headers.insert("X-Zone", " a\t".parse().unwrap());
    headers.insert("X-ModelArts-User-Id", "u".parse().unwrap());
    headers.insert("Accept", "application/json".parse().unwrap());
    headers.append("X-Twice", "1".parse().unwrap());
    headers.append("X-Twice", "2".parse().unwrap());
    authorize(&mut request, &Credentials::new("AK", "SK"), None, Timestamp::UNIX_EPOCH).unwrap();
    let authorization = request.headers()["Authorization"].to_str().unwrap();
    assert!(
        authorization.contains("SignedHeaders=host;x-modelarts-user-id;x-sdk-date;x-zone, "),
        "{authorization}"
    );
    assert_eq!(authorization, on_the_wire(&request).expected_authorization("AK", "SK"));
}

#[test]
fn dates_are_utc_in_the_compact_form() {
    let date = |text: &str| sdk_date(text.parse().unwrap());
    assert_eq!(date("2025-01-02T03:04:05.999Z"), "20250102T030405Z");
    assert_eq!(date("2025-01-02T03:04:05+08:00"), "20250101T190405Z");
    assert_eq!(date("1970-01-01T00:00:00Z"), "19700101T000000Z");
}
