//! A service that got too many requests, and each way to say when it wants the next.

use std::time::{Duration, Instant, SystemTime};

use modelarts::{Error, ErrorKind, RetryPolicy};
use modelarts_httpmock::payloads;

use super::{FaultServer, REQUEST_ID, Reply, assert_success, builder, call, facts, quick, success};

type Headers<'a> = &'a [(&'a str, &'a str)];

const HOUR: Duration = Duration::from_secs(3600);

/// A refusal with these headers besides.
fn throttled(headers: Headers<'_>) -> Reply {
    let headers = [&[("X-Request-Id", REQUEST_ID)], headers].concat();
    Reply::complete(429, &headers, payloads::ERROR_429_APIG_0308.body)
}

fn date(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}

/// What comes of such refusals for ever.
async fn refused(headers: Headers<'_>, policy: RetryPolicy) -> (Error, usize) {
    let server = FaultServer::always(throttled(headers));
    let client = builder(server.url()).retry_policy(policy).build().await.unwrap();
    let error = client.show_os_quota().await.unwrap_err();
    let attempts = error.attempts();
    assert_eq!(
        facts(&error),
        (ErrorKind::Service, Some(429), Some(REQUEST_ID), attempts)
    );
    assert_eq!(error.code(), Some("APIG.0308"));
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(server.count(), attempts as usize);
    (error, server.count())
}

#[tokio::test]
async fn short_waits_are_waited_for_and_the_call_succeeds() {
    let past = date(SystemTime::now() - HOUR);
    let forms: [Headers<'_>; 6] = [
        &[],
        &[("Retry-After", "0")],
        &[("Retry-After", &past)],
        &[("Retry-After", "soon")],
        &[("Retry-After", "-1")],
        &[("Retry-After", "")],
    ];
    for headers in forms {
        let server = FaultServer::sequence([throttled(headers), success()]);
        assert_success(call(&server).await, 2);
    }
}

#[tokio::test]
async fn what_the_service_asked_for_is_told() {
    let now = SystemTime::now();
    // The service's clock is an hour behind ours, and it is its own that it means.
    let (theirs, next, past) = (
        date(now - HOUR),
        date(now - HOUR + Duration::from_secs(1)),
        date(now - 2 * HOUR),
    );
    let second = Some(Duration::from_secs(1));
    let cases: [(Headers<'_>, Option<Duration>); 14] = [
        (&[], None),
        (&[("Retry-After", "0")], Some(Duration::ZERO)),
        (&[("Retry-After", "1")], second),
        (&[("Retry-After", " 1 ")], second),
        (&[("Retry-After", &next), ("Date", &theirs)], second),
        (&[("Retry-After", &past), ("Date", &theirs)], Some(Duration::ZERO)),
        (&[("Retry-After", &past)], Some(Duration::ZERO)),
        (&[("Retry-After", "86400")], Some(24 * HOUR)),
        (
            &[("Retry-After", "18446744073709551616")],
            Some(Duration::from_secs(u64::MAX)),
        ),
        (&[("Retry-After", "-1")], None),
        (&[("Retry-After", "1.5")], None),
        (&[("Retry-After", "")], None),
        (&[("Retry-After", "soon")], None),
        (&[("Retry-After", "\u{1f551}")], None),
    ];
    for (headers, expected) in cases {
        let (error, _) = refused(headers, RetryPolicy::none()).await;
        assert_eq!(error.retry_after(), expected, "{headers:?}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn seconds_are_waited_for() {
    let server = FaultServer::sequence([throttled(&[("Retry-After", "1")]), success()]);
    let start = Instant::now();
    assert_success(call(&server).await, 2);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_date_is_waited_for_by_the_clock_of_the_service() {
    let theirs = SystemTime::now() - HOUR;
    let (next, theirs) = (date(theirs + Duration::from_secs(1)), date(theirs));
    let headers = [("Retry-After", next.as_str()), ("Date", theirs.as_str())];
    let server = FaultServer::sequence([throttled(&headers), success()]);
    let start = Instant::now();
    assert_success(call(&server).await, 2);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_longer_than_allowed_ends_the_call_at_once() {
    let future = date(SystemTime::now() + HOUR);
    for retry_after in [
        "31",
        "86400",
        "18446744073709551615",
        "99999999999999999999999999",
        &future,
    ] {
        let (error, _) = refused(&[("Retry-After", retry_after)], quick()).await;
        assert_eq!(error.attempts(), 1, "{retry_after}");
        assert!(error.retry_after() > Some(Duration::from_secs(30)), "{error:?}");
    }
    let stricter = quick().with_max_retry_after(Duration::ZERO);
    assert_eq!(refused(&[("Retry-After", "1")], stricter.clone()).await.1, 1);
    assert_eq!(refused(&[("Retry-After", "0")], stricter).await.1, 3);
}

#[tokio::test]
async fn a_wait_that_outlasts_the_deadline_ends_the_call_at_once() {
    let (error, _) = refused(&[("Retry-After", "29")], quick()).await;
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(29)));
}

#[tokio::test]
async fn without_a_usable_wait_the_policy_decides() {
    for headers in [&[][..], &[("Retry-After", "soon")], &[("Retry-After", "-1")]] {
        let (error, _) = refused(headers, quick()).await;
        assert_eq!(error.attempts(), 3);
        assert_eq!(error.retry_after(), None);
    }
}

#[tokio::test]
async fn the_gateways_code_is_throttling_whatever_the_status() {
    for (status, code) in [
        (429, "APIG.0308"),
        (403, "APIG.0308"),
        (400, "APIGW.0308"),
        (500, "APIG.0308"),
    ] {
        let body = format!(r#"{{"error_code": "{code}", "error_msg": "over ratelimit"}}"#);
        let reply = Reply::complete(status, &[("X-Request-Id", REQUEST_ID)], body);
        let server = FaultServer::always(reply.clone());
        let error = call(&server).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Service, Some(status), Some(REQUEST_ID), 3));
        assert!(error.is_throttled());
        assert_eq!(error.code(), Some(code));
        assert_success(call(&FaultServer::sequence([reply, success()])).await, 2);
    }
}

#[tokio::test]
async fn a_wait_is_obeyed_where_the_body_broke_off() {
    let reply = Reply::raw("HTTP/1.1 429 Slow\r\nRetry-After: 86400\r\nContent-Length: 100\r\n\r\n{");
    let error = call(&FaultServer::always(reply)).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Transport, Some(429), None, 1));
    assert!(error.is_throttled());
    assert_eq!(error.retry_after(), Some(24 * HOUR));
}
