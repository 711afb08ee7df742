//! A wrong clock makes signatures worthless, and nothing in the refusal says so but the service's own time.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use httpdate::fmt_http_date as date;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

/// A gateway's answer to a signature from another time.
const REFUSAL: &str =
    r#"{"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information: x-sdk-date expired"}"#;

/// A gateway whose clock is that far from ours, and that refuses signatures from more than a quarter of an hour away.
fn gateway(offset: impl Fn() -> i64 + Send + Sync + 'static) -> FaultServer {
    FaultServer::start(move |_, request| {
        let theirs = Timestamp::now() + SignedDuration::from_mins(offset());
        let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", request.header("X-Sdk-Date").unwrap()).unwrap();
        let signed = signed.to_zoned(TimeZone::UTC).unwrap().timestamp();
        request.assert_signed(ACCESS_KEY, SECRET_KEY);
        let date = date(theirs.into());
        let headers = [ID, ("Date", &*date)];
        if signed.duration_since(theirs).abs() > SignedDuration::from_mins(15) {
            return Reply::kept_alive(401, &headers, REFUSAL);
        }
        Reply::kept_alive(200, &headers, QUOTAS)
    })
}

#[tokio::test]
async fn a_refusal_that_the_clock_explains_is_signed_again_with_the_services_time() {
    for minutes in [20, -20, 24 * 60, -24 * 60] {
        let server = gateway(move || minutes);
        let client = client(&server).await;
        let log = trace::Log::start();
        for attempts in [2, 1, 1] {
            let response = client.show_os_quota().await.unwrap();
            let ahead = response.clock_ahead().unwrap() + SignedDuration::from_mins(minutes);
            assert!(ahead.abs() < SignedDuration::from_secs(3), "{ahead}");
            assert_success(Ok(response), attempts);
        }
        let log = log.finish();
        assert_eq!(log.matches("this machine's clock is off").count(), 1, "{log}");
    }
    // With a policy of one attempt, the next call has the service's time.
    let server = gateway(|| 20);
    let once = builder(server.url())
        .retry_policy(RetryPolicy::none())
        .build()
        .await
        .unwrap();
    assert_error(&once.show_os_quota().await.unwrap_err(), Service, 401, 1);
    assert_success(once.show_os_quota().await, 1);
    let response = call(&gateway(|| 10)).await.unwrap();
    assert_eq!(response.clock_ahead(), None);
    assert_success(Ok(response), 1);
}

#[tokio::test]
async fn a_clock_that_is_set_meanwhile_is_noticed() {
    let offset = Arc::new(AtomicI64::new(60));
    let shared = offset.clone();
    let server = gateway(move || shared.load(SeqCst));
    let client = client(&server).await;
    for (minutes, attempts) in [(60, 2), (60, 1), (0, 2), (0, 1), (-90, 2), (-90, 1), (100, 2)] {
        offset.store(minutes, SeqCst);
        let response = client.show_os_quota().await.unwrap();
        assert_eq!(response.clock_ahead().is_some(), minutes != 0);
        assert_success(Ok(response), attempts);
    }
}

#[tokio::test]
async fn only_signatures_are_corrected_and_not_beyond_a_week() {
    let week = 7 * 24 * 60;
    assert_success(call(&gateway(move || week - 1)).await, 2);
    for minutes in [week + 1, -week - 1] {
        assert_fails(builder(gateway(move || minutes).url()), Service, 401, 1).await;
    }
    let date = date(SystemTime::now() + 61 * MINUTE);
    let server = FaultServer::always(Reply::complete(401, &[ID, ("Date", &date)], REFUSAL));
    let token = builder(server.url()).credentials(Credentials::from_token("token"));
    assert_fails(token, Service, 401, 1).await;
}

/// What the message of a refusal by a service with this time adds to the usual.
async fn hint(status: u16, date: &str) -> String {
    let server = FaultServer::always(Reply::complete(status, &[ID, ("Date", date)], REFUSAL));
    let error = call(&server).await.unwrap_err();
    assert_error(&error, Service, status, error.attempts());
    // A service that refuses the corrected signature too is asked no further.
    assert!(error.attempts() <= 2);
    let usual = format!(
        "ShowOsQuota: the service answered {status} APIGW.0301: Incorrect IAM authentication information: \
         x-sdk-date expired (request id {REQUEST_ID})"
    );
    error.to_string().strip_prefix(&usual).unwrap().to_owned()
}

#[tokio::test]
async fn a_refusal_says_how_far_the_clock_is_off() {
    let now = SystemTime::now();
    for status in [401, 403] {
        for (date, expected) in [
            (date(now + 61 * MINUTE), "61 minutes behind the service's"),
            (date(now - 61 * MINUTE), "61 minutes ahead of the service's"),
            (date(now + 6 * MINUTE), "6 minutes behind the service's"),
            (date(now - 6 * MINUTE), "6 minutes ahead of the service's"),
        ] {
            let expected = format!("; this machine's clock is {expected}");
            assert_eq!(hint(status, &date).await, expected);
        }
        for minutes in [4, 0] {
            assert_eq!(hint(status, &date(now + minutes * MINUTE)).await, "");
            assert_eq!(hint(status, &date(now - minutes * MINUTE)).await, "");
        }
    }
}

#[tokio::test]
async fn a_refusal_whose_body_breaks_off_says_it_too_and_other_failures_have_other_causes() {
    let date = date(SystemTime::now() + 61 * MINUTE);
    let headers = [ID, ("Date", &date), ("Content-Length", "1000")];
    let error = failure(Reply::partial(403, &headers, REFUSAL)).await;
    // Three for the broken body, and one with the service's time.
    assert_error(&error, Transport, 403, 4);
    let message = "; this machine's clock is 61 minutes behind the service's";
    assert!(error.to_string().ends_with(message), "{error}");
    for status in [400, 404, 409] {
        assert_eq!(hint(status, &date).await, "");
    }
}

#[tokio::test]
async fn strange_dates_do_no_harm() {
    for date in ["", "yesterday", "Thu, 32 Jan 1970 00:00:00 GMT", "\u{e9}t\u{e9}"] {
        assert_eq!(hint(403, date).await, "");
    }
    let (past, future) = ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT");
    assert!(hint(401, past).await.ends_with(" minutes ahead of the service's"));
    assert!(hint(401, future).await.ends_with(" minutes behind the service's"));
}
