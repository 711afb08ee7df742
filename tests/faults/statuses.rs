//! Statuses: which are errors, of what kind, and which are tried again.

use modelarts::{Error, ErrorKind};
use modelarts_httpmock::payloads;
use serde_json::Value;

use super::{FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success, call, client, facts, reply::head};

async fn failure(status: u16, body: &str) -> Error {
    let server = FaultServer::always(Reply::complete(status, WITH_ID, body));
    call(&server).await.unwrap_err()
}

/// The predicates that hold, of those that go by the status.
fn predicates(error: &Error) -> Vec<&'static str> {
    let all = [
        (error.is_configuration(), "configuration"),
        (error.is_invalid_input(), "invalid input"),
        (error.is_credentials(), "credentials"),
        (error.is_connect(), "connect"),
        (error.is_timeout(), "timeout"),
        (error.is_transport(), "transport"),
        (error.is_throttled(), "throttled"),
        (error.is_unauthorized(), "unauthorized"),
        (error.is_forbidden(), "forbidden"),
        (error.is_not_found(), "not found"),
        (error.is_server_error(), "server error"),
        (error.is_decode(), "decode"),
        (error.is_body_too_large(), "body too large"),
        (error.is_retryable(), "retryable"),
    ];
    all.into_iter()
        .filter_map(|(holds, name)| holds.then_some(name))
        .collect()
}

#[tokio::test]
async fn each_status_has_its_predicates_and_its_attempts() {
    let cases: [(u16, u32, &[&str]); 20] = [
        (304, 1, &[]),
        (400, 1, &[]),
        (401, 1, &["unauthorized"]),
        (403, 1, &["forbidden"]),
        (404, 1, &["not found"]),
        (405, 1, &[]),
        (408, 1, &[]),
        (409, 1, &[]),
        (410, 1, &[]),
        (422, 1, &[]),
        (429, 3, &["throttled", "retryable"]),
        (499, 1, &[]),
        (500, 3, &["server error", "retryable"]),
        (501, 1, &["server error"]),
        (502, 3, &["server error", "retryable"]),
        (503, 3, &["server error", "retryable"]),
        (504, 3, &["server error", "retryable"]),
        (505, 1, &["server error"]),
        (599, 1, &["server error"]),
        (999, 1, &[]),
    ];
    for (status, attempts, expected) in cases {
        let error = failure(status, "").await;
        let facts = facts(&error);
        assert_eq!(facts, (ErrorKind::Service, Some(status), Some(REQUEST_ID), attempts));
        assert_eq!(predicates(&error), expected, "{status}");
    }
}

#[tokio::test]
async fn documented_failures_are_told_in_full() {
    for payload in [
        payloads::ERROR_403,
        payloads::ERROR_404,
        payloads::ERROR_WORKSPACE_QUOTAS_0104,
    ] {
        let body: Value = serde_json::from_str(payload.body).unwrap();
        let (code, message) = (
            body["error_code"].as_str().unwrap(),
            body["error_msg"].as_str().unwrap(),
        );
        let error = failure(payload.status, payload.body).await;
        assert_eq!(
            facts(&error),
            (ErrorKind::Service, Some(payload.status), Some(REQUEST_ID), 1)
        );
        assert_eq!((error.code(), error.message()), (Some(code), Some(message)));
        let status = payload.status;
        let expected =
            format!("ShowOsQuota: the service answered {status} {code}: {message} (request id {REQUEST_ID})");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn another_success_with_the_documented_body_is_a_success() {
    for status in [200, 201, 202, 203, 206, 299] {
        let server = FaultServer::always(Reply::complete(status, WITH_ID, payloads::OS_QUOTAS_DOC.body));
        let response = call(&server).await.unwrap();
        assert_eq!((response.status(), response.attempts()), (status, 1));
        assert_eq!(response.request_id(), Some(REQUEST_ID));
        assert_eq!(response.len(), 2);
    }
}

#[tokio::test]
async fn a_success_without_a_body_cannot_be_read() {
    for status in [200, 201, 204, 205] {
        let error = failure(status, "").await;
        assert_eq!(facts(&error), (ErrorKind::Decode, Some(status), Some(REQUEST_ID), 1));
        assert_eq!(predicates(&error), ["decode"]);
        assert_eq!(error.body(), Some(&[][..]));
    }
}

#[tokio::test]
async fn interim_responses_are_passed_over() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Request-Id: interim\r\n\r\n";
    let last = [&head(200, WITH_ID), payloads::OS_QUOTAS_DOC.body.as_bytes()].concat();
    let server = FaultServer::always(Reply::raw([interim.as_bytes(), &last].concat()));
    assert_success(call(&server).await, 1);
}

#[tokio::test]
async fn a_protocol_that_nobody_asked_for_is_an_error() {
    let switch = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n";
    let reply = Reply::raw(format!("{switch}X-Request-Id: {REQUEST_ID}\r\n\r\n"));
    let error = call(&FaultServer::always(reply)).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(101), Some(REQUEST_ID), 1));
}

#[tokio::test]
async fn a_failure_leaves_the_client_usable() {
    let server = FaultServer::sequence([
        Reply::complete(404, WITH_ID, "{}"),
        Reply::kept_alive(200, WITH_ID, payloads::OS_QUOTAS_DOC.body),
    ]);
    let client = client(&server).await;
    client.show_os_quota().await.unwrap_err();
    for _ in 0..20 {
        assert_success(client.show_os_quota().await, 1);
    }
    // Another one may be opened while the last is on its way back.
    assert!(
        server.connections() < 10,
        "connections are not kept: {}",
        server.connections()
    );
}
