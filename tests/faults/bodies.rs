//! Successes whose bodies are not what the specs describe.

use modelarts::{Error, ErrorKind, raw::types::ListPoolsResponse};
use modelarts_httpmock::payloads;
use serde_json::{Value, json};

use crate::{positions::positions, raw_types::decode};

use super::{FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success, call, client, facts};

/// The error of ListPools when it is answered with `body`, and that there was but one attempt.
async fn undecodable(body: &[u8]) -> Error {
    let server = FaultServer::always(Reply::complete(200, WITH_ID, body));
    let error = client(&server).await.list_pools().await.unwrap_err();
    assert_eq!(
        facts(&error),
        (ErrorKind::Decode, Some(200), Some(REQUEST_ID), 1),
        "{error:?}"
    );
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.operation(), Some("ListPools"));
    assert_eq!(error.body(), Some(body));
    assert_eq!((error.code(), error.message()), (None, None));
    error
}

#[tokio::test]
async fn a_wrong_type_is_told_by_its_place() {
    let cases = [
        (r#"{"items": [{"metadata": {"name": 1}}]}"#, "items[0].metadata.name"),
        (
            r#"{"items": [{}, {"metadata": {"name": ["a"]}}]}"#,
            "items[1].metadata.name",
        ),
        (
            r#"{"items": [{"metadata": {"labels": {"os.modelarts/name": 1}}}]}"#,
            "items[0].metadata.labels.os.modelarts/name",
        ),
        (r#"{"items": [{"spec": {"scope": [true]}}]}"#, "items[0].spec.scope[0]"),
        (r#"{"items": [{"status": {"phase": 1}}]}"#, "items[0].status.phase"),
        (r#"{"items": {}}"#, "items"),
        (r#"{"items": [1]}"#, "items[0]"),
        (r#"[]"#, "."),
        (r#""items""#, "."),
        ("null", "."),
    ];
    for (body, path) in cases {
        let error = undecodable(body.as_bytes()).await;
        assert_eq!(error.path(), Some(path), "{body}");
        let expected = format!("ListPools: cannot read the response at `{path}` (request id {REQUEST_ID})");
        assert_eq!(error.to_string(), expected);
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn every_place_is_told_as_a_library_that_keeps_track_of_it_tells_it() {
    let payload: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let mut damages = Vec::new();
    for position in positions(&payload, "ListPoolsResponse") {
        for wrong in [json!(12.5), json!({"a": ["}"]}), json!([[1, "\\\"]"]])] {
            let mut damaged = payload.clone();
            *damaged.pointer_mut(&position.pointer).unwrap() = wrong;
            for body in [damaged.to_string(), serde_json::to_string_pretty(&damaged).unwrap()] {
                if let Err(refusal) = decode::<ListPoolsResponse>(&body) {
                    damages.push((body, refusal.path));
                }
            }
        }
    }
    assert!(damages.len() > 600, "{}", damages.len());
    let replies = damages
        .iter()
        .map(|(body, _)| Reply::complete(200, WITH_ID, body.as_bytes()));
    let server = FaultServer::sequence(replies.collect::<Vec<_>>());
    let client = client(&server).await;
    for (body, place) in &damages {
        let error = client.list_pools().await.unwrap_err();
        assert_eq!(error.path(), Some(&**place), "{body}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_told_as_such() {
    let whole = payloads::LIST_POOLS_DOC_2025.body;
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 12] = [
        b"",
        b" \r\n",
        b"{",
        b"{\"items\": [",
        b"{'items': []}",
        b"<html><body>It works!</body></html>",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"{\"items\": \xc3\x28}",
        deep.as_bytes(),
        &whole.as_bytes()[..whole.len() / 2],
        &whole.as_bytes()[..whole.len() - 3],
    ];
    for body in bodies {
        undecodable(body).await;
    }
}

#[tokio::test]
async fn what_follows_the_value_is_no_part_of_it() {
    for body in ["{} {}", "{}]", "{\"items\": []}\n<!-- cached -->", "{}\0"] {
        let error = undecodable(body.as_bytes()).await;
        assert_eq!(error.path(), Some("."), "{body:?}");
    }
    let spaced = [payloads::LIST_POOLS_DOC_2025.body, "\r\n \n"].concat();
    let server = FaultServer::always(Reply::complete(200, WITH_ID, spaced.as_bytes()));
    let response = client(&server).await.list_pools().await.unwrap();
    assert_eq!(response.body(), spaced.as_bytes());
}

#[tokio::test]
async fn the_type_that_is_declared_matters_less_than_what_is_sent() {
    for declared in [
        "text/html",
        "text/plain;charset=gbk",
        "application/octet-stream",
        "",
        "///",
    ] {
        let headers = [("X-Request-Id", REQUEST_ID), ("Content-Type", declared)];
        let server = FaultServer::always(Reply::complete(200, &headers, payloads::OS_QUOTAS_DOC.body));
        assert_success(call(&server).await, 1);
    }
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_a_response_without_fields() {
    // Nothing in the specs forbids it: every field may be absent, and unknown ones are kept.
    let body = payloads::ERROR_403.body;
    let server = FaultServer::always(Reply::complete(200, WITH_ID, body));
    let response = client(&server).await.list_pools().await.unwrap();
    assert!(response.is_empty());
    assert_eq!(response.body(), body.as_bytes());
}
