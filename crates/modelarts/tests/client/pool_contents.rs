//! Views of what is in a pool: its nodes, its workloads, and how it is used.

use modelarts::{
    MetricPoint, MetricSeries, MetricUnit, Node, NodePhase, PoolMetricName, PoolMonitor, PoolUsage, Workload,
    WorkloadCount, WorkloadPhase, raw::types,
};

use super::{
    views::{assert_snapshots, raw},
    *,
};

const POOL: &str = "auto-pool-os-86c13962597848eeb29c5861153a391f";

#[tokio::test]
async fn one_pool() {
    let pools = assert_snapshots(Operation::SHOW_POOL, |client| client.show_pool(POOL)).await;
    assert_eq!(pools[0].id(), POOL);
}

#[tokio::test]
async fn nodes() {
    assert_snapshots(Operation::LIST_POOL_NODES, |client| client.list_pool_nodes(POOL)).await;
}

#[tokio::test]
async fn workloads() {
    assert_snapshots(Operation::LIST_WORKLOADS, |client| client.list_workloads(POOL)).await;
    let request = |client: &Client| client.show_workload_statistics(POOL);
    assert_snapshots(Operation::SHOW_WORKLOAD_STATISTICS, request).await;
}

#[tokio::test]
async fn use_of_pools() {
    for monitor in assert_snapshots(Operation::SHOW_POOL_MONITOR, |client| client.show_pool_monitor(POOL)).await {
        let is_found = |series: &MetricSeries| monitor.get(series.metric()) == Some(series);
        assert!(monitor.iter().all(is_found));
    }
    let request = Client::show_pool_runtime_metrics;
    for usages in assert_snapshots(Operation::SHOW_POOL_RUNTIME_METRICS, request).await {
        assert!(usages.iter().all(|usage| usages.get(usage.pool_id()) == Some(usage)));
    }
}

#[tokio::test]
async fn an_id_that_is_no_segment_of_a_path_is_not_sent() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let answer = mock.answer(Operation::SHOW_POOL, json!({}));
    let error = client.show_pool("../pools").await.unwrap_err();
    assert!(error.to_string().contains("invalid pool id"), "{error}");
    answer.assert_calls(0);
}

#[tokio::test]
async fn lists_go_on_to_the_last_page() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let nodes = (0..5).map(|number| json!({ "metadata": { "name": format!("node-{number}") } }));
    mock.answer_pages(Operation::LIST_POOL_NODES, nodes);
    let mut nodes = client.list_pool_nodes(POOL).limit(2).items();
    for number in 0..5 {
        assert_eq!(nodes.next().await.unwrap().unwrap().name(), format!("node-{number}"));
    }
    assert!(nodes.next().await.is_none());
    let workloads = (0..5).map(|number| json!({ "uid": format!("{number}") }));
    let answer = mock.answer_pages(Operation::LIST_WORKLOADS, workloads);
    let mut workloads = client.list_workloads(POOL).limit(2).items();
    for number in 0..5 {
        assert_eq!(workloads.next().await.unwrap().unwrap().id(), number.to_string());
    }
    assert!(workloads.next().await.is_none());
    answer.assert_calls(3);
}

#[test]
fn nodes_tell_which_share_of_them_is_taken() {
    let node = |resources: Value, available: Value| {
        let status = json!({ "resources": resources, "availableResources": available });
        Node::from(raw::<types::Node>(json!({ "status": status })))
    };
    let half = node(
        json!({ "cpu": "4", "memory": "2Gi", "npu": "0", "x": "4" }),
        json!({ "cpu": "2000m", "memory": "512Mi", "npu": "0", "y": "4" }),
    );
    assert_eq!(
        half.ratios().into_iter().collect::<Vec<_>>(),
        [("cpu", 0.5), ("memory", 0.75)]
    );
    assert_eq!(half.resources()["x"], "4");
    assert!(
        node(json!({ "cpu": "many" }), json!({ "cpu": "few" }))
            .ratios()
            .is_empty()
    );
    let taints = json!([{ "key": "a", "value": "b", "effect": "NoExecute" }, { "key": "c", "effect": "NoSchedule" }, { "key": "d", "value": "" }]);
    let node = Node::from(raw::<types::Node>(json!({ "status": { "taints": taints } })));
    assert_eq!(node.taints(), ["a=b:NoExecute", "c:NoSchedule", "d"]);
}

#[test]
fn usage_of_a_pool_knows_any_accelerator() {
    let value = |cpu: Value, other: Value| json!({ "value": { "cpu": cpu, "snt9b": other } });
    let table = json!({ "allocated": value(json!("500m"), json!("3")), "capacity": value(json!(2), json!(4)) });
    let usage = PoolUsage::from(raw::<types::MetricsItem>(json!({ "table": table })));
    assert_eq!(
        usage.ratios().into_iter().collect::<Vec<_>>(),
        [("cpu", 0.25), ("snt9b", 0.75)]
    );
}

#[test]
fn what_was_not_measured_has_no_value() {
    let point = |timestamp: i64, value: f64| json!({ "timestamp": timestamp, "unit": "Percent", "statistics": [{ "statistic": "average", "value": value }] });
    let points = json!([point(3_000, -1.0), point(2_000, 7.5), point(1_000, 9.0)]);
    let metric = json!([{ "metricName": "gpuUtil" }]);
    let monitor = PoolMonitor::from(raw::<types::ShowPoolMonitorResponse>(
        json!({ "metrics": [{ "metric": metric, "dataPoints": points }] }),
    ));
    let series = monitor.get(&PoolMetricName::GpuUtil).unwrap();
    let latest = series.latest().unwrap();
    assert_eq!((latest.values()["average"], latest.unit()), (7.5, &MetricUnit::Percent));
    assert_eq!(latest.measured_at().unwrap().as_millisecond(), 2_000);
    assert_eq!(series.points().len(), 3);
}

#[test]
fn absent_fields_are_empty_or_none() {
    let (node, workload, series) = (Node::default(), Workload::default(), MetricSeries::default());
    assert_eq!(
        (node.name(), node.zone(), node.flavor(), node.private_ip()),
        ("", "", "", None)
    );
    assert_eq!((node.phase(), node.created_at()), (&NodePhase::from(""), None));
    assert!(node.labels().is_empty() && node.ratios().is_empty() && node.taints().is_empty());
    assert_eq!((workload.id(), workload.name(), workload.job_name()), ("", "", None));
    assert_eq!(
        (workload.phase(), workload.created_at()),
        (&WorkloadPhase::from(""), None)
    );
    assert!(workload.requested().is_empty() && workload.node_ips().is_empty());
    assert_eq!((series.metric(), series.latest()), (&PoolMetricName::from(""), None));
    assert_eq!(MetricPoint::default().measured_at(), None);
    assert!(PoolUsage::default().ratios().is_empty() && WorkloadCount::default().by_phase().is_empty());
    let waiting =
        json!({ "pendingPosition": -1, "priority": "high", "createTime": i64::MAX, "hostIps": " 10.0.0.1,,10.0.0.2 " });
    let waiting = Workload::from(raw::<types::Workload>(waiting));
    assert_eq!(
        (waiting.queue_position(), waiting.priority(), waiting.created_at()),
        (None, None, None)
    );
    assert_eq!(waiting.node_ips(), ["10.0.0.1", "10.0.0.2"]);
}
