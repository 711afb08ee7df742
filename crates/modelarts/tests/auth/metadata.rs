//! The metadata service of an ECS, played by a server on loopback.

use modelarts::auth::{
    CachedCredentials, Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, Environment,
    MetadataProvider,
};

use super::{
    Clock, keys_of,
    loopback::{Loopback, answer},
    within_10_s,
};

fn keys(number: usize, expires_at: &str) -> String {
    format!(
        r#"{{"credential": {{"access": "AK{number}", "secret": "SK{number}", "securitytoken": "ST{number}",
            "expires_at": "{expires_at}"}}}}"#
    )
}

const LATER: &str = "2999-01-01T00:00:00.000000Z";

async fn ask(server: &Loopback) -> Result<Credentials, CredentialsError> {
    within_10_s(
        MetadataProvider::new(&Environment::fixed([(
            "HUAWEICLOUD_SDK_METADATA_ENDPOINT",
            server.url(),
        )]))
        .provide(),
    )
    .await
}

/// A server of version 2 that answers the request for keys with this.
fn giving(status: u16, body: impl Into<String>) -> Loopback {
    let body = body.into();
    Loopback::start(move |request| match request.method.as_str() {
        "PUT" => answer(200, &[], "SESSION\n"),
        _ => answer(status, &[], &body),
    })
}

#[tokio::test]
async fn version_2_is_asked_with_a_session_token() {
    let server = giving(200, keys(1, LATER));
    let credentials = ask(&server).await.unwrap();
    assert_eq!(keys_of(&credentials), ("AK1", "SK1", Some("ST1")));
    assert_eq!(credentials.expires_at().unwrap().to_string(), "2999-01-01T00:00:00Z");
    let [token, keys] = &server.requests()[..] else {
        panic!("two requests were expected")
    };
    assert_eq!(
        (token.method.as_str(), token.target.as_str()),
        ("PUT", "/meta-data/latest/api/token")
    );
    assert_eq!(token.header("X-Metadata-Token-Ttl-Seconds"), Some("21600"));
    assert_eq!(
        (keys.method.as_str(), keys.target.as_str()),
        ("GET", "/openstack/latest/securitykey")
    );
    assert_eq!(keys.header("X-Metadata-Token"), Some("SESSION"));
}

#[tokio::test]
async fn version_1_is_asked_without() {
    for status in [404, 405, 503] {
        let server = Loopback::start(move |request| match request.method.as_str() {
            "PUT" => answer(status, &[], "no such thing"),
            _ => answer(200, &[], &keys(1, LATER)),
        });
        assert_eq!(keys_of(&ask(&server).await.unwrap()).0, "AK1");
        assert_eq!(server.requests()[1].header("X-Metadata-Token"), None);
    }
}

#[tokio::test]
async fn the_other_spellings_are_read() {
    for wrap in ["{}", r#"{"credential": {}}"#, r#"{"credentials": {}}"#] {
        let keys = format!(
            r#"{{"accessKeyId": "AK", "secretAccessKey": "SK", "securityToken": "ST", "expiration": "{LATER}"}}"#
        );
        let credentials = ask(&giving(200, wrap.replace("{}", &keys))).await.unwrap();
        assert_eq!(keys_of(&credentials), ("AK", "SK", Some("ST")));
    }
}

#[tokio::test]
async fn every_failure_says_what_went_wrong_and_no_secret() {
    let long = format!("{}{}", keys(1, LATER), " ".repeat(64 * 1024));
    let cases = [
        (401, "{}".to_owned(), "it answered 401: has this server an agency?"),
        (404, "MARKER".to_owned(), "it answered 404: has this server an agency?"),
        (500, "MARKER".to_owned(), "it answered 500 when asked for keys"),
        (302, "MARKER".to_owned(), "it answered 302 when asked for keys"),
        (200, "MARKER".to_owned(), "its answer is not json"),
        (200, r#""MARKER""#.to_owned(), "its answer has no access or accessKeyId"),
        (
            200,
            r#"{"credential": "MARKER"}"#.to_owned(),
            "its answer has no access or accessKeyId",
        ),
        (
            200,
            r#"{"credential": {"access": "", "secret": "MARKER"}}"#.to_owned(),
            "its answer has no access or accessKeyId",
        ),
        (
            200,
            r#"{"credential": {"access": "MARKER"}}"#.to_owned(),
            "its answer has no secret or secretAccessKey",
        ),
        (
            200,
            r#"{"credential": {"access": "MARKER", "secret": ["MARKER"]}}"#.to_owned(),
            "its answer has no secret or secretAccessKey",
        ),
        (
            200,
            r#"{"credential": {"access": "MARKER", "secret": "MARKER"}}"#.to_owned(),
            "its answer has no securitytoken or securityToken",
        ),
        (
            200,
            r#"{"credential": {"access": "MARKER", "secret": "MARKER", "securitytoken": "MARKER"}}"#.to_owned(),
            "its answer has no expires_at or expiration",
        ),
        (
            200,
            keys(1, "MARKER"),
            "the time its keys expire at is not in rfc 3339 form",
        ),
        (200, long, "its answer cannot be read"),
    ];
    for (status, body, reason) in cases {
        let error = ask(&giving(status, body)).await.unwrap_err();
        assert_eq!(error.reason(), reason);
        assert_eq!(error.kind(), CredentialsErrorKind::Unavailable);
        assert!(!format!("{error} {error:?} {error:#?}").contains("MARKER"), "{error:?}");
    }
}

#[tokio::test]
async fn failures_before_the_keys_are_failures_too() {
    let refusing = Loopback::start(|_| answer(403, &[], "MARKER"));
    assert_eq!(
        ask(&refusing).await.unwrap_err().reason(),
        "it answered 403 when asked for a session token"
    );
    let garbled = Loopback::start(|_| answer(200, &[], "a\nb"));
    assert_eq!(
        ask(&garbled).await.unwrap_err().reason(),
        "its session token cannot be sent in a header"
    );
    let broken = Loopback::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nMARKER".to_vec());
    assert_eq!(ask(&broken).await.unwrap_err().reason(), "its answer cannot be read");

    let environment = Environment::fixed::<String, String>([]);
    let absent = MetadataProvider::new(&environment).with_endpoint(Loopback::nowhere());
    assert_eq!(absent.provide().await.unwrap_err().reason(), "it cannot be reached");
    let error = MetadataProvider::new(&environment)
        .with_endpoint("no url")
        .provide()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.reason()),
        (CredentialsErrorKind::Invalid, "its endpoint is not a url")
    );
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let target = giving(200, keys(1, LATER));
    let location = target.url();
    let server = Loopback::start(move |_| answer(307, &[("Location", &location)], ""));
    assert_eq!(
        ask(&server).await.unwrap_err().reason(),
        "it answered 307 when asked for a session token"
    );
    assert!(target.requests().is_empty());
}

/// The one test here that waits, for the three seconds that the service is given.
#[tokio::test]
async fn silence_is_not_waited_for() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let provider = MetadataProvider::new(&Environment::fixed::<String, String>([]))
        .with_endpoint(format!("http://{}", listener.local_addr().unwrap()));
    let error = within_10_s(provider.provide()).await.unwrap_err();
    assert_eq!(error.reason(), "it did not answer within 3 s");
}

#[tokio::test]
async fn keys_are_renewed_before_they_expire() {
    let clock = Clock::at("2025-01-01T00:00:00Z");
    let server = {
        let clock = clock.clone();
        let given = std::sync::atomic::AtomicUsize::new(0);
        Loopback::start(move |request| match request.method.as_str() {
            "PUT" => answer(200, &[], "SESSION"),
            _ => {
                let number = given.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
                let expires_at = clock.now() + jiff::SignedDuration::from_hours(24);
                answer(200, &[], &keys(number, &expires_at.to_string()))
            }
        })
    };
    let provider = MetadataProvider::new(&Environment::fixed::<String, String>([])).with_endpoint(server.url());
    let cache = CachedCredentials::new(provider).with_clock(clock.reader());
    for (minutes, expected) in [(0, "AK1"), (24 * 60 - 41, "AK1"), (1, "AK2"), (0, "AK2")] {
        clock.advance(minutes);
        assert_eq!(keys_of(&within_10_s(cache.get()).await.unwrap()).0, expected);
    }
    assert_eq!(server.requests().len(), 4);
}
