//! Lists that come in pages: streams to the end of sound lists, and an error instead of an endless one.

use futures_core::Stream;
use modelarts::{EventResource, Items, NetworkList, Pages};

use super::*;

fn network(number: usize) -> Value {
    json!({ "metadata": { "name": format!("network-{number}") } })
}

/// A page of one network, with the token of another.
fn page(name: &str, token: &str) -> Reply {
    let page = json!({ "metadata": { "continue": token }, "items": [{ "metadata": { "name": name } }] });
    ok(page.to_string())
}

/// What the items are called, and the error after them.
async fn ids(mut items: Items<NetworkList>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(network) => ids.push(network.id().to_owned()),
            Err(error) => {
                assert!(items.next().await.is_none(), "it goes on after an error");
                return (ids, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none(), "it goes on after its end");
    (ids, None)
}

/// What a server is asked for, without what stands before the query.
fn queries(server: &FaultServer) -> Vec<String> {
    let targets = server.targets();
    let queries = targets
        .iter()
        .map(|target| target.split_once('?').unwrap_or_default().1);
    queries.map(str::to_owned).collect()
}

#[tokio::test]
async fn tokens_are_followed_to_the_last_page() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let all: Vec<_> = (0..7).map(|number| format!("network-{number}")).collect();
    for (limit, calls) in [(None, 1), (Some(1), 7), (Some(3), 3), (Some(7), 1), (Some(9), 1)] {
        let answer = mock.answer_pages(Operation::LIST_NETWORKS, (0..7).map(network));
        let (found, error) = ids(client.list_networks().limit(limit).items()).await;
        assert_eq!((found, error.is_none()), (all.clone(), true), "{limit:?}");
        answer.assert_calls(calls);
    }
    mock.answer_pages(Operation::LIST_NETWORKS, []);
    assert_eq!(ids(client.list_networks().items()).await.0, [""; 0]);
    // One page alone, and from there on.
    mock.answer_pages(Operation::LIST_NETWORKS, (0..7).map(network));
    let first = client.list_networks().limit(5).await.unwrap();
    let token = first.raw().metadata.as_ref().unwrap().continue_.clone().unwrap();
    let (rest, _) = ids(client.list_networks().limit(5).continue_(&*token).items()).await;
    assert_eq!((first.len(), rest), (5, all[5..].to_vec()));
}

#[tokio::test]
async fn offsets_are_counted_up_to_the_total() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for (limit, calls) in [(None, 1), (Some(2), 3), (Some(5), 1), (Some(4), 2)] {
        let workspaces = (0..5).map(|number| json!({ "id": format!("{number}") }));
        let answer = mock.answer_pages(Operation::LIST_WORKSPACE, workspaces);
        let mut items = client.list_workspace().limit(limit).items();
        for number in 0..5 {
            assert_eq!(
                items.next().await.unwrap().unwrap().id(),
                number.to_string(),
                "{limit:?}"
            );
        }
        assert!(items.next().await.is_none());
        answer.assert_calls(calls);
    }
}

#[tokio::test]
async fn parameters_stay_and_positions_move() {
    let server = FaultServer::sequence([page("a", "t1"), page("b", "t 2"), page("c", "")]);
    let request = client(&server)
        .await
        .list_networks()
        .limit(1)
        .label_selector("k=v")
        .workspace_id("7");
    assert_eq!(ids(request.items()).await.0, ["a", "b", "c"]);
    let common = "labelSelector=k%3Dv&limit=1&workspaceId=7";
    let expected = [
        common.to_owned(),
        format!("continue=t1&{common}"),
        format!("continue=t%202&{common}"),
    ];
    assert_eq!(queries(&server), expected);

    let page = |total: i64| {
        let events = json!({ "items": [{}, {}], "total": total });
        ok(events.to_string())
    };
    let server = FaultServer::sequence([page(7), page(8), page(5)]);
    let request = client(&server)
        .await
        .list_events(EventResource::Pools, "p")
        .limit(2)
        .offset(1);
    let mut pages = request.pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let offsets = [
        "limit=2&name=p&offset=1",
        "limit=2&name=p&offset=3",
        "limit=2&name=p&offset=5",
    ];
    assert_eq!(queries(&server), offsets.map(|query| format!("{query}&resource=pools")));
}

/// A site that counts events by tokens, whatever it says about their number.
#[tokio::test]
async fn a_token_comes_before_an_offset() {
    let event = |token: &str| {
        let events = json!({ "metadata": { "continue": token }, "items": [{ "message": token }], "total": 9 });
        ok(events.to_string())
    };
    let server = FaultServer::sequence([event("t"), ok(r#"{"items":[{}]}"#)]);
    let mut events = client(&server).await.list_events(EventResource::Pools, "p").items();
    while let Some(event) = events.next().await {
        event.unwrap();
    }
    assert_eq!(
        queries(&server),
        ["name=p&resource=pools", "continue=t&name=p&resource=pools"]
    );
}

#[tokio::test]
async fn a_list_that_cannot_end_is_an_error() {
    let repeated = [page("a", "t1"), page("b", "t2"), page("c", "t1"), page("d", "t3")];
    let same = [page("a", "t1"), page("a", "t1")];
    let empty = json!({ "metadata": { "continue": "t" }, "items": [] }).to_string();
    let empty = [page("a", "t1"), ok(empty)];
    for (replies, found, fault) in [
        (
            &repeated[..],
            &["a", "b", "c"][..],
            "the page points back to one that came before",
        ),
        (&same, &["a", "a"], "the page points back to one that came before"),
        (&empty, &["a"], "the page is empty, but there are said to be more"),
    ] {
        let server = FaultServer::sequence(replies.to_vec());
        let (ids, error) = ids(client(&server).await.list_networks().items()).await;
        let error = error.unwrap();
        assert_error(&error, Decode, 200, 1);
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        assert_eq!((&ids[..], error.operation()), (found, Some("ListNetworks")));
        assert!(error.to_string().contains(fault), "{error}");
    }
    // The service ignores the offset.
    let page = json!({ "workspaces": [{ "id": 0 }], "total_count": 3 }).to_string();
    let server = FaultServer::always(ok(page));
    let mut pages = client(&server).await.list_workspace().limit(1).pages();
    assert!(pages.next().await.unwrap().is_ok() && pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("the page is the same as the one before"),
        "{error}"
    );
    assert_eq!(server.count(), 2);
    // And it has none where it promised some.
    let page = |count: usize| json!({ "workspaces": vec![json!({}); count], "total_count": 3 }).to_string();
    let server = FaultServer::sequence([page(2), page(0)].map(ok));
    let mut items = client(&server).await.list_workspace().limit(2).items();
    assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().unwrap_err().is_decode());
}

/// Short of its limit, a page is the last, also if those that the caller may not see are counted.
#[tokio::test]
async fn a_short_page_is_the_last() {
    let page = json!({ "workspaces": [{}, {}], "total_count": 10 }).to_string();
    for limit in [Some(3), Some(1000), Some(5000), Some(0), None] {
        let server = FaultServer::always(ok(page.clone()));
        let mut items = client(&server).await.list_workspace().limit(limit).items();
        assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
        assert!(items.next().await.is_none(), "{limit:?}");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn each_page_is_retried_and_a_failure_ends_the_list() {
    let server = FaultServer::sequence([
        page("a", "t1"),
        Reply::reset(),
        page("b", "t2"),
        Reply::complete(403, WITH_ID, "{}"),
    ]);
    let (found, error) = ids(client(&server).await.list_networks().items()).await;
    assert_eq!((found, server.count()), (vec!["a".to_owned(), "b".to_owned()], 4));
    assert!(error.unwrap().is_forbidden());
    // Nothing is sent before it is needed.
    let server = FaultServer::always(page("a", "t1"));
    let request = client(&server).await.list_networks();
    drop((request.clone().pages(), request.items()));
    assert_eq!(server.count(), 0);
}

#[test]
fn the_blocking_client_iterates() {
    let mock = MockModelArts::start();
    mock.answer_pages(Operation::LIST_NETWORKS, (0..5).map(network));
    let client = modelarts::blocking::Client::build(builder(mock.url())).unwrap();
    let sizes: Vec<_> = client
        .list_networks()
        .limit(2)
        .pages()
        .map(|page| page.unwrap().len())
        .collect();
    assert_eq!(sizes, [2, 2, 1]);
    let ids: Result<Vec<_>, _> = client
        .list_networks()
        .limit(2)
        .items()
        .map(|network| network.map(|network| network.id().to_owned()))
        .collect();
    assert_eq!(ids.unwrap().len(), 5);
    let error = client
        .list_networks()
        .workspace_id("..")
        .items()
        .next()
        .unwrap()
        .unwrap_err();
    assert_error(&error, InvalidInput, None, 0);
}

/// Streams may be sent to other threads and be polled in place, as functions of other crates need.
#[test]
fn streams_are_send_and_unpin() {
    fn assert_is<S: Stream + Send + Unpin + 'static>() {}
    assert_is::<Pages<NetworkList>>();
    assert_is::<Items<NetworkList>>();
}
