//! Many calls at once on one client.

use std::time::Duration;

use modelarts::{Client, ErrorKind};
use tokio::task::JoinSet;

use super::{ACCESS_KEY, FaultServer, Reply, SECRET_KEY, WITH_ID, builder, client, facts, quick, reply::Step};

/// Far fewer than a process may often have files open, of which both ends of a connection take one here.
const MANY_CONNECTIONS: usize = 400;

/// How many of `calls` calls at once succeed at the first attempt.
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
async fn ten_thousand_calls_at_once_succeed_with_few_connections() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    assert_eq!(succeed(&client(&server).await, 10_000).await, 10_000);
    assert_eq!(server.count(), 10_000);
    assert!(server.connections() <= MANY_CONNECTIONS, "{}", server.connections());
    let requests = server.requests();
    for request in requests.iter().step_by(500) {
        let sent = request.header("Authorization").unwrap();
        assert_eq!(sent, request.expected_authorization(ACCESS_KEY, SECRET_KEY));
    }
}

#[tokio::test]
async fn no_more_requests_are_on_their_way_than_allowed() {
    let server = FaultServer::always(Reply::nothing().then(Step::Hold));
    let client = builder(server.url()).max_in_flight(3).build().await.unwrap();
    let call = || tokio::spawn(client.show_os_quota().into_future());
    let calls = [call(), call(), call()];
    server.holds(3).await;
    let mut next = call();
    // It is given every opportunity.
    let opportunity = Duration::from_millis(100);
    tokio::time::timeout(opportunity, &mut next).await.unwrap_err();
    assert_eq!((server.count(), server.connections()), (3, 3));
    calls[1].abort();
    server.holds(4).await;
}

#[tokio::test]
async fn waiting_for_a_turn_counts_towards_the_deadline() {
    let server = FaultServer::always(Reply::nothing().then(Step::Hold));
    let policy = quick().with_deadline(Duration::from_millis(400));
    let client = builder(server.url()).retry_policy(policy).max_in_flight(1);
    let client = client.build().await.unwrap();
    let (first, second) = tokio::join!(
        client.show_os_quota().into_future(),
        client.show_os_quota().into_future()
    );
    let (first, second) = (first.unwrap_err(), second.unwrap_err());
    assert_eq!(facts(&first), (ErrorKind::Timeout, None, None, 1));
    // Its turn may come at the last moment.
    assert_eq!(facts(&second), (ErrorKind::Timeout, None, None, second.attempts()));
    assert!(
        second.attempts() <= 1 && second.to_string().contains("its deadline of 400ms"),
        "{second}"
    );
}

#[tokio::test]
async fn at_least_one_request_is_allowed() {
    let server = FaultServer::always(Reply::complete(200, WITH_ID, "{}"));
    for max_in_flight in [0, 1, usize::MAX] {
        let client = builder(server.url())
            .max_in_flight(max_in_flight)
            .build()
            .await
            .unwrap();
        assert_eq!(succeed(&client, 20).await, 20);
    }
}

#[tokio::test]
async fn failures_of_some_calls_are_no_failures_of_others() {
    // Every third request fails for good, and every fifth breaks off.
    let server = FaultServer::start(|before, _| match before {
        before if before % 3 == 0 => Reply::kept_alive(404, WITH_ID, "{}"),
        before if before % 5 == 0 => Reply::nothing().then(Step::Reset),
        _ => Reply::kept_alive(200, WITH_ID, "{}"),
    });
    let client = builder(server.url()).retry_policy(quick().with_max_attempts(50));
    let client = client.build().await.unwrap();
    let mut running = JoinSet::new();
    for _ in 0..300 {
        let client = client.clone();
        running.spawn(async move { client.list_pools().await });
    }
    for outcome in running.join_all().await {
        if let Err(error) = outcome {
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Service, Some(404)),
                "{error:?}"
            );
        }
    }
}
