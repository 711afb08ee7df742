//! Servers that never stop sending, or that lie about how much comes.

use std::time::Duration;

use modelarts::{Client, ErrorKind};
use modelarts_httpmock::payloads;

use super::{
    FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success, builder, call, facts,
    reply::{Step, chunk, head},
};

const CAP: usize = 64 * 1024;
/// What may be on its way between two programs: the buffers of the operating system on both sides, and the client's.
const ON_THE_WAY: u64 = 24 * 1024 * 1024;

async fn capped(server: &FaultServer) -> Client {
    builder(server.url()).max_body(CAP).build().await.unwrap()
}

fn endless(head: impl AsRef<[u8]>, piece: impl AsRef<[u8]>) -> Reply {
    Reply::raw(head).then(Step::Endless(piece.as_ref().into()))
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up_at_the_cap() {
    let id = ("X-Request-Id", REQUEST_ID);
    let piece = [b' '; 8192];
    let tiny = chunk(" ").repeat(1000);
    let bodies = [
        ("without length", 200, endless(head(200, &[id]), piece)),
        (
            "in chunks",
            200,
            endless(head(200, &[id, ("Transfer-Encoding", "chunked")]), chunk(piece)),
        ),
        (
            "in chunks of a byte",
            200,
            endless(head(200, &[id, ("Transfer-Encoding", "chunked")]), tiny),
        ),
        (
            "of the greatest length there is",
            200,
            endless(head(200, &[id, ("Content-Length", "18446744073709551613")]), piece),
        ),
        ("of a failure", 503, endless(head(503, &[id]), piece)),
    ];
    for (what, status, reply) in bodies {
        let server = FaultServer::always(reply);
        let error = capped(&server).await.show_os_quota().await.unwrap_err();
        let expected = (ErrorKind::BodyTooLarge, Some(status), Some(REQUEST_ID), 1);
        assert_eq!(facts(&error), expected, "{what}: {error:?}");
        assert!(error.is_body_too_large() && !error.is_retryable(), "{what}");
        let reason = "ShowOsQuota: the response is longer than the cap of 65536 bytes";
        assert_eq!(
            error.to_string(),
            format!("{reason} (request id {REQUEST_ID})"),
            "{what}"
        );
        assert!(server.sent() < ON_THE_WAY, "{what}: {} bytes were sent", server.sent());
    }
}

#[tokio::test]
async fn a_head_that_never_ends_is_given_up() {
    let heads = [
        ("first line", endless("HTTP/1.1 200 ", [b'a'; 8192])),
        ("one header", endless("HTTP/1.1 200 OK\r\nX-A: ", [b'a'; 8192])),
        ("headers", endless("HTTP/1.1 200 OK\r\n", b"X-A: b\r\n".repeat(1000))),
    ];
    for (what, reply) in heads {
        let server = FaultServer::always(reply);
        let error = capped(&server).await.show_os_quota().await.unwrap_err();
        assert_eq!(
            facts(&error),
            (ErrorKind::Transport, None, None, 3),
            "{what}: {error:?}"
        );
        assert!(
            server.sent() < 3 * ON_THE_WAY,
            "{what}: {} bytes were sent",
            server.sent()
        );
    }
}

#[tokio::test]
async fn what_is_around_chunks_is_limited_too() {
    let headers = [("X-Request-Id", REQUEST_ID), ("Transfer-Encoding", "chunked")];
    let around = [
        ("extension", [head(200, &headers), b"2;".to_vec()].concat()),
        (
            "trailer",
            [head(200, &headers), b"2\r\n{}\r\n0\r\nX-A: ".to_vec()].concat(),
        ),
    ];
    for (what, start) in around {
        let server = FaultServer::always(endless(start, [b'a'; 8192]));
        let error = capped(&server).await.show_os_quota().await.unwrap_err();
        let expected = (ErrorKind::Transport, Some(200), Some(REQUEST_ID), 3);
        assert_eq!(facts(&error), expected, "{what}: {error:?}");
        assert!(
            server.sent() < 3 * ON_THE_WAY,
            "{what}: {} bytes were sent",
            server.sent()
        );
    }
}

#[tokio::test]
async fn interim_responses_without_end_end_with_the_timeout() {
    let server = FaultServer::always(endless("", "HTTP/1.1 103 Early Hints\r\n\r\n"));
    let client = builder(server.url()).timeout(Duration::from_millis(50));
    let error = client.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, None, None, 3));
}

#[tokio::test]
async fn a_length_that_is_a_lie_reserves_nothing() {
    for length in ["1099511627776", "18446744073709551613"] {
        let headers = [("X-Request-Id", REQUEST_ID), ("Content-Length", length)];
        let reply = Reply::raw([&head(200, &headers), payloads::OS_QUOTAS_DOC.body.as_bytes()].concat());
        let error = call(&FaultServer::always(reply)).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Transport, Some(200), Some(REQUEST_ID), 3));
    }
}

#[tokio::test]
async fn the_cap_is_the_longest_body_that_is_read() {
    let body = payloads::OS_QUOTAS_DOC.body;
    let server = FaultServer::always(Reply::complete(200, WITH_ID, body));
    for cap in [body.len(), usize::MAX] {
        let client = builder(server.url()).max_body(cap);
        assert_success(client.build().await.unwrap().show_os_quota().await, 1);
    }
    for cap in [body.len() - 1, 1, 0] {
        let client = builder(server.url()).max_body(cap).build().await.unwrap();
        let error = client.show_os_quota().await.unwrap_err();
        let expected = (ErrorKind::BodyTooLarge, Some(200), Some(REQUEST_ID), 1);
        assert_eq!(facts(&error), expected);
    }
    // Nothing fits under any cap.
    let server = FaultServer::always(Reply::complete(200, WITH_ID, ""));
    let client = builder(server.url()).max_body(0).build().await.unwrap();
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Decode, Some(200), Some(REQUEST_ID), 1));
}
