//! What the wrapper sends, and what it refuses to.

use modelarts::{ErrorKind, PoolStatusFilter, ProjectId, WorkspaceId};
use modelarts_httpmock::{MockModelArts, MockServerExt, REQUEST_ID, payloads};

use super::{PROJECT_ID, client_of};

#[tokio::test]
async fn parameters_travel_where_the_spec_puts_them() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let raw = serde_json::from_str(payloads::LIST_POOLS_DOC_2025.body).unwrap();
    let pools = mock.server(|server| {
        server.list_pools(|when, then| {
            let when = when
                .project_id(PROJECT_ID)
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
    let response = request
        .label_selector("os.modelarts/name=a b+c")
        .parent("pool-x")
        .await
        .unwrap();
    assert_eq!(response.raw(), &raw);
    pools.assert_calls(1);
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_sent() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let raw = serde_json::from_str(payloads::POOL_STATISTICS_DOC_2025.body).unwrap();
    let statistics = mock.server(|server| {
        server.show_pool_statistics(|when, then| {
            when.project_id(PROJECT_ID).workspace_id(None);
            then.ok(&raw);
        })
    });
    client.show_pool_statistics().await.unwrap();
    statistics.assert_calls(1);
}

#[tokio::test]
async fn the_workspace_is_part_of_the_path() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let raw = serde_json::from_str(payloads::WORKSPACE_QUOTAS_DOC.body).unwrap();
    let quotas = mock.server(|server| {
        server.show_workspace_quotas(|when, then| {
            when.project_id(PROJECT_ID)
                .workspace_id("ccd05d1a553b4e188ea878e7dcb85e47");
            then.ok(&raw);
        })
    });
    client
        .show_workspace_quotas("ccd05d1a553b4e188ea878e7dcb85e47")
        .await
        .unwrap();
    quotas.assert_calls(1);
}

#[tokio::test]
async fn an_identifier_that_cannot_be_one_is_not_sent() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for id in ["", "..", "a/b", "a%2Fb", "a b", "\u{e9}"] {
        let error = client.show_workspace_quotas(id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0), "{id:?}");
        assert_eq!(error.operation(), Some("ShowWorkspaceQuotas"));
        let error = client.list_pools().workspace_id(id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0), "{id:?}");
        let error = client.show_pool_statistics().workspace_id(id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0), "{id:?}");
    }
}

/// Identifiers that were checked once are taken as they are.
#[tokio::test]
async fn identifiers_are_taken_as_text_and_as_themselves() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let workspace = WorkspaceId::new("0").unwrap();
    client.show_workspace_quotas("0").await.unwrap();
    client.show_workspace_quotas("0".to_owned()).await.unwrap();
    client.show_workspace_quotas(workspace.clone()).await.unwrap();
    client.list_pools().workspace_id(workspace).await.unwrap();
    assert_eq!(client.project_id(), &ProjectId::new(PROJECT_ID).unwrap());
}

#[tokio::test]
async fn a_success_gives_the_request_id_and_the_exact_body() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let response = client.list_pools().await.unwrap();
    assert_eq!(response.request_id(), Some(REQUEST_ID));
    assert_eq!((response.status(), response.attempts()), (200, 1));
    assert_eq!(response.body(), payloads::LIST_POOLS_DOC_2025.body.as_bytes());
    let raw: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(serde_json::to_value(response.into_inner().into_raw()).unwrap(), raw);
}

/// What a program prints whose `main` returns the error is for people.
#[tokio::test]
async fn an_error_that_ends_a_program_reads_well() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let error = client.show_workspace_quotas("..").await.unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
    let body = r#"{"quotas": [{"quota": []}]}"#;
    mock.server(|server| {
        server.mock(|_, then| {
            then.status(200).body(body);
        })
    });
    let error = client.show_workspace_quotas("0").await.unwrap_err();
    let expected = "ShowWorkspaceQuotas: cannot read the response at `quotas[0].quota`\n  \
                    caused by: invalid type: sequence, expected i64 at line 1 column 24";
    assert_eq!(format!("{error:?}"), expected);
}

/// A future that one function hands to the next by value has room at each, so a call takes many times what it needs.
#[tokio::test]
async fn a_call_that_waits_takes_little_room() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let call = client.list_pools().into_future();
    let size = size_of_val(&*call);
    assert!(size < 3_000, "a call takes {size} bytes");
}
