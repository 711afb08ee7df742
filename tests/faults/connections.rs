//! Connections that cannot be made, and those that break off.

use modelarts::ErrorKind;

use super::{
    FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success, builder, call, facts,
    reply::{Step, chunk, head},
    server::Nowhere,
    success,
};

/// The head of a response whose body is as long as `length` says.
fn announced(length: &str) -> Vec<u8> {
    head(200, &[("X-Request-Id", REQUEST_ID), ("Content-Length", length)])
}

fn chunked() -> Vec<u8> {
    head(200, &[("X-Request-Id", REQUEST_ID), ("Transfer-Encoding", "chunked")])
}

/// Ways to break off before the response has a whole head.
fn without_a_head() -> Vec<(&'static str, Reply)> {
    vec![
        ("an end before any byte", Reply::nothing()),
        ("a reset before any byte", Reply::nothing().then(Step::Reset)),
        ("an end inside the first line", Reply::raw("HTTP/1.1 20")),
        (
            "an end inside the headers",
            Reply::raw("HTTP/1.1 200 OK\r\nX-Request-Id: 1\r\nContent-"),
        ),
        (
            "a reset inside the headers",
            Reply::raw("HTTP/1.1 200 OK\r\nX-Request-Id: 1\r\nContent-").then(Step::Reset),
        ),
        (
            "another protocol",
            Reply::raw("SSH-2.0-OpenSSH_9.9\r\n").then(Step::Hold),
        ),
        (
            "two lengths",
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
        ),
        (
            "a length that is no number",
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
        ),
    ]
}

/// Ways to break off after it.
fn inside_the_body() -> Vec<(&'static str, Reply)> {
    let part = r#"{"quotas": {"resources": ["#;
    let after = |head: Vec<u8>, rest: &[u8]| Reply::raw([&head, rest].concat());
    vec![
        (
            "an end where more is announced",
            after(announced("4096"), part.as_bytes()),
        ),
        ("an end where all is announced", after(announced("4096"), b"")),
        (
            "a reset inside the body",
            after(announced("4096"), part.as_bytes()).then(Step::Reset),
        ),
        ("an end between chunks", after(chunked(), &chunk(part))),
        ("an end inside a chunk", after(chunked(), b"ff\r\n{\"quotas\"")),
        (
            "a reset between chunks",
            after(chunked(), &chunk(part)).then(Step::Reset),
        ),
        ("a chunk without a size", after(chunked(), b"zz\r\n{}\r\n0\r\n\r\n")),
        (
            "a chunk longer than its size",
            after(chunked(), b"1\r\n{}\r\n0\r\n\r\n"),
        ),
        (
            "a chunk of impossible size",
            after(chunked(), b"fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
        ),
    ]
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_told() {
    let nowhere = Nowhere::new();
    let client = builder(nowhere.url()).build().await.unwrap();
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Connect, None, None, 3));
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.to_string(), "ShowOsQuota: cannot connect to the service");
}

#[tokio::test]
async fn a_connection_that_is_reset_at_once_is_tried_again_and_told() {
    let server = FaultServer::slamming();
    let error = call(&server).await.unwrap_err();
    // The reset may arrive before the connection is taken for one, or after.
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport),
        "{error:?}"
    );
    assert_eq!((error.status(), error.request_id(), error.attempts()), (None, None, 3));
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_response_that_breaks_off_before_its_body_is_tried_again_and_told() {
    for (what, reply) in without_a_head() {
        let server = FaultServer::always(reply.clone());
        let error = call(&server).await.unwrap_err();
        assert_eq!(
            facts(&error),
            (ErrorKind::Transport, None, None, 3),
            "{what}: {error:?}"
        );
        assert!(error.is_transport() && error.is_retryable(), "{what}");
        assert_eq!(server.count(), 3, "{what}");

        let server = FaultServer::sequence([reply, success()]);
        assert_success(call(&server).await, 2);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_tried_again_and_told_with_status_and_request_id() {
    for (what, reply) in inside_the_body() {
        let server = FaultServer::always(reply.clone());
        let error = call(&server).await.unwrap_err();
        let expected = (ErrorKind::Transport, Some(200), Some(REQUEST_ID), 3);
        assert_eq!(facts(&error), expected, "{what}: {error:?}");
        assert_eq!(server.count(), 3, "{what}");
        assert!(error.is_transport() && error.is_retryable(), "{what}");
        assert_eq!(error.body(), None, "{what}");

        let server = FaultServer::sequence([reply, success()]);
        assert_success(call(&server).await, 2);
    }
}

#[tokio::test]
async fn a_body_that_ends_with_the_connection_is_whole() {
    let body = modelarts_httpmock::payloads::OS_QUOTAS_DOC.body;
    let server = FaultServer::always(Reply::raw([&head(200, WITH_ID), body.as_bytes()].concat()));
    assert_success(call(&server).await, 1);
}

#[tokio::test]
async fn a_chunked_body_is_put_together() {
    let body = modelarts_httpmock::payloads::OS_QUOTAS_DOC.body;
    let chunks = body.as_bytes().chunks(7).flat_map(chunk);
    let bytes = chunked().into_iter().chain(chunks).chain(chunk(""));
    let server = FaultServer::always(Reply::raw(bytes.collect::<Vec<u8>>()));
    assert_success(call(&server).await, 1);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    let body = modelarts_httpmock::payloads::OS_QUOTAS_DOC.body;
    // It promises to keep the connection, and closes it.
    let bytes = [&announced(&body.len().to_string()), body.as_bytes()].concat();
    let server = FaultServer::always(Reply::raw(bytes));
    let client = super::client(&server).await;
    for _ in 0..20 {
        // Whether the end was noticed in time or not, the call succeeds.
        let response = client.show_os_quota().await.unwrap();
        assert!(response.attempts() <= 2);
    }
}
