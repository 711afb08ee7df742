//! What requests send, and what their responses give.

use modelarts::{PoolStatusFilter, ProjectId, WorkspaceId};
use modelarts_httpmock::REQUEST_ID;

use super::*;

#[tokio::test]
async fn parameters_are_sent_where_the_spec_puts_them() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let raw = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    let pools = mock.server(|server| {
        server.list_pools(|when, then| {
            let when = when
                .project_id(PROJECT)
                .workspace_id("0a1b")
                .status(PoolStatusFilter::Failed);
            when.label_selector("os.modelarts/name=a b+c").parent("pool-x");
            then.ok(&raw);
        })
    });
    let request = client
        .list_pools()
        .workspace_id("0a1b")
        .status(PoolStatusFilter::Failed);
    let response = request.label_selector("os.modelarts/name=a b+c").parent("pool-x").await;
    assert_eq!(response.unwrap().raw(), &raw);
    pools.assert_calls(1);

    let raw = serde_json::from_str(payloads::WORKSPACE_QUOTAS_DOC.body).unwrap();
    let workspace = "ccd05d1a553b4e188ea878e7dcb85e47";
    let quotas = mock.server(|server| {
        server.show_workspace_quotas(|when, then| {
            when.project_id(PROJECT).workspace_id(workspace);
            then.ok(&raw);
        })
    });
    client.show_workspace_quotas(workspace).await.unwrap();
    quotas.assert_calls(1);
}

#[tokio::test]
async fn parameters_that_are_not_set_are_not_sent() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let raw = serde_json::from_str(payloads::POOL_STATISTICS_DOC_2025.body).unwrap();
    let statistics = mock.server(|server| {
        server.show_pool_statistics(|when, then| {
            when.project_id(PROJECT).workspace_id(None);
            then.ok(&raw);
        })
    });
    client.show_pool_statistics().await.unwrap();
    statistics.assert_calls(1);
}

#[tokio::test]
async fn identifiers_are_accepted_as_text_and_as_themselves() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let workspace = WorkspaceId::new("0").unwrap();
    client.show_workspace_quotas("0").await.unwrap();
    client.show_workspace_quotas("0".to_owned()).await.unwrap();
    client.show_workspace_quotas(workspace.clone()).await.unwrap();
    client.list_pools().workspace_id(workspace).await.unwrap();
    assert_eq!(client.project_id(), &ProjectId::new(PROJECT).unwrap());
}

#[tokio::test]
async fn a_success_has_the_request_id_and_the_exact_body() {
    let mock = MockModelArts::start();
    let response = client_of(&mock).await.list_pools().await.unwrap();
    assert_eq!(response.request_id(), Some(REQUEST_ID));
    assert_eq!((response.status(), response.attempts()), (200, 1));
    assert_eq!(response.body(), payloads::LIST_POOLS_DOC_2025.body.as_bytes());
    let raw: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(serde_json::to_value(response.into_inner().into_raw()).unwrap(), raw);
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
                    caused by: invalid type: sequence, expected i64 at line 1 column 22";
    assert_eq!(format!("{error:?}"), expected);
}
