//! Which project and region a client is built for.

use modelarts::{
    Client, ClientBuilder, ProjectId,
    auth::{Credentials, Environment},
};
use modelarts_httpmock::{MockModelArts, httpmock::MockServer};

/// The project and the region that `builder` leads to.
async fn built(builder: ClientBuilder) -> (String, Option<String>) {
    let client = builder.endpoint("http://127.0.0.1:1").build().await.unwrap();
    let region = client.region().map(|region| region.as_str().to_owned());
    (client.project_id().to_string(), region)
}

fn keys() -> Credentials {
    Credentials::new("access-key", "secret-key")
}

const VARIABLES: [(&str, &str); 4] = [
    ("HUAWEICLOUD_SDK_AK", "environment-key"),
    ("HUAWEICLOUD_SDK_SK", "environment-secret"),
    ("HUAWEICLOUD_SDK_PROJECT_ID", "of-environment"),
    ("HUAWEICLOUD_SDK_REGION", "cn-north-1"),
];

fn of(project: &str, region: &str) -> (String, Option<String>) {
    (project.to_owned(), Some(region.to_owned()))
}

#[tokio::test]
async fn credentials_that_are_named_bring_their_project_and_region() {
    let builder = || Client::builder().environment(Environment::fixed(VARIABLES));
    let complete = keys()
        .project_id(ProjectId::new("of-credentials").unwrap())
        .region("cn-east-3");
    assert_eq!(built(builder()).await, of("of-environment", "cn-north-1"));
    // What they do not say is still the environment's.
    assert_eq!(
        built(builder().credentials(keys())).await,
        of("of-environment", "cn-north-1")
    );
    assert_eq!(
        built(builder().credentials(complete.clone())).await,
        of("of-credentials", "cn-east-3")
    );
    let said = builder().credentials(complete).project_id("said").region("af-south-1");
    assert_eq!(built(said).await, of("said", "af-south-1"));
}

/// Nobody but IAM knows which region a project belongs to, and it is asked for no project that somebody named.
#[tokio::test]
async fn a_region_that_is_named_leaves_the_project_of_the_environment() {
    let builder = Client::builder().environment(Environment::fixed(VARIABLES));
    assert_eq!(
        built(builder.region("af-south-1")).await,
        of("of-environment", "af-south-1")
    );
}

#[tokio::test]
async fn a_profile_that_is_named_brings_its_project_and_region() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".huaweicloud")).unwrap();
    let profile = "[team]\nak = a\nsk = s\nproject_id = of-profile\nregion = cn-east-3\n";
    std::fs::write(home.path().join(".huaweicloud/credentials"), profile).unwrap();
    let environment = Environment::fixed(VARIABLES).home(home.path());
    let builder = || Client::builder().environment(environment.clone());
    assert_eq!(built(builder().profile("team")).await, of("of-profile", "cn-east-3"));
    assert_eq!(built(builder()).await, of("of-environment", "cn-north-1"));
}

/// However many calls follow, and however many clients are cloned.
#[tokio::test]
async fn the_project_is_looked_up_once() {
    let iam = MockServer::start_async().await;
    let lookup = iam.mock(|when, then| {
        when.path("/v3/projects").query_param("name", "cn-north-4");
        then.status(200)
            .body(r#"{"projects": [{"id": "found", "name": "cn-north-4"}]}"#);
    });
    let mock = MockModelArts::start();
    let builder = Client::builder()
        .environment(Environment::fixed::<&str, &str>([]))
        .credentials(keys());
    let builder = builder
        .region("cn-north-4")
        .endpoint(mock.url())
        .iam_endpoint(iam.base_url());
    let client = builder.build().await.unwrap();
    assert_eq!(client.project_id().as_str(), "found");
    for client in [client.clone(), client] {
        client.show_os_quota().await.unwrap();
        client.list_pools().await.unwrap();
    }
    lookup.assert_calls(1);
}
