//! Every method of every view, over every payload: a snapshot for each.

use std::fmt::{Debug, Write};

use modelarts::{Driver, FlavorCount, Pool};
use modelarts_httpmock::{MockModelArts, Operation, Payload, payloads};

use super::{assert_same, client_of};

/// The success payloads of an operation, each served and asked for.
fn served(operation: Operation) -> impl Iterator<Item = &'static Payload> {
    payloads::ALL
        .iter()
        .copied()
        .filter(move |payload| payload.operation == Some(operation.id))
}

fn line(text: &mut String, name: &str, value: impl Debug) {
    writeln!(text, "{name}: {value:?}").unwrap();
}

#[tokio::test]
async fn list_pools() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in served(Operation::LIST_POOLS) {
        mock.answer(Operation::LIST_POOLS, payload);
        let pools = client.list_pools().await.unwrap();
        let mut text = String::new();
        line(&mut text, "len", pools.len());
        for pool in &pools {
            assert_eq!(pools.get(pool.id()).map(Pool::id), Some(pool.id()));
            describe(&mut text, pool);
        }
        assert_same(&format!("list_pools__{}", payload.name), &text);
    }
}

fn describe(text: &mut String, pool: &Pool) {
    line(text, "\nid", pool.id());
    line(text, "display_name", pool.display_name());
    line(text, "description", pool.description());
    line(text, "workspace_id", pool.workspace_id());
    line(text, "created_at", pool.created_at());
    line(text, "labels", pool.labels().collect::<Vec<_>>());
    line(text, "annotations", pool.annotations().collect::<Vec<_>>());
    line(text, "billing_mode", pool.billing_mode());
    line(text, "pool_type", pool.pool_type());
    line(text, "job_types", pool.job_types());
    for flavor in pool.requested() {
        let zones: Vec<_> = flavor.zones().map(|zone| (zone.zone(), zone.count())).collect();
        line(
            text,
            "requested",
            (flavor.flavor(), flavor.count(), flavor.max_count(), zones),
        );
    }
    line(text, "network_id", pool.network_id());
    line(text, "restrictions", pool.restrictions().to_string());
    line(text, "phase", pool.phase());
    line(text, "message", pool.message());
    line(text, "creating", pool.creating().map(count).collect::<Vec<_>>());
    line(text, "available", pool.available().map(count).collect::<Vec<_>>());
    line(text, "abnormal", pool.abnormal().map(count).collect::<Vec<_>>());
    line(text, "deleting", pool.deleting().map(count).collect::<Vec<_>>());
    line(
        text,
        "creation_failed",
        pool.creation_failed().map(count).collect::<Vec<_>>(),
    );
    let states: Vec<_> = pool
        .job_type_states()
        .map(|state| (state.job_type(), state.state()))
        .collect();
    line(text, "job_type_states", states);
    let driver = |driver: &Driver| (driver.version().to_owned(), driver.state().cloned());
    line(text, "gpu_driver", pool.gpu_driver().map(driver));
    line(text, "npu_driver", pool.npu_driver().map(driver));
    line(text, "parent", pool.parent());
    line(text, "root", pool.root());
}

fn count(flavor: &FlavorCount) -> (&str, i64, Option<i64>, Vec<(&str, i64)>) {
    let zones = flavor.zones().map(|zone| (zone.zone(), zone.count())).collect();
    (flavor.flavor(), flavor.count(), flavor.max_count(), zones)
}

#[tokio::test]
async fn show_pool_statistics() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in served(Operation::SHOW_POOL_STATISTICS) {
        mock.answer(Operation::SHOW_POOL_STATISTICS, payload);
        let statistics = client.show_pool_statistics().await.unwrap();
        let mut text = String::new();
        line(&mut text, "creating", statistics.creating());
        line(&mut text, "created", statistics.created());
        line(&mut text, "failed", statistics.failed());
        line(&mut text, "pending", statistics.pending());
        line(&mut text, "deleting", statistics.deleting());
        line(&mut text, "counted_at", statistics.counted_at());
        assert_same(&format!("show_pool_statistics__{}", payload.name), &text);
    }
}

#[tokio::test]
async fn show_os_quota() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in served(Operation::SHOW_OS_QUOTA) {
        mock.answer(Operation::SHOW_OS_QUOTA, payload);
        let quotas = client.show_os_quota().await.unwrap();
        let mut text = String::new();
        for quota in &quotas {
            line(&mut text, "\nresource_type", quota.resource_type());
            line(&mut text, "limit", quota.limit());
            line(&mut text, "used", quota.used());
            line(&mut text, "remaining", quota.remaining());
            assert_eq!(quotas.get(quota.resource_type().unwrap()), Some(quota));
        }
        assert_same(&format!("show_os_quota__{}", payload.name), &text);
    }
}

#[tokio::test]
async fn show_workspace_quotas() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in served(Operation::SHOW_WORKSPACE_QUOTAS) {
        mock.answer(Operation::SHOW_WORKSPACE_QUOTAS, payload);
        let quotas = client.show_workspace_quotas("0").await.unwrap();
        let mut text = String::new();
        for quota in &quotas {
            line(&mut text, "\nresource", quota.resource());
            line(&mut text, "name", quota.name());
            line(&mut text, "unit", quota.unit());
            line(&mut text, "limit", quota.limit());
            line(&mut text, "lowest_limit", quota.lowest_limit());
            line(&mut text, "highest_limit", quota.highest_limit());
            line(&mut text, "used", quota.used());
            line(&mut text, "remaining", quota.remaining());
            line(&mut text, "updated_at", quota.updated_at());
            assert_eq!(quotas.get(quota.resource()), Some(quota));
        }
        assert_same(&format!("show_workspace_quotas__{}", payload.name), &text);
    }
}

/// Errors, as a program sees them and as a person does.
#[tokio::test]
async fn errors() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in payloads::ALL.iter().filter(|payload| payload.operation.is_none()) {
        mock.answer(Operation::SHOW_OS_QUOTA, payload);
        let error = client.show_os_quota().await.unwrap_err();
        assert_same(&format!("error__{}", payload.name), &format!("{error}\n\n{error:#?}"));
    }
}
