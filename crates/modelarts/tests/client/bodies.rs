//! Successes whose bodies are not what the specs describe.

use modelarts::raw::types::ListPoolsResponse;

use super::*;

/// The error of ListPools with this response, after one attempt.
async fn undecodable(body: &[u8]) -> Error {
    let server = FaultServer::always(ok(body));
    let error = client(&server).await.list_pools().await.unwrap_err();
    assert_error(&error, Decode, 200, 1);
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!((error.operation(), error.body()), (Some("ListPools"), Some(body)));
    assert_eq!((error.code(), error.message()), (None, None));
    error
}

#[tokio::test]
async fn a_wrong_type_is_reported_with_its_path() {
    let label = "items[0].metadata.labels.os.modelarts/name";
    for (body, path) in [
        (
            r#"{"items": [{}, {"spec": {"scope": [true]}}]}"#,
            "items[1].spec.scope[0]",
        ),
        (
            r#"{"items": [{"metadata": {"labels": {"os.modelarts/name": 1}}}]}"#,
            label,
        ),
        (r#"{"items": {}}"#, "items"),
        // A byte order mark is skipped, and shifts no place.
        (
            "\u{feff}{\"items\": [{\"spec\": {\"controlMode\": 1.5}}]}",
            "items[0].spec.controlMode",
        ),
        (r#""items""#, "."),
        ("null", "."),
    ] {
        let error = undecodable(body.as_bytes()).await;
        assert_eq!(error.path(), Some(path), "{body}");
        let expected = format!("ListPools: cannot read the response at `{path}` (request id {REQUEST_ID})");
        assert_eq!(error.to_string(), expected);
        assert!(std::error::Error::source(&error).is_some());
    }
}

/// Programs whose `main` returns the error print it like this.
#[tokio::test]
async fn the_debug_output_of_an_error_is_for_people() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let error = client.show_workspace_quotas("..").await.unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
    mock.server(|server| server.mock(|_, then| drop(then.status(200).body(r#"{"quotas": [{"quota": []}]}"#))));
    let error = client.show_workspace_quotas("0").await.unwrap_err();
    let expected = "ShowWorkspaceQuotas: cannot read the response at `quotas[0].quota`\n  \
                    caused by: invalid type: sequence, expected i64 at line 1 column 24";
    assert_eq!(format!("{error:?}"), expected);
}

/// The JSON pointers of a value and of all values in it.
pub(super) fn pointers(value: &Value, pointer: String, found: &mut Vec<String>) {
    found.push(pointer.clone());
    for (key, value) in value.as_object().into_iter().flatten() {
        let key = key.replace('~', "~0").replace('/', "~1");
        pointers(value, format!("{pointer}/{key}"), found);
    }
    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
        pointers(value, format!("{pointer}/{index}"), found);
    }
}

#[tokio::test]
async fn every_path_is_that_of_a_library_that_keeps_track_of_it() {
    let payload: Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let (mut found, mut damages) = (Vec::new(), Vec::new());
    pointers(&payload, String::new(), &mut found);
    for pointer in found {
        for wrong in [json!(12.5), json!({"a": ["}"]}), json!([[1, "\\\"]"]])] {
            let mut damaged = payload.clone();
            *damaged.pointer_mut(&pointer).unwrap() = wrong;
            for body in [damaged.to_string(), serde_json::to_string_pretty(&damaged).unwrap()] {
                let mut deserializer = serde_json::Deserializer::from_str(&body);
                if let Err(error) = serde_path_to_error::deserialize::<_, ListPoolsResponse>(&mut deserializer) {
                    damages.push((error.path().to_string(), body));
                }
            }
        }
    }
    assert!(damages.len() > 600, "{}", damages.len());
    let replies = damages.iter().map(|(_, body)| Reply::kept_alive(200, WITH_ID, body));
    let server = FaultServer::sequence(replies.collect::<Vec<_>>());
    let client = client(&server).await;
    for (path, body) in &damages {
        let error = client.list_pools().await.unwrap_err();
        assert_eq!(error.path(), Some(&**path), "{body}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_cannot_be_decoded() {
    let whole = payloads::LIST_POOLS_DOC_2025.body.as_bytes();
    let deep = "[".repeat(100_000);
    let known = format!(r#"{{"items": {}"#, "[".repeat(100_000));
    for body in [
        b"".as_slice(),
        b" \r\n",
        b"{",
        b"{\"items\": [",
        b"{'items': []}",
        b"<html><body>It works!</body></html>",
        b"\xff\xfe{\x00}\x00",
        b"{\"items\": \xc3\x28}",
        deep.as_bytes(),
        known.as_bytes(),
        &whole[..whole.len() / 2],
        &whole[..whole.len() - 3],
    ] {
        undecodable(body).await;
    }
    for trailing in ["{} {}", "{}]", "{\"items\": []}\n<!-- cached -->", "{}\0"] {
        let error = undecodable(trailing.as_bytes()).await;
        assert_eq!(error.path(), Some("."), "{trailing:?}");
    }
}

/// The pools of a body, written back as JSON.
async fn pools(body: &str) -> Value {
    let server = FaultServer::always(ok(body));
    let response = client(&server).await.list_pools().await.unwrap();
    assert_eq!(response.body(), body.as_bytes());
    serde_json::to_value(response.into_inner().into_raw()).unwrap()
}

#[tokio::test]
async fn a_null_in_a_list_costs_nothing_but_itself() {
    for (list, kept) in [
        ("null", "null"),
        ("[null]", "[]"),
        ("[null, {}, null, null, {}]", "[{}, {}]"),
    ] {
        let body = format!(r#"{{"items": {list}}}"#);
        let kept: Value = serde_json::from_str(kept).unwrap();
        assert_eq!(pools(&body).await.get("items").unwrap_or(&Value::Null), &kept);
    }
    let body = r#"{"items": [{"spec": {"scope": ["Train", null, "Infer"], "resources": [null]}, "status": {"resources":
        {"available": [null, {"count": 1}, null]}}}]}"#;
    let expected = json!({"items": [{"spec": {"scope": ["Train", "Infer"], "resources": []}, "status": {"resources":
        {"available": [{"count": 1}]}}}]});
    assert_eq!(pools(body).await, expected);
}

#[tokio::test]
async fn an_unknown_value_that_nothing_can_hold_becomes_its_text() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let deepest = format!("{}{}", r#"{"":"#.repeat(99_999) + "0", "}".repeat(99_999));
    for value in [
        "1e400",
        "-1e9999",
        r#""\ud800""#,
        r#"["\udc00\ud800", 1]"#,
        &deep,
        &deepest,
    ] {
        let body = format!(r#"{{"items": [{{"new": {value}, "spec": {{"type": "Dedicate"}}}}], "new": {value}}}"#);
        let expected = json!({"items": [{"new": value, "spec": {"type": "Dedicate"}}], "new": value});
        assert_eq!(pools(&body).await, expected);
    }
    // In a field of the specs they cost the response, and the error says where.
    for (value, path) in [
        (r#"{"type": "\ud800"}"#, "items[0].spec.type"),
        (&deep, "items[0].spec"),
    ] {
        let body = format!(r#"{{"items": [{{"spec": {value}}}]}}"#);
        assert_eq!(undecodable(body.as_bytes()).await.path(), Some(path), "{value:.40}");
    }
}

#[tokio::test]
async fn the_declared_content_type_is_irrelevant() {
    for declared in [
        "text/html",
        "text/plain;charset=gbk",
        "application/octet-stream",
        "",
        "///",
    ] {
        let reply = Reply::complete(200, &[ID, ("Content-Type", declared)], QUOTAS);
        assert_success(call(&FaultServer::always(reply)).await, 1);
    }
}

/// White space may follow, and nothing in the specs forbids an error with a status of success: every field may be
/// absent, and unknown ones are kept.
#[tokio::test]
async fn what_the_specs_allow_is_kept_exactly() {
    let spaced = [payloads::LIST_POOLS_DOC_2025.body, "\r\n \n"].concat();
    for (body, pools) in [(spaced.as_str(), 1), (payloads::ERROR_403.body, 0)] {
        let server = FaultServer::always(ok(body));
        let response = client(&server).await.list_pools().await.unwrap();
        assert_eq!((response.len(), response.body()), (pools, body.as_bytes()));
    }
}
