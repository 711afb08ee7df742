//! Connections that cannot be made, that break off, or that never stop sending.
use super::*;

const CHUNKED: Headers<'_> = &[ID, ("Transfer-Encoding", "chunked")];
const CAP: usize = 64 * 1024;
/// Bytes that may be in flight between two programs: the buffers of the operating system on both sides, and the client's.
const IN_FLIGHT: u64 = 24 * 1024 * 1024;

#[tokio::test]
async fn a_connection_that_cannot_be_made_is_retried_and_reported() {
    let closed = ClosedPort::new();
    let error = assert_fails(builder(closed.url()), Connect, None, 3).await;
    assert!(error.is_connect() && error.is_retryable());
    let address = closed.url().replace("http://", "");
    let expected = format!("ShowOsQuota: cannot connect to {address}: connection refused");
    assert_eq!(error.to_string(), expected);
    assert_eq!(format!("{error:?}").lines().next(), Some(&*expected));

    let server = FaultServer::resetting();
    let error = call(&server).await.unwrap_err();
    // The reset may arrive before the connection counts as made, or after.
    assert!(matches!(error.kind(), Connect | Transport), "{error:?}");
    assert_error(&error, error.kind(), None, 3);
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_response_that_breaks_off_is_retried_and_reported() {
    let part = r#"{"quotas": {"resources": ["#;
    let announced = |body: &str| Reply::partial(200, &[ID, ("Content-Length", "4096")], body);
    let chunked = |body: &[u8]| Reply::partial(200, CHUNKED, body);
    let raw = |text: &str| Reply::raw(format!("HTTP/1.1 200 OK\r\n{text}"));
    let before_the_body = [
        ("an end before any byte", Reply::nothing()),
        ("a reset before any byte", Reply::reset()),
        ("an end in the first line", Reply::raw("HTTP/1.1 20")),
        ("an end in the headers", raw("X-Request-Id: 1\r\nContent-")),
        ("a reset in the headers", raw("X-A: 1\r\nX-").then(Step::Reset)),
        (
            "another protocol",
            Reply::raw("SSH-2.0-OpenSSH_9.9\r\n").then(Step::Hold),
        ),
        ("two lengths", raw("Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}")),
        ("a negative length", raw("Content-Length: -1\r\n\r\n{}")),
    ];
    let in_the_body = [
        ("an end in the body", announced(part)),
        ("an end before the body", announced("")),
        ("a reset in the body", announced(part).then(Step::Reset)),
        ("an end between chunks", chunked(&chunk(part))),
        ("an end in a chunk", chunked(b"ff\r\n{\"quotas\"")),
        ("a reset between chunks", chunked(&chunk(part)).then(Step::Reset)),
        ("a chunk without a size", chunked(b"zz\r\n{}\r\n0\r\n\r\n")),
        ("a chunk that is too long", chunked(b"1\r\n{}\r\n0\r\n\r\n")),
        ("a chunk too large", chunked(b"fffffffffffffffff\r\n{}\r\n0\r\n\r\n")),
    ];
    let before_the_body = before_the_body.map(|(what, reply)| (what, reply, None));
    let in_the_body = in_the_body.map(|(what, reply)| (what, reply, Some(200)));
    for (what, reply, status) in before_the_body.into_iter().chain(in_the_body) {
        println!("{what}");
        let error = assert_retried(reply, Transport, status).await;
        assert!(error.is_transport() && error.body().is_none());
    }
    // A false length reserves nothing.
    for length in ["1099511627776", "18446744073709551613"] {
        let error = failure(Reply::partial(200, &[ID, ("Content-Length", length)], QUOTAS)).await;
        assert_error(&error, Transport, 200, 3);
    }
}

#[tokio::test]
async fn a_complete_body_is_read_however_it_is_framed() {
    let until_end = Reply::partial(200, WITH_ID, QUOTAS);
    assert_success(call(&FaultServer::always(until_end)).await, 1);
    let chunks = QUOTAS.as_bytes().chunks(7).flat_map(chunk).chain(chunk(""));
    let chunked = Reply::partial(200, CHUNKED, chunks.collect::<Vec<u8>>());
    assert_success(call(&FaultServer::always(chunked)).await, 1);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    // It promises to keep the connection, and closes it.
    let length = QUOTAS.len().to_string();
    let server = FaultServer::always(Reply::partial(200, &[ID, ("Content-Length", &length)], QUOTAS));
    let client = client(&server).await;
    for _ in 0..20 {
        // Whether the end was noticed in time or not, the call succeeds.
        let response = client.show_os_quota().await.unwrap();
        assert!(response.attempts() <= 2);
    }
}

/// A reply that begins with `head`, and repeats `piece` until the client hangs up.
pub(super) fn endless(head: impl AsRef<[u8]>, piece: impl AsRef<[u8]>) -> Reply {
    Reply::raw(head).then(Step::Endless(piece.as_ref().into()))
}

#[tokio::test]
async fn a_body_that_never_ends_is_abandoned_at_the_cap() {
    let piece = [b' '; 8192];
    let longest = [ID, ("Content-Length", "18446744073709551613")];
    for (what, status, reply) in [
        ("without length", 200, endless(head(200, WITH_ID), piece)),
        ("chunked", 200, endless(head(200, CHUNKED), chunk(piece))),
        (
            "in tiny chunks",
            200,
            endless(head(200, CHUNKED), chunk(" ").repeat(1000)),
        ),
        ("of the greatest length", 200, endless(head(200, &longest), piece)),
        ("of a failure", 503, endless(head(503, WITH_ID), piece)),
    ] {
        let server = FaultServer::always(reply);
        let error = assert_fails(builder(server.url()).max_body(CAP), BodyTooLarge, status, 1).await;
        assert!(error.is_body_too_large() && !error.is_retryable(), "{what}");
        let reason = "ShowOsQuota: the response is longer than the cap of 65536 bytes";
        assert_eq!(error.to_string(), format!("{reason} (request id {REQUEST_ID})"));
        assert!(server.sent() < IN_FLIGHT, "{what}: {} bytes were sent", server.sent());
    }
}

#[tokio::test]
async fn whatever_else_never_ends_is_limited_too() {
    let piece = [b'a'; 8192];
    let after = |text: &str| [&head(200, CHUNKED), text.as_bytes()].concat();
    for (what, status, reply) in [
        ("first line", None, endless("HTTP/1.1 200 ", piece)),
        ("one header", None, endless("HTTP/1.1 200 OK\r\nX-A: ", piece)),
        (
            "headers",
            None,
            endless("HTTP/1.1 200 OK\r\n", "X-A: b\r\n".repeat(1000)),
        ),
        ("chunk extension", Some(200), endless(after("2;"), piece)),
        ("trailer", Some(200), endless(after("2\r\n{}\r\n0\r\nX-A: "), piece)),
    ] {
        let server = FaultServer::always(reply);
        assert_fails(builder(server.url()).max_body(CAP), Transport, status, 3).await;
        let sent = server.sent();
        assert!(sent < 3 * IN_FLIGHT, "{what}: {sent} bytes were sent");
    }
    flood_of_interim_responses().await;
}

/// The bytes that a service sends of a flood before three attempts have given up.
async fn flood_of_interim_responses() -> u64 {
    let interim = FaultServer::always(endless("", "HTTP/1.1 103 Early Hints\r\n\r\n"));
    // A poll of the HTTP library that the flood keeps busy may take seconds on a busy machine, so the deadline is far.
    let patient = quick().deadline(Duration::from_secs(3600));
    let builder = builder(interim.url()).retry_policy(patient);
    assert_fails(builder.timeout(Duration::from_millis(50)), Timeout, None, 3).await;
    interim.sent()
}

/// On one thread, the timers wait for the flood.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_interim_responses_outruns_no_deadline_where_there_is_another_thread() {
    // Between two looks at the timers, one thread alone reads up to 3 GB.
    let sent = flood_of_interim_responses().await;
    assert!(sent < 3 * 100 * 1024 * 1024, "{sent} bytes were sent");
}

#[tokio::test]
async fn the_cap_is_the_longest_body_that_is_read() {
    let server = FaultServer::always(success());
    for cap in [QUOTAS.len(), usize::MAX] {
        assert_success(call_with(builder(server.url()).max_body(cap)).await, 1);
    }
    for cap in [QUOTAS.len() - 1, 1, 0] {
        assert_fails(builder(server.url()).max_body(cap), BodyTooLarge, 200, 1).await;
    }
    // An empty body is under any cap.
    let server = FaultServer::always(ok(""));
    assert_fails(builder(server.url()).max_body(0), Decode, 200, 1).await;
}
