//! What the client makes of a service, a gateway or a network that fails, one failure at a time.

mod allocations;
mod authorization;
mod blocking;
mod bodies;
mod cancellation;
mod clock_skew;
mod compression;
mod concurrency;
mod connections;
mod endpoints;
mod error_bodies;
mod limits;
mod redirects;
mod reply;
mod retries;
mod secrets;
mod server;
mod spans;
mod statuses;
mod throttling;
mod timeouts;

use std::time::Duration;

use modelarts::{
    Client, ClientBuilder, Error, ErrorKind, OsQuotas, Response, RetryPolicy,
    auth::{Credentials, Environment},
};
use modelarts_httpmock::payloads;

use reply::Reply;
use server::FaultServer;

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const ACCESS_KEY: &str = "FAULTSACCESSKEY";
const SECRET_KEY: &str = "faults-secret-key";

/// What the server calls its responses.
const REQUEST_ID: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const WITH_ID: &[(&str, &str)] = &[("X-Request-Id", REQUEST_ID)];

/// Three attempts with next to no wait between them, and time enough that only a hanging test takes it.
fn quick() -> RetryPolicy {
    RetryPolicy::default()
        .with_base(Duration::from_millis(1))
        .with_cap(Duration::from_millis(4))
        .with_deadline(Duration::from_secs(25))
}

/// The settings of most tests. Nothing is read from the process's environment.
fn builder(url: impl Into<String>) -> ClientBuilder {
    Client::builder()
        .environment(Environment::fixed::<&str, &str>([]))
        .endpoint(url)
        .project_id(PROJECT)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .retry_policy(quick())
        .timeout(Duration::from_secs(20))
}

/// A client with those settings.
async fn client(server: &FaultServer) -> Client {
    builder(server.url()).build().await.unwrap()
}

/// A call to the server with those settings.
async fn call(server: &FaultServer) -> Result<Response<OsQuotas>, Error> {
    client(server).await.show_os_quota().await
}

/// What an error says of the call: the kind, the status, the request id, the attempts.
fn facts(error: &Error) -> (ErrorKind, Option<u16>, Option<&str>, u32) {
    (error.kind(), error.status(), error.request_id(), error.attempts())
}

/// A success of ShowOsQuota, as the vendor documents it.
fn success() -> Reply {
    Reply::complete(200, WITH_ID, payloads::OS_QUOTAS_DOC.body)
}

/// That `response` is the one of [`success`], after so many attempts.
#[track_caller]
fn assert_success(response: Result<Response<OsQuotas>, Error>, attempts: u32) {
    let response = response.unwrap();
    assert_eq!(response.attempts(), attempts);
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some(REQUEST_ID));
    assert_eq!(response.body(), payloads::OS_QUOTAS_DOC.body.as_bytes());
}

/// Everything that an error prints, and all that lies under it.
fn printed(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    let chain = std::iter::successors(Some(error), |error| error.source());
    let forms = chain.flat_map(|error| {
        [
            format!("{error}"),
            format!("{error:#}"),
            format!("{error:?}"),
            format!("{error:#?}"),
        ]
    });
    forms.collect()
}
