//! The blocking client: the same calls and faults, and use in async code.

use std::thread;

use modelarts::{
    EventResource, EventType, MetricPeriod, MetricStatistic, PoolStatusFilter, SortOrder, WorkloadPhase,
    WorkloadSortKey, WorkloadType, WorkspaceId, WorkspaceSortKey, blocking::Client,
};

use super::*;

fn client(server: &FaultServer) -> Client {
    Client::build(builder(server.url())).unwrap()
}

/// It sets the parameters of the async client's requests.
#[test]
fn every_operation_can_be_called_with_all_parameters_and_with_none() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    let client = client(&server);
    let pools = client
        .list_pools()
        .workspace_id("0a1b")
        .status(PoolStatusFilter::Failed);
    let pools = pools.label_selector("k/n=a b+c").parent("p").send().unwrap();
    assert_eq!(pools.request_id(), Some(REQUEST_ID));
    let workspace = WorkspaceId::new("0a1b").unwrap();
    client
        .show_pool_statistics()
        .workspace_id("0a1b".to_owned())
        .send()
        .unwrap();
    client.show_workspace_quotas(workspace).send().unwrap();
    client.show_os_quota().send().unwrap();
    client.list_pools().send().unwrap();
    client.show_pool_statistics().send().unwrap();
    let networks = client.list_networks().workspace_id("0a1b").label_selector("k=v");
    networks.limit(3).continue_("t").send().unwrap();
    client.show_network("network-1").send().unwrap();
    let events = client
        .list_events(EventResource::Pools, "p 1")
        .type_(EventType::Warning);
    let events = events.since(1).until(2).ascend(true).limit(3).offset(4);
    events.continue_("t").send().unwrap();
    let flavors = client.list_resource_flavors().label_selector("k=v").limit(3);
    flavors.continue_("t").send().unwrap();
    client.show_os_config().send().unwrap();
    let workspaces = client
        .list_workspace()
        .name("n")
        .enterprise_project_id("e")
        .filter_accessible(true);
    let workspaces = workspaces
        .sort_by(WorkspaceSortKey::UpdateTime)
        .order(SortOrder::Ascending);
    workspaces.limit(3).offset(4).send().unwrap();
    client.show_pool("p-1").send().unwrap();
    client.list_pool_nodes("p-1").continue_("t").limit(3).send().unwrap();
    let workloads = client
        .list_workloads("p-1")
        .type_(vec![WorkloadType::Train, WorkloadType::Infer])
        .status(WorkloadPhase::Queue)
        .hostip(vec!["10.0.0.1".to_owned()]);
    let workloads = workloads.sort(WorkloadSortKey::CreateTime).ascend(false);
    workloads.offset(4).limit(3).send().unwrap();
    client.show_workload_statistics("p-1").send().unwrap();
    let monitor = client.show_pool_monitor("p-1").time_range("-1.-1.60");
    let monitor = monitor
        .statistics(MetricStatistic::Average)
        .period(MetricPeriod::OneHour);
    monitor.send().unwrap();
    client.show_pool_runtime_metrics().send().unwrap();
    insta::assert_snapshot!(server.targets().join("\n").replace(PROJECT, "PROJECT"), @r"
    /v2/PROJECT/pools?labelSelector=k%2Fn%3Da%20b%2Bc&parent=p&status=failed&workspaceId=0a1b
    /v2/PROJECT/statistics/pools?workspaceId=0a1b
    /v1/PROJECT/workspaces/0a1b/quotas
    /v1/PROJECT/quotas
    /v2/PROJECT/pools
    /v2/PROJECT/statistics/pools
    /v1/PROJECT/networks?continue=t&labelSelector=k%3Dv&limit=3&workspaceId=0a1b
    /v1/PROJECT/networks/network-1
    /v1/PROJECT/events?ascend=true&continue=t&limit=3&name=p%201&offset=4&resource=pools&since=1&type=Warning&until=2
    /v1/PROJECT/resourceflavors?continue=t&labelSelector=k%3Dv&limit=3
    /v1/PROJECT/os-user-config
    /v1/PROJECT/workspaces?enterprise_project_id=e&filter_accessible=true&limit=3&name=n&offset=4&order=asc&sort_by=update_time
    /v2/PROJECT/pools/p-1
    /v2/PROJECT/pools/p-1/nodes?continue=t&limit=3
    /v2/PROJECT/pools/p-1/workloads?ascend=false&hostip=10.0.0.1&limit=3&offset=4&sort=create_time&status=Queue&type=infer&type=train
    /v2/PROJECT/statistics/pools/p-1/workloads
    /v2/PROJECT/pools/p-1/monitor?period=3600&statistics=average&time_range=-1.-1.60
    /v2/PROJECT/metrics/runtime/pools
    ");
    assert_eq!(client.as_async().endpoint(), server.url());
}

#[test]
fn failures_are_the_same() {
    let server = FaultServer::sequence([Reply::reset(), success()]);
    assert_success(client(&server).show_os_quota().send(), 2);
    let server = FaultServer::always(Reply::complete(503, WITH_ID, ""));
    let error = client(&server).show_os_quota().send().unwrap_err();
    assert_error(&error, Service, 503, 3);
    let error = client(&server).show_workspace_quotas("..").send().unwrap_err();
    assert_error(&error, InvalidInput, None, 0);

    let silent = FaultServer::always(Reply::hold());
    let impatient = Client::build(builder(silent.url()).timeout(Duration::from_millis(20))).unwrap();
    assert_error(&impatient.show_os_quota().send().unwrap_err(), Timeout, None, 3);

    let error = Client::build(builder("ftp://127.0.0.1")).unwrap_err();
    assert_error(&error, Configuration, None, 0);
}

#[test]
fn threads_share_a_client() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    let client = client(&server);
    thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for _ in 0..10 {
                    assert_eq!(client.list_pools().send().unwrap().attempts(), 1);
                }
            });
        }
    });
    assert_eq!(server.count(), 80);
}

/// Builds, calls and drops the client on this thread, whatever kind it is.
fn use_here(url: String) {
    let client = Client::build(builder(url)).unwrap();
    assert_success(client.show_os_quota().send(), 1);
    let request = client.list_pools();
    drop(client);
    drop(request);
}

/// The calling thread is blocked, even if it is one of a runtime.
#[test]
fn async_code_is_blocked_and_nothing_panics() {
    let server = FaultServer::always(success());
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build();
    for runtime in [runtime(), threads.unwrap()] {
        let [first, second, third] = [server.url(), server.url(), server.url()];
        runtime.block_on(async { use_here(first) });
        runtime.block_on(async { tokio::spawn(async { use_here(second) }).await.unwrap() });
        runtime.block_on(async { tokio::task::spawn_blocking(|| use_here(third)).await.unwrap() });
    }
    assert_eq!(server.count(), 6);
}
