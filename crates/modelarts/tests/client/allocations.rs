//! What must not grow with a list: allocations of the client, and copies of the body. Counted, so that no test is timed.

use allocation_counter::{AllocationInfo, measure};
use modelarts_api::{Call, builder::ListPools, wire::Body};

use super::*;

/// That many pools of the documented kind, without spaces, as a service writes them.
fn list(pools: usize) -> String {
    let mut list: Value = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    list["items"] = vec![list["items"][0].clone(); pools].into();
    list.to_string()
}

/// Decoding `body`, and a whole call with this response on a connection that exists.
fn decode_and_call(body: &str) -> (AllocationInfo, AllocationInfo) {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, body));
    let runtime = runtime();
    let client = runtime.block_on(client(&server));
    let call = || drop(runtime.block_on(client.list_pools().into_future()).unwrap());
    call();
    let shared = Body::from(body);
    let decode = || drop(ListPools::decode(shared.clone()).unwrap());
    // The connection's buffer grows with what arrives at once, and that of the call before may be freed during a call, so
    // that some calls take more than usual and others less.
    let mut calls: Vec<_> = (0..9).map(|_| measure(call)).collect();
    calls.sort_by_key(|call| call.bytes_max);
    (measure(decode), calls[4])
}

#[test]
fn a_call_allocates_little_beyond_decoding_and_holds_the_body_once() {
    let (short_decode, short_call) = decode_and_call(&list(10));
    // As long as a body can be without being decoded on another thread, where nothing is counted.
    let body = list(300);
    let (decode, call) = decode_and_call(&body);
    let few = short_call.count_total - short_decode.count_total;
    let many = call.count_total - decode.count_total;
    // A long body arrives in pieces, and the connection may allocate for each.
    assert!(many < few + 99, "{few} with 10 pools, {many} with 300");

    let length = u64::try_from(body.len()).unwrap();
    let beyond = call.bytes_max - decode.bytes_max;
    assert!((length..length * 3 / 2).contains(&beyond), "{beyond} of {length}");
    // The objects of a pool, a list for each of its arrays, and a label or an annotation for each.
    assert!(decode.count_total < 21 * 300, "{decode:?}");
    assert!(decode.bytes_max < 2 * length, "{decode:?} for {length}");
}

#[test]
fn views_allocate_nothing() {
    let server = FaultServer::always(ok(list(100)));
    let pools = runtime().block_on(async { client(&server).await.list_pools().await.unwrap() });
    let mut read = 0;
    let views = measure(|| {
        for pool in &pools {
            read += pool.id().len() + pool.display_name().len() + pool.label("team").map_or(0, str::len);
            read += pool
                .available()
                .iter()
                .map(|flavor| flavor.flavor().len())
                .sum::<usize>();
            read += usize::from(pool.created_at().is_some() && pool.phase().is_known());
        }
    });
    assert!(read > 1_000);
    assert_eq!(views.count_total, 0, "{views:?}");
}

/// A future that one function passes to the next by value takes room in each, so a call could take many times what it
/// needs.
#[test]
fn the_future_of_a_call_is_small() {
    let server = FaultServer::always(Reply::nothing());
    let client = runtime().block_on(client(&server));
    let size = size_of_val(&*client.list_pools().into_future());
    assert!(size < 2_000, "a call takes {size} bytes");
}
