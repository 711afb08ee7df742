//! The metadata service of an ECS, played by a server on loopback.

use modelarts::auth::MetadataProvider;

use super::*;

const KEYS: &str =
    r#"{"access": "AK", "secret": "SK", "securitytoken": "ST", "expires_at": "2999-01-01T00:00:00.000000Z"}"#;
const SPELLINGS: [(&str, &str); 4] = [
    ("access", "accessKeyId"),
    ("secret", "secretAccessKey"),
    ("securitytoken", "securityToken"),
    ("expires_at", "expiration"),
];

async fn ask(endpoint: impl Into<String>) -> Result<Credentials, CredentialsError> {
    let provider = MetadataProvider::new(&nothing_set()).endpoint(endpoint);
    let asked = tokio::time::timeout(Duration::from_secs(10), provider.provide());
    asked.await.expect("it hangs")
}

/// A service that answers requests for a token, and those for keys.
pub(super) fn service(token: (u16, &str), keys: (u16, &str)) -> FaultServer {
    let [token, keys] = [token, keys].map(|(status, body)| Reply::complete(status, &[], body));
    FaultServer::start(move |_, request| {
        if request.method == "PUT" {
            token.clone()
        } else {
            keys.clone()
        }
    })
}

#[tokio::test]
async fn a_failure_that_passes_is_tried_again() {
    let keys = || Reply::complete(200, &[], KEYS);
    for failure in [
        Reply::complete(500, &[], ""),
        Reply::complete(429, &[], ""),
        Reply::reset(),
    ] {
        let server = FaultServer::sequence([failure.clone(), keys(), failure.clone(), failure, keys()]);
        assert_eq!(keys_of(&ask(server.url()).await.unwrap()), ("AK", "SK", Some("ST")));
        assert_eq!(server.count(), 5);
    }
}

#[tokio::test]
async fn a_service_of_version_2_is_asked_with_a_session_token_and_one_of_version_1_without() {
    for (status, session) in [(200, Some("SESSION")), (404, None), (405, None), (503, None)] {
        let server = service((status, "SESSION\n"), (200, KEYS));
        let environment = Environment::fixed([("HUAWEICLOUD_SDK_METADATA_ENDPOINT", server.url())]);
        let credentials = MetadataProvider::new(&environment).provide().await.unwrap();
        assert_eq!(keys_of(&credentials), ("AK", "SK", Some("ST")));
        assert_eq!(credentials.expires_at.unwrap().to_string(), "2999-01-01T00:00:00Z");
        let requests = server.requests();
        let (token, keys) = (requests.first().unwrap(), requests.last().unwrap());
        // A 503 may also be a failure that passes.
        assert_eq!(requests.len(), if status == 503 { 4 } else { 2 });
        assert_eq!(token.line(), "PUT /meta-data/latest/api/token");
        assert_eq!(token.header("X-Metadata-Token-Ttl-Seconds"), Some("21600"));
        assert_eq!(keys.line(), "GET /openstack/latest/securitykey");
        assert_eq!(keys.header("X-Metadata-Token"), session);
    }
}

#[tokio::test]
async fn other_spellings_are_read() {
    let renamed = SPELLINGS
        .iter()
        .fold(KEYS.to_owned(), |keys, (usual, other)| keys.replace(usual, other));
    for keys in [KEYS, &renamed] {
        for wrap in ["{}", r#"{"credential": {}}"#, r#"{"credentials": {}}"#] {
            let server = service((200, "SESSION"), (200, &wrap.replace("{}", keys)));
            let credentials = ask(server.url()).await.unwrap();
            assert_eq!(keys_of(&credentials), ("AK", "SK", Some("ST")));
        }
    }
}

const FAILURES: &str = r#"
    401 | {}                                                         | it answered 401: does this server have an agency?
    404 | MARKER                                                     | it answered 404: does this server have an agency?
    500 | MARKER                                                     | it answered 500 when asked for keys
    302 | MARKER                                                     | it answered 302 when asked for keys
    200 | MARKER                                                     | its answer is not a json object
    200 | "MARKER"                                                   | its answer is not a json object
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
    let long = format!("{KEYS}{}", " ".repeat(64 * 1024));
    for [status, body, reason] in rows(FAILURES) {
        let body = match body {
            "LONG" => &long,
            "BAD TIME" => &KEYS.replace("2999", "MARKER"),
            body => body,
        };
        let server = service((200, "SESSION"), (status.parse().unwrap(), body));
        let error = ask(server.url()).await.unwrap_err();
        assert_eq!(error.reason(), reason);
        assert_eq!(error.kind(), CredentialsErrorKind::Unavailable);
        assert!(!printed(&error).concat().contains("MARKER"), "{error:?}");
    }
}

#[tokio::test]
async fn failures_before_the_keys_say_what_is_wrong() {
    let target = service((200, "SESSION"), (200, KEYS));
    let complete = |status, body: &str| Reply::complete(status, &[("Location", &target.url())], body);
    let no_token = "when asked for a session token";
    for (reply, reason) in [
        (complete(403, "MARKER"), &*format!("it answered 403 {no_token}")),
        (complete(307, ""), &format!("it answered 307 {no_token}")),
        (complete(200, "a\nb"), "its session token cannot be sent in a header"),
        (
            Reply::partial(200, &[("Content-Length", "9")], "M"),
            "its answer cannot be read",
        ),
        // It takes the three seconds of the timeout.
        (Reply::hold(), "it did not answer within 3 s"),
    ] {
        let server = FaultServer::always(reply);
        assert_eq!(ask(server.url()).await.unwrap_err().reason(), reason);
    }
    assert_eq!(target.count(), 0, "a redirect was followed");
    let error = ask(ClosedPort::new().url()).await.unwrap_err();
    assert_eq!(error.reason(), "it cannot be reached");
    let error = ask("no url").await.unwrap_err();
    assert_eq!(error.reason(), "its endpoint is not a url");
    assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
}
