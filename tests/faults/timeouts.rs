//! Servers that are too slow, and ones that say nothing at all.

use std::time::{Duration, Instant};

use modelarts::{Client, ErrorKind};

use super::{
    FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success,
    authorization::Renewing,
    builder, facts, quick,
    reply::{Step, head},
    success,
};

/// Longer than a machine that is busy takes for what is to happen before.
const SHORT: Duration = Duration::from_millis(900);
/// Between two bytes: each attempt gets some of them, and none gets all.
const PACE: Duration = Duration::from_millis(15);

async fn impatient(server: &FaultServer) -> Client {
    builder(server.url()).timeout(SHORT).build().await.unwrap()
}

/// A client whose calls may take so long in all, each attempt longer.
async fn pressed(server: &FaultServer) -> Client {
    let policy = quick().with_deadline(SHORT);
    builder(server.url()).retry_policy(policy).build().await.unwrap()
}

fn body_slowly() -> Reply {
    let body = modelarts_httpmock::payloads::OS_QUOTAS_DOC.body;
    let length = body.len().to_string();
    let headers = [("X-Request-Id", REQUEST_ID), ("Content-Length", length.as_str())];
    Reply::raw(head(200, &headers)).then(Step::Trickle(body.as_bytes().into(), PACE))
}

#[tokio::test]
async fn a_server_that_says_nothing_costs_each_attempt_its_timeout() {
    let server = FaultServer::always(Reply::nothing().then(Step::Hold));
    let error = impatient(&server).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 3));
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(error.to_string(), "ShowOsQuota: the service did not answer in time");
    assert_eq!(server.count(), 3);

    let server = FaultServer::sequence([Reply::nothing().then(Step::Hold), success()]);
    assert_success(impatient(&server).await.show_os_quota().await, 2);
}

#[tokio::test]
async fn headers_slower_than_the_timeout_are_a_timeout() {
    let slowly = Step::Trickle(head(200, WITH_ID).into(), PACE);
    let server = FaultServer::always(Reply::nothing().then(slowly));
    let error = impatient(&server).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 3));
}

#[tokio::test]
async fn a_body_slower_than_the_timeout_is_a_timeout_with_status_and_request_id() {
    let server = FaultServer::always(body_slowly());
    let error = impatient(&server).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, Some(200), Some(REQUEST_ID), 3));

    let server = FaultServer::sequence([body_slowly(), success()]);
    assert_success(impatient(&server).await.show_os_quota().await, 2);
}

#[tokio::test]
async fn the_deadline_ends_a_call_and_says_so() {
    let server = FaultServer::always(Reply::nothing().then(Step::Hold));
    let client = pressed(&server).await;
    let start = Instant::now();
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 1));
    assert!(start.elapsed() < Duration::from_secs(10));
    let expected = "ShowOsQuota: the call took longer than its deadline of 900ms";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn the_deadline_inside_a_body_leaves_status_and_request_id() {
    let server = FaultServer::always(body_slowly());
    let error = pressed(&server).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, Some(200), Some(REQUEST_ID), 1));
    assert!(error.to_string().contains("its deadline of 900ms"), "{error}");
}

#[tokio::test]
async fn a_timeout_as_long_as_the_deadline_leaves_the_word_to_the_deadline() {
    let server = FaultServer::always(Reply::nothing().then(Step::Hold));
    let policy = quick().with_deadline(SHORT);
    let client = builder(server.url()).retry_policy(policy).timeout(SHORT);
    let error = client.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 1));
    assert!(error.to_string().contains("its deadline of 900ms"), "{error}");
}

#[tokio::test]
async fn the_deadline_counts_the_attempts_that_failed_before() {
    let server = FaultServer::sequence([Reply::complete(503, WITH_ID, ""), Reply::nothing().then(Step::Hold)]);
    let error = pressed(&server).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 2));
}

#[tokio::test]
async fn the_deadline_counts_fetching_credentials() {
    let server = FaultServer::always(Reply::complete(401, WITH_ID, ""));
    let keys = Renewing::stalling_at(2);
    let policy = quick().with_deadline(SHORT);
    let client = builder(server.url()).credentials(keys.clone()).retry_policy(policy);
    let error = client.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 1));
    assert!(error.to_string().contains("its deadline of 900ms"), "{error}");
    assert_eq!(keys.asked(), 2);
}

#[tokio::test]
async fn the_longest_and_the_shortest_settings_do_no_harm() {
    let server = FaultServer::always(success());
    let endless = quick().with_deadline(Duration::MAX);
    let client = builder(server.url()).retry_policy(endless).timeout(Duration::MAX);
    assert_success(client.build().await.unwrap().show_os_quota().await, 1);

    let none = quick().with_deadline(Duration::ZERO);
    let client = builder(server.url()).retry_policy(none).build().await.unwrap();
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 0));
    assert!(error.to_string().contains("its deadline of 0ns"), "{error}");
    assert_eq!(server.count(), 1);
}
