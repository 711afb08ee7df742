//! A clock that is off makes signatures worthless, and nothing in the refusal says so but the service's own time.

use std::time::{Duration, SystemTime};

use modelarts::{Error, ErrorKind};

use super::{FaultServer, REQUEST_ID, Reply, call, facts, reply::head};

const MINUTE: Duration = Duration::from_secs(60);

/// What a gateway says of a signature from another time.
const REFUSAL: &str =
    r#"{"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information: x-sdk-date expired"}"#;

/// The error of a call that is refused by a service whose clock shows `date`.
async fn refused(status: u16, date: &str) -> Error {
    let headers = [("X-Request-Id", REQUEST_ID), ("Date", date)];
    let server = FaultServer::always(Reply::complete(status, &headers, REFUSAL));
    let error = call(&server).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(status), Some(REQUEST_ID), 1));
    error
}

fn date(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}

fn without_hint(status: u16) -> String {
    format!(
        "ShowOsQuota: the service answered {status} APIGW.0301: Incorrect IAM authentication information: \
         x-sdk-date expired (request id {REQUEST_ID})"
    )
}

#[tokio::test]
async fn a_refusal_says_by_how_much_the_clock_is_behind() {
    for status in [401, 403] {
        let error = refused(status, &date(SystemTime::now() + 61 * MINUTE)).await;
        let hint = "; this machine's clock is 61 minutes behind the service's";
        assert_eq!(error.to_string(), without_hint(status) + hint);
    }
}

#[tokio::test]
async fn a_refusal_whose_body_breaks_off_says_it_too() {
    let date = date(SystemTime::now() + 61 * MINUTE);
    let headers = [("Date", date.as_str()), ("Content-Length", "1000")];
    let server = FaultServer::always(Reply::raw([head(403, &headers), REFUSAL.into()].concat()));
    let error = call(&server).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(403)));
    let hint = "; this machine's clock is 61 minutes behind the service's";
    assert!(error.to_string().ends_with(hint), "{error}");
}

#[tokio::test]
async fn a_refusal_says_by_how_much_the_clock_is_ahead() {
    for status in [401, 403] {
        let error = refused(status, &date(SystemTime::now() - 61 * MINUTE)).await;
        let hint = "; this machine's clock is 61 minutes ahead of the service's";
        assert_eq!(error.to_string(), without_hint(status) + hint);
    }
}

#[tokio::test]
async fn six_minutes_are_told_and_four_are_not() {
    let now = SystemTime::now();
    for time in [now + 6 * MINUTE, now - 6 * MINUTE] {
        let error = refused(401, &date(time)).await;
        assert!(error.to_string().contains("clock is 6 minutes "), "{error}");
    }
    for time in [now + 4 * MINUTE, now, now - 4 * MINUTE] {
        assert_eq!(refused(401, &date(time)).await.to_string(), without_hint(401));
    }
}

#[tokio::test]
async fn a_date_that_cannot_be_read_is_no_hint() {
    for date in ["", "yesterday", "Thu, 32 Jan 1970 00:00:00 GMT", "\u{e9}t\u{e9}"] {
        assert_eq!(refused(403, date).await.to_string(), without_hint(403));
    }
}

#[tokio::test]
async fn dates_at_the_ends_of_time_do_no_harm() {
    let first = refused(401, "Thu, 01 Jan 1970 00:00:00 GMT").await;
    assert!(
        first.to_string().ends_with(" minutes ahead of the service's"),
        "{first}"
    );
    let last = refused(401, "Fri, 31 Dec 9999 23:59:59 GMT").await;
    assert!(last.to_string().ends_with(" minutes behind the service's"), "{last}");
}

#[tokio::test]
async fn other_failures_have_other_causes() {
    let off = date(SystemTime::now() + 61 * MINUTE);
    for status in [400, 404, 409] {
        assert_eq!(refused(status, &off).await.to_string(), without_hint(status));
    }
}
