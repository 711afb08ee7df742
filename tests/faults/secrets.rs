//! No secret in anything that is printed, whatever goes wrong and whoever listens.

use std::{
    fmt::Debug,
    io::{self, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use modelarts::{
    Client, ClientBuilder, Error, OsQuotas, Response,
    auth::{AccessKeys, Credentials},
    blocking,
};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt};

use super::{
    FaultServer, Reply, WITH_ID, builder, printed, quick,
    reply::{Step, head},
    server::Nowhere,
    success,
};
use crate::auth::reference::WireRequest;

/// Part of every secret here. Tokens are in base 64, with slashes that JSON may escape.
const MARKER: &str = "S3CR3T";

fn identities() -> [Credentials; 3] {
    let (access, secret) = ("AKS3CR3TAK", "S3CR3T/sk+");
    // The secret key is part of the token, so that blotting it out first would leave the rest.
    let temporary = AccessKeys::temporary(access, secret, "gQpjS3CR3T/sk+/S3CR3T==");
    [
        Credentials::new(access, secret),
        temporary.into(),
        Credentials::from_token("MIIS3CR3T/token//S3CR3T=="),
    ]
}

/// Everything that the tracing of every crate told, as people read it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What a gateway repeats of a request to explain why the signature is wrong.
fn canonical(request: &WireRequest) -> String {
    let lines = request
        .headers
        .iter()
        .map(|(name, value)| format!("{}:{value}\n", name.to_lowercase()));
    format!("GET\n{}/\n\n{}", request.target, lines.collect::<String>())
}

/// A way in which the server repeats the request that it got.
type Echo = fn(&str) -> String;

const ECHOES: [Echo; 8] = [
    |said| serde_json::json!({"error_code": "APIGW.0301", "error_msg": said}).to_string(),
    |said| serde_json::json!({"error_code": said, "error_msg": "m", "request_id": said}).to_string(),
    |said| serde_json::json!({"error": {"code": 1, "message": said, "request_id": said}}).to_string(),
    |said| serde_json::json!({"error_msg": said}).to_string().replace('/', "\\/"),
    |said| serde_json::json!([said]).to_string().replace('/', "\\/"),
    |said| format!("<html><body><pre>{said}</pre></body></html>"),
    |said| format!("{}{said}", "a".repeat(150)),
    str::to_owned,
];

fn print(values: &mut Vec<String>, value: &impl Debug) {
    values.extend([format!("{value:?}"), format!("{value:#?}")]);
}

fn print_outcome(values: &mut Vec<String>, outcome: &Result<Response<OsQuotas>, Error>) {
    print(values, outcome);
    if let Err(error) = outcome {
        values.extend(printed(error));
        let told = [error.code(), error.message(), error.request_id(), error.path()];
        values.extend(told.into_iter().flatten().map(str::to_owned));
    }
}

#[track_caller]
fn assert_no_secret(values: &[String]) {
    for text in values {
        assert!(!text.contains(MARKER), "{text}");
        assert!(!text.contains("AKS3"), "{text}");
    }
}

/// Failures of all kinds, most of which are tried again.
fn failures() -> Vec<Reply> {
    let part = Reply::raw([&head(200, &[("Content-Length", "99")]), &b"{"[..]].concat());
    vec![
        success(),
        Reply::nothing(),
        Reply::nothing().then(Step::Reset),
        Reply::nothing().then(Step::Hold),
        Reply::raw("HTTP/1.1 200 OK\r\nX-Requ").then(Step::Reset),
        Reply::raw("nonsense\r\n\r\n"),
        part.clone(),
        part.then(Step::Hold),
        Reply::raw(head(200, &[])).then(Step::Endless([b' '; 8192].as_slice().into())),
        Reply::complete(200, WITH_ID, "{\"quotas\": 1}"),
        Reply::complete(200, WITH_ID, "<html>"),
        Reply::complete(200, &[("Content-Encoding", "gzip")], "{}"),
        Reply::complete(204, WITH_ID, ""),
        Reply::complete(302, &[("Location", "http://127.0.0.1:9/")], ""),
        Reply::complete(401, &[("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], "{}"),
        Reply::complete(429, &[("Retry-After", "99")], "{}"),
        Reply::complete(503, WITH_ID, "<html>"),
    ]
}

fn settings(url: String, credentials: &Credentials) -> ClientBuilder {
    let client = builder(url).credentials(credentials.clone()).max_body(4096);
    client.retry_policy(quick().with_max_attempts(2))
}

async fn client(url: String, credentials: &Credentials) -> Client {
    settings(url, credentials).build().await.unwrap()
}

/// A client that soon gives up servers which say nothing. Whether it gives up others too is no matter there.
async fn impatient(url: String, credentials: &Credentials) -> Client {
    let client = settings(url, credentials).timeout(Duration::from_millis(50));
    client.build().await.unwrap()
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret() {
    let log = Log::default();
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(log.clone())
        .with_ansi(false);
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let mut values = Vec::new();
    for credentials in &identities() {
        for reply in failures() {
            let server = FaultServer::always(reply);
            let client = impatient(server.url(), credentials).await;
            print(&mut values, &client);
            let unbuilt = builder("https://S3CR3T@example.com").credentials(credentials.clone());
            print(&mut values, &unbuilt);
            print(&mut values, &client.list_pools().label_selector("a"));
            print_outcome(&mut values, &client.show_os_quota().await);
        }
        let nowhere = Nowhere::new();
        print_outcome(
            &mut values,
            &impatient(nowhere.url(), credentials).await.show_os_quota().await,
        );
    }
    drop(guard);
    let log = String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap();
    assert!(values.len() > 500, "{}", values.len());
    assert!(
        log.contains("trying again") && log.contains("hyper"),
        "nobody listened: {log}"
    );
    for told in ["Authorization", "authorization", "x-auth-token", "SignedHeaders"] {
        assert!(!log.contains(told), "a header is told");
    }
    values.push(log);
    assert_no_secret(&values);
}

#[tokio::test]
async fn what_the_service_repeats_of_the_request_is_blotted() {
    let log = Log::default();
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(log.clone())
        .with_ansi(false);
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let mut values = Vec::new();
    for echo in ECHOES {
        for status in [401, 503] {
            let server = FaultServer::start(move |_, request| Reply::complete(status, &[], echo(&canonical(request))));
            for credentials in &identities() {
                let outcome = client(server.url(), credentials).await.show_os_quota().await;
                let error = outcome.as_ref().unwrap_err();
                assert_eq!(error.status(), Some(status));
                assert!(
                    String::from_utf8_lossy(error.body().unwrap()).contains(MARKER),
                    "nothing was repeated"
                );
                print_outcome(&mut values, &outcome);
            }
        }
    }
    drop(guard);
    values.push(String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap());
    assert_no_secret(&values);
    assert!(values.iter().any(|text| text.contains("x-security-token:[redacted]")));
}

/// A gateway may make the id of a request from anything, and people put ids into questions to support.
#[tokio::test]
async fn a_request_id_that_repeats_a_secret_is_blotted() {
    let mut values = Vec::new();
    for status in [200, 401] {
        let server = FaultServer::start(move |_, request| {
            let headers = ["X-Security-Token", "X-Auth-Token", "Authorization"];
            let secret = headers.into_iter().find_map(|name| request.header(name)).unwrap();
            Reply::complete(
                status,
                &[("X-Request-Id", secret)],
                modelarts_httpmock::payloads::OS_QUOTAS_DOC.body,
            )
        });
        for credentials in &identities() {
            let outcome = client(server.url(), credentials).await.show_os_quota().await;
            let id = match &outcome {
                Ok(response) => response.request_id(),
                Err(error) => error.request_id(),
            };
            values.push(id.expect("an id that tells nothing is still one").to_owned());
            print_outcome(&mut values, &outcome);
        }
    }
    assert_no_secret(&values);
}

#[tokio::test]
async fn a_response_shows_neither_its_body_nor_a_password_in_it() {
    let body = r#"{"items": [{"spec": {"userLogin": {"keyPairName": "k", "password": "S3CR3T"}}}]}"#;
    let server = FaultServer::always(Reply::complete(200, WITH_ID, body));
    let response = super::client(&server).await.list_pools().await.unwrap();
    let mut values = Vec::new();
    print(&mut values, &response);
    print(&mut values, &response.clone().into_inner());
    assert_no_secret(&values);
    assert!(values[0].contains(&format!("body: {}", body.len())), "{}", values[0]);
}

#[tokio::test]
async fn what_cannot_be_decoded_is_not_shown() {
    let server = FaultServer::always(Reply::complete(200, WITH_ID, r#"{"quotas": "S3CR3T\", expected"}"#));
    let outcome = super::client(&server).await.show_os_quota().await;
    assert_eq!(outcome.as_ref().unwrap_err().path(), Some("quotas"));
    let mut values = Vec::new();
    print_outcome(&mut values, &outcome);
    assert_no_secret(&values);
}

#[test]
fn the_blocking_client_shows_none_either() {
    let mut values = Vec::new();
    let server = FaultServer::always(Reply::complete(401, WITH_ID, "{}"));
    for credentials in identities() {
        let client = blocking::Client::build(builder(server.url()).credentials(credentials)).unwrap();
        print(&mut values, &client);
        print(&mut values, &client.show_os_quota());
        print_outcome(&mut values, &client.show_os_quota().send());
    }
    assert_no_secret(&values);
}

/// Of a response that cannot be decoded it is said what kind of value stands where, not which.
#[tokio::test]
async fn a_value_in_the_wrong_place_is_not_quoted() {
    for (value, kind) in [
        (r#""S3CR3T, expected \"S3CR3T\"""#, "invalid type: string, expected"),
        ("53272357", "invalid type: integer, expected"),
        ("0.53272357", "invalid type: floating point, expected"),
    ] {
        let body = format!(r#"{{"items":[{{"spec":{{"userLogin":{value}}}}}]}}"#);
        let server = FaultServer::always(Reply::complete(200, &[], &body));
        let client = builder(server.url()).build().await.unwrap();
        let error = client.list_pools().await.unwrap_err();
        assert_eq!(error.path(), Some("items[0].spec.userLogin"));
        let printed = super::printed(&error).concat();
        assert!(printed.contains(kind), "{printed}");
        assert!(!printed.contains("S3CR3T") && !printed.contains("5327"), "{printed}");
    }
}

/// A message is shown on one line, however long it is and whatever it would do to a terminal.
#[tokio::test]
async fn a_message_cannot_flood_or_move_the_terminal() {
    let message = format!("one\ntwo\u{1b}[2J{}", "x".repeat(100_000));
    let body = serde_json::json!({ "error_code": "c", "error_msg": message }).to_string();
    let error = super::call(&FaultServer::always(Reply::complete(400, &[], &body)))
        .await
        .unwrap_err();
    assert_eq!(error.message(), Some(message.as_str()));
    let shown = error.to_string();
    assert!(
        shown.starts_with("ShowOsQuota: the service answered 400 c: one two [2Jxxx"),
        "{shown}"
    );
    assert!(shown.ends_with("xxx...") && shown.len() < 1100, "{}", shown.len());
}

/// Nor can anything else that a server says.
#[tokio::test]
async fn a_code_an_id_and_a_place_cannot_either() {
    let flood = format!("\n\u{1b}[2J{}", "x".repeat(100_000));
    let failure = serde_json::json!({ "error_code": flood, "error_msg": "m", "request_id": flood });
    let failure = super::call(&FaultServer::always(Reply::complete(400, &[], failure.to_string()))).await;
    let failure = failure.unwrap_err();
    assert_eq!(
        (failure.code(), failure.request_id()),
        (Some(flood.as_str()), Some(flood.as_str()))
    );

    let broken = serde_json::json!({ flood.as_str(): "value" }).to_string();
    let broken = broken.trim_end_matches("lue\"}");
    let broken = super::call(&FaultServer::always(Reply::complete(200, &[], broken)))
        .await
        .unwrap_err();
    assert_eq!(broken.path(), Some(flood.as_str()));
    for error in [failure, broken] {
        let shown = error.to_string();
        assert!(
            !shown.contains(char::is_control) && shown.len() < 2200,
            "{}",
            shown.len()
        );
    }
}

/// A key of a response leads to the place of an error, and may be what was sent.
#[tokio::test]
async fn a_place_repeats_no_key() {
    for secret in [super::ACCESS_KEY, super::SECRET_KEY] {
        let body = serde_json::json!({ "quotas": [{ secret: { "resource": 1 }, "resource": 1 }] });
        let unfinished = format!("{{\"quotas\": [{{\"{secret}\": ");
        for body in [body.to_string(), unfinished] {
            let error = super::call(&FaultServer::always(Reply::complete(200, &[], body))).await;
            let error = error.unwrap_err();
            assert!(error.is_decode());
            let mut values = printed(&error);
            values.extend(error.path().map(str::to_owned));
            assert!(!values.iter().any(|text| text.contains(secret)), "{values:?}");
        }
        let unfinished = format!("{{\"{secret}\": ");
        let error = super::call(&FaultServer::always(Reply::complete(200, &[], unfinished))).await;
        assert_eq!(error.unwrap_err().path(), Some("[redacted]"));
    }
}
