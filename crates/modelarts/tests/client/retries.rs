//! Failures of the service that pass, and failures that stay.

use jiff::civil::DateTime;

use super::*;

#[tokio::test]
async fn the_last_failure_is_the_one_that_is_reported() {
    let reply = |status, id| Reply::complete(status, &[("X-Request-Id", id)], "");
    let server = FaultServer::sequence([reply(500, "1"), reply(502, "2"), reply(503, "3")]);
    let error = call(&server).await.unwrap_err();
    let actual = (error.status(), error.request_id(), error.attempts());
    assert_eq!(actual, (Some(503), Some("3"), 3));
}

#[tokio::test]
async fn the_policy_limits_the_attempts() {
    for (policy, attempts) in [
        (RetryPolicy::none(), 1),
        (quick().max_attempts(0), 1),
        (quick().max_attempts(1), 1),
        (quick().max_attempts(2), 2),
        // More doublings than numbers have bits.
        (
            quick().base(Duration::from_nanos(1)).max_attempts(150).budget(None),
            150,
        ),
    ] {
        let server = FaultServer::always(Reply::kept_alive(503, WITH_ID, ""));
        assert_eq!(policy.get_max_attempts(), attempts);
        assert_fails(builder(server.url()).retry_policy(policy), Service, 503, attempts).await;
        assert_eq!(server.count(), attempts as usize);
    }
}

/// The waits before each attempt but the first, with the number of attempts before.
async fn waits(server: &FaultServer, policy: RetryPolicy) -> Vec<(u32, Duration)> {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let observed = waits.clone();
    let client = builder(server.url()).retry_policy(policy);
    let client = client.on_retry(move |retry| observed.lock().unwrap().push((retry.attempts, retry.wait)));
    drop(call_with(client).await);
    std::mem::take(&mut waits.lock().unwrap())
}

#[tokio::test]
async fn waits_double_from_base_to_cap_with_jitter_and_no_setting_makes_one_longer_than_the_cap() {
    let millisecond = Duration::from_millis(1);
    let server = FaultServer::always(Reply::kept_alive(503, WITH_ID, ""));
    let doubling = quick().base(millisecond).cap(4 * millisecond).max_attempts(41);
    let doubled = waits(&server, doubling).await;
    assert_eq!(doubled.len(), 40);
    for (number, (attempts, wait)) in doubled.iter().enumerate() {
        let bound = millisecond * [1, 2, 4][number.min(2)];
        assert!(*wait <= bound, "wait {number} is {wait:?}");
        assert_eq!(*attempts as usize, number + 1);
    }
    // With full jitter, all of 38 waits on one side of the middle are as likely as 38 heads in a row.
    let short = doubled[2..].iter().filter(|(_, wait)| *wait < 2 * millisecond).count();
    assert!((1..38).contains(&short), "{doubled:?}");

    for (base, cap) in [
        (Duration::ZERO, millisecond),
        (Duration::from_secs(60), millisecond),
        (Duration::MAX, millisecond),
        (Duration::ZERO, Duration::ZERO),
    ] {
        let waits = waits(&server, quick().base(base).cap(cap).max_attempts(5)).await;
        assert_eq!(waits.len(), 4);
        assert!(waits.iter().all(|(_, wait)| *wait <= cap), "{waits:?}");
    }
    // A `Retry-After` that has passed leaves the backoff.
    for passed in ["0", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let server = FaultServer::always(Reply::kept_alive(503, &[ID, ("Retry-After", passed)], ""));
        let waits = waits(&server, quick().base(4 * millisecond).max_attempts(41)).await;
        assert!(waits.iter().any(|(_, wait)| *wait > 2 * millisecond), "{waits:?}");
    }
}

/// The requests that a service gets from many concurrent calls of two clones while it fails.
async fn requests_of_200_calls(policy: RetryPolicy) -> usize {
    let server = FaultServer::always(Reply::kept_alive(503, WITH_ID, ""));
    let client = builder(server.url()).retry_policy(policy).build().await.unwrap();
    let clone = client.clone();
    let calls = (0..200).map(|number| [&client, &clone][number % 2].show_os_quota().into_future());
    for outcome in calls.collect::<tokio::task::JoinSet<_>>().join_all().await {
        let error = outcome.unwrap_err();
        assert_error(&error, Service, 503, error.attempts());
    }
    server.count()
}

#[tokio::test]
async fn the_retries_of_all_calls_share_a_budget() {
    for (policy, requests) in [
        (quick(), 300),
        (quick().budget(7), 207),
        (quick().budget(0), 200),
        (quick().budget(None), 600),
        (RetryPolicy::none(), 200),
    ] {
        assert_eq!(requests_of_200_calls(policy).await, requests);
    }
}

#[tokio::test]
async fn successes_refill_the_budget_and_no_further() {
    let unavailable = || Reply::kept_alive(503, WITH_ID, "");
    let ok = || Reply::kept_alive(200, WITH_ID, QUOTAS);
    // With one retry: it is given back, spent, earned by five calls, and not twice by ten.
    let replies = [vec![unavailable(), ok(), unavailable(), unavailable()], vec![ok(); 5]].concat();
    let replies = [
        replies,
        vec![unavailable(), ok()],
        vec![ok(); 10],
        vec![unavailable(); 3],
    ]
    .concat();
    let server = FaultServer::sequence(replies);
    let client = builder(server.url())
        .retry_policy(quick().budget(1))
        .build()
        .await
        .unwrap();
    let mut attempts = Vec::new();
    for _ in 0..20 {
        attempts.push(match client.show_os_quota().await {
            Ok(response) => response.attempts() as i64,
            Err(error) => -i64::from(error.attempts()),
        });
    }
    let expected = [vec![2, -2], vec![1; 5], vec![2], vec![1; 10], vec![-2, -1]].concat();
    assert_eq!(attempts, expected);
}

#[tokio::test]
async fn every_attempt_is_signed_anew() {
    let unavailable = |headers| Reply::complete(503, headers, "");
    let server = FaultServer::sequence([unavailable(WITH_ID), unavailable(&[("Retry-After", "1")]), success()]);
    assert_success(call(&server).await, 3);
    let requests = server.requests();
    let dates = requests.iter().map(|request| {
        request.assert_signed(ACCESS_KEY, SECRET_KEY);
        DateTime::strptime("%Y%m%dT%H%M%SZ", request.header("X-Sdk-Date").unwrap()).unwrap()
    });
    let dates: Vec<DateTime> = dates.collect();
    // A second passed before the third, so it has its own date and signature.
    assert!(dates[0] <= dates[1] && dates[1] < dates[2], "{dates:?}");
    assert_ne!(requests[1].header("Authorization"), requests[2].header("Authorization"));
}
