//! The meaning that views add: unlimited, restrictions, times, and what is absent.

use modelarts::{
    Limit, OsQuota, Pool, PoolStatistics, QuotaResourceType, Restriction, Restrictions, WorkspaceQuota, raw::types,
};
use serde_json::json;

fn statistics(operation_time: &str) -> PoolStatistics {
    let raw: types::ShowPoolStatisticsResponse =
        serde_json::from_value(json!({ "operationTime": operation_time })).unwrap();
    raw.into()
}

#[test]
fn the_time_form_of_go_is_read_with_all_that_may_follow() {
    let read = |text: &str| statistics(text).counted_at().map(|time| time.to_string());
    for (text, expected) in [
        (
            "2025-03-27 11:48:55.446172146 +0000 UTC",
            "2025-03-27T11:48:55.446172146Z",
        ),
        ("2025-03-27 11:48:55 +0000 UTC", "2025-03-27T11:48:55Z"),
        ("2025-03-27 11:48:55.4 +0000 UTC", "2025-03-27T11:48:55.4Z"),
        ("2025-03-27 19:48:55.4 +0800 CST", "2025-03-27T11:48:55.4Z"),
        ("2025-03-27 19:48:55.4 +0800 +08", "2025-03-27T11:48:55.4Z"),
        (
            "2025-03-27 11:48:55.446172146 +0000 UTC m=+0.000012",
            "2025-03-27T11:48:55.446172146Z",
        ),
        ("1969-12-31 23:59:59.5 +0000 UTC", "1969-12-31T23:59:59.5Z"),
    ] {
        assert_eq!(read(text).as_deref(), Some(expected), "{text}");
    }
    for text in [
        "",
        "yesterday",
        "2025-03-27",
        "2025-03-27 11:48:55",
        "2025-13-27 11:48:55 +0000 UTC",
    ] {
        assert_eq!(read(text), None, "{text}");
        assert_eq!(statistics(text).raw().operation_time.as_deref(), Some(text));
    }
}

#[test]
fn the_three_forms_of_a_time_are_one_type() {
    let pool: types::PoolModel =
        serde_json::from_value(json!({ "metadata": { "creationTimestamp": "2016-07-31T21:20:20Z" } })).unwrap();
    let created_at = Pool::from(pool).created_at().unwrap();
    let quota: types::WorkspaceQuota = serde_json::from_value(json!({ "update_time": 1_470_000_020_000_i64 })).unwrap();
    let updated_at = WorkspaceQuota::from(quota).updated_at().unwrap();
    let counted_at = statistics("2016-07-31 21:20:20 +0000 UTC").counted_at().unwrap();
    assert_eq!(created_at, updated_at);
    assert_eq!(created_at, counted_at);
    assert_eq!(
        (created_at.as_seconds(), created_at.as_milliseconds()),
        (1_470_000_020, 1_470_000_020_000)
    );
    let system: std::time::SystemTime = created_at.into();
    assert_eq!(
        system,
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_470_000_020)
    );
}

#[test]
fn a_time_out_of_range_is_no_time() {
    for milliseconds in [i64::MAX, i64::MIN] {
        let quota: types::WorkspaceQuota = serde_json::from_value(json!({ "update_time": milliseconds })).unwrap();
        assert_eq!(WorkspaceQuota::from(quota).updated_at(), None);
    }
}

#[test]
fn minus_one_is_unlimited_and_nothing_else_is() {
    assert_eq!(Limit::from_wire(-1), Limit::Unlimited);
    assert_eq!(Limit::from_wire(0), Limit::Max(0));
    assert_eq!(Limit::from_wire(-2), Limit::Max(-2));
    assert_eq!(Limit::Unlimited.minus(5), Limit::Unlimited);
    assert_eq!(Limit::Max(15).minus(10), Limit::Max(5));
    assert_eq!(Limit::Max(5).minus(6), Limit::Max(-1));
    assert_eq!(Limit::Max(i64::MIN).minus(i64::MAX), Limit::Max(i64::MIN));
    assert_eq!((Limit::Unlimited.max(), Limit::Max(3).max()), (None, Some(3)));
    assert!(Limit::Max(i64::MAX) < Limit::Unlimited && Limit::Max(1) < Limit::Max(2));
    assert!(Limit::Unlimited.is_unlimited() && !Limit::Max(-2).is_unlimited());
    assert_eq!(format!("{:>9}|{:>3}", Limit::Unlimited, Limit::Max(7)), "unlimited|  7");
}

#[test]
fn an_unlimited_quota_says_so_although_its_use_is_null() {
    let raw: types::WorkspaceQuota = serde_json::from_value(json!({ "quota": -1, "used_quota": null })).unwrap();
    let quota = WorkspaceQuota::from(raw);
    assert_eq!((quota.limit(), quota.used()), (Some(Limit::Unlimited), None));
    assert_eq!(quota.remaining(), Some(Limit::Unlimited));
}

#[test]
fn a_quota_means_the_same_as_number_and_as_string() {
    for (quota, used) in [
        (json!(15), json!(10)),
        (json!("15"), json!("10")),
        (json!("15"), json!(10)),
    ] {
        let raw: types::ResourceQuota =
            serde_json::from_value(json!({ "type": "pool", "quota": quota, "used": used })).unwrap();
        let quota = OsQuota::from(raw);
        assert_eq!(quota.resource_type(), Some(&QuotaResourceType::Pool));
        assert_eq!(quota.limit(), Some(Limit::Max(15)));
        assert_eq!((quota.used(), quota.remaining()), (Some(10), Some(Limit::Max(5))));
    }
}

#[test]
fn restrictions_are_a_sum_of_bits() {
    let restrictions = Restrictions::from_bits(9);
    assert_eq!(
        restrictions.iter().collect::<Vec<_>>(),
        [Restriction::BillingChange, Restriction::Frozen]
    );
    assert!(restrictions.contains(Restriction::Frozen) && !restrictions.contains(Restriction::Service));
    assert_eq!(restrictions.to_string(), "billing change, frozen");
    let unknown = Restrictions::from_bits(4 + 32 + 64);
    assert_eq!(
        (unknown.unknown_bits(), unknown.to_string().as_str()),
        (96, "service, bits 0x60")
    );
    assert_eq!(Restrictions::from_bits(32).to_string(), "bits 0x20");
    assert!(Restrictions::default().is_empty());
    assert_eq!(Restrictions::default().to_string(), "none");
    assert_eq!(Restrictions::from_bits(31).iter().count(), Restriction::ALL.len());
}

/// The empty pool answers every question.
#[test]
fn what_is_absent_is_empty_or_none() {
    let pool = Pool::default();
    assert_eq!(
        (pool.id(), pool.display_name(), pool.description(), pool.message()),
        ("", "", "", "")
    );
    assert_eq!(
        (pool.phase(), pool.pool_type(), pool.billing_mode()),
        (None, None, None)
    );
    assert_eq!(
        (pool.created_at(), pool.workspace_id(), pool.network_id()),
        (None, None, None)
    );
    assert_eq!(
        (
            pool.requested().len(),
            pool.available().len(),
            pool.creation_failed().len()
        ),
        (0, 0, 0)
    );
    assert_eq!(
        (
            pool.labels().count(),
            pool.annotations().count(),
            pool.job_types().len()
        ),
        (0, 0, 0)
    );
    assert_eq!((pool.gpu_driver(), pool.parent(), pool.root()), (None, None, None));
    assert!(pool.restrictions().is_empty());
}

#[test]
fn a_label_is_found_by_key_wherever_it_is_kept() {
    let raw: types::PoolModel = serde_json::from_value(json!({
        "metadata": {
            "name": "pool-1",
            "labels": { "os.modelarts/name": "mine", "team": "vision", "count": 3, "os.modelarts/region": null },
        },
    }))
    .unwrap();
    let pool = Pool::from(raw);
    assert_eq!((pool.id(), pool.display_name()), ("pool-1", "mine"));
    assert_eq!(
        (pool.label("team"), pool.label("os.modelarts/name")),
        (Some("vision"), Some("mine"))
    );
    // Not a text, null, and not there: all the same to whoever asks for a text.
    assert_eq!(
        (pool.label("count"), pool.label("os.modelarts/region"), pool.label("x")),
        (None, None, None)
    );
    let labels: Vec<_> = pool.labels().collect();
    assert_eq!(labels, [("os.modelarts/name", "mine"), ("team", "vision")]);
}

/// A physical pool has an empty parent on some pages and none on others.
#[test]
fn an_empty_parent_is_no_parent() {
    for status in [json!({ "parent": "" }), json!({}), json!({ "parent": null })] {
        let raw: types::PoolModel = serde_json::from_value(json!({ "status": status })).unwrap();
        assert_eq!(Pool::from(raw).parent(), None);
    }
}
