//! The client over HTTP on loopback: what it sends, what it makes of responses, and every fault of a service, a gateway
//! or a network, one at a time.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test does not expect fails it"
)]

mod reference;
mod reply;
mod server;
mod trace;

mod all_pools;
mod allocations;
mod auth;
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
mod examples;
mod http_clients;
mod memory;
mod paging;
mod paths;
mod pool_contents;
mod proxies;
mod retries;
mod secrets;
mod silence;
mod spans;
mod statuses;
mod throttling;
mod timeouts;
mod transport;
mod views;

// What most modules need.
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use modelarts::{
    Client, ClientBuilder, Error,
    ErrorKind::{self, BodyTooLarge, Configuration, Connect, Decode, InvalidInput, Service, Timeout, Transport},
    OsQuotas, Response, RetryPolicy,
    auth::{Credentials, Environment},
};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use serde_json::{Value, json};

use authorization::Renewing;
use connections::endless;
use reference::WireRequest;
use reply::{Headers, Reply, Step, chunk, head};
use server::{ClosedPort, FaultServer};

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const ACCESS_KEY: &str = "FAULTSACCESSKEY";
const SECRET_KEY: &str = "faults-secret-key";

/// Request id of the fault server's responses.
const REQUEST_ID: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const ID: (&str, &str) = ("X-Request-Id", REQUEST_ID);
const WITH_ID: Headers<'_> = &[ID];

/// Body of [`success`].
const QUOTAS: &str = payloads::OS_QUOTAS_DOC.body;

/// Three attempts with hardly a wait between them, and a deadline that only a hanging test reaches.
fn quick() -> RetryPolicy {
    let base = Duration::from_millis(1);
    RetryPolicy::new()
        .base(base)
        .cap(4 * base)
        .deadline(Duration::from_secs(25))
}

/// Runs a client on this thread. The server has its own.
fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// An environment without variables and home directory.
fn nothing_set() -> Environment {
    Environment::fixed([("", ""); 0])
}

/// The settings of most tests. Nothing comes from the environment of the process.
fn builder(url: impl Into<String>) -> ClientBuilder {
    Client::builder()
        .environment(nothing_set())
        .endpoint(url)
        .project_id(PROJECT)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .retry_policy(quick())
        .timeout(Duration::from_secs(20))
}

async fn client(server: &FaultServer) -> Client {
    builder(server.url()).build().await.unwrap()
}

/// A client of the mock that does not retry.
async fn client_of(mock: &MockModelArts) -> Client {
    let builder = builder(mock.url()).retry_policy(RetryPolicy::none());
    builder.build().await.unwrap()
}

async fn call_with(builder: ClientBuilder) -> Result<Response<OsQuotas>, Error> {
    builder.build().await?.show_os_quota().await
}

async fn call(server: &FaultServer) -> Result<Response<OsQuotas>, Error> {
    call_with(builder(server.url())).await
}

/// The error of a call that is always answered with `reply`.
async fn failure(reply: Reply) -> Error {
    call(&FaultServer::always(reply)).await.unwrap_err()
}

/// The error of a call with these settings, with what [`assert_error`] asserts.
async fn assert_fails(builder: ClientBuilder, kind: ErrorKind, status: impl Into<Option<u16>>, attempts: u32) -> Error {
    let error = call_with(builder).await.unwrap_err();
    assert_error(&error, kind, status, attempts);
    error
}

/// Asserts that a call is repeated after `reply`: it succeeds if the failure passes, and returns the error if it stays.
async fn assert_retried(reply: Reply, kind: ErrorKind, status: impl Into<Option<u16>>) -> Error {
    assert_success(call(&FaultServer::sequence([reply.clone(), success()])).await, 2);
    let server = FaultServer::always(reply);
    let error = call(&server).await.unwrap_err();
    assert_error(&error, kind, status, 3);
    assert!(error.is_retryable());
    assert_eq!((error.operation(), server.count()), (Some("ShowOsQuota"), 3));
    error
}

/// A success with this body.
fn ok(body: impl AsRef<[u8]>) -> Reply {
    Reply::complete(200, WITH_ID, body)
}

/// A documented success of ShowOsQuota.
fn success() -> Reply {
    ok(QUOTAS)
}

/// Asserts that `response` is [`success`], after that many attempts.
#[track_caller]
fn assert_success(response: Result<Response<OsQuotas>, Error>, attempts: u32) {
    let response = response.unwrap();
    assert_eq!((response.status(), response.attempts()), (200, attempts));
    assert_eq!(response.request_id(), Some(REQUEST_ID));
    assert_eq!(response.body(), QUOTAS.as_bytes());
}

/// Asserts the kind, the status and the attempts, and that the request id survived if a response arrived.
#[track_caller]
fn assert_error(error: &Error, kind: ErrorKind, status: impl Into<Option<u16>>, attempts: u32) {
    let status = status.into();
    let actual = (error.kind(), error.status(), error.request_id(), error.attempts());
    let expected = (kind, status, status.map(|_| REQUEST_ID), attempts);
    assert_eq!(actual, expected, "{error:#?}");
}

/// Everything that an error and its causes print.
fn printed(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    let chain = std::iter::successors(Some(error), |error| error.source());
    let forms = chain.map(|error| {
        [
            format!("{error}"),
            format!("{error:?}"),
            format!("{error:#}"),
            format!("{error:#?}"),
        ]
    });
    forms.flatten().collect()
}
