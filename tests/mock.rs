//! Every payload over real HTTP on loopback: the mock serves it, the raw client reads it.

use modelarts_api::{Client, Error, ResponseValue, Sender, types::ErrorBody};
use modelarts_httpmock::{MockModelArts, Operation, REQUEST_ID, payloads};
use serde::Serialize;
use serde_json::Value;

use crate::{
    generated,
    raw_types::{decode, without_nulls},
};

/// A success of any operation.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    request_id: Option<String>,
    body: Value,
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
async fn call(mock: &MockModelArts, operation: &Operation) -> Result<Answer, Error<ErrorBody>> {
    let client = Client::new(&mock.url(), Sender::direct()).unwrap();
    generated::call(&client, operation.id, "any-project").await
}

#[tokio::test]
async fn serves_its_default_and_every_payload_for_every_operation() {
    let mock = MockModelArts::start();
    for operation in Operation::ALL {
        assert!(operation.default.documented && operation.default.status == 200);
        let by_default = call(&mock, operation).await.unwrap();
        assert_eq!(by_default.request_id.as_deref(), Some(REQUEST_ID));
        assert_eq!(
            by_default.body,
            serde_json::from_str::<Value>(operation.default.body).unwrap()
        );
        let payloads = payloads::ALL.iter();
        for payload in payloads.filter(|payload| payload.operation.is_none_or(|id| id == operation.id)) {
            let counter = mock.answer(*operation, **payload);
            counter.assert_calls(0);
            match call(&mock, operation).await {
                Ok(answer) => {
                    let body = without_nulls(&serde_json::from_str(payload.body).unwrap());
                    assert_eq!((answer.status, answer.body), (payload.status, body), "{}", payload.name);
                }
                Err(Error::ErrorResponse(response)) => {
                    assert_eq!(response.status().as_u16(), payload.status);
                    assert_eq!(response.headers()["x-request-id"], REQUEST_ID);
                    assert_eq!(response.into_inner(), decode(payload.body).unwrap());
                }
                other => panic!("{} after {}: {other:?}", operation.id, payload.name),
            }
            counter.assert_calls(1);
        }
    }
}

#[tokio::test]
async fn keeps_operations_apart() {
    for chosen in Operation::ALL {
        let mock = MockModelArts::start_empty();
        mock.answer(*chosen, *chosen.default);
        for operation in Operation::ALL {
            let result = call(&mock, operation).await;
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
