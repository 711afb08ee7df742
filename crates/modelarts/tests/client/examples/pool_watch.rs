//! The watch reports every change of phase once, and nothing else.

use modelarts::Client;
use modelarts_httpmock::{MockModelArts, MockServerExt, Operation, payloads};

use program::{Watch, demo};

use crate::client_of;

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/pool_watch.rs"]
mod program;

async fn look(watch: &mut Watch, client: &Client) -> String {
    watch.look(client).await.unwrap().join("; ")
}

#[tokio::test]
async fn reports_the_life_of_a_pool() {
    let mock = demo();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    for changes in [
        "auto-pool-os: new -> Creating",
        "auto-pool-os: Creating -> Running",
        "night-jobs: new -> CreationFailed The flavor is sold out.",
        "auto-pool-os: Running -> Deleting",
        "auto-pool-os: Deleting -> gone",
        "",
    ] {
        assert_eq!(look(&mut watch, &client).await, changes);
    }
}

#[tokio::test]
async fn reports_an_unknown_phase_but_not_an_omitted_one() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    for (phase, changes) in [
        (r#""phase":"Running""#, "a: new -> Running"),
        ("", ""),
        (r#""phase":"Hibernating""#, "a: Running -> Hibernating"),
        (r#""phase":null"#, ""),
    ] {
        let body = format!(r#"{{"items":[{{"metadata":{{"name":"a"}},"status":{{{phase}}}}}]}}"#);
        mock.server(|server| {
            server.reset();
            server.list_pools(|_, then| drop(then.into_inner().status(200).body(&body)))
        });
        assert_eq!(look(&mut watch, &client).await, changes, "{phase}");
    }
}

#[tokio::test]
async fn remembers_the_pools_when_a_look_fails() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    assert_eq!(look(&mut watch, &client).await, "auto-pool-os: new -> Running");
    mock.answer(Operation::LIST_POOLS, payloads::ERROR_429_APIG_0308);
    let error = watch.look(&client).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    mock.answer(Operation::LIST_POOLS, payloads::LIST_POOLS_DOC_2025);
    assert_eq!(look(&mut watch, &client).await, "");
}
