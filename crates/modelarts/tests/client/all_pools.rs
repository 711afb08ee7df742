//! All pools: every status of several workspaces, and what remains if one of them fails.

use super::*;

/// A list of one pool of this id.
fn list(id: &str) -> Reply {
    let pools = json!({ "items": [{ "metadata": { "name": id }, "status": { "message": id } }] });
    ok(pools.to_string())
}

/// Answers by workspace, and with failed pools if they are asked for.
async fn client_of_workspaces() -> (FaultServer, Client) {
    let server = FaultServer::start(|_, request| {
        let query = request.query();
        let value = |name: &str| {
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        match (value("workspaceId").unwrap(), value("status")) {
            // It fails between the two calls, so that both list it.
            ("same", _) => list("same"),
            ("denied", _) | ("half", Some("failed")) => Reply::complete(403, WITH_ID, "{}"),
            (id, Some("failed")) => list(&format!("{id}-failed")),
            (id, None) => list(id),
            other => panic!("{other:?}"),
        }
    });
    let client = client(&server).await;
    (server, client)
}

#[tokio::test]
async fn every_status_of_every_workspace_is_listed_once_in_order() {
    let (server, client) = client_of_workspaces().await;
    let all = client.list_all_pools(["0", "same", "b"]).await.unwrap();
    let ids: Vec<_> = all.pools.iter().map(modelarts::Pool::id).collect();
    assert_eq!(ids, ["0", "0-failed", "same", "b", "b-failed"]);
    assert_eq!((server.count(), all.failures.len()), (6, 0));
    assert_eq!(all.complete().unwrap().len(), 5);
    let none = client.list_all_pools([""; 0]).await.unwrap();
    assert!(none.pools.is_empty() && none.failures.is_empty());
}

#[tokio::test]
async fn what_failed_is_beside_what_came() {
    let (_server, client) = client_of_workspaces().await;
    let all = client.list_all_pools(["denied", "half", "b"]).await.unwrap();
    let ids: Vec<_> = all.pools.iter().map(modelarts::Pool::id).collect();
    assert_eq!(ids, ["half", "b", "b-failed"]);
    let failures: Vec<_> = all
        .failures
        .iter()
        .map(|(id, error)| (id.as_str(), error.status()))
        .collect();
    assert_eq!(failures, [("denied", Some(403)), ("half", Some(403))]);
    assert!(all.complete().unwrap_err().is_forbidden());
}

#[tokio::test]
async fn nothing_is_an_error() {
    let (server, client) = client_of_workspaces().await;
    assert_error(&client.list_all_pools(["denied"]).await.unwrap_err(), Service, 403, 1);
    let asked = server.count();
    assert_error(
        &client.list_all_pools(["0", ".."]).await.unwrap_err(),
        InvalidInput,
        None,
        0,
    );
    assert_eq!(server.count(), asked);
}

#[test]
fn the_blocking_client_has_the_same() {
    let server = FaultServer::always(list("a"));
    let client = modelarts::blocking::Client::build(builder(server.url())).unwrap();
    assert_eq!(client.list_all_pools(["0"]).send().unwrap().pools.len(), 1);
}
