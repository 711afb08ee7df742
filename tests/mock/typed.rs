//! Mocks of the user's own: what they look at, what they answer with, and which of them answers.

use modelarts_api::{Error, types, types::ApiError};
use modelarts_httpmock::{MockModelArts, MockServerExt, Operation, payloads};
use serde_json::Value;

use super::{PROJECT, call, client};
use crate::raw_types::decode;

#[tokio::test]
async fn matches_the_parameters_of_list_pools_by_type() {
    let mock = MockModelArts::start_empty();
    let body: types::ListPoolsResponse = decode(payloads::LIST_POOLS_FAILED.body).unwrap();
    let failed = mock.server(|server| {
        server.list_pools(|when, then| {
            when.project_id(PROJECT)
                .status(types::PoolStatusFilter::Failed)
                .label_selector("os.modelarts/name=night jobs&more")
                .parent("root-pool")
                .workspace_id("0");
            then.ok(&body);
        })
    });
    let plain = mock.server(|server| {
        server.list_pools(|when, then| {
            when.project_id(PROJECT)
                .status(None)
                .label_selector(None)
                .parent(None)
                .workspace_id(None);
            then.ok(&types::ListPoolsResponse::default());
        })
    });
    let client = client(&mock);

    let request = client
        .list_pools()
        .project_id(PROJECT)
        .status(types::PoolStatusFilter::Failed);
    let request = request
        .label_selector("os.modelarts/name=night jobs&more")
        .parent("root-pool")
        .workspace_id("0");
    assert_eq!(request.send().await.unwrap().into_inner(), body);
    assert_eq!((failed.calls(), plain.calls()), (1, 0));

    let pools = client
        .list_pools()
        .project_id(PROJECT)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(pools, types::ListPoolsResponse::default());
    assert_eq!((failed.calls(), plain.calls()), (1, 1));

    // Neither the other values of the filter nor another project.
    assert!(
        client
            .list_pools()
            .project_id(PROJECT)
            .status(types::PoolStatusFilter::Created)
            .send()
            .await
            .is_err()
    );
    assert!(client.list_pools().project_id("another").send().await.is_err());
    assert_eq!((failed.calls(), plain.calls()), (1, 1));
}

#[tokio::test]
async fn matches_the_parameters_of_the_others_by_type() {
    let mock = MockModelArts::start_empty();
    let statistics = mock.server(|server| {
        server.show_pool_statistics(|when, then| {
            when.project_id(PROJECT).workspace_id("7");
            then.ok(&decode(payloads::POOL_STATISTICS_DOC_2022.body).unwrap());
        })
    });
    let quotas = mock.server(|server| {
        server.show_workspace_quotas(|when, then| {
            when.project_id(PROJECT).workspace_id("7");
            then.ok(&decode(payloads::WORKSPACE_QUOTAS_UNLIMITED.body).unwrap());
        })
    });
    let os = mock.server(|server| {
        server.show_os_quota(|when, then| {
            when.project_id(PROJECT);
            then.ok(&decode(payloads::OS_QUOTAS_STRINGS.body).unwrap());
        })
    });
    let client = client(&mock);
    client
        .show_pool_statistics()
        .project_id(PROJECT)
        .workspace_id("7")
        .send()
        .await
        .unwrap();
    client
        .show_workspace_quotas()
        .project_id(PROJECT)
        .workspace_id("7")
        .send()
        .await
        .unwrap();
    client.show_os_quota().project_id(PROJECT).send().await.unwrap();
    assert!(client.show_pool_statistics().project_id(PROJECT).send().await.is_err());
    assert!(
        client
            .show_workspace_quotas()
            .project_id(PROJECT)
            .workspace_id("8")
            .send()
            .await
            .is_err()
    );
    assert!(client.show_os_quota().project_id("another").send().await.is_err());
    assert_eq!((statistics.calls(), quotas.calls(), os.calls()), (1, 1, 1));
}

#[tokio::test]
async fn answers_with_typed_failures() {
    let mock = MockModelArts::start_empty();
    let body: ApiError = decode(payloads::ERROR_403.body).unwrap();
    mock.server(|server| {
        server.show_workspace_quotas(|_, then| drop(then.forbidden(&body)));
        server.show_os_quota(|_, then| drop(then.not_found(&body)));
        server.list_pools(|_, then| drop(then.client_error(429, &body)));
        server.show_pool_statistics(|_, then| drop(then.server_error(503, &body)));
    });
    for (operation, status) in [
        (Operation::SHOW_WORKSPACE_QUOTAS, 403),
        (Operation::SHOW_OS_QUOTA, 404),
        (Operation::LIST_POOLS, 429),
        (Operation::SHOW_POOL_STATISTICS, 503),
    ] {
        match call(&client(&mock), operation).await {
            Err(Error::ErrorResponse(response)) => {
                assert_eq!((response.status().as_u16(), &*response), (status, &body));
            }
            other => panic!("{}: {other:?}", operation.id),
        }
    }
}

/// A typed mock beside the answers that are there already, made before it or after it.
#[tokio::test]
async fn a_mock_of_ones_own_comes_before_every_answer() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    let empty = types::ListPoolsResponse::default();
    let typed = mock.server(|server| {
        server.list_pools(|when, then| {
            when.status(types::PoolStatusFilter::Failed);
            then.ok(&empty);
        })
    });
    let failed = || {
        let request = client.list_pools().project_id(PROJECT);
        request.status(types::PoolStatusFilter::Failed).send()
    };
    let documented: Value = serde_json::from_str(Operation::LIST_POOLS.default.body).unwrap();
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    // What it does not match is answered as before, and so are the other operations.
    assert_eq!(call(&client, Operation::LIST_POOLS).await.unwrap().body, documented);
    assert_eq!(call(&client, Operation::SHOW_OS_QUOTA).await.unwrap().status, 200);
    assert_eq!(typed.calls(), 1);

    let throttled = mock.answer(Operation::LIST_POOLS, &payloads::ERROR_429_APIG_0308);
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    assert!(call(&client, Operation::LIST_POOLS).await.is_err());
    throttled.assert_calls(1);

    // Of several of one's own the oldest answers. The answer goes on counting.
    let any = mock.server(|server| server.list_pools(|_, then| drop(then.ok(&empty))));
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    assert!(call(&client, Operation::LIST_POOLS).await.is_ok());
    assert_eq!((typed.calls(), any.calls(), throttled.calls()), (3, 1, 1));

    // The server forgets mocks of one's own, and the answers stay.
    mock.server(|server| server.reset());
    assert!(failed().await.is_err());
    throttled.assert_calls(2);
    mock.answer(Operation::LIST_POOLS, Operation::LIST_POOLS.default);
    assert_eq!(call(&client, Operation::LIST_POOLS).await.unwrap().body, documented);
    throttled.assert_calls(2);
}

#[tokio::test]
#[should_panic(expected = "calls of ListPools that got this answer")]
async fn an_answer_that_was_not_asked_for_so_often_fails_a_test() {
    let mock = MockModelArts::start();
    mock.answer(Operation::LIST_POOLS, &payloads::LIST_POOLS_EMPTY)
        .assert_calls(1);
}
