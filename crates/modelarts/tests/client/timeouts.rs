//! Servers that are too slow, and ones that say nothing at all.

use futures_util::future::join_all;

use super::*;

/// Longer than a busy machine takes for what is to happen before.
const SHORT: Duration = Duration::from_millis(900);
/// Between two bytes: each attempt gets some of them, and none gets all.
const PACE: Duration = Duration::from_millis(15);

/// A client whose attempts have this timeout.
fn impatient(server: &FaultServer) -> ClientBuilder {
    builder(server.url()).timeout(SHORT)
}

/// A client whose calls have this deadline, and longer attempts.
fn pressed(server: &FaultServer) -> ClientBuilder {
    builder(server.url()).retry_policy(quick().deadline(SHORT))
}

fn slow_head() -> Reply {
    Reply::nothing().then(Step::Trickle(head(200, WITH_ID).into(), PACE))
}

fn slow_body(status: u16) -> Reply {
    let length = QUOTAS.len().to_string();
    let head = Reply::partial(status, &[ID, ("Content-Length", &length)], "");
    head.then(Step::Trickle(QUOTAS.as_bytes().into(), PACE))
}

#[tokio::test]
async fn an_attempt_that_is_too_slow_is_retried_and_reported() {
    let slow = [(Reply::hold(), None), (slow_head(), None), (slow_body(200), Some(200))];
    // All wait at the same time.
    let cases = slow.map(|(reply, status)| async move {
        let server = FaultServer::always(reply.clone());
        let error = assert_fails(impatient(&server), Timeout, status, 3).await;
        assert!(error.is_timeout() && error.is_retryable());
        let message = "ShowOsQuota: the service did not answer in time";
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(server.count(), 3);
        let server = FaultServer::sequence([reply, success()]);
        assert_success(call_with(impatient(&server)).await, 2);
    });
    join_all(cases).await;
}

#[tokio::test]
async fn the_deadline_ends_a_call_and_says_so() {
    let unavailable = || Reply::complete(503, WITH_ID, "");
    let longer = 20 * SHORT;
    let cases = [
        (vec![Reply::hold()], longer, None, 1),
        (vec![slow_body(200)], longer, Some(200), 1),
        (vec![unavailable(), Reply::hold()], longer, None, 2),
        // A timeout as long as the deadline leaves it to the deadline.
        (vec![Reply::hold()], SHORT, None, 1),
    ];
    let cases = cases.map(|(replies, timeout, status, attempts)| async move {
        let server = FaultServer::sequence(replies);
        let start = Instant::now();
        let error = assert_fails(pressed(&server).timeout(timeout), Timeout, status, attempts).await;
        assert!(start.elapsed() < longer / 2);
        let expected = "ShowOsQuota: the call took longer than its deadline of 900ms";
        assert!(error.to_string().starts_with(expected), "{error}");
    });
    join_all(cases).await;
}

#[tokio::test]
async fn the_deadline_counts_fetching_credentials() {
    let server = FaultServer::always(Reply::complete(401, WITH_ID, ""));
    let keys = Renewing::stalling_at(2);
    let stalled = assert_fails(pressed(&server).credentials(keys.clone()), Timeout, None, 1);
    // No time is left to renew them.
    let slow = FaultServer::always(slow_body(401));
    let late = assert_fails(pressed(&slow).credentials(Renewing::new()), Timeout, 401, 1);
    let (error, _) = tokio::join!(stalled, late);
    assert!(error.to_string().contains("its deadline of 900ms"), "{error}");
    assert_eq!(keys.asked(), 2);
}

#[tokio::test]
async fn the_longest_and_the_shortest_settings_do_no_harm() {
    let server = FaultServer::always(success());
    let endless = quick().deadline(Duration::MAX);
    assert_eq!(endless.get_deadline(), Duration::MAX);
    let client = builder(server.url()).retry_policy(endless).timeout(Duration::MAX);
    assert_success(call_with(client).await, 1);

    let none = quick().deadline(Duration::ZERO);
    let error = assert_fails(builder(server.url()).retry_policy(none), Timeout, None, 0).await;
    assert!(error.to_string().contains("its deadline of 0ns"), "{error}");
    assert_eq!(server.count(), 1);
}
