//! Every payload over real HTTP on loopback: the mock serves it, the raw client reads it.

mod typed;

use std::sync::{Arc, Mutex};

use modelarts_api::{Client, Error, ResponseValue, Sender, types::ApiError};
use modelarts_httpmock::{MockModelArts, Operation, REQUEST_ID, payloads};
use serde::Serialize;
use serde_json::Value;

use crate::{
    generated,
    raw_types::{decode, without_nulls},
};

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/// A success of any operation.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Value,
}

impl<T: Serialize> From<ResponseValue<T>> for Answer {
    fn from(response: ResponseValue<T>) -> Self {
        let request_id = response.headers().get("x-request-id");
        Self {
            status: response.status().as_u16(),
            request_id: request_id.map(|id| id.to_str().unwrap().to_owned()),
            body: serde_json::to_value(response.into_inner()).unwrap(),
        }
    }
}

/// Calls an operation with the parameters that it needs, and no others.
pub(crate) async fn call(client: &Client, operation: Operation) -> Result<Answer, Error<ApiError>> {
    generated::call(client, operation.id, PROJECT).await
}

/// Whether a path is one of those that the spec has as `pattern`.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let same = |(pattern, segment): (&str, &str)| match pattern {
        "{project_id}" => segment == PROJECT,
        _ if pattern.starts_with('{') => !segment.is_empty(),
        _ => pattern == segment,
    };
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(same)
}

fn client(mock: &MockModelArts) -> Client {
    Client::new(&mock.url(), Sender::direct()).unwrap()
}

#[tokio::test]
async fn serves_documented_payloads_in_one_line() {
    let mock = MockModelArts::start();
    for operation in Operation::ALL {
        let answer = call(&client(&mock), *operation).await.unwrap();
        let body = serde_json::from_str(operation.default.body).unwrap();
        assert_eq!(
            answer,
            Answer {
                status: 200,
                request_id: Some(REQUEST_ID.to_owned()),
                body
            }
        );
    }
}

#[tokio::test]
async fn serves_every_success_and_counts_calls() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    for payload in payloads::ALL.iter().filter(|payload| payload.operation.is_some()) {
        let operation = *Operation::ALL
            .iter()
            .find(|operation| payload.operation == Some(operation.id))
            .unwrap();
        let counter = mock.answer(operation, payload);
        assert_eq!(counter.calls(), 0);
        let answer = call(&client, operation).await.unwrap();
        let body: Value = serde_json::from_str(payload.body).unwrap();
        assert_eq!(
            (answer.status, answer.body),
            (200, without_nulls(&body)),
            "{}",
            payload.name
        );
        assert_eq!(counter.calls(), 1);
    }
}

#[tokio::test]
async fn serves_every_failure_for_every_operation() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    for operation in Operation::ALL {
        for payload in payloads::ALL.iter().filter(|payload| payload.operation.is_none()) {
            mock.answer(*operation, payload);
            match call(&client, *operation).await {
                Err(Error::ErrorResponse(response)) => {
                    assert_eq!(response.status().as_u16(), payload.status);
                    assert_eq!(response.headers()["x-request-id"], REQUEST_ID);
                    assert_eq!(response.into_inner(), decode(payload.body).unwrap());
                }
                other => panic!("{} after {}: {other:?}", operation.id, payload.name),
            }
        }
        // The others still answer as before.
        mock.answer(*operation, operation.default);
        assert_eq!(call(&client, *operation).await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn keeps_operations_apart() {
    for chosen in Operation::ALL {
        let mock = MockModelArts::start_empty();
        mock.answer(*chosen, chosen.default);
        for operation in Operation::ALL {
            let result = call(&client(&mock), *operation).await;
            assert_eq!(
                result.is_ok(),
                operation == chosen,
                "{} where only {} answers",
                operation.id,
                chosen.id
            );
        }
    }
}

#[tokio::test]
async fn sees_exactly_the_headers_that_http_needs() {
    let mock = MockModelArts::start_empty();
    let seen = Arc::new(Mutex::new(Vec::new()));
    for operation in Operation::ALL {
        let recorder = seen.clone();
        mock.server(|server| {
            server.mock(move |when, then| {
                when.path_suffix(operation.path.rsplit('/').next().unwrap())
                    .is_true(move |request| {
                        let mut headers: Vec<_> = request
                            .headers_vec()
                            .iter()
                            .map(|(name, _)| name.to_lowercase())
                            .collect();
                        headers.sort();
                        recorder.lock().unwrap().push((
                            request.method_str().to_owned(),
                            request.uri().path_and_query().unwrap().to_string(),
                            headers,
                        ));
                        true
                    });
                then.status(200).header("content-type", "application/json").body("{}");
            })
        });
        // Another crate of the workspace turns reqwest's compression on, which adds a header of its own.
        let http = reqwest::Client::builder().no_gzip().build().unwrap();
        let client = Client::new_with_client(&mock.url(), http, Sender::direct());
        call(&client, *operation).await.unwrap();
        let mut seen = seen.lock().unwrap();
        let (method, uri, headers) = seen.pop().unwrap();
        assert_eq!(method, operation.method);
        assert!(fits(operation.path, &uri), "{uri} is no {}", operation.path);
        // `api-version`, which the generator adds to every request, is none of them.
        assert_eq!(headers, ["accept", "host"]);
        seen.clear();
    }
}

#[test]
fn a_path_belongs_to_one_operation() {
    let pools = Operation::LIST_POOLS;
    assert!(pools.has_path("/v2/p/pools"));
    for path in [
        "/v2//pools",
        "/v2/p/pools/",
        "/v2/p/pools/x",
        "/v2/pools",
        "/v1/p/pools",
        "",
        "/",
    ] {
        assert!(
            !Operation::ALL.iter().any(|operation| operation.has_path(path)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn path_parameters_stay_inside_their_segment() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    // A slash or a question mark in an ID is sent encoded, so it addresses nothing else.
    for id in ["a/../b", "a?b", "a#b", "a%2Fb", "a b", "未知"] {
        let answer = client
            .show_workspace_quotas()
            .project_id(PROJECT)
            .workspace_id(id)
            .send()
            .await;
        assert_eq!(answer.unwrap().status().as_u16(), 200, "{id}");
    }
    match client.show_workspace_quotas().project_id(PROJECT).send().await {
        Err(Error::InvalidRequest(message)) => assert_eq!(message, "workspace_id was not initialized"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_no_spec_speaks_of_is_an_error_that_says_so() {
    let mock = MockModelArts::start_empty();
    let client = client(&mock);
    for (status, body) in [(200, "<html>"), (502, "<html>502 Bad Gateway</html>"), (200, "")] {
        let mut served = mock.server(|server| {
            server.mock(|when, then| {
                when.any_request();
                then.status(status).body(body);
            })
        });
        match call(&client, Operation::LIST_POOLS).await {
            Err(Error::InvalidResponsePayload(bytes, _)) => assert_eq!(bytes, body),
            other => panic!("{status} {body}: {other:?}"),
        }
        served.delete();
    }
    for status in [204, 302, 304] {
        let mut served = mock.server(|server| {
            server.mock(|when, then| {
                when.any_request();
                then.status(status).header("location", "/elsewhere");
            })
        });
        match call(&client, Operation::LIST_POOLS).await {
            Err(Error::UnexpectedResponse(response)) => assert_eq!(response.status().as_u16(), status),
            other => panic!("{status}: {other:?}"),
        }
        // A redirect is not followed.
        assert_eq!(served.calls(), 1);
        served.delete();
    }
}

#[test]
fn starts_anew_for_everyone() {
    let (first, second) = (MockModelArts::start(), MockModelArts::start());
    assert_ne!(first.url(), second.url());
    assert!(
        first.url().starts_with("http://127.0.0.1:") && !first.url().ends_with('/'),
        "{}",
        first.url()
    );
}
