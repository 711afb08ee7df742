//! A service that got too many requests, and each way to say when it wants the next.

use futures_util::future::join_all;
use httpdate::fmt_http_date as date;
use jiff::Timestamp;

use super::*;

const HOUR: Duration = Duration::from_secs(3600);
const SECOND: Duration = Duration::from_secs(1);

/// A refusal with these headers, too.
fn throttled(headers: Headers<'_>) -> Reply {
    Reply::complete(429, &[&[ID], headers].concat(), payloads::ERROR_429_APIG_0308.body)
}

/// The error of a call that is always refused in this way.
async fn refused(headers: Headers<'_>, policy: RetryPolicy) -> Error {
    let server = FaultServer::always(throttled(headers));
    let error = call_with(builder(server.url()).retry_policy(policy)).await.unwrap_err();
    assert_error(&error, Service, 429, error.attempts());
    assert_eq!(error.code(), Some("APIG.0308"));
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(server.count(), error.attempts() as usize);
    error
}

#[tokio::test]
async fn what_the_service_asks_for_is_reported_and_heeded() {
    let now = SystemTime::now();
    // The service's clock is an hour behind, and is the one that counts.
    let (theirs, next, past) = (date(now - HOUR), date(now - HOUR + SECOND), date(now - 2 * HOUR));
    let longest = Some(Duration::from_secs(u64::MAX));
    let cases = [
        ("0", None, Some(Duration::ZERO)),
        ("1", None, Some(SECOND)),
        (" 1 ", None, Some(SECOND)),
        (next.as_str(), Some(theirs.as_str()), Some(SECOND)),
        (&past, Some(&theirs), Some(Duration::ZERO)),
        (&past, None, Some(Duration::ZERO)),
        (&theirs, Some(&past), Some(HOUR)),
        ("31", None, Some(31 * SECOND)),
        ("86400", None, Some(24 * HOUR)),
        ("18446744073709551615", None, longest),
        ("99999999999999999999999999", None, longest),
        ("-1", None, None),
        ("1.5", None, None),
        ("", None, None),
        ("soon", None, None),
        ("\u{1f551}", None, None),
    ];
    // Those that wait do so at the same time.
    let cases = cases.map(|(retry_after, date, expected)| async move {
        let date = date.map(|date| ("Date", date));
        let headers: Vec<_> = [("Retry-After", retry_after)].into_iter().chain(date).collect();
        let error = refused(&headers, RetryPolicy::none()).await;
        assert_eq!((error.retry_after(), error.attempts()), (expected, 1), "{headers:?}");
        if expected > Some(SECOND) {
            // It is too long.
            assert_eq!(refused(&headers, quick()).await.attempts(), 1, "{headers:?}");
            return;
        }
        let start = Instant::now();
        assert_success(call(&FaultServer::sequence([throttled(&headers), success()])).await, 2);
        assert!(start.elapsed() >= expected.unwrap_or_default());
        if expected != Some(SECOND) {
            // The policy decides.
            assert_eq!(refused(&headers, quick()).await.attempts(), 3, "{headers:?}");
        }
    });
    join_all(cases).await;
    let error = refused(&[], quick()).await;
    assert_eq!((error.retry_after(), error.attempts()), (None, 3));
}

#[tokio::test]
async fn a_wait_that_is_too_long_ends_the_call_at_once() {
    let future = date(SystemTime::now() + HOUR);
    let error = refused(&[("Retry-After", &future)], quick()).await;
    assert!(
        error.attempts() == 1 && error.retry_after() > Some(30 * SECOND),
        "{error:?}"
    );
    let strict = quick().max_retry_after(Duration::ZERO);
    assert_eq!(refused(&[("Retry-After", "1")], strict.clone()).await.attempts(), 1);
    assert_eq!(refused(&[("Retry-After", "0")], strict).await.attempts(), 3);
    // This one is allowed, but outlasts the deadline.
    let error = refused(&[("Retry-After", "29")], quick()).await;
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(29 * SECOND)));
    let message = error.to_string();
    let until: Timestamp = message
        .rsplit_once("; the service asks to wait until ")
        .unwrap()
        .1
        .parse()
        .unwrap();
    let left = Timestamp::now().until(until).unwrap().get_seconds();
    assert!((20..=29).contains(&left), "{message}");
    // The body broke off after it.
    let headers = [ID, ("Retry-After", "86400"), ("Content-Length", "100")];
    let error = failure(Reply::partial(429, &headers, "{")).await;
    assert_error(&error, Transport, 429, 1);
    assert!(error.is_throttled());
    assert_eq!(error.retry_after(), Some(24 * HOUR));
}

#[tokio::test]
async fn the_gateways_code_is_throttling_whatever_the_status() {
    let codes = [
        (429, "APIG.0308"),
        (403, "APIG.0308"),
        (400, "APIGW.0308"),
        (500, "APIG.0308"),
    ];
    for (status, code) in codes {
        let body = format!(r#"{{"error_code": "{code}", "error_msg": "over ratelimit"}}"#);
        let reply = Reply::complete(status, &[ID], body);
        let error = assert_retried(reply, Service, status).await;
        assert!(error.is_throttled());
        assert_eq!(error.code(), Some(code));
    }
}
