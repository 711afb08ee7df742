//! No secret in anything that is printed or traced, whatever goes wrong.

use std::fmt::Debug;

use jiff::Timestamp;
use modelarts::{
    ProjectId,
    auth::{
        AccessKeys, CredentialsChain, CredentialsError, CredentialsErrorKind, CredentialsProvider, EnvironmentProvider,
        Identity, MetadataProvider, ProfileProvider, Secret,
        signer::{CanonicalRequest, SignableRequest},
    },
    raw::authorize,
};
use reqwest::{Method, Request, Url};

use super::*;

/// Part of every secret here. Tokens are in base 64, with slashes that JSON may escape.
const MARKER: &str = "S3CR3T";

fn identities() -> [Credentials; 3] {
    let (access_key, secret_key) = ("AKS3CR3TAK", "S3CR3T/sk+");
    // The secret key is part of the token, so that redacting it first would leave the rest.
    let temporary = AccessKeys::temporary(access_key, secret_key, "gQpjS3CR3T/sk+/S3CR3T==");
    let token = Credentials::from_token("MIIS3CR3T/token//S3CR3T==");
    [Credentials::new(access_key, secret_key), temporary.into(), token]
}

/// What was printed.
#[derive(Default)]
struct Printed(Vec<String>);

impl Printed {
    fn debug(&mut self, value: &impl Debug) {
        self.0.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    fn error(&mut self, error: &(dyn std::error::Error + 'static)) {
        self.0.extend(printed(error));
    }

    fn outcome(&mut self, outcome: &Result<Response<OsQuotas>, Error>) {
        self.debug(outcome);
        if let Err(error) = outcome {
            self.error(error);
            let parts = [error.code(), error.message(), error.request_id(), error.path()];
            self.0.extend(parts.into_iter().flatten().map(str::to_owned));
        }
    }

    #[track_caller]
    fn assert_no_secret(&self) {
        for text in &self.0 {
            assert!(!text.contains(MARKER) && !text.contains("AKS3"), "{text}");
        }
    }
}

fn with(url: String, credentials: &Credentials) -> ClientBuilder {
    let builder = builder(url).credentials(credentials.clone()).max_body(4096);
    builder.retry_policy(quick().max_attempts(2))
}

/// Failures of all kinds, most of which are retried.
fn failures() -> Vec<Reply> {
    let part = Reply::partial(200, &[("Content-Length", "99")], "{");
    vec![
        success(),
        Reply::nothing(),
        Reply::reset(),
        Reply::hold(),
        Reply::raw("HTTP/1.1 200 OK\r\nX-Requ").then(Step::Reset),
        Reply::raw("nonsense\r\n\r\n"),
        part.clone(),
        part.then(Step::Hold),
        endless(head(200, &[]), [b' '; 8192]),
        ok("{\"quotas\": 1}"),
        ok("<html>"),
        Reply::complete(200, &[("Content-Encoding", "gzip")], "{}"),
        Reply::complete(204, WITH_ID, ""),
        Reply::complete(302, &[("Location", "http://127.0.0.1:9/")], ""),
        Reply::complete(401, &[("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], "{}"),
        Reply::complete(429, &[("Retry-After", "99")], "{}"),
        Reply::complete(503, WITH_ID, "<html>"),
    ]
}

/// What a gateway repeats of a request to explain why the signature is wrong.
fn canonical(request: &WireRequest) -> String {
    let headers = request.headers.iter();
    let lines = headers.map(|(name, value)| format!("{}:{value}\n", name.to_lowercase()));
    format!("GET\n{}/\n\n{}", request.target, lines.collect::<String>())
}

/// Ways to repeat a text in a body.
const ECHOES: [fn(&str) -> String; 8] = [
    |text| json!({"error_code": "APIGW.0301", "error_msg": text}).to_string(),
    |text| json!({"error_code": text, "error_msg": "m", "request_id": text}).to_string(),
    |text| json!({"error": {"code": 1, "message": text, "request_id": text}}).to_string(),
    |text| json!({"error_msg": text}).to_string().replace('/', "\\/"),
    |text| json!([text]).to_string().replace('/', "\\/"),
    |text| format!("<html><body><pre>{text}</pre></body></html>"),
    |text| format!("{}{text}", "a".repeat(150)),
    str::to_owned,
];

#[tokio::test]
async fn credentials_their_sources_and_signed_requests_print_no_secret() {
    let mut values = Printed::default();
    let [keys, temporary, token] = identities();
    let expired = temporary.clone().expires_at(Timestamp::UNIX_EPOCH);
    let token = token.project_id(ProjectId::new("p").unwrap());
    let nowhere = ClosedPort::new();
    let environment = Environment::fixed([
        ("HUAWEICLOUD_SDK_METADATA_ENDPOINT", nowhere.url()),
        ("HUAWEICLOUD_SDK_AK", "S3CR3T-ak".to_owned()),
        ("HUAWEICLOUD_SDK_SK", "S3CR3T-sk".to_owned()),
        ("HW_AUTH_TOKEN", "S3CR3T-token".to_owned()),
    ]);
    values.debug(&Secret::new("S3CR3T"));
    values.debug(&[&keys.identity, &temporary.identity, &token.identity]);
    let Identity::Keys(access_keys) = &temporary.identity else {
        panic!("{temporary:?}")
    };
    values.debug(access_keys);
    values.debug(&environment);
    values.debug(&EnvironmentProvider::new(environment.clone()));
    values.debug(&ProfileProvider::new(&environment));
    values.debug(&MetadataProvider::new(&environment));
    values.debug(&CredentialsChain::new(&environment));
    values.debug(&EnvironmentProvider::new(environment.clone()).provide().await);
    let io = std::io::Error::other("broken");
    let kind = CredentialsErrorKind::Unavailable;
    values.error(&CredentialsError::with_source(kind, "vault", "no answer", io));
    values.error(&ProjectId::new("S3CR3T/").unwrap_err());

    for credentials in [&expired, &temporary, &token] {
        values.debug(credentials);
        let builder = || Client::builder().environment(environment.clone()).region("cn-north-4");
        let with = || builder().credentials(credentials.clone());
        values.debug(&with());
        values.debug(&with().project_id("p").build().await);
        values.debug(&with().iam_endpoint(nowhere.url()).build().await);
    }
    for credentials in [&temporary, &token] {
        let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
        authorize(&mut request, credentials, None, Timestamp::UNIX_EPOCH).unwrap();
        assert!(request.headers().values().any(|value| value.is_sensitive()));
        values.debug(&request);
        for broken in [
            Credentials::new("S3CR3T\n", "S3CR3T"),
            Credentials::from_token("S3CR3T\n"),
        ] {
            values.error(&authorize(&mut request, &broken, None, Timestamp::UNIX_EPOCH).unwrap_err());
        }
        values.debug(&request);
    }
    let canonical = CanonicalRequest::new(SignableRequest {
        method: "GET",
        path: "/",
        query: vec![],
        headers: vec![("X-Security-Token", "S3CR3T")],
        body: b"",
    });
    values.debug(&canonical.unwrap());
    assert!(values.0.len() > 60, "{}", values.0.len());
    values.assert_no_secret();
}

#[tokio::test]
async fn failures_print_and_trace_no_secret() {
    let log = trace::Log::start();
    let mut values = Printed::default();
    for credentials in &identities() {
        // It soon abandons servers that say nothing, and perhaps others, which does not matter here.
        let impatient = |url| with(url, credentials).timeout(Duration::from_millis(50));
        values.debug(&builder("https://S3CR3T@example.com").credentials(credentials.clone()));
        values.outcome(&call_with(impatient(ClosedPort::new().url())).await);
        for reply in failures() {
            let server = FaultServer::always(reply);
            let client = impatient(server.url()).build().await.unwrap();
            values.debug(&client);
            values.debug(&client.list_pools().label_selector("a"));
            values.outcome(&client.show_os_quota().await);
        }
    }
    assert!(values.0.len() > 500, "{}", values.0.len());
    let log = log.finish();
    assert!(log.contains("trying again") && log.contains("hyper"), "{log}");
    for header in ["Authorization", "authorization", "x-auth-token", "SignedHeaders"] {
        assert!(!log.contains(header), "a header is traced");
    }
    values.0.push(log);
    values.assert_no_secret();
}

#[tokio::test]
async fn what_the_service_repeats_of_the_request_is_redacted() {
    let log = trace::Log::start();
    let mut values = Printed::default();
    for echo in ECHOES {
        for status in [401, 503] {
            let server = FaultServer::start(move |_, request| Reply::complete(status, &[], echo(&canonical(request))));
            for credentials in &identities() {
                let outcome = call_with(with(server.url(), credentials)).await;
                let error = outcome.as_ref().unwrap_err();
                assert_eq!(error.status(), Some(status));
                let body = String::from_utf8_lossy(error.body().unwrap());
                assert!(body.contains(MARKER), "nothing was repeated");
                values.outcome(&outcome);
            }
        }
    }
    values.0.push(log.finish());
    values.assert_no_secret();
    assert!(values.0.iter().any(|text| text.contains("x-security-token:[redacted]")));
    let signatures = values.0.iter().flat_map(|text| text.split("Signature=").skip(1));
    let signatures: Vec<&str> = signatures.collect();
    assert!(!signatures.is_empty() && signatures.iter().all(|signature| signature.starts_with("[redacted]")));
}

/// A gateway may make request ids from anything, and people quote them to support.
#[tokio::test]
async fn a_request_id_that_repeats_a_secret_is_redacted() {
    let mut values = Printed::default();
    for status in [200, 401] {
        let server = FaultServer::start(move |_, request| {
            let headers = ["X-Security-Token", "X-Auth-Token", "Authorization"];
            let secret = headers.into_iter().find_map(|name| request.header(name)).unwrap();
            Reply::complete(status, &[("X-Request-Id", secret)], QUOTAS)
        });
        for credentials in &identities() {
            let outcome = call_with(with(server.url(), credentials)).await;
            let id = match &outcome {
                Ok(response) => response.request_id(),
                Err(error) => error.request_id(),
            };
            values.0.push(id.unwrap().to_owned());
            values.outcome(&outcome);
        }
    }
    values.assert_no_secret();
}

#[tokio::test]
async fn a_response_shows_neither_its_body_nor_a_password_nor_repeated_headers_in_it() {
    let body = r#"{"items": [{"spec": {"userLogin": {"keyPairName": "k", "password": "S3CR3T"}}, "token": "S3CR3T"}],
        "headers": {"X-Security-Token": "S3CR3T"}}"#;
    let server = FaultServer::always(ok(body));
    let response = client(&server).await.list_pools().await.unwrap();
    let mut values = Printed::default();
    values.debug(&response);
    values.debug(&response.clone().into_inner());
    values.assert_no_secret();
    let length = format!("body: {}", body.len());
    assert!(values.0[0].contains(&length), "{}", values.0[0]);
}

#[test]
fn the_blocking_client_prints_no_secret() {
    let mut values = Printed::default();
    let server = FaultServer::always(Reply::complete(401, WITH_ID, "{}"));
    for credentials in identities() {
        let client = modelarts::blocking::Client::build(builder(server.url()).credentials(credentials)).unwrap();
        values.debug(&client);
        values.debug(&client.show_os_quota());
        values.outcome(&client.show_os_quota().send());
    }
    values.assert_no_secret();
}

/// A decoding error says what kind of value was found, not which.
#[tokio::test]
async fn a_value_of_the_wrong_type_is_not_quoted() {
    for (value, kind) in [
        (r#""S3CR3T, expected \"S3CR3T\"""#, "invalid type: string, expected"),
        (r#""S3CR3T\", expected""#, "invalid type: string, expected"),
        ("53272357", "invalid type: integer, expected"),
        ("0.53272357", "invalid type: floating point, expected"),
    ] {
        let body = format!(r#"{{"items":[{{"spec":{{"userLogin":{value}}}}}]}}"#);
        let server = FaultServer::always(Reply::complete(200, &[], &body));
        let error = client(&server).await.list_pools().await.unwrap_err();
        assert_eq!(error.path(), Some("items[0].spec.userLogin"));
        let printed = printed(&error).concat();
        assert!(printed.contains(kind), "{printed}");
        assert!(!printed.contains(MARKER) && !printed.contains("5327"), "{printed}");
    }
}

/// The path of a decoding error has keys of the response, which may repeat what was sent.
#[tokio::test]
async fn a_key_that_repeats_a_secret_is_redacted() {
    for secret in [ACCESS_KEY, SECRET_KEY] {
        let body = json!({ "quotas": [{ secret: { "resource": 1 }, "resource": 1 }] });
        let unfinished = format!("{{\"quotas\": [{{\"{secret}\": ");
        for body in [body.to_string(), unfinished] {
            let error = failure(Reply::complete(200, &[], body)).await;
            assert!(error.is_decode());
            let mut values = printed(&error);
            values.extend(error.path().map(str::to_owned));
            assert!(!values.iter().any(|text| text.contains(secret)), "{values:?}");
        }
        let error = failure(Reply::complete(200, &[], format!("{{\"{secret}\": "))).await;
        assert_eq!(error.path(), Some("[redacted]"));
    }
}

/// Texts of a server are shown on one line, however long they are and whatever they would do to a terminal.
#[tokio::test]
async fn texts_of_a_server_can_neither_flood_nor_control_the_terminal() {
    let flood = format!("\n\u{1b}[2J{}", "x".repeat(100_000));
    let body = json!({ "error_code": flood, "error_msg": flood, "request_id": flood });
    let refused = failure(Reply::complete(400, &[], body.to_string())).await;
    let texts = [refused.code(), refused.message(), refused.request_id()];
    assert_eq!(texts, [Some(flood.as_str()); 3], "the texts themselves are whole");
    let broken = failure(Reply::complete(200, &[], format!("{{{}: \"va", json!(flood)))).await;
    assert_eq!(broken.path(), Some(flood.as_str()));
    for error in [refused, broken] {
        let shown = error.to_string();
        assert!(!shown.contains(char::is_control));
        assert!(shown.len() < 3200, "{}", shown.len());
    }
    let message = format!("one\ntwo{flood}");
    let body = json!({ "error_code": "c", "error_msg": message });
    let shown = failure(Reply::complete(400, &[], body.to_string())).await.to_string();
    let start = "ShowOsQuota: the service answered 400 c: one two  [2Jxxx";
    assert!(shown.starts_with(start) && shown.ends_with("xxx..."), "{shown}");
    assert!(shown.len() < 1100, "{}", shown.len());
}
