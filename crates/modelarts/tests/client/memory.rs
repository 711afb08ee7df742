//! No body makes the client hold more than sixteen bytes for each of its own, and a megabyte.

use allocation_counter::measure;
use modelarts_api::{Call, builder::ListPools, wire::Body};

use super::{bodies::pointers, *};

/// What a body of that length may make the client hold.
fn bound(length: usize) -> u64 {
    16 * length as u64 + 1024 * 1024
}

/// A body of this length whose only content is a part, over and over.
fn filled(length: usize, before: &str, part: &str, after: &str) -> String {
    let parts = vec![part; (length - before.len() - after.len()) / (part.len() + 1)];
    format!("{before}{}{after}", parts.join(","))
}

/// Bodies of lists of pools that take the most, in every list that there is.
fn greedy(length: usize) -> Vec<String> {
    let payload: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let mut found = Vec::new();
    pointers(&payload, String::new(), &mut found);
    found.retain(|pointer| payload.pointer(pointer).unwrap().is_array());
    assert!(found.len() > 10, "{found:?}");
    let mut bodies = Vec::new();
    for pointer in &found {
        let mut marked = payload.clone();
        *marked.pointer_mut(pointer).unwrap() = json!("MARK");
        let text = marked.to_string();
        let (before, after) = text.split_once("\"MARK\"").unwrap();
        for part in ["{}", r#"{"":0}"#, r#""""#, "null", r#"{"":{"":0}}"#] {
            bodies.push(filled(length, &format!("{before}["), part, &format!("]{after}")));
        }
    }
    for part in [
        "0",
        "[]",
        "[0]",
        "{}",
        r#"{"":0}"#,
        r#""""#,
        "[[[[0]]]]",
        "1e400",
        r#"{"a":{},"b":[{}]}"#,
    ] {
        bodies.push(filled(length, r#"{"unknown":["#, part, "]}"));
    }
    bodies.push(filled(
        length,
        r#"{"items":["#,
        r#"{"spec":{"resources":[{},{},{},{}]}}"#,
        "]}",
    ));
    let keys: Vec<String> = (0..length / 12).map(|number| format!(r#""{number}":0"#)).collect();
    bodies.push(format!("{{{}}}", keys.join(",")));
    bodies
}

#[test]
fn no_body_makes_decoding_take_more_than_its_length_allows() {
    let mut refused = 0;
    let bodies = greedy(256 * 1024);
    for body in &bodies {
        let shared = Body::from(body.as_str());
        let mut decoded = None;
        let taken = measure(|| decoded = Some(ListPools::decode(shared))).bytes_max;
        assert!(
            taken <= bound(body.len()) - 3 * body.len() as u64,
            "{taken} for {} {body:.100}",
            body.len()
        );
        let refusal = decoded.unwrap().err().map(|refusal| refusal.to_string());
        refused += usize::from(refusal.is_some_and(|refusal| refusal.starts_with("the values take too much memory")));
    }
    assert!((10..bodies.len()).contains(&refused), "{refused} of {}", bodies.len());
}

/// The value, with a field more in every object.
fn with_news(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), with_news(value)));
            Value::Object(entries.chain([("new".to_owned(), json!({ "a": 1 }))]).collect())
        }
        Value::Array(elements) => elements.iter().map(with_news).collect(),
        scalar => scalar.clone(),
    }
}

/// Lists of what says little, such as pools of which a service sends only the names, are no attack.
#[test]
fn sparse_lists_decode_however_long() {
    let name = r#""metadata":{"name":"pool-0123456789abcdef0123456789abcdef"}"#;
    let documented: Value = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    let grown = with_news(&documented["items"][0]);
    for pool in [
        format!("{{{name}}}"),
        format!(r#"{{{name},"status":{{"phase":"Running"}}}}"#),
        format!(r#"{{{name},"spec":{{"type":"Dedicate","scope":["Train","Infer"]}}}}"#),
        format!(r#"{{{name},"spec":{{"resources":[{{"flavor":"modelarts.v100","count":1}}]}}}}"#),
        format!(r#"{{{name},"status":{{"resources":{{"available":[{{"flavor":"a.b","count":1}}]}}}}}}"#),
        // The documented pool, with a new field in every object.
        grown.to_string(),
    ] {
        let body = format!(r#"{{"items":[{}]}}"#, vec![&*pool; 5_000].join(","));
        let pools = ListPools::decode(&*body).unwrap_or_else(|error| panic!("{error} in {pool}"));
        assert_eq!(pools.items.unwrap().len(), 5_000);
    }
}

#[test]
fn no_body_makes_a_call_hold_more_than_its_length_allows() {
    let length = 100 * 1024;
    for status in [200, 400] {
        let mut bodies = greedy(length);
        bodies.push("\u{fffd}".repeat(length / 3));
        bodies.push("<".repeat(length));
        let replies: Vec<_> = bodies
            .iter()
            .map(|body| Reply::kept_alive(status, WITH_ID, body))
            .collect();
        let server = FaultServer::sequence(replies);
        let runtime = runtime();
        let client = runtime.block_on(client(&server));
        for body in bodies {
            let mut outcome = None;
            let held = measure(|| outcome = Some(runtime.block_on(client.list_pools().into_future()))).bytes_max;
            assert!(held <= bound(body.len()), "{held} for {} {body:.100}", body.len());
            let is_html = body.starts_with('<');
            if let Err(error) = outcome.unwrap() {
                assert_error(&error, if status == 200 { Decode } else { Service }, status, 1);
                assert_eq!(error.path().is_some(), status == 200 && !is_html);
            }
        }
    }
}

#[tokio::test]
async fn the_error_names_the_place_that_takes_too_much() {
    let body = filled(1024 * 1024, r#"{"items":[{},{"spec":{"resources":["#, "{}", "]}}]}");
    let error = client(&FaultServer::always(ok(&body))).await.list_pools().await;
    let error = error.unwrap_err();
    assert_error(&error, Decode, 200, 1);
    let path = error.path().unwrap();
    assert!(path.starts_with("items[1].spec.resources["), "{path}");
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.starts_with("the values take too much memory for the length of the text"),
        "{cause}"
    );
}

/// A long body is decoded on another thread, with the permit of its call.
#[test]
fn a_long_body_is_decoded_elsewhere_also_on_a_runtime_of_one_thread() {
    let pool: Value = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    let body = json!({ "items": vec![pool["items"][0].clone(); 1_000] }).to_string();
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, &body));
    let runtime = runtime();
    let client = runtime
        .block_on(builder(server.url()).max_in_flight(1).build())
        .unwrap();
    let calls = || async { tokio::join!(client.list_pools().into_future(), client.list_pools().into_future()) };
    let mut outcome = None;
    let here = measure(|| outcome = Some(runtime.block_on(calls())));
    let (first, second) = outcome.unwrap();
    for response in [first.unwrap(), second.unwrap()] {
        assert_eq!((response.len(), response.body()), (1_000, body.as_bytes()));
    }
    assert!(here.count_total < 2_000, "{here:?}");
}
