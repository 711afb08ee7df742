//! Failures of the service that pass, and failures that stay.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::civil::DateTime;
use modelarts::{Client, ErrorKind, RetryPolicy};

use super::{
    ACCESS_KEY, FaultServer, REQUEST_ID, Reply, SECRET_KEY, WITH_ID, assert_success, builder, call, facts, quick,
    success,
};

/// A page of a gateway, with what pages are full of.
const PAGE: &str = "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title></head>\r\n<body bgcolor=\"white\">\r\n\
     <center><h1>502 Bad Gateway</h1></center><hr><center>api-gateway</center>\r\n</body></html>\r\n";

async fn with_policy(server: &FaultServer, policy: RetryPolicy) -> Client {
    builder(server.url()).retry_policy(policy).build().await.unwrap()
}

/// Failures that may pass: the status and the body, and what of it the error tells.
fn passing() -> [(u16, &'static str, Option<&'static str>, Option<&'static str>); 5] {
    let page = Some("502 Bad Gateway 502 Bad Gateway api-gateway");
    let json = r#"{"error_code": "ModelArts.50005000", "error_msg": "internal error"}"#;
    [
        (500, json, Some("ModelArts.50005000"), Some("internal error")),
        (500, "", None, None),
        (502, PAGE, None, page),
        (503, "upstream connect error", None, Some("upstream connect error")),
        (504, "{}", None, None),
    ]
}

#[tokio::test]
async fn a_failure_that_passes_is_not_noticed() {
    for (status, body, ..) in passing() {
        let failure = Reply::complete(status, WITH_ID, body);
        let server = FaultServer::sequence([failure.clone(), success()]);
        assert_success(call(&server).await, 2);
        let server = FaultServer::sequence([failure.clone(), failure, success()]);
        assert_success(call(&server).await, 3);
    }
}

#[tokio::test]
async fn a_failure_that_stays_is_told_after_three_attempts() {
    for (status, body, code, message) in passing() {
        let server = FaultServer::always(Reply::complete(status, WITH_ID, body));
        let error = call(&server).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Service, Some(status), Some(REQUEST_ID), 3));
        assert!(error.is_server_error() && error.is_retryable());
        assert_eq!((error.code(), error.message()), (code, message));
        assert_eq!(error.body(), Some(body.as_bytes()));
        assert_eq!(error.operation(), Some("ShowOsQuota"));
        assert_eq!(server.count(), 3);
    }
}

#[tokio::test]
async fn the_last_failure_is_the_one_that_is_told() {
    let failure = |status, id| Reply::complete(status, &[("X-Request-Id", id)], "");
    let server = FaultServer::sequence([failure(500, "1"), failure(502, "2"), failure(503, "3")]);
    let error = call(&server).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(503), Some("3"), 3));
}

#[tokio::test]
async fn the_request_id_is_that_of_the_header_or_else_of_the_body() {
    let body = r#"{"error_code": "c", "error_msg": "m", "request_id": "of the body"}"#;
    let cases = [
        (&[("X-Request-Id", "of the header")][..], "of the header"),
        (&[("x-request-id", "of the header")], "of the header"),
        (&[("X-Request-Id", "")], "of the body"),
        (&[("X-Request-Id", "\u{e9}")], "of the body"),
        (&[], "of the body"),
    ];
    for (headers, expected) in cases {
        let error = call(&FaultServer::always(Reply::complete(500, headers, body)))
            .await
            .unwrap_err();
        assert_eq!(
            facts(&error),
            (ErrorKind::Service, Some(500), Some(expected), 3),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn the_policy_says_how_many_attempts_there_are() {
    let policies = [
        (RetryPolicy::none(), 1),
        (quick().with_max_attempts(0), 1),
        (quick().with_max_attempts(1), 1),
        (quick().with_max_attempts(2), 2),
        // More doublings than numbers have bits.
        (quick().with_base(Duration::from_nanos(1)).with_max_attempts(150), 150),
    ];
    for (policy, attempts) in policies {
        let server = FaultServer::always(Reply::kept_alive(503, WITH_ID, ""));
        let error = with_policy(&server, policy).await.show_os_quota().await.unwrap_err();
        assert_eq!(
            facts(&error),
            (ErrorKind::Service, Some(503), Some(REQUEST_ID), attempts)
        );
        assert_eq!(server.count(), attempts as usize);
    }
}

/// The waits before each attempt but the first.
async fn waits(policy: RetryPolicy) -> Vec<Duration> {
    let server = FaultServer::always(Reply::kept_alive(503, WITH_ID, ""));
    let waits = Arc::new(Mutex::new(Vec::new()));
    let observed = waits.clone();
    let client = builder(server.url()).retry_policy(policy);
    let client = client.on_retry(move |retry| observed.lock().unwrap().push(retry.wait));
    client.build().await.unwrap().show_os_quota().await.unwrap_err();
    std::mem::take(&mut waits.lock().unwrap())
}

#[tokio::test]
async fn waits_double_from_base_to_cap_with_jitter() {
    let millisecond = Duration::from_millis(1);
    let policy = quick()
        .with_base(millisecond)
        .with_cap(4 * millisecond)
        .with_max_attempts(41);
    let waits = waits(policy).await;
    assert_eq!(waits.len(), 40);
    for (number, wait) in waits.iter().enumerate() {
        let bound = millisecond * [1, 2, 4][number.min(2)];
        assert!(*wait <= bound, "wait {number} is {wait:?}");
    }
    // With full jitter, all of 38 waits on one side of the middle are as likely as 38 heads in a row.
    let short = waits[2..].iter().filter(|wait| **wait < 2 * millisecond).count();
    assert!((1..38).contains(&short), "{waits:?}");
}

#[tokio::test]
async fn no_setting_makes_a_wait_longer_than_the_cap() {
    let millisecond = Duration::from_millis(1);
    for base in [Duration::ZERO, Duration::from_secs(60), Duration::MAX] {
        let waits = waits(quick().with_base(base).with_cap(millisecond).with_max_attempts(5)).await;
        assert_eq!(waits.len(), 4);
        assert!(waits.iter().all(|wait| *wait <= millisecond), "{waits:?}");
    }
    let waits = waits(quick().with_base(Duration::ZERO).with_cap(Duration::ZERO)).await;
    assert_eq!(waits, [Duration::ZERO; 2]);
}

#[tokio::test]
async fn a_wait_for_a_retry_after_is_exactly_that() {
    let server = FaultServer::sequence([Reply::complete(503, &[("Retry-After", "0")], ""), success()]);
    let waits = Arc::new(Mutex::new(Vec::new()));
    let observed = waits.clone();
    let endless = quick().with_base(Duration::MAX).with_cap(Duration::MAX);
    let client = builder(server.url()).retry_policy(endless);
    let client = client.on_retry(move |retry| observed.lock().unwrap().push((retry.attempts, retry.wait)));
    assert_success(client.build().await.unwrap().show_os_quota().await, 2);
    assert_eq!(*waits.lock().unwrap(), [(1, Duration::ZERO)]);
}

#[tokio::test]
async fn every_attempt_is_signed_afresh() {
    let server = FaultServer::sequence([
        Reply::complete(503, WITH_ID, ""),
        Reply::complete(503, &[("Retry-After", "1")], ""),
        success(),
    ]);
    assert_success(call(&server).await, 3);
    let requests = server.requests();
    for request in &requests {
        let sent = request.header("Authorization").unwrap();
        assert_eq!(sent, request.expected_authorization(ACCESS_KEY, SECRET_KEY));
    }
    let dates = requests.iter().map(|request| {
        let date = request.header("X-Sdk-Date").unwrap();
        DateTime::strptime("%Y%m%dT%H%M%SZ", date).unwrap()
    });
    let dates: Vec<DateTime> = dates.collect();
    // A second passed before the third, so it has a date and a signature of its own.
    assert!(dates[0] <= dates[1] && dates[1] < dates[2], "{dates:?}");
    assert_ne!(requests[1].header("Authorization"), requests[2].header("Authorization"));
}
