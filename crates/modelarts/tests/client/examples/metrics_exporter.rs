//! Every number has its line, and a failure is none of them.

use modelarts::WorkspaceId;
use modelarts_httpmock::{MockModelArts, Operation, payloads};

use crate::client_of;

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/metrics_exporter.rs"]
mod program;

async fn metrics(mock: &MockModelArts) -> String {
    let workspaces = [WorkspaceId::new("0").unwrap()];
    program::metrics(&client_of(mock).await, &workspaces).await
}

#[tokio::test]
async fn what_was_read_is_exported() {
    insta::assert_snapshot!(metrics(&MockModelArts::start()).await, @r#"
    modelarts_pool_info{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",name="auto-pool-os",phase="Running"} 1
    modelarts_pool_nodes_requested{pool="auto-pool-os-86c13962597848eeb29c5861153a391f"} 2
    modelarts_pool_nodes{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",state="creating"} 0
    modelarts_pool_nodes{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",state="available"} 2
    modelarts_pool_nodes{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",state="abnormal"} 0
    modelarts_pool_nodes{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",state="deleting"} 0
    modelarts_pool_nodes{pool="auto-pool-os-86c13962597848eeb29c5861153a391f",state="creation_failed"} 0
    modelarts_quota_used_ratio{resource="pool"} 0.6666666666666666
    modelarts_quota_used_ratio{resource="network"} 0.6666666666666666
    modelarts_scrape_failures{} 0
    "#);
}

#[tokio::test]
async fn a_failure_is_counted_and_costs_nothing_else() {
    let mock = MockModelArts::start();
    mock.answer(Operation::LIST_POOLS, payloads::ERROR_403);
    let text = metrics(&mock).await;
    assert!(
        text.contains("modelarts_scrape_failures{} 1\n") && text.contains("quota_used_ratio"),
        "{text}"
    );
    mock.answer_in_turn(
        Operation::LIST_POOLS,
        [payloads::LIST_POOLS_DOC_2025, payloads::ERROR_403],
    );
    mock.answer(Operation::SHOW_OS_QUOTA, payloads::ERROR_403);
    let text = metrics(&mock).await;
    assert!(
        text.contains("modelarts_scrape_failures{} 2\n") && text.contains("pool_info"),
        "{text}"
    );
}
