//! The check names what needs attention, and never passes over what it could not see.

use modelarts::{Error, WorkspaceId};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use serde_json::json;

use crate::client_of;

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/nightly_check.rs"]
mod program;

async fn check(mock: &MockModelArts, threshold: f64) -> Result<Vec<String>, Error> {
    let workspaces = [WorkspaceId::new("0").unwrap()];
    program::check(&client_of(mock).await, &workspaces, threshold).await
}

#[tokio::test]
async fn names_what_needs_attention() {
    let mock = MockModelArts::start();
    assert!(check(&mock, 0.9).await.unwrap().is_empty());
    mock.answer(Operation::LIST_POOLS, payloads::LIST_POOLS_FAILED);
    mock.answer(
        Operation::SHOW_OS_QUOTA,
        json!({ "quotas": { "resources": [
            { "type": "pool", "quota": 10, "used": 9 }, { "type": "network", "quota": -1, "used": 9 }, { "type": "x" },
        ] } }),
    );
    let findings = check(&mock, 0.9).await.unwrap();
    assert_eq!(
        findings,
        [
            "pool night-jobs is CreationFailed. The flavor is sold out.",
            "pool night-jobs lacks 4 nodes",
            "quota of pool is used to 90 %",
        ]
    );
    assert_eq!(check(&mock, 0.91).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_list_that_is_not_complete_is_an_error() {
    let mock = MockModelArts::start();
    mock.answer_in_turn(
        Operation::LIST_POOLS,
        [payloads::LIST_POOLS_DOC_2025, payloads::ERROR_403],
    );
    assert!(check(&mock, 0.9).await.unwrap_err().is_forbidden());
}
