//! The signer against the independent one, over generated requests and over the bytes on the wire.

use std::borrow::Cow;

use jiff::Timestamp;
use modelarts::{
    ProjectId,
    auth::{
        AccessKeys,
        signer::{CanonicalRequest, SignableRequest, SigningError, sdk_date},
    },
    raw::authorize,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use reqwest::{Client, Method, Request, Url};

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn get(url: &str) -> Request {
    Request::new(Method::GET, Url::parse(url).unwrap())
}

fn keys() -> Credentials {
    Credentials::new("AK", "SK")
}

/// Text of any kind, with plenty of what URLs treat in a special way.
fn text() -> impl Strategy<Value = String> {
    let special = select(vec![
        " ", "+", "%", "%20", "%2f", "%zz", "&", "=", "#", "?", ";", "'", "\"", "~", "*", "(", "!", "@", ":", ",",
        "\\", "\n", "\t", "\0", "é", "模型", "🦀", "\u{202e}", "a", "Z", "0", "-", "_", ".",
    ]);
    let part = prop_oneof![special.prop_map(str::to_owned), any::<char>().prop_map(String::from)];
    vec(part, 0..8).prop_map(|parts| parts.concat())
}

fn query() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..5)
}

/// A query as a URL may hold it, often in order and nearly canonical.
fn raw_query() -> impl Strategy<Value = String> {
    let names = "a|aa|b|status|workspaceId|B||a%20b|%61|a\\+b|模";
    let part = "a|0|-|~|\\.|\\+|\\*|%20|%2F|%2f|%7e|%41|%|%2|%\\+5|%zz|%e6%a8%a1|%E6%A8%A1|%E6|%ff|%FF|=|模";
    let pair = (names, prop_oneof![4 => Just("="), 1 => Just("")], vec(part, 0..5));
    let pair = pair.prop_map(|(name, sign, value)| format!("{name}{sign}{}", value.concat()));
    vec(pair, 0..4).prop_map(|pairs| pairs.join("&"))
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
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let segments = segments.iter().map(|segment| reference::encode(segment.replace('/', "").as_bytes()));
        let encoded: String = segments.map(|segment| format!("/{segment}")).collect();
        for path in [&encoded, &encoded.to_ascii_lowercase()] {
            let ours = CanonicalRequest::new(SignableRequest {
                method: "PATCH",
                path,
                query: query.iter().map(|(name, value)| (Cow::from(name), Cow::from(value))).collect(),
                headers: headers.clone(),
                body: &body,
            }).unwrap();
            let theirs = reference::canonical_request("PATCH", path, &query, &headers, &body);
            prop_assert_eq!(ours.as_str(), &theirs);
            prop_assert_eq!(theirs.lines().nth(2).unwrap(), ours.query());
            prop_assert!(path != &encoded || ours.path() == encoded, "an encoded path is sent as it is");
        }
    }

    #[test]
    fn what_is_sent_is_what_is_signed(
        segments in vec(text(), 0..5),
        query in query(),
        body in option::of(vec(any::<u8>(), 0..64)),
        security_token in option::of("[!-~]{1,40}"),
        project_id in option::of("[a-zA-Z0-9-]{1,64}"),
        seconds in 0_i64..4_000_000_000,
    ) {
        let mut url = Url::parse("http://127.0.0.1:8080/").unwrap();
        url.path_segments_mut().unwrap().pop_if_empty().extend(&segments);
        if !query.is_empty() {
            // As a form, in which a space is a plus.
            url.query_pairs_mut().extend_pairs(&query);
        }
        let mut request = Request::new(Method::POST, url.clone());
        *request.body_mut() = body.map(Into::into);
        let keys = match security_token.as_deref() {
            Some(token) => AccessKeys::temporary("AK", "a secret/key+", token).into(),
            None => Credentials::new("AK", "a secret/key+"),
        };
        let project_id = project_id.map(|id| ProjectId::new(id).unwrap());
        let now = Timestamp::from_second(seconds).unwrap();
        let result = authorize(&mut request, &keys, project_id.as_ref(), now);
        if url.path().to_ascii_lowercase().contains("%2f") {
            prop_assert_eq!(result, Err(SigningError::EncodedSlash));
            return Ok(());
        }
        result.unwrap();

        let wire = WireRequest::of(&request);
        wire.assert_signed("AK", "a secret/key+");
        prop_assert!(!wire.target.contains('+'));
        prop_assert_eq!(wire.header("X-Sdk-Date").unwrap(), sdk_date(now));
        prop_assert_eq!(wire.header("X-Security-Token"), security_token.as_deref());
        prop_assert_eq!(wire.header("X-Project-Id"), project_id.as_ref().map(ProjectId::as_str));
        let (mut sent, mut meant) = (wire.query(), query);
        sent.sort();
        meant.sort();
        prop_assert_eq!(sent, meant);
        prop_assert_eq!(reference::decode(wire.path()), reference::decode(url.path()));
    }

    #[test]
    fn a_query_is_sent_in_canonical_form(query in raw_query()) {
        assert_sent_in_canonical_form(&query);
    }
}

/// Whatever the credentials, and whether it has that form already.
fn assert_sent_in_canonical_form(query: &str) {
    for credentials in [keys(), Credentials::from_token("TOKEN")] {
        let mut request = get("https://example.com/v2/p/pools");
        request.url_mut().set_query(Some(query));
        let mut meant: Vec<_> = request.url().query_pairs().into_owned().collect();
        meant.sort();
        let encode = |text: &String| reference::encode(text.as_bytes());
        let meant = meant
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let meant = Some(meant.collect::<Vec<_>>().join("&")).filter(|query| !query.is_empty());
        authorize(&mut request, &credentials, None, NOW).unwrap();
        assert_eq!(request.url().query(), meant.as_deref(), "{query}");
        if request.headers().contains_key("Authorization") {
            WireRequest::of(&request).assert_signed("AK", "SK");
        }
    }
}

#[test]
fn a_query_that_is_hard_to_read_is_sent_in_canonical_form() {
    let canonical = "a=1 =1 a= a=&b=%20 k=os.modelarts%2Fname%3Dmy%20pool&s=created a=%E6%A8%A1&b=-._~";
    let unsorted = "b=1&a=2 a=2&a=1 a=1&aa=2&a=3";
    let unusual = "a a=1& &a=1 a=+ a=* a=1=2 a=%2f a=%7E%41 %61=1 a=% a=%4 a=%+5 a=%4&b=1 a=%E6 a=%E6%A8&b=%A1";
    for query in [canonical, unsorted, unusual]
        .iter()
        .flat_map(|queries| queries.split(' '))
        .chain([""])
    {
        assert_sent_in_canonical_form(query);
    }
}

#[test]
fn a_request_can_be_authorized_again() {
    let new = || get("https://modelarts.cn-north-4.myhuaweicloud.com/v2/p/pools?labelSelector=a+b");
    let project_id = ProjectId::new("p").unwrap();
    let temporary = AccessKeys::temporary("AK2", "SK2", "T").into();
    let token = Credentials::from_token("TOKEN");
    let (mut fresh, mut again) = (new(), new());
    authorize(&mut fresh, &keys(), None, NOW).unwrap();
    authorize(&mut again, &temporary, Some(&project_id), NOW).unwrap();
    authorize(&mut again, &token, Some(&project_id), NOW).unwrap();
    authorize(&mut again, &keys(), None, NOW).unwrap();
    assert_eq!((again.headers(), again.url()), (fresh.headers(), fresh.url()));
}

#[test]
fn a_token_is_sent_alone() {
    let mut request = get("https://example.com/?labelSelector=a+b");
    request.headers_mut().insert("Host", "somewhere.else".parse().unwrap());
    request.headers_mut().insert("Accept", "text/plain".parse().unwrap());
    let project_id = ProjectId::new("p").unwrap();
    let temporary = AccessKeys::temporary("AK", "SK", "T").into();
    for credentials in [temporary, Credentials::from_token("TOKEN")] {
        authorize(&mut request, &credentials, Some(&project_id), NOW).unwrap();
    }
    let mut names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "x-auth-token"]);
    let token = &request.headers()["X-Auth-Token"];
    assert!(token == "TOKEN" && token.is_sensitive());
    assert_eq!(request.url().query(), Some("labelSelector=a%20b"));
}

#[test]
fn what_cannot_be_signed_is_refused() {
    use SigningError::{EncodedSlash, Header, NoHost};
    let url = "https://example.com/";
    let temporary = |token| AccessKeys::temporary("AK", "SK", token).into();
    for (url, credentials, error) in [
        ("https://example.com/v1/a%2Fb", keys(), EncodedSlash),
        ("https://example.com/v1/a%2fb", keys(), EncodedSlash),
        ("data:a*b", keys(), NoHost),
        ("data:a", keys(), NoHost),
        (url, Credentials::new("A\nK", "SK"), Header("Authorization")),
        (url, Credentials::new("clé", "SK"), Header("Authorization")),
        (url, temporary("a\r\nb"), Header("X-Security-Token")),
        (url, temporary("clé"), Header("X-Security-Token")),
        (url, Credentials::from_token("a\nb"), Header("X-Auth-Token")),
    ] {
        assert_eq!(authorize(&mut get(url), &credentials, None, NOW), Err(error), "{url}");
    }
}

#[test]
fn every_x_header_with_a_canonical_form_is_signed() {
    let mut request = get("https://example.com/");
    let headers = request.headers_mut();
    headers.insert("X-Zone", " a\t".parse().unwrap());
    headers.insert("X-ModelArts-User-Id", "u".parse().unwrap());
    headers.insert("X_Under", "u".parse().unwrap());
    headers.insert("X-Under_Score", "u".parse().unwrap());
    headers.insert("Accept", "application/json".parse().unwrap());
    headers.append("X-Twice", "1".parse().unwrap());
    headers.append("X-Twice", "2".parse().unwrap());
    authorize(&mut request, &keys(), None, NOW).unwrap();
    let wire = WireRequest::of(&request);
    wire.assert_signed("AK", "SK");
    assert_eq!(wire.signed_headers(), "host;x-modelarts-user-id;x-sdk-date;x-zone");
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_that_are_sent() {
    let server = FaultServer::always(success());
    let client = Client::builder().no_proxy().build().unwrap();
    let project_id = ProjectId::new(PROJECT).unwrap();
    let selector = "os.modelarts/name=a b+c,env in (x,y)&z~*'\"名🦀%2F";
    let mut meant = [
        ("workspaceId", "0"),
        ("labelSelector", selector),
        ("empty", ""),
        ("a", "2"),
        ("a", "1"),
    ];
    let mut url = Url::parse(&format!("{}/v2/{PROJECT}/pools", server.url())).unwrap();
    url.query_pairs_mut().extend_pairs(meant);
    let odd = "/v1/p%20q/~a:b@c!$&'()*+,;=/%e5%90%8d?flag&x=%7e";
    let temporary = AccessKeys::temporary("AK", "S/K+secret", "gQpjbi1ub3J0aC00==");
    for target in [url.as_str(), "/v1/p/quotas", "/v1/p/trailing/", "/", odd] {
        let url = url.join(target).unwrap();
        for credentials in [Credentials::new("AK", "S/K+secret"), temporary.clone().into()] {
            let mut request = Request::new(Method::GET, url.clone());
            authorize(&mut request, &credentials, Some(&project_id), Timestamp::now()).unwrap();
            assert_eq!(client.execute(request).await.unwrap().status(), 200);
        }
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 10);
    for request in &requests {
        request.assert_signed("AK", "S/K+secret");
        assert_eq!(request.header("Host"), server.url().strip_prefix("http://"));
        let expected = match request.header("X-Security-Token") {
            Some(_) => "host;x-project-id;x-sdk-date;x-security-token",
            None => "host;x-project-id;x-sdk-date",
        };
        assert_eq!(request.signed_headers(), expected);
        assert!(!request.target.contains('+'), "{}", request.target);
    }
    let first = &requests[0];
    meant.sort_unstable();
    let sent = first.query();
    let sent = sent.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    assert_eq!(sent.collect::<Vec<_>>(), meant, "the query is sorted");
    assert!(first.target.contains("%20b%2Bc%2Cenv%20in%20%28"), "{}", first.target);
}

#[tokio::test]
async fn a_streamed_body_is_refused_for_keys_and_sent_with_a_token() {
    let server = FaultServer::always(success());
    let client = Client::builder().no_proxy().build().unwrap();
    let mut request = get(&server.url());
    *request.body_mut() = Some(client.execute(get(&server.url())).await.unwrap().into());
    let refused = authorize(&mut request, &keys(), None, NOW);
    assert_eq!(refused, Err(SigningError::StreamedBody));
    let token = Credentials::from_token("T");
    assert_eq!(authorize(&mut request, &token, None, NOW), Ok(()));
}
