//! The guard tells quotas below the threshold from those that reached it, and both from unknown ones.

use modelarts::{
    Client, ClientBuilder, ErrorKind, RetryPolicy, WorkspaceId,
    auth::Credentials,
    raw::types::{ShowWorkspaceQuotasResponse, WorkspaceQuota},
};
use modelarts_httpmock::{MockModelArts, MockServerExt, Operation, payloads};

use program::{Usage, Verdict, usages, verdict};

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/quota_guard.rs"]
mod program;

/// A client of the mock that does not retry, so that no test waits.
fn client_of(mock: &MockModelArts) -> ClientBuilder {
    Client::builder()
        .endpoint(mock.url())
        .project_id("any-project")
        .credentials(Credentials::new("any-key", "any-secret"))
        .retry_policy(RetryPolicy::none())
}

async fn usages_of(mock: &MockModelArts, workspace: &str) -> Vec<Usage> {
    let workspace = WorkspaceId::new(workspace).unwrap();
    usages(client_of(mock), &workspace).await.unwrap()
}

/// A response with one quota of 10, of which that many are used.
fn quota_of_ten(used: Option<i64>) -> ShowWorkspaceQuotasResponse {
    let mut quota = WorkspaceQuota::default();
    (quota.quota, quota.used_quota) = (Some(10), used);
    let mut response = ShowWorkspaceQuotasResponse::default();
    response.quotas = Some(vec![quota]);
    response
}

#[tokio::test]
async fn fails_from_the_threshold_on() {
    let mock = MockModelArts::start();
    let usages = usages_of(&mock, "0").await;
    // 10 of 15 pools are 66.7 percent.
    assert_eq!(verdict(&usages, 67), Verdict::Below);
    assert_eq!(verdict(&usages, 66), Verdict::Reached);
    let lines: Vec<_> = usages.iter().map(ToString::to_string).collect();
    let expected = [
        "pool                             10 of        15",
        "network                          10 of        15",
        "exemlProject.gpu_duration         5 of        10 minute",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn checks_the_workspace_that_is_named() {
    let mock = MockModelArts::start_empty();
    mock.answer(Operation::SHOW_OS_QUOTA, payloads::OS_QUOTAS_DOC);
    let team = mock.server(|server| {
        server.show_workspace_quotas(|when, then| {
            when.workspace_id("team-a");
            then.ok(&quota_of_ten(Some(10)));
        })
    });
    assert_eq!(verdict(&usages_of(&mock, "team-a").await, 100), Verdict::Reached);
    team.assert_calls(1);
}

#[tokio::test]
async fn an_unlimited_quota_is_below_and_a_silent_one_unknown() {
    let mock = MockModelArts::start();
    mock.answer(Operation::SHOW_WORKSPACE_QUOTAS, payloads::WORKSPACE_QUOTAS_UNLIMITED);
    assert_eq!(verdict(&usages_of(&mock, "0").await, 90), Verdict::Below);

    let mock = MockModelArts::start_empty();
    mock.answer(Operation::SHOW_OS_QUOTA, payloads::OS_QUOTAS_DOC);
    mock.server(|server| server.show_workspace_quotas(|_, then| drop(then.ok(&quota_of_ten(None)))));
    assert_eq!(verdict(&usages_of(&mock, "0").await, 90), Verdict::Unknown);
    assert_eq!(verdict(&[], 90), Verdict::Unknown);
}

#[tokio::test]
async fn reports_a_call_that_fails() {
    let mock = MockModelArts::start();
    mock.answer(Operation::SHOW_WORKSPACE_QUOTAS, payloads::ERROR_403);
    let workspace = WorkspaceId::new("0").unwrap();
    let error = usages(client_of(&mock), &workspace).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert!(error.is_forbidden());
    assert_eq!(error.operation(), Some("ShowWorkspaceQuotas"));
}
