//! What must not grow with a list: allocations of the client, and copies of the body. Counted, so that no test is timed.

use allocation_counter::{AllocationInfo, measure};
use modelarts_api::types::ListPoolsResponse;
use modelarts_httpmock::payloads;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::{FaultServer, Reply, WITH_ID, client};

/// A list of so many pools of the documented kind, without spaces, as a service writes it.
fn list(pools: usize) -> String {
    let mut list: Value = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    list["items"] = vec![list["items"][0].clone(); pools].into();
    list.to_string()
}

/// All of the client runs on this thread, whose allocations are counted; the server has its own.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// What decoding `body` takes, and what a whole call that answers it takes on a connection that exists.
fn decode_and_call(body: &str) -> (AllocationInfo, AllocationInfo) {
    let decode = measure(|| drop(serde_json::from_str::<ListPoolsResponse>(body).unwrap()));
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, body));
    let runtime = runtime();
    let client = runtime.block_on(client(&server));
    let once = || drop(runtime.block_on(client.list_pools().into_future()).unwrap());
    once();
    (decode, measure(once))
}

#[test]
fn of_a_call_beyond_decoding_do_not_grow_with_the_list() {
    let beyond = |pools| {
        let (decode, call) = decode_and_call(&list(pools));
        call.count_total - decode.count_total
    };
    let (few, many) = (beyond(10), beyond(1_000));
    // A long body arrives in pieces, and the connection may allocate for each.
    assert!(many < few + 99, "{few} with 10 pools, {many} with 1,000");
}

#[test]
fn hold_a_body_once() {
    let body = list(1_000);
    let (decode, call) = decode_and_call(&body);
    let length = u64::try_from(body.len()).unwrap();
    let beyond = call.bytes_max - decode.bytes_max;
    assert!((length..length * 3 / 2).contains(&beyond), "{beyond} of {length}");
}

#[test]
fn of_decoding_are_few_and_small() {
    let body = list(1_000);
    let decode = measure(|| drop(serde_json::from_str::<ListPoolsResponse>(&body).unwrap()));
    // The strings and the objects of a pool, and a list for each of its arrays.
    assert!(decode.count_total < 25 * 1_000, "{decode:?}");
    assert!(
        decode.bytes_max < 3 * u64::try_from(body.len()).unwrap(),
        "{decode:?} for {}",
        body.len()
    );
}

#[test]
fn of_views_are_none() {
    let server = FaultServer::always(Reply::complete(200, WITH_ID, list(100)));
    let runtime = runtime();
    let pools = runtime.block_on(async { client(&server).await.list_pools().await.unwrap() });
    let mut read = 0;
    let views = measure(|| {
        for pool in &pools {
            read += pool.id().len() + pool.display_name().len() + pool.labels().count();
            read += pool.available().map(|flavor| flavor.flavor().len()).sum::<usize>();
            read += usize::from(pool.created_at().is_some() && pool.phase().is_some());
        }
    });
    assert!(read > 1_000);
    assert_eq!(views.count_total, 0, "{views:?}");
}
