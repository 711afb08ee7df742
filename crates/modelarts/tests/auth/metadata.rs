//! The metadata service of an ECS, played by a server on loopback.

use modelarts::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, Environment, MetadataProvider,
};

use super::{
    keys_of,
    loopback::{Loopback, answer},
    nothing_set, rows, within_10_s,
};

const KEYS: &str = r#"{"credential": {"access": "AK", "secret": "SK", "securitytoken": "ST", "expires_at": "TIME"}}"#;

const LATER: &str = "2999-01-01T00:00:00.000000Z";

fn keys(expires_at: &str) -> String {
    KEYS.replace("TIME", expires_at)
}

async fn ask(endpoint: impl Into<String>) -> Result<Credentials, CredentialsError> {
    let provider = MetadataProvider::new(&nothing_set()).endpoint(endpoint);
    within_10_s(provider.provide()).await
}

/// A service that answers the request for a token, and then the one for keys.
fn service(token: (u16, &'static str), keys: (u16, String)) -> Loopback {
    Loopback::start(move |request| match request.method.as_str() {
        "PUT" => answer(token.0, &[], token.1),
        _ => answer(keys.0, &[], &keys.1),
    })
}

#[tokio::test]
async fn a_service_of_version_2_is_asked_with_a_session_token() {
    let server = service((200, "SESSION\n"), (200, keys(LATER)));
    let environment = Environment::fixed([("HUAWEICLOUD_SDK_METADATA_ENDPOINT", server.url())]);
    let credentials = within_10_s(MetadataProvider::new(&environment).provide())
        .await
        .unwrap();
    assert_eq!(keys_of(&credentials), ("AK", "SK", Some("ST")));
    assert_eq!(credentials.expires_at.unwrap().to_string(), "2999-01-01T00:00:00Z");
    let [token, keys] = &server.requests()[..] else {
        panic!("two requests were expected")
    };
    let line = (token.method.as_str(), token.target.as_str());
    assert_eq!(line, ("PUT", "/meta-data/latest/api/token"));
    assert_eq!(token.header("X-Metadata-Token-Ttl-Seconds"), Some("21600"));
    let line = (keys.method.as_str(), keys.target.as_str());
    assert_eq!(line, ("GET", "/openstack/latest/securitykey"));
    assert_eq!(keys.header("X-Metadata-Token"), Some("SESSION"));
}

#[tokio::test]
async fn a_service_of_version_1_is_asked_without() {
    for status in [404, 405, 503] {
        let server = service((status, "no such thing"), (200, keys(LATER)));
        assert_eq!(keys_of(&ask(server.url()).await.unwrap()).0, "AK");
        assert_eq!(server.requests()[1].header("X-Metadata-Token"), None);
    }
}

#[tokio::test]
async fn other_spellings_are_read() {
    let keys = r#"{"accessKeyId": "AK", "secretAccessKey": "SK", "securityToken": "ST", "expiration": "TIME"}"#;
    let keys = keys.replace("TIME", LATER);
    for wrap in ["{}", r#"{"credential": {}}"#, r#"{"credentials": {}}"#] {
        let server = service((200, "SESSION"), (200, wrap.replace("{}", &keys)));
        let credentials = ask(server.url()).await.unwrap();
        assert_eq!(keys_of(&credentials), ("AK", "SK", Some("ST")));
    }
}

const FAILURES: &str = r#"
    401 | {}                                                         | it answered 401: does this server have an agency?
    404 | MARKER                                                     | it answered 404: does this server have an agency?
    500 | MARKER                                                     | it answered 500 when asked for keys
    302 | MARKER                                                     | it answered 302 when asked for keys
    200 | MARKER                                                     | its answer is not json
    200 | "MARKER"                                                   | its answer has no access or accessKeyId
    200 | {"credential": "MARKER"}                                   | its answer has no access or accessKeyId
    200 | {"access": "", "secret": "MARKER"}                         | its answer has no access or accessKeyId
    200 | {"access": "MARKER"}                                       | its answer has no secret or secretAccessKey
    200 | {"access": "MARKER", "secret": ["MARKER"]}                 | its answer has no secret or secretAccessKey
    200 | {"access": "MARKER", "secret": "MARKER"}                   | its answer has no securitytoken or securityToken
    200 | {"access": "MARKER", "secret": "M", "securitytoken": "M"}  | its answer has no expires_at or expiration
    200 | BAD TIME                                                   | the expiry of its keys is not in rfc 3339 form
    200 | LONG                                                       | its answer cannot be read
"#;

#[tokio::test]
async fn failures_say_what_is_wrong_and_no_secret() {
    let long = format!("{}{}", keys(LATER), " ".repeat(64 * 1024));
    for [status, body, reason] in rows(FAILURES) {
        let body = match body {
            "LONG" => &long,
            "BAD TIME" => &keys("MARKER"),
            body => body,
        };
        let server = service((200, "SESSION"), (status.parse().unwrap(), body.to_owned()));
        let error = ask(server.url()).await.unwrap_err();
        assert_eq!(error.reason(), reason);
        assert_eq!(error.kind(), CredentialsErrorKind::Unavailable);
        assert!(!format!("{error} {error:?} {error:#?}").contains("MARKER"), "{error:?}");
    }
}

#[tokio::test]
async fn failures_before_the_keys_say_what_is_wrong() {
    let target = service((200, "SESSION"), (200, keys(LATER)));
    let location = target.url();
    let broken = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nMARKER".to_vec();
    let refused = "when asked for a session token";
    for (bytes, reason) in [
        (answer(403, &[], "MARKER"), &*format!("it answered 403 {refused}")),
        (
            answer(307, &[("Location", &location)], ""),
            &format!("it answered 307 {refused}"),
        ),
        (answer(200, &[], "a\nb"), "its session token cannot be sent in a header"),
        (broken, "its answer cannot be read"),
    ] {
        let server = Loopback::start(move |_| bytes.clone());
        assert_eq!(ask(server.url()).await.unwrap_err().reason(), reason);
    }
    assert!(target.requests().is_empty(), "a redirect was followed");
    let error = ask(Loopback::nowhere()).await.unwrap_err();
    assert_eq!(error.reason(), "it cannot be reached");
    let error = ask("no url").await.unwrap_err();
    assert_eq!(error.reason(), "its endpoint is not a url");
    assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
}

/// Takes the three seconds of the timeout.
#[tokio::test]
async fn a_silent_service_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    let error = ask(silent).await.unwrap_err();
    assert_eq!(error.reason(), "it did not answer within 3 s");
}
