//! Calls that are dropped before they end.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    task::Poll,
};

use tokio::runtime::Handle;

use super::*;

/// Polls `future` that many times, each time at another point of the call, and drops it. Returns its output if it has
/// ended by then.
async fn drop_after<F: Future + Unpin>(mut polls: usize, mut future: F) -> Option<F::Output> {
    let poll = poll_fn(|context| match polls.checked_sub(1) {
        None => Poll::Ready(None),
        Some(left) => {
            polls = left;
            let polled = Pin::new(&mut future).poll(context).map(Some);
            if left == 0 && polled.is_pending() {
                Poll::Ready(None)
            } else {
                polled
            }
        }
    });
    poll.await
}

/// A client with one request in flight: if a dropped call kept its permit, the next would wait for ever.
fn narrow(server: &FaultServer) -> ClientBuilder {
    builder(server.url()).max_in_flight(1)
}

/// Makes a call, and drops it as soon as `reached` is ready.
async fn drop_when(client: &Client, reached: impl Future) {
    let call = client.show_os_quota().into_future();
    tokio::select! {
        outcome = call => panic!("the call was to be dropped: {outcome:?}"),
        _ = reached => {}
    }
}

/// Waits until `is_reached`, which is soon.
async fn wait_until(is_reached: impl Fn() -> bool) {
    let reached = async {
        while !is_reached() {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(10), reached);
    in_time.await.expect("it is never reached");
}

#[tokio::test]
async fn a_call_can_be_dropped_at_any_poll() {
    let length = QUOTAS.len().to_string();
    let bytes = [&head(200, &[ID, ("Content-Length", &length)]), QUOTAS.as_bytes()].concat();
    let slow = Reply::nothing()
        .then(Step::Trickle(bytes.into(), Duration::ZERO))
        .then(Step::KeepAlive);
    let server = FaultServer::start(move |before, _| match before % 3 {
        0 => Reply::complete(503, WITH_ID, ""),
        _ => slow.clone(),
    });
    let client = narrow(&server).build().await.unwrap();
    let mut completed = 0;
    for polls in 0..60 {
        let call = client.show_os_quota().into_future();
        completed += usize::from(drop_after(polls, call).await.is_some());
        let response = client.show_os_quota().await.unwrap();
        assert_eq!(response.body(), QUOTAS.as_bytes());
    }
    assert!(completed < 60, "no call was dropped");
}

#[tokio::test]
async fn a_call_can_be_dropped_before_it_is_polled_and_while_the_server_is_silent() {
    let server = FaultServer::always(success());
    let client = narrow(&server).build().await.unwrap();
    drop(client.show_os_quota());
    drop(client.show_os_quota().into_future());
    assert_eq!(server.connections(), 0);
    assert_success(client.show_os_quota().await, 1);

    let in_head = Reply::raw("HTTP/1.1 200 OK\r\nX-Requ");
    let in_body = Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"quotas\":");
    for begun in [Reply::nothing(), in_head, in_body] {
        let server = FaultServer::sequence([begun.then(Step::Hold), success()]);
        let client = narrow(&server).build().await.unwrap();
        drop_when(&client, server.holds(1)).await;
        assert_success(client.show_os_quota().await, 1);
    }
}

#[tokio::test]
async fn a_call_can_be_dropped_while_it_waits_for_the_next_attempt() {
    let server = FaultServer::sequence([Reply::complete(503, &[("Retry-After", "20")], ""), success()]);
    let waiting = Arc::new(AtomicBool::new(false));
    let observed = waiting.clone();
    let client = narrow(&server).on_retry(move |_| observed.store(true, SeqCst));
    let client = client.build().await.unwrap();
    drop_when(&client, wait_until(|| waiting.load(SeqCst))).await;
    assert_success(client.show_os_quota().await, 1);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_call_can_be_dropped_while_it_waits_for_credentials() {
    let server = FaultServer::sequence([Reply::complete(401, WITH_ID, ""), success()]);
    let provider = Renewing::stalling_at(2);
    let client = narrow(&server).credentials(provider.clone()).build().await.unwrap();
    drop_when(&client, wait_until(|| provider.asked() == 2)).await;
    assert_success(client.show_os_quota().await, 1);
    assert_eq!(provider.asked(), 3);
}

#[tokio::test]
async fn a_call_can_be_dropped_while_it_waits_for_its_permit() {
    let server = FaultServer::sequence([Reply::hold(), success()]);
    let client = narrow(&server).build().await.unwrap();
    let second = async {
        server.holds(1).await;
        drop_after(1, client.show_os_quota().into_future()).await
    };
    drop_when(&client, async { assert!(second.await.is_none()) }).await;
    assert_success(client.show_os_quota().await, 1);
}

#[tokio::test]
async fn building_a_client_can_be_dropped() {
    let server = FaultServer::always(success());
    let provider = Renewing::stalling_at(1);
    let building = Box::pin(builder(server.url()).credentials(provider.clone()).build());
    assert!(drop_after(1, building).await.is_none());
    let client = builder(server.url()).credentials(provider).build().await.unwrap();
    assert_success(client.show_os_quota().await, 1);
}

#[tokio::test]
async fn no_task_outlives_the_client() {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let server = FaultServer::sequence([
        Reply::kept_alive(200, WITH_ID, QUOTAS),
        Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").then(Step::Hold),
        Reply::hold(),
        Reply::reset(),
        Reply::complete(404, WITH_ID, ""),
        Reply::kept_alive(200, WITH_ID, QUOTAS),
    ]);
    let client = client(&server).await;
    assert_success(client.show_os_quota().await, 1);
    drop_when(&client, server.holds(1)).await;
    drop_when(&client, server.holds(2)).await;
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(404), 2));
    assert_success(client.clone().show_os_quota().await, 1);
    assert!(tasks() > before, "the connection that is kept has a task");
    drop(client);
    wait_until(|| tasks() == before).await;
}
