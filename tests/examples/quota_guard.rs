//! The guard tells room from too little, and neither from what it does not know.

use modelarts::{
    Client, ClientBuilder, ErrorKind, RetryPolicy, WorkspaceId,
    auth::Credentials,
    raw::types::{ShowWorkspaceQuotasResponse, WorkspaceQuota},
};
use modelarts_httpmock::{MockModelArts, MockServerExt, Operation, payloads};

use super::programs::quota_guard::{Verdict, usages, verdict};

/// A client of the mock, which gives up at the first failure so that no test waits.
fn client_of(mock: &MockModelArts) -> ClientBuilder {
    Client::builder()
        .endpoint(mock.url())
        .project_id("any-project")
        .credentials(Credentials::new("any-key", "any-secret"))
        .retry_policy(RetryPolicy::none())
}

fn default_workspace() -> WorkspaceId {
    WorkspaceId::new("0").unwrap()
}

/// The verdict of the guard on what the mock answers, at 90 percent.
async fn verdict_on(mock: &MockModelArts) -> Verdict {
    verdict(&usages(client_of(mock), &default_workspace()).await.unwrap(), 90)
}

#[tokio::test]
async fn fails_from_the_threshold_on() {
    let mock = MockModelArts::start();
    let usages = usages(client_of(&mock), &default_workspace()).await.unwrap();
    // Of 15 pools there are 10, which is 66.7 percent.
    assert_eq!(verdict(&usages, 67), Verdict::Room);
    assert_eq!(verdict(&usages, 66), Verdict::NearlyUsedUp);
}

#[tokio::test]
async fn looks_at_the_workspace_that_is_named() {
    let mut full = WorkspaceQuota::default();
    full.resource = Some("exemlProject.gpu_duration".into());
    full.quota = Some(10);
    full.used_quota = Some(10);
    let mut quotas = ShowWorkspaceQuotasResponse::default();
    quotas.quotas = Some(vec![full]);

    let mock = MockModelArts::start_empty();
    mock.answer(Operation::SHOW_OS_QUOTA, &payloads::OS_QUOTAS_DOC);
    let of_team = mock.server(|server| {
        server.show_workspace_quotas(|when, then| {
            when.workspace_id("team-a");
            then.ok(&quotas);
        })
    });
    let team = WorkspaceId::new("team-a").unwrap();
    let usages = usages(client_of(&mock), &team).await.unwrap();
    assert_eq!(verdict(&usages, 100), Verdict::NearlyUsedUp);
    of_team.assert_calls(1);
}

#[tokio::test]
async fn takes_no_limit_for_room() {
    let mock = MockModelArts::start();
    mock.answer(Operation::SHOW_WORKSPACE_QUOTAS, &payloads::WORKSPACE_QUOTAS_UNLIMITED);
    assert_eq!(verdict_on(&mock).await, Verdict::Room);
}

#[tokio::test]
async fn does_not_take_silence_for_room() {
    let mut silent = WorkspaceQuota::default();
    silent.quota = Some(10);
    let mut quotas = ShowWorkspaceQuotasResponse::default();
    quotas.quotas = Some(vec![silent]);

    let mock = MockModelArts::start_empty();
    mock.answer(Operation::SHOW_OS_QUOTA, &payloads::OS_QUOTAS_DOC);
    mock.server(|server| server.show_workspace_quotas(|_, then| drop(then.ok(&quotas))));
    assert_eq!(verdict_on(&mock).await, Verdict::Unknown);
    // Nor an answer without any quota.
    assert_eq!(verdict(&[], 90), Verdict::Unknown);
}

#[tokio::test]
async fn reports_a_call_that_fails() {
    let mock = MockModelArts::start();
    mock.answer(Operation::SHOW_WORKSPACE_QUOTAS, &payloads::ERROR_403);
    let error = usages(client_of(&mock), &default_workspace()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert!(error.is_forbidden());
    assert_eq!(error.operation(), Some("ShowWorkspaceQuotas"));
}

#[tokio::test]
async fn prints_a_line_for_each_quota() {
    let mock = MockModelArts::start();
    let usages = usages(client_of(&mock), &default_workspace()).await.unwrap();
    let lines: Vec<_> = usages.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "pool                             10 of        15",
            "network                          10 of        15",
            "exemlProject.gpu_duration         5 of        10 minute",
        ]
    );
}
