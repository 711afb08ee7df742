//! Many concurrent calls on one client.

use tokio::task::JoinSet;

use super::*;

const MANY_CALLS: usize = 2_000;
/// Far fewer than the files that a process may usually open, of which each end of a connection takes one here.
const MANY_CONNECTIONS: usize = 400;

/// How many of `calls` concurrent calls succeed at the first attempt.
async fn succeed(client: &Client, calls: usize) -> usize {
    let mut running = JoinSet::new();
    for number in 0..calls {
        let client = client.clone();
        running.spawn(async move {
            match number % 4 {
                0 => client.list_pools().await.unwrap().attempts(),
                1 => client.show_pool_statistics().await.unwrap().attempts(),
                2 => client.show_os_quota().await.unwrap().attempts(),
                _ => client.show_workspace_quotas("0").await.unwrap().attempts(),
            }
        });
    }
    let attempts = running.join_all().await;
    attempts.into_iter().filter(|attempts| *attempts == 1).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_concurrent_calls_succeed_with_few_connections() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    assert_eq!(succeed(&client(&server).await, MANY_CALLS).await, MANY_CALLS);
    assert_eq!(server.count(), MANY_CALLS);
    assert!(server.connections() <= MANY_CONNECTIONS, "{}", server.connections());
    for request in server.requests().iter().step_by(100) {
        request.assert_signed(ACCESS_KEY, SECRET_KEY);
    }
}

#[tokio::test]
async fn no_more_requests_are_in_flight_than_allowed() {
    let server = FaultServer::always(Reply::hold());
    let client = builder(server.url()).max_in_flight(3).build().await.unwrap();
    let call = || tokio::spawn(client.show_os_quota().into_future());
    let calls = [call(), call(), call()];
    server.holds(3).await;
    let mut next = call();
    // It gets every opportunity.
    let opportunity = Duration::from_millis(100);
    tokio::time::timeout(opportunity, &mut next).await.unwrap_err();
    assert_eq!((server.count(), server.connections()), (3, 3));
    calls[1].abort();
    server.holds(4).await;
}

#[tokio::test]
async fn waiting_for_a_permit_counts_towards_the_deadline() {
    let server = FaultServer::always(Reply::hold());
    let policy = quick().deadline(Duration::from_millis(400));
    let client = builder(server.url()).retry_policy(policy).max_in_flight(1);
    let client = client.build().await.unwrap();
    let call = || client.show_os_quota().into_future();
    let (first, second) = tokio::join!(call(), call());
    assert_error(&first.unwrap_err(), Timeout, None, 1);
    // Its permit may come at the last moment.
    let second = second.unwrap_err();
    assert_error(&second, Timeout, None, second.attempts().min(1));
    assert!(second.to_string().contains("its deadline of 400ms"), "{second}");
}

#[tokio::test]
async fn at_least_one_request_is_allowed() {
    let server = FaultServer::always(ok("{}"));
    for max_in_flight in [0, 1, usize::MAX] {
        let client = builder(server.url()).max_in_flight(max_in_flight);
        assert_eq!(succeed(&client.build().await.unwrap(), 20).await, 20);
    }
}

#[tokio::test]
async fn failures_of_some_calls_do_not_affect_others() {
    // Every third request fails for good, and every fifth breaks off.
    let server = FaultServer::start(|before, _| match before {
        before if before % 3 == 0 => Reply::kept_alive(404, WITH_ID, "{}"),
        before if before % 5 == 0 => Reply::reset(),
        _ => Reply::kept_alive(200, WITH_ID, "{}"),
    });
    let client = builder(server.url()).retry_policy(quick().max_attempts(50));
    let client = client.build().await.unwrap();
    let calls = (0..300).map(|_| client.list_pools().into_future());
    for outcome in calls.collect::<JoinSet<_>>().join_all().await {
        if let Err(error) = outcome {
            assert_error(&error, Service, 404, error.attempts());
        }
    }
}
