//! Views: every method over every payload as a snapshot, and the meaning that they add.

use std::fmt::Write;

use modelarts::{
    Driver, FlavorCount, Limit, OsQuota, Pool, PoolList, PoolStatistics, QuotaResourceType, WorkspaceQuota,
    WorkspaceQuotas, raw::types,
};
use serde::de::DeserializeOwned;

use super::*;

/// Compares what `describe` writes of each success payload of an operation with its snapshot.
async fn assert_snapshots<T, R>(
    operation: Operation,
    request: impl Fn(&Client) -> R,
    describe: impl Fn(&T, &mut String) -> std::fmt::Result,
) where
    R: IntoFuture<Output = Result<Response<T>, Error>>,
{
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    let payloads = payloads::ALL
        .iter()
        .filter(|payload| payload.operation == Some(operation.id));
    for payload in payloads {
        mock.answer(operation, payload);
        let mut text = String::new();
        describe(&*request(&client).await.unwrap(), &mut text).unwrap();
        insta::with_settings!({ description => operation.id, omit_expression => true }, {
            insta::assert_snapshot!(payload.name, text);
        });
    }
}

/// Writes the results of these methods of a view.
macro_rules! describe {
    ($text:ident, $view:ident: $($method:ident)*) => {
        $(writeln!($text, "{}: {:?}", stringify!($method), $view.$method())?;)*
    };
    // Of each item of an iterator.
    ($text:ident, $view:ident: $($method:ident)* => $of_item:expr) => {
        $(writeln!($text, "{}: {:?}", stringify!($method), $view.$method().map($of_item).collect::<Vec<_>>())?;)*
    };
}

#[tokio::test]
async fn list_pools() {
    let describe = |pools: &PoolList, text: &mut String| {
        describe!(text, pools: len);
        for pool in pools {
            assert_eq!(pools.get(pool.id()).map(Pool::id), Some(pool.id()));
            describe_pool(text, pool)?;
        }
        Ok(())
    };
    assert_snapshots(Operation::LIST_POOLS, Client::list_pools, describe).await;
}

fn describe_pool(text: &mut String, pool: &Pool) -> std::fmt::Result {
    writeln!(text)?;
    describe!(text, pool: id display_name description workspace_id created_at);
    describe!(text, pool: labels annotations => |pair| pair);
    describe!(text, pool: billing_mode pool_type job_types);
    for flavor in pool.requested() {
        let zones: Vec<_> = flavor.zones().map(|zone| (zone.zone(), zone.count())).collect();
        let requested = (flavor.flavor(), flavor.count(), flavor.max_count(), zones);
        writeln!(text, "requested: {requested:?}")?;
    }
    describe!(text, pool: network_id);
    writeln!(text, "restrictions: {:?}", pool.restrictions().to_string())?;
    describe!(text, pool: phase message);
    describe!(text, pool: creating available abnormal deleting creation_failed => count);
    describe!(text, pool: job_type_states => |state| (state.job_type(), state.state()));
    let driver = |driver: &Driver| (driver.version().to_owned(), driver.state().cloned());
    writeln!(text, "gpu_driver: {:?}", pool.gpu_driver().map(driver))?;
    writeln!(text, "npu_driver: {:?}", pool.npu_driver().map(driver))?;
    describe!(text, pool: parent root);
    Ok(())
}

fn count(flavor: &FlavorCount) -> (&str, i64, Option<i64>, Vec<(&str, i64)>) {
    let zones = flavor.zones().map(|zone| (zone.zone(), zone.count())).collect();
    (flavor.flavor(), flavor.count(), flavor.max_count(), zones)
}

#[tokio::test]
async fn show_pool_statistics() {
    let describe = |statistics: &PoolStatistics, text: &mut String| {
        describe!(text, statistics: creating created failed pending deleting counted_at);
        Ok(())
    };
    assert_snapshots(Operation::SHOW_POOL_STATISTICS, Client::show_pool_statistics, describe).await;
}

#[tokio::test]
async fn show_os_quota() {
    let describe = |quotas: &OsQuotas, text: &mut String| {
        for quota in quotas {
            writeln!(text)?;
            describe!(text, quota: resource_type limit used remaining);
            assert_eq!(quotas.get(quota.resource_type().unwrap()), Some(quota));
        }
        Ok(())
    };
    assert_snapshots(Operation::SHOW_OS_QUOTA, Client::show_os_quota, describe).await;
}

#[tokio::test]
async fn show_workspace_quotas() {
    let describe = |quotas: &WorkspaceQuotas, text: &mut String| {
        for quota in quotas {
            writeln!(text)?;
            describe!(text, quota: resource name unit limit lowest_limit highest_limit used remaining updated_at);
            assert_eq!(quotas.get(quota.resource()), Some(quota));
        }
        Ok(())
    };
    let request = |client: &Client| client.show_workspace_quotas("0");
    assert_snapshots(Operation::SHOW_WORKSPACE_QUOTAS, request, describe).await;
}

/// Errors, as a person sees them and with every field.
#[tokio::test]
async fn errors() {
    let mock = MockModelArts::start();
    let client = client_of(&mock).await;
    for payload in payloads::ALL.iter().filter(|payload| payload.operation.is_none()) {
        mock.answer(Operation::SHOW_OS_QUOTA, payload);
        let error = client.show_os_quota().await.unwrap_err();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(payload.name, format!("{error}\n\n{error:#?}"));
        });
    }
}

/// A raw value of that type.
fn raw<T: DeserializeOwned>(json: Value) -> T {
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
        assert_eq!(quota.resource_type(), Some(&QuotaResourceType::Pool));
        assert_eq!((quota.limit(), quota.used()), (Some(Limit::Max(15)), Some(10)));
        assert_eq!(quota.remaining(), Some(Limit::Max(5)));
    }
    let quota = WorkspaceQuota::from(raw::<types::WorkspaceQuota>(json!({ "quota": -1, "used_quota": null })));
    assert_eq!((quota.limit(), quota.used()), (Some(Limit::Unlimited), None));
    assert_eq!(quota.remaining(), Some(Limit::Unlimited));
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
fn absent_fields_are_empty_or_none() {
    let mut text = String::new();
    describe_pool(&mut text, &Pool::default()).unwrap();
    insta::assert_snapshot!("absent", text);
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
    assert!(pool.labels().eq([("os.modelarts/name", "mine"), ("team", "vision")]));
}
