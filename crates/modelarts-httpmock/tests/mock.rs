//! Mocks of the user's own: what they match, what they answer with, and which of them answers.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test does not expect fails it"
)]

use modelarts_api::{
    Client, Error, ResponseValue, Sender,
    types::{ErrorBody, ListPoolsResponse, PoolStatusFilter},
};
use modelarts_httpmock::{MockModelArts, MockServerExt, Operation, REQUEST_ID, Reply, payloads};
use serde_json::{Value, json};

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

fn client(mock: &MockModelArts) -> Client {
    Client::new(&mock.url(), Sender::direct()).unwrap()
}

/// The body of a payload, as its type.
macro_rules! body {
    ($payload:ident) => {
        serde_json::from_str(payloads::$payload.body).unwrap()
    };
}

#[tokio::test]
async fn matches_the_parameters_of_list_pools_by_type() {
    let mock = MockModelArts::start_empty();
    let body: ListPoolsResponse = body!(LIST_POOLS_FAILED);
    let failed = mock.server(|server| {
        server.list_pools(|when, then| {
            let when = when
                .project_id(PROJECT)
                .status(PoolStatusFilter::Failed)
                .workspace_id("0");
            when.label_selector("os.modelarts/name=night jobs&more")
                .parent("root-pool");
            then.ok(&body);
        })
    });
    let plain = mock.server(|server| {
        server.list_pools(|when, then| {
            let when = when.project_id(PROJECT).status(None).workspace_id(None);
            when.label_selector(None).parent(None);
            then.ok(&ListPoolsResponse::default());
        })
    });
    let client = client(&mock);
    let list = || client.list_pools().project_id(PROJECT);
    let filtered = list().status(PoolStatusFilter::Failed).workspace_id("0");
    let filtered = filtered
        .label_selector("os.modelarts/name=night jobs&more")
        .parent("root-pool");
    assert_eq!(filtered.send().await.unwrap().into_inner(), body);
    assert_eq!((failed.calls(), plain.calls()), (1, 0));
    assert_eq!(list().send().await.unwrap().into_inner(), ListPoolsResponse::default());
    assert_eq!((failed.calls(), plain.calls()), (1, 1));

    // Neither the other values of the filter nor another project.
    assert!(list().status(PoolStatusFilter::Created).send().await.is_err());
    assert!(list().project_id("another").send().await.is_err());
    assert_eq!((failed.calls(), plain.calls()), (1, 1));
}

#[tokio::test]
async fn matches_the_parameters_of_the_others_by_type() {
    let mock = MockModelArts::start_empty();
    let mocks = mock.server(|server| {
        [
            server.show_pool_statistics(|when, then| {
                when.project_id(PROJECT).workspace_id("7");
                then.ok(&body!(POOL_STATISTICS_DOC_2022));
            }),
            server.show_workspace_quotas(|when, then| {
                when.project_id(PROJECT).workspace_id("7");
                then.ok(&body!(WORKSPACE_QUOTAS_UNLIMITED));
            }),
            server.show_os_quota(|when, then| {
                when.project_id(PROJECT);
                then.ok(&body!(OS_QUOTAS_STRINGS));
            }),
        ]
    });
    let client = client(&mock);
    let statistics = || client.show_pool_statistics().project_id(PROJECT);
    let quotas = |workspace: &str| {
        client
            .show_workspace_quotas()
            .project_id(PROJECT)
            .workspace_id(workspace)
    };
    statistics().workspace_id("7").send().await.unwrap();
    quotas("7").send().await.unwrap();
    client.show_os_quota().project_id(PROJECT).send().await.unwrap();
    assert!(statistics().send().await.is_err());
    assert!(quotas("8").send().await.is_err());
    assert!(client.show_os_quota().project_id("another").send().await.is_err());
    assert_eq!(mocks.map(|mock| mock.calls()), [1, 1, 1]);
}

fn assert_failed<T>(result: Result<ResponseValue<T>, Error<ErrorBody>>, status: u16, body: &ErrorBody) {
    match result.err() {
        Some(Error::ErrorResponse(response)) => assert_eq!((response.status().as_u16(), &*response), (status, body)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn answers_with_typed_failures() {
    let mock = MockModelArts::start_empty();
    let body: ErrorBody = body!(ERROR_403);
    mock.server(|server| {
        server.show_workspace_quotas(|_, then| drop(then.forbidden(&body)));
        server.show_os_quota(|_, then| drop(then.not_found(&body)));
        server.list_pools(|_, then| drop(then.client_error(429, &body)));
        server.show_pool_statistics(|_, then| drop(then.server_error(503, &body)));
    });
    let client = client(&mock);
    let quotas = client.show_workspace_quotas().project_id(PROJECT).workspace_id("0");
    assert_failed(quotas.send().await, 403, &body);
    assert_failed(client.show_os_quota().project_id(PROJECT).send().await, 404, &body);
    assert_failed(client.list_pools().project_id(PROJECT).send().await, 429, &body);
    let statistics = client.show_pool_statistics().project_id(PROJECT).send().await;
    assert_failed(statistics, 503, &body);
}

/// A typed mock beside the answers that are there already, made before it or after it.
#[tokio::test]
async fn a_mock_of_ones_own_comes_before_every_answer() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    let empty = ListPoolsResponse::default();
    let documented: ListPoolsResponse = serde_json::from_str(Operation::LIST_POOLS.default.body).unwrap();
    let typed = mock.server(|server| {
        server.list_pools(|when, then| {
            when.status(PoolStatusFilter::Failed);
            then.ok(&empty);
        })
    });
    let list = || client.list_pools().project_id(PROJECT);
    let failed = || list().status(PoolStatusFilter::Failed).send();
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    // What it does not match is answered as before, and so are the other operations.
    assert_eq!(list().send().await.unwrap().into_inner(), documented);
    assert!(client.show_os_quota().project_id(PROJECT).send().await.is_ok());
    assert_eq!(typed.calls(), 1);

    let throttled = mock.answer(Operation::LIST_POOLS, payloads::ERROR_429_APIG_0308);
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    assert!(list().send().await.is_err());
    throttled.assert_calls(1);

    // Of several of one's own the oldest answers. The answer goes on counting.
    let any = mock.server(|server| server.list_pools(|_, then| drop(then.ok(&empty))));
    assert_eq!(failed().await.unwrap().into_inner(), empty);
    assert!(list().send().await.is_ok());
    assert_eq!((typed.calls(), any.calls(), throttled.calls()), (3, 1, 1));

    // The server forgets mocks of one's own, and the answers stay.
    mock.server(|server| server.reset());
    assert!(failed().await.is_err());
    throttled.assert_calls(2);
    mock.answer(Operation::LIST_POOLS, *Operation::LIST_POOLS.default);
    assert_eq!(list().send().await.unwrap().into_inner(), documented);
    throttled.assert_calls(2);
}

#[tokio::test]
#[should_panic(expected = "calls of ListPools that got this answer")]
async fn an_answer_that_was_not_asked_for_so_often_fails_a_test() {
    let mock = MockModelArts::start();
    let answer = mock.answer(Operation::LIST_POOLS, payloads::LIST_POOLS_EMPTY);
    answer.assert_calls(1);
}

#[test]
fn a_path_belongs_to_one_operation() {
    assert!(Operation::LIST_POOLS.has_path("/v2/p/pools"));
    for path in [
        "/v2//pools",
        "/v2/p/pools/",
        "/v2/p/pools/x/y/z",
        "/v2/pools",
        "/v1/p/pools",
        "",
        "/",
    ] {
        let has_path = Operation::ALL.iter().any(|operation| operation.has_path(path));
        assert!(!has_path, "{path}");
    }
}

#[tokio::test]
async fn path_parameters_stay_inside_their_segment() {
    let mock = MockModelArts::start();
    let client = client(&mock);
    let quotas = || client.show_workspace_quotas().project_id(PROJECT);
    // A slash or a question mark in an ID is sent encoded, so it addresses nothing else.
    for id in ["a/../b", "a?b", "a#b", "a%2Fb", "a b", "未知"] {
        let answer = quotas().workspace_id(id).send().await;
        assert_eq!(answer.unwrap().status().as_u16(), 200, "{id}");
    }
    match quotas().send().await {
        Err(Error::InvalidRequest(message)) => assert_eq!(message, "workspace_id was not initialized"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_no_spec_speaks_of_is_an_error_that_says_so() {
    let mock = MockModelArts::start_empty();
    for (status, body) in [
        (200, "<html>"),
        (502, "<html>502 Bad Gateway</html>"),
        (200, ""),
        (204, ""),
        (302, ""),
        (304, ""),
    ] {
        let mut served = mock.server(|server| {
            server.mock(|when, then| {
                when.any_request();
                then.status(status).header("location", "/elsewhere").body(body);
            })
        });
        match client(&mock).list_pools().project_id(PROJECT).send().await {
            Err(Error::InvalidResponsePayload(bytes, _)) => assert_eq!(bytes, body),
            Err(Error::UnexpectedResponse(response)) => {
                assert!(![200, 502].contains(&status));
                assert_eq!(response.status().as_u16(), status);
            }
            other => panic!("{status} {body}: {other:?}"),
        }
        // A redirect is not followed.
        served.assert_calls(1);
        served.delete();
    }
}

#[test]
fn every_mock_has_an_address_of_its_own() {
    let mocks = [MockModelArts::start(), MockModelArts::start()];
    let urls = mocks.each_ref().map(MockModelArts::url);
    assert_ne!(urls[0], urls[1]);
    assert!(
        urls.iter()
            .all(|url| url.starts_with("http://127.0.0.1:") && !url.ends_with('/'))
    );
}

#[tokio::test]
async fn answers_in_turn_and_with_any_body() {
    let mock = MockModelArts::start();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mock.rs");
    let replies = [
        Reply::from(payloads::ERROR_429_APIG_0308).header("Retry-After", 7),
        Reply::new(502, "<h1>")
            .header("content-type", "text/html")
            .header("X-Request-Id", "mine"),
        Reply::file(file).status(203),
        Reply::pools([("a", "Error")]),
    ];
    let operation = Operation::new("GET", "/v9/{anything}");
    let answer = mock.answer_in_turn(operation, replies);
    let get = async || reqwest::get(format!("{}/v9/x", mock.url())).await.unwrap();
    let first = get().await;
    assert_eq!(
        (first.status().as_u16(), &first.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
    assert_eq!(first.headers()["x-request-id"], REQUEST_ID);
    let second = get().await;
    assert_eq!(
        (second.status().as_u16(), &second.headers()["content-type"]),
        (502, &"text/html".parse().unwrap())
    );
    assert_eq!(
        second.headers().get_all("x-request-id").iter().collect::<Vec<_>>(),
        ["mine"]
    );
    let third = get().await;
    assert_eq!(
        (third.status().as_u16(), &*third.text().await.unwrap()),
        (203, include_str!("mock.rs"))
    );
    for _ in 0..2 {
        let pools: ListPoolsResponse = serde_json::from_str(&get().await.text().await.unwrap()).unwrap();
        assert_eq!(
            pools.items.unwrap()[0].status.as_ref().unwrap().phase,
            Some("Error".into())
        );
    }
    answer.assert_calls(5);
    // Answers of the user's own, and another for one operation, leave the others where they are.
    let own = mock.server(|server| server.list_pools(|_, then| drop(then.ok(&ListPoolsResponse::default()))));
    own.assert_calls(0);
    mock.answer(Operation::SHOW_OS_QUOTA, payloads::ERROR_404);
    assert_eq!(get().await.status(), 200);
    answer.assert_calls(6);
    assert_eq!(
        reqwest::get(format!("{}/v9/x/y", mock.url())).await.unwrap().status(),
        404
    );
}

#[tokio::test]
async fn a_list_is_served_by_the_pages_that_are_asked_for() {
    let mock = MockModelArts::start();
    let answer = mock.answer_pages(
        Operation::LIST_NETWORKS,
        (0..5).map(|number| json!({ "number": number })),
    );
    mock.answer_pages(
        Operation::LIST_WORKSPACE,
        (0..5).map(|number| json!({ "number": number })),
    );
    let get = async |path: &str| -> Value {
        let response = reqwest::get(format!("{}/v1/p/{path}", mock.url())).await.unwrap();
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    };
    let first = get("networks?limit=2").await;
    assert_eq!(first["items"], json!([{ "number": 0 }, { "number": 1 }]));
    assert_eq!(
        (&first["kind"], &first["metadata"]["remainingItemCount"]),
        (&json!("NetworkList"), &json!(3))
    );
    let next = first["metadata"]["continue"].as_str().unwrap();
    let last = get(&format!("networks?limit=3&continue={next}")).await;
    assert_eq!(
        (&last["items"][2], &last["metadata"]),
        (&json!({ "number": 4 }), &json!({}))
    );
    assert_eq!(get("networks").await["items"].as_array().map(Vec::len), Some(5));
    assert_eq!(
        get("networks?continue=nonsense").await["error_code"],
        "ModelArts.50004000"
    );
    answer.assert_calls(4);

    let page = get("workspaces?limit=2&offset=3").await;
    assert_eq!((&page["count"], &page["total_count"]), (&json!(2), &json!(5)));
    assert_eq!(page["workspaces"], json!([{ "number": 3 }, { "number": 4 }]));
    assert_eq!(get("workspaces?offset=5").await["workspaces"], json!([]));

    // A documented page that has the token of another is followed by the end.
    let documented: Value = serde_json::from_str(payloads::LIST_EVENTS_DOC_2025.body).unwrap();
    assert_eq!(get("events?resource=pools&name=p").await, documented);
    let token = documented["metadata"]["continue"].as_str().unwrap();
    let end = get(&format!("events?resource=pools&name=p&continue={token}")).await;
    assert_eq!((&end["items"], &end["metadata"]), (&json!([]), &json!({})));
}

#[test]
#[should_panic(expected = "ShowOsQuota answers with no list")]
fn what_is_no_list_has_no_pages() {
    MockModelArts::start().answer_pages(Operation::SHOW_OS_QUOTA, []);
}

#[test]
#[should_panic(expected = "no replies for ListPools")]
fn answers_in_turn_are_not_none() {
    MockModelArts::start().answer_in_turn(Operation::LIST_POOLS, Vec::<Reply>::new());
}
