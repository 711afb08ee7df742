//! The watch tells every change of phase once, and nothing else.

use modelarts::Client;
use modelarts_httpmock::{MockModelArts, Operation, payloads};

use super::programs::pool_watch::{Watch, demo};
use crate::wrapper::client_of;

async fn look(watch: &mut Watch, client: &Client) -> Vec<String> {
    watch.look(client).await.unwrap()
}

#[tokio::test]
async fn tells_the_life_of_a_pool() {
    let mock = demo();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    let mut story = Vec::new();
    for _ in 0..6 {
        story.push(look(&mut watch, &client).await.join("; "));
    }
    assert_eq!(
        story,
        [
            "auto-pool-os: new -> Creating",
            "auto-pool-os: Creating -> Running",
            "night-jobs: new -> CreationFailed The flavor is sold out.",
            "auto-pool-os: Running -> Deleting",
            "auto-pool-os: Deleting -> gone",
            "",
        ]
    );
}

/// A mock whose pools are those of a body, whatever status is asked for.
fn serve(mock: &MockModelArts, body: &str) {
    mock.server(|server| {
        server.reset();
        server.mock(|when, then| {
            when.path_suffix("/pools");
            then.status(200).body(body);
        })
    });
}

#[tokio::test]
async fn a_phase_that_nobody_listed_is_a_phase_and_one_left_out_is_none() {
    let mock = MockModelArts::start_empty();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    let body = |phase: &str| format!(r#"{{"items":[{{"metadata":{{"name":"a"}},"status":{{{phase}}}}}]}}"#);
    let phases = [
        (r#""phase":"Running""#, "a: new -> Running"),
        ("", ""),
        (r#""phase":"Hibernating""#, "a: Running -> Hibernating"),
        (r#""phase":null"#, ""),
    ];
    for (phase, change) in phases {
        serve(&mock, &body(phase));
        assert_eq!(look(&mut watch, &client).await.join("; "), change, "{phase}");
    }
}

#[tokio::test]
async fn a_look_that_fails_forgets_nothing() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let mut watch = Watch::default();
    assert_eq!(look(&mut watch, &client).await, ["auto-pool-os: new -> Running"]);
    mock.answer(Operation::LIST_POOLS, &payloads::ERROR_429_APIG_0308);
    let error = watch.look(&client).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    mock.answer(Operation::LIST_POOLS, &payloads::LIST_POOLS_DOC_2025);
    assert!(look(&mut watch, &client).await.is_empty());
}
