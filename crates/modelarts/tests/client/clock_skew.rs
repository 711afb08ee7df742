//! A wrong clock makes signatures worthless, and nothing in the refusal says so but the service's own time.

use httpdate::fmt_http_date as date;

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

/// A gateway's answer to a signature from another time.
const REFUSAL: &str =
    r#"{"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information: x-sdk-date expired"}"#;

/// What the message of a refusal by a service with this time adds to the usual.
async fn hint(status: u16, date: &str) -> String {
    let server = FaultServer::always(Reply::complete(status, &[ID, ("Date", date)], REFUSAL));
    let error = call(&server).await.unwrap_err();
    assert_error(&error, Service, status, 1);
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
    assert_error(&error, Transport, 403, 3);
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
