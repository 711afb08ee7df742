//! Which project and region a client is built for.

use modelarts::ProjectId;
use modelarts_httpmock::httpmock::MockServer;

use super::*;

/// Asserts which project and region `builder` results in.
async fn assert_scope(builder: ClientBuilder, project: &str, region: &str) {
    let client = builder.endpoint("http://127.0.0.1:1").build().await.unwrap();
    let actual = (client.project_id().as_str(), client.region().unwrap().as_str());
    assert_eq!(actual, (project, region));
}

fn keys() -> Credentials {
    Credentials::new("access-key", "secret-key")
}

fn environment() -> Environment {
    Environment::fixed([
        ("HUAWEICLOUD_SDK_AK", "environment-key"),
        ("HUAWEICLOUD_SDK_SK", "environment-secret"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "of-environment"),
        ("HUAWEICLOUD_SDK_REGION", "cn-north-1"),
    ])
}

#[tokio::test]
async fn explicit_credentials_come_with_their_project_and_region() {
    let builder = || Client::builder().environment(environment());
    assert_scope(builder(), "of-environment", "cn-north-1").await;
    // The environment still supplies what they lack.
    assert_scope(builder().credentials(keys()), "of-environment", "cn-north-1").await;
    let project_id = ProjectId::new("of-credentials").unwrap();
    let builder = || builder().credentials(keys().project_id(project_id.clone()).region("cn-east-3"));
    assert_scope(builder(), "of-credentials", "cn-east-3").await;
    assert_scope(builder().project_id("set").region("af-south-1"), "set", "af-south-1").await;
}

/// Only IAM knows which region a project belongs to, and it is not asked about a project that is set.
#[tokio::test]
async fn an_explicit_region_leaves_the_project_of_the_environment() {
    let builder = Client::builder().environment(environment()).region("af-south-1");
    assert_scope(builder, "of-environment", "af-south-1").await;
}

#[tokio::test]
async fn an_explicit_profile_comes_with_its_project_and_region() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".huaweicloud")).unwrap();
    let profile = "[team]\nak = a\nsk = s\nproject_id = of-profile\nregion = cn-east-3\n";
    std::fs::write(home.path().join(".huaweicloud/credentials"), profile).unwrap();
    let builder = || Client::builder().environment(environment().home(home.path()));
    assert_scope(builder().profile("team"), "of-profile", "cn-east-3").await;
    assert_scope(builder(), "of-environment", "cn-north-1").await;
}

#[tokio::test]
async fn the_project_is_looked_up_once_for_all_calls_and_clones() {
    let iam = MockServer::start_async().await;
    let lookup = iam.mock(|when, then| {
        when.path("/v3/projects").query_param("name", "cn-north-4");
        then.status(200)
            .body(r#"{"projects": [{"id": "found", "name": "cn-north-4"}]}"#);
    });
    let mock = MockModelArts::start();
    let client = Client::builder()
        .environment(Environment::fixed::<&str, &str>([]))
        .credentials(keys())
        .region("cn-north-4")
        .endpoint(mock.url())
        .iam_endpoint(iam.base_url())
        .build()
        .await
        .unwrap();
    assert_eq!(client.project_id().as_str(), "found");
    for client in [client.clone(), client] {
        client.show_os_quota().await.unwrap();
        client.list_pools().await.unwrap();
    }
    lookup.assert_calls(1);
}
