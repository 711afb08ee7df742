//! Views: how every payload serializes as a snapshot, and the meaning that they add.

use modelarts::{
    Accelerator, Event, EventResource, Limit, Network, NetworkPhase, NodeState, OsQuota, Pool, PoolList, PoolPhase,
    PoolStatistics, QuotaResourceType, ResourceFlavor, Workspace, WorkspaceAuthType, WorkspaceQuota, raw::types,
};
use serde::{Serialize, de::DeserializeOwned};

use super::*;

/// Compares how the response of each success payload of an operation serializes, which has the result of every method,
/// with its snapshot.
pub(crate) async fn assert_snapshots<T: Serialize, R>(operation: Operation, request: impl Fn(&Client) -> R) -> Vec<T>
where
    R: IntoFuture<Output = Result<Response<T>, Error>>,
{
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let mut views = Vec::new();
    for payload in payloads::ALL {
        if payload.operation != Some(operation.id) {
            continue;
        }
        mock.answer(operation, **payload);
        let view = request(&client).await.unwrap().into_inner();
        insta::with_settings!({ description => operation.id, omit_expression => true }, {
            insta::assert_snapshot!(payload.name, serde_json::to_string_pretty(&view).unwrap());
        });
        views.push(view);
    }
    views
}

#[tokio::test]
async fn list_pools() {
    let lists = assert_snapshots(Operation::LIST_POOLS, Client::list_pools).await;
    for pools in &lists {
        for (index, pool) in pools.iter().enumerate() {
            assert_eq!((pools.get(pool.id()), &pools[index]), (Some(pool), pool));
            for state in NodeState::ALL {
                let counts = pool.nodes(state).iter().map(|nodes| nodes.count());
                assert_eq!(pool.node_count(state), counts.sum::<i64>());
                assert_eq!(pool.nodes_by_state()[&state], pool.nodes(state));
            }
            assert_eq!(pool.available(), pool.nodes(NodeState::Available));
        }
        assert_eq!(pools.first(), pools.iter().next());
        assert!(pools.clone().into_iter().eq(pools.iter().cloned()));
    }
}

#[tokio::test]
async fn show_pool_statistics() {
    assert_snapshots(Operation::SHOW_POOL_STATISTICS, Client::show_pool_statistics).await;
}

#[tokio::test]
async fn show_os_quota() {
    for quotas in assert_snapshots(Operation::SHOW_OS_QUOTA, Client::show_os_quota).await {
        assert!(
            quotas
                .iter()
                .all(|quota| quotas.get(quota.resource_type()) == Some(quota))
        );
    }
}

#[tokio::test]
async fn show_workspace_quotas() {
    let request = |client: &Client| client.show_workspace_quotas("0");
    for quotas in assert_snapshots(Operation::SHOW_WORKSPACE_QUOTAS, request).await {
        assert!(quotas.iter().all(|quota| quotas.get(quota.resource()) == Some(quota)));
    }
}

#[tokio::test]
async fn networks() {
    for networks in assert_snapshots(Operation::LIST_NETWORKS, Client::list_networks).await {
        assert!(
            networks
                .iter()
                .all(|network| network.label("os.modelarts/name") != Some(""))
        );
    }
    let request = |client: &Client| client.show_network("network-7a03");
    assert_snapshots(Operation::SHOW_NETWORK, request).await;
}

#[tokio::test]
async fn list_events() {
    let request = |client: &Client| client.list_events(EventResource::Pools, "pool-5ff6");
    assert_snapshots(Operation::LIST_EVENTS, request).await;
}

#[tokio::test]
async fn list_resource_flavors() {
    assert_snapshots(Operation::LIST_RESOURCE_FLAVORS, Client::list_resource_flavors).await;
}

#[tokio::test]
async fn list_workspace() {
    assert_snapshots(Operation::LIST_WORKSPACE, Client::list_workspace).await;
}

/// What is absent or empty is left out of `Debug`, however deep.
#[test]
fn debug_shows_what_is_there() {
    let pool = json!({ "metadata": { "name": "p" }, "status": { "resources": { "available": [{ "count": 2 }] } } });
    let pool = Pool::from(raw::<types::PoolModel>(pool));
    let shown = format!("{pool:?}");
    // Another crate decides whether JSON keeps the order of keys.
    let shown: Value = serde_json::from_str(shown.strip_prefix("Pool ").unwrap()).unwrap();
    let nodes = json!({ "available": [{ "count": 2 }] });
    assert_eq!(
        shown,
        json!({ "id": "p", "display_name": "p", "nodes_by_state": nodes })
    );
    assert_eq!(format!("{:?}", Pool::default()), "Pool {}");
    let pools = PoolList::from(raw::<types::ListPoolsResponse>(
        json!({ "items": [{ "status": { "phase": "New" } }] }),
    ));
    assert_eq!(format!("{pools:?}"), r#"PoolList [{"phase":"New"}]"#);
    assert_eq!(format!("{pools:#?}"), "PoolList [\n  {\n    \"phase\": \"New\"\n  }\n]");
}

/// Errors, as a person sees them and with every field.
#[tokio::test]
async fn errors() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in payloads::ALL.iter().filter(|payload| payload.operation.is_none()) {
        mock.answer(Operation::SHOW_OS_QUOTA, **payload);
        let error = client.show_os_quota().await.unwrap_err();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(payload.name, format!("{error}\n\n{error:#?}"));
        });
    }
}

/// A raw value of that type.
pub(crate) fn raw<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

#[test]
fn quotas_are_numbers_or_strings_and_may_be_unlimited() {
    for (limit, used) in [
        (json!(15), json!(10)),
        (json!("15"), json!("10")),
        (json!("15"), json!(10)),
    ] {
        let quota = OsQuota::from(raw::<types::ResourceQuota>(
            json!({ "type": "pool", "quota": limit, "used": used }),
        ));
        assert_eq!(quota.resource_type(), &QuotaResourceType::Pool);
        assert_eq!((quota.limit(), quota.used()), (Some(Limit::Max(15)), Some(10)));
        assert_eq!(
            (quota.remaining(), quota.ratio()),
            (Some(Limit::Max(5)), Some(10.0 / 15.0))
        );
    }
    let quota = WorkspaceQuota::from(raw::<types::WorkspaceQuota>(json!({ "quota": -1, "used_quota": null })));
    assert_eq!((quota.limit(), quota.used()), (Some(Limit::Unlimited), None));
    assert_eq!((quota.remaining(), quota.ratio()), (Some(Limit::Unlimited), Some(0.0)));
}

#[test]
fn a_time_in_an_unknown_format_is_none_and_kept() {
    for time in ["", "yesterday", "2025-03-27"] {
        let statistics = PoolStatistics::from(raw::<types::ShowPoolStatisticsResponse>(
            json!({ "operationTime": time }),
        ));
        assert_eq!(statistics.counted_at(), None);
        assert_eq!(statistics.raw().operation_time.as_deref(), Some(time));
    }
    let quota = WorkspaceQuota::from(raw::<types::WorkspaceQuota>(json!({ "update_time": i64::MAX })));
    assert_eq!(quota.updated_at(), None);
}

#[test]
fn absent_fields_of_lists_are_empty_or_none() {
    let (network, event) = (Network::default(), Event::default());
    assert_eq!(
        (network.id(), network.display_name(), network.cidr(), network.label("x")),
        ("", "", "", None)
    );
    assert_eq!((network.phase(), network.created_at()), (&NetworkPhase::from(""), None));
    assert_eq!((event.reason(), event.count(), event.last_seen()), ("", 1, None));
    let (flavor, workspace) = (ResourceFlavor::default(), Workspace::default());
    assert_eq!(
        (flavor.id(), flavor.cpu(), flavor.gpu(), flavor.is_bare_metal()),
        ("", None, None, false)
    );
    assert!(flavor.availability().is_empty());
    assert_eq!((workspace.id(), workspace.created_at()), ("", None));
    // Numbers that are none, and an id as either page has it.
    let flavor = ResourceFlavor::from(raw::<types::ResourceFlavor>(
        json!({ "spec": { "cpu": "8.5", "npu": { "size": "x" } } }),
    ));
    assert_eq!((flavor.cpu(), flavor.npu()), (None, Some(Accelerator::default())));
    for id in [json!(0), json!("0")] {
        let workspace = Workspace::from(raw::<types::Workspace>(json!({ "id": id, "auth_type": "public" })));
        assert_eq!(
            (workspace.id(), workspace.auth_type()),
            ("0", &WorkspaceAuthType::Public)
        );
    }
}

#[test]
fn absent_fields_are_empty_or_none() {
    let pool = Pool::default();
    insta::assert_snapshot!("absent", serde_json::to_string_pretty(&pool).unwrap());
    assert_eq!(pool.phase(), &PoolPhase::from(""));
    // A physical pool has an empty parent on some pages and none on others.
    for status in [json!({ "parent": "" }), json!({}), json!({ "parent": null })] {
        let pool = Pool::from(raw::<types::PoolModel>(json!({ "status": status })));
        assert_eq!(pool.parent(), None);
    }
}

#[test]
fn a_label_is_found_by_its_key_wherever_it_is_stored() {
    let labels = json!({ "os.modelarts/name": "mine", "team": "vision", "count": 3, "os.modelarts/region": null });
    let pool = Pool::from(raw::<types::PoolModel>(
        json!({ "metadata": { "name": "pool-1", "labels": labels } }),
    ));
    assert_eq!((pool.id(), pool.display_name()), ("pool-1", "mine"));
    // The last are not a string, null, and absent.
    let keys = ["team", "os.modelarts/name", "count", "os.modelarts/region", "x"];
    let labels = keys.map(|key| pool.label(key));
    assert_eq!(labels, [Some("vision"), Some("mine"), None, None, None]);
    assert!(
        pool.labels()
            .into_iter()
            .eq([("os.modelarts/name", "mine"), ("team", "vision")])
    );
}
