//! What requests send, and how their errors read.

use modelarts::{PoolStatusFilter, WorkspaceId};

use super::*;

/// The targets of every operation with all parameters.
pub(super) const TARGETS: [&str; 4] = [
    "/v2/0a1b2c3d4e5f60718293a4b5c6d7e8f9/pools?labelSelector=k%2Fn%3Da%20b%2Bc&parent=p&status=failed&workspaceId=0a1b",
    "/v2/0a1b2c3d4e5f60718293a4b5c6d7e8f9/statistics/pools?workspaceId=0a1b",
    "/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/quotas",
    "/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/workspaces/0a1b/quotas",
];

#[tokio::test]
async fn parameters_are_sent_where_the_spec_puts_them() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    let client = client(&server).await;
    let pools = client
        .list_pools()
        .workspace_id("0a1b")
        .status(PoolStatusFilter::Failed);
    pools.label_selector("k/n=a b+c").parent("p").await.unwrap();
    let workspace = "0a1b".to_owned();
    client.show_pool_statistics().workspace_id(workspace).await.unwrap();
    client.show_os_quota().await.unwrap();
    client
        .show_workspace_quotas(WorkspaceId::new("0a1b").unwrap())
        .await
        .unwrap();
    let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, TARGETS);

    client.list_pools().await.unwrap();
    client.show_pool_statistics().await.unwrap();
    let requests = server.requests().split_off(TARGETS.len());
    assert!(requests.iter().all(|request| !request.target.contains('?')));
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
